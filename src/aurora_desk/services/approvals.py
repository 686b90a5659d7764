"""Rights at the till: whether a person may do something alone, and a manager's yes where not."""

from __future__ import annotations

from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.rights import ONCE, Approval, ApprovalId, NeedsApprovalError, Right, limit_of, may_approve
from aurora_desk.domain.words import Sentence
from aurora_desk.services.people import People
from aurora_desk.services.settings import limits_of
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

GOOD_FOR = timedelta(hours=12)
"""How long a yes to a cart's discount counts: a cart may be held for a while. Acts done at once use theirs up."""


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
                subject,
                {"right": right.value, "up_to": up_to, "by": person.person_id, "approval_id": approval.approval_id},
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
) -> Approval | None:
    """Raise `NeedsApprovalError` with `words` unless the person may do it, or this approval says so.

    Gives the approval where one was needed. Programs and the back room have their own doors and are not asked.
    """
    if actor.person_id is None:
        return None
    person = work.people.get(actor.tenant_id, actor.person_id)
    limit = limit_of(person.role, right, limits_of(work, actor.tenant_id))
    if limit is None or amount <= limit:
        return None
    approval = work.approvals.get(actor.tenant_id, approval_id, lock=True) if approval_id else None
    if approval is None or not _covers(work, approval, right, amount, subject):
        raise NeedsApprovalError(right, amount, subject, words)
    return approval


def must_be_approved(
    work: Work,
    tenant_id: TenantId,
    approval_id: ApprovalId,
    right: Right,
    *,
    subject: str,
    words: Sentence,
    good_for: timedelta = GOOD_FOR,
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


def _covers(
    work: Work, approval: Approval, right: Right, amount: int, subject: str, good_for: timedelta = GOOD_FOR
) -> bool:
    return (
        approval.right is right
        and approval.subject == subject
        and amount <= approval.up_to
        and approval.used_at is None
        and work.now - approval.given_at <= good_for
    )
