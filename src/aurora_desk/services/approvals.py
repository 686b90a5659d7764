"""Rights at the till: whether a person may do something alone, and a manager's yes where not."""

from __future__ import annotations

from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.rights import ONCE, Approval, ApprovalId, NeedsApprovalError, Right, limit_of, may_approve
from aurora_desk.domain.words import Sentence
from aurora_desk.services.people import People
from aurora_desk.services.preferences import limits_of
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

GOOD_FOR = timedelta(minutes=15)
"""How long a yes to an act that is done at once waits for it: who said it then has not said it for tonight."""
GOOD_FOR_A_CART = timedelta(hours=12)
"""How long a yes to a cart's discount counts at most: a cart may be held for a while. It ends with the line."""


class NoManagerError(AuroraError):
    """This person's yes counts no more than that of whoever asks."""

    code = "no_manager"

    def __init__(self) -> None:
        super().__init__("Only a manager or the owner can approve this. Nothing was changed. Ask one of them.")


class Approvals:
    """Asks a manager. `give` checks a PIN and so blocks."""

    def __init__(self, store: Store, people: People) -> None:
        self._store, self._people = store, people

    def give(self, asked_by: Actor, manager: PersonId, pin: str, *, right: Right, subject: str, up_to: int) -> Approval:
        """A manager's yes by PIN; raises `WrongPinError`, `PinWaitError`, `NoManagerError`."""
        assert asked_by.till_id is not None
        assert asked_by.person_id is not None
        person_asking, till_id = asked_by.person_id, asked_by.till_id
        person = self._people.prove(asked_by.tenant_id, till_id, manager, pin)
        if not may_approve(person.role):
            raise NoManagerError

        def keep(work: Work) -> Approval:
            approval = Approval(
                ApprovalId(work.new_id()), right, subject, up_to, person_asking, person.person_id, work.now
            )
            work.approvals.add(asked_by.tenant_id, till_id, approval)
            work.log(
                asked_by,
                "approval.given",
                _thing(subject),
                {
                    "right": right.value,
                    "up_to": up_to,
                    "by": person.person_id,
                    "approval_id": approval.approval_id,
                    "about": subject,
                },
            )
            return approval

        return self._store.write(keep)


def must_be_allowed(
    work: Work,
    actor: Actor,
    right: Right,
    *,
    amount: int,
    subject: str,
    words: Sentence,
    approval_id: ApprovalId | None = None,
    asked: int | None = None,
    good_for: timedelta = GOOD_FOR,
) -> Approval | None:
    """Raise `NeedsApprovalError` with `words` unless the person may do it, or this approval says so.

    Gives the approval where one was needed: it counts for whom it was given and has to cover `asked`, the amount
    where nothing else is said. Programs and the back room have their own doors and are not asked.
    """
    asked = amount if asked is None else asked
    if actor.person_id is None:
        return None
    person = work.people.get(actor.tenant_id, actor.person_id)
    limit = limit_of(person.role, right, limits_of(work, actor.tenant_id))
    if limit is None or amount <= limit:
        return None
    approval = work.approvals.get(actor.tenant_id, approval_id, lock=True) if approval_id else None
    if (
        approval is None
        or approval.asked_by != person.person_id
        or not _covers(work, approval, right, asked, subject, good_for)
    ):
        raise NeedsApprovalError(right, asked, subject, words)
    return approval


def must_be_approved(
    work: Work,
    tenant_id: TenantId,
    approval_id: ApprovalId,
    right: Right,
    *,
    subject: str,
    words: Sentence,
    good_for: timedelta,
) -> Approval:
    """The approval of what nobody does alone, also not a manager; raises `NeedsApprovalError` with `words`."""
    approval = work.approvals.get(tenant_id, approval_id, lock=True)
    if approval is None or not _covers(work, approval, right, ONCE, subject, good_for):
        raise NeedsApprovalError(right, ONCE, subject, words)
    return approval


def use_up(work: Work, actor: Actor, approval: Approval | None) -> None:
    """The act is done: this approval counts for no other, and the journal says which act it paid for."""
    if approval is not None:
        work.approvals.note_used(approval.approval_id, work.now)
        work.log(
            actor,
            "approval.used",
            f"approval:{approval.approval_id}",
            {"approval_id": approval.approval_id, "right": approval.right.value, "about": approval.subject},
        )


def covered_by(work: Work, tenant_id: TenantId, approval_id: ApprovalId | None, right: Right, subject: str) -> int:
    """Up to how much a manager has said yes to what a cart carries, whoever asked; 0 where nobody did."""
    approval = work.approvals.get(tenant_id, approval_id) if approval_id else None
    if approval is None or not _covers(work, approval, right, 0, subject, GOOD_FOR_A_CART):
        return 0
    return approval.up_to


def end_yeses(work: Work, actor: Actor, subjects: tuple[str, ...]) -> None:
    """These places are gone: whatever managers said yes to there allows nothing any more."""
    if not subjects:
        return
    things = list(dict.fromkeys(_thing(subject) for subject in subjects))
    for row in work.journal.of_subject(actor.tenant_id, things):
        if row.event != "approval.given" or row.facts.get("about") not in subjects:
            continue
        approval = work.approvals.get(actor.tenant_id, ApprovalId(str(row.facts["approval_id"])), lock=True)
        if approval is not None and approval.used_at is None:
            work.approvals.note_used(approval.approval_id, work.now)
            facts = {"approval_id": approval.approval_id, "right": approval.right.value, "about": approval.subject}
            work.log(actor, "approval.ended", row.subject, facts)


def _thing(subject: str) -> str:
    """What the journal tells an approval of: the cart, where it is for a line of it."""
    return subject.partition("/")[0]


def _covers(work: Work, approval: Approval, right: Right, amount: int, subject: str, good_for: timedelta) -> bool:
    return (
        approval.right is right
        and approval.subject == subject
        and amount <= approval.up_to
        and approval.used_at is None
        and work.now - approval.given_at <= good_for
    )
