"""Claims on back-room jobs, and the clearing away of what has expired."""

from datetime import timedelta

from aurora_desk.domain.idempotency import KEPT
from aurora_desk.store.unit_of_work import Work

GUESSES_KEPT = timedelta(days=1)
MAILS_KEPT = timedelta(days=90)
_SLICE = 500


class Housekeeping:
    """Units that the back room runs."""

    def claim(self, work: Work, job: str, owner: str, *, seconds: float) -> bool:
        """Claim a job for a while; False while another process has it."""
        return work.jobs.claim(job, owner, now=work.now, until=work.now + timedelta(seconds=seconds))

    def forget(self, work: Work) -> int:
        """Delete a slice of what has expired, small enough for a till to wait for; how many, 0 once there is none.

        Answers that may no longer be given again, reset tokens, tries on addresses that no account has, old mails.
        """
        return (
            work.answers.forget_before(work.now - KEPT, limit=_SLICE)
            or work.credentials.forget_tokens_before(work.now, limit=_SLICE)
            or work.credentials.forget_guesses_before(work.now - GUESSES_KEPT, limit=_SLICE)
            or work.outbox.forget_before(work.now - MAILS_KEPT, limit=_SLICE)
        )
