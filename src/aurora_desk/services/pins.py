"""The way back in for somebody who forgot the PIN, or waits after wrong ones: a manager or the owner says so."""

from __future__ import annotations

from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PersonId, TenantId, TillId
from aurora_desk.domain.people import Person
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError, Right, may_let_in
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import must_be_approved, use_up
from aurora_desk.services.people import People
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

GOOD_FOR = timedelta(minutes=5)
"""A manager who said yes and walked away has not said yes to whoever comes next."""
ASK = say("A manager or the owner has to approve this at the till. Nothing was changed. Ask one of them.")


def subject_of(person_id: PersonId) -> str:
    """What an approval of this kind is about."""
    return f"person:{person_id}"


class Pins:
    """Both take an approval of `Right.PIN` for the person, once; `set_new` hashes and so blocks."""

    def __init__(self, store: Store, people: People) -> None:
        self._store, self._people = store, people

    def set_new(
        self, tenant_id: TenantId, till_id: TillId, person_id: PersonId, pin: str, approval_id: ApprovalId
    ) -> Person:
        """Give a person a new PIN, which ends a wait as well; raises `NeedsApprovalError` and `InvalidError`."""
        pin_hash = self._people.hash_pin(pin)

        def keep(work: Work) -> Person:
            actor = _helper(work, tenant_id, till_id, person_id, approval_id)
            return self._people.set_pin(work, actor, person_id, pin_hash, approval_id=approval_id)

        return self._store.write(keep)

    def let_in(
        self, work: Work, tenant_id: TenantId, till_id: TillId, person_id: PersonId, approval_id: ApprovalId
    ) -> Person:
        """End a person's wait: the next PIN is checked at once; raises `NeedsApprovalError`."""
        actor = _helper(work, tenant_id, till_id, person_id, approval_id)
        person = work.people.get(tenant_id, person_id, lock=True)
        work.people.set_tries(person, 0, None)
        work.log(actor, "person.let_in", subject_of(person_id), {"approval_id": approval_id})
        return work.people.get(tenant_id, person_id)


def _helper(work: Work, tenant_id: TenantId, till_id: TillId, person_id: PersonId, approval_id: ApprovalId) -> Actor:
    """Who helps, by an approval that is used up by this."""
    subject = subject_of(person_id)
    approval = must_be_approved(work, tenant_id, approval_id, Right.PIN, subject=subject, words=ASK, good_for=GOOD_FOR)
    helper = work.people.get(tenant_id, approval.given_by)
    person = work.people.get(tenant_id, person_id)
    if not may_let_in(helper.role, person.role):
        raise NeedsApprovalError(Right.PIN, approval.up_to, subject, say("Only the owner can do this for the owner."))
    actor = Actor.person(tenant_id, approval.given_by, till_id)
    use_up(work, actor, approval)
    return actor
