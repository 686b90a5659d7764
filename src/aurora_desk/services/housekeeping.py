"""Claims on back-room jobs, and the clearing away of what has expired."""

from datetime import timedelta

from aurora_desk.domain.idempotency import KEPT
from aurora_desk.store.unit_of_work import Work

GUESSES_KEPT = timedelta(days=1)


class Housekeeping:
    """Units that the back room runs."""

    def claim(self, work: Work, job: str, owner: str, *, seconds: float) -> bool:
        """Claim a job for a while; False while another process has it."""
        return work.jobs.claim(job, owner, now=work.now, until=work.now + timedelta(seconds=seconds))

    def forget_guesses(self, work: Work) -> int:
        """Delete reset tokens that have expired and day-old tries on addresses that no account has; how many."""
        tokens = work.credentials.forget_tokens_before(work.now)
        return tokens + work.credentials.forget_guesses_before(work.now - GUESSES_KEPT)

    def forget_answers(self, work: Work) -> int:
        """Delete stored answers that may no longer be given again; how many there were."""
        return work.answers.forget_before(work.now - KEPT)
