"""Merging a duplicate into the customer who is kept, and taking that back within 30 days.

Orders are frozen, so the duplicate's keep its number: history is read for both. The duplicate's row stays as it is but
for `merged_into`: lists leave it out, its number and `_id` stand for the kept one, and its old address stays taken.

Signing in: the kept one's password stays. Nobody signs in with the duplicate's address any more, and links mailed to it
end: that password proves another mailbox, and two rows that were merged by mistake must not let one person into the
data of another. Undo opens it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.errors import ConflictError, NotFoundError
from aurora_desk.domain.ids import CustomerId
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.customers import UNDO_WITHIN, Customers, log_customer, row_of, shut_ways_in
from aurora_desk.services.visits import count_visits
from aurora_desk.store.base import micros, moment_of
from aurora_desk.store.customer_file import Merge
from aurora_desk.store.customers import StoredCustomer
from aurora_desk.store.unit_of_work import RunAgainError, Work


class Part(StrEnum):
    """What is chosen from one of the two; each goes as a whole."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    COMPANY = "company"
    ADDRESS = "address"
    CONSENT = "consent"


COLUMNS: Mapping[Part, tuple[str, ...]] = {
    Part.NAME: ("firstname", "lastname", "displayname"),
    Part.EMAIL: ("email", "email_key"),
    Part.PHONE: ("phone",),
    Part.COMPANY: ("company",),
    Part.ADDRESS: ("address", "zip", "city", "state", "country"),
    Part.CONSENT: ("consent_at",),
}
_ALSO = ("birthday", "language", "notes", "description", "photourl")
"""Taken from the duplicate where the kept one has nothing."""


class MergedError(ConflictError):
    """The two can't be merged, or not taken apart any more."""

    code = "merge_refused"


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Who is kept, who goes, and of what the duplicate's is taken."""

    kept: CustomerRef
    gone: CustomerRef
    from_gone: frozenset[Part] = frozenset()


class Merging:
    """Units that merge customers of the shop's own table."""

    def __init__(self, customers: Customers) -> None:
        self._customers = customers

    def merge(
        self, work: Work, actor: Actor, plan: MergePlan, approval_id: ApprovalId | None = None
    ) -> tuple[Customer, str]:
        """Merge; the kept customer as it is now, and the id of the merge. May raise `NeedsApprovalError`."""
        approval = must_be_allowed(
            work,
            actor,
            Right.CUSTOMER_DATA,
            amount=ONCE,
            subject=f"customer:{plan.kept.customer_id}",
            words=say("Merging customers needs a manager."),
            approval_id=approval_id,
        )
        kept, gone = _both(work, actor, plan)
        merge_id = work.new_id()
        carts = work.customer_file.carts_of(actor.tenant_id, CustomerId(gone.customer_id))
        under = work.customer_file.merged_into(actor.tenant_id, CustomerId(gone.customer_id))
        taken = _taken(kept, gone, plan.from_gone)
        work.customer_file.point(actor.tenant_id, [gone.customer_id, *under], into=CustomerId(kept.customer_id))
        work.carts.hold(actor.tenant_id, carts)
        work.customer_file.move_carts(carts, of=CustomerId(gone.customer_id), to=CustomerId(kept.customer_id))
        if "email_key" in taken:
            _swap_addresses(work, kept, gone)
            shut_ways_in(work, kept.row_id, "The email address was changed before this mail went out.")
        shut_ways_in(work, gone.row_id, "The customer was merged before this mail went out.")
        work.customers.change(kept.row_id, taken)
        count_visits(work, actor.tenant_id, plan.kept)
        before = {
            "name": gone.name,
            "gone": {"email": gone.email, "email_key": gone.email_key},
            "kept": _plain({name: getattr(kept, name) for name in taken}),
            "made": _plain(taken),
            "carts": list(carts),
            "under": list(under),
        }
        kept_id, gone_id = CustomerId(kept.customer_id), CustomerId(gone.customer_id)
        merge = Merge(merge_id, kept_id, gone_id, before, work.now, None)
        work.customer_file.add_merge(actor.tenant_id, merge, person_id=actor.person_id)
        log_customer(work, actor, "customer.merged", kept_id, gone_id=gone_id, merge_id=merge_id)
        use_up(work, actor, approval)
        return self._customers.get(work, actor.tenant_id, plan.kept), merge_id

    def undo(self, work: Work, actor: Actor, merge_id: str, approval_id: ApprovalId | None = None) -> Customer:
        """Take a merge back: both are as before, but for what was changed since; the kept one.

        Raises `MergedError` where it is too late, `NeedsApprovalError` where the person may not.
        """
        merge = work.customer_file.merge(actor.tenant_id, merge_id)
        if merge is None:
            raise NotFoundError("There is no such merge.")
        approval = must_be_allowed(
            work,
            actor,
            Right.CUSTOMER_DATA,
            amount=ONCE,
            subject=f"customer:{merge.kept_id}",
            words=say("Taking a merge back needs a manager."),
            approval_id=approval_id,
        )
        kept, gone = _apart(work, actor, merge)
        back = {name: value for name, value in _whole(merge.before["kept"]).items() if _unchanged(kept, merge, name)}
        work.customer_file.point(actor.tenant_id, [gone.customer_id, *merge.before["under"]], into=None)
        if merge.before["under"]:
            work.customer_file.point(actor.tenant_id, merge.before["under"], into=merge.gone_id)
        own = merge.before["gone"]
        if gone.email_key != own["email_key"]:
            work.customers.write(gone.row_id, {"email_key": ""})
        work.customers.change(kept.row_id, back)
        if gone.email_key != own["email_key"]:
            # Where staff gave it to the kept one anew since, it is that one's.
            taken = work.customers.email_taken(actor.tenant_id, CUSTOMERS_TABLE, own["email"])
            work.customers.write(gone.row_id, {"email": "", "email_key": ""} if taken else own)
        work.customers.renew_keys(gone.row_id)
        work.carts.hold(actor.tenant_id, merge.before["carts"])
        work.customer_file.move_carts(merge.before["carts"], of=merge.kept_id, to=merge.gone_id)
        for number in (merge.kept_id, merge.gone_id):
            count_visits(work, actor.tenant_id, CustomerRef(CUSTOMERS_TABLE, number))
        work.customer_file.note_undone(merge_id, work.now)
        log_customer(work, actor, "customer.merge_undone", merge.kept_id, gone_id=merge.gone_id, merge_id=merge_id)
        use_up(work, actor, approval)
        return self._customers.get(work, actor.tenant_id, CustomerRef(CUSTOMERS_TABLE, merge.kept_id))


def _both(work: Work, actor: Actor, plan: MergePlan) -> tuple[StoredCustomer, StoredCustomer]:
    if {plan.kept.table, plan.gone.table} != {CUSTOMERS_TABLE}:
        raise MergedError("Only customers of the shop can be merged. Nothing was changed.")
    numbers = [row_of(work, actor.tenant_id, ref).customer_id for ref in (plan.kept, plan.gone)]
    if numbers[0] == numbers[1]:
        raise MergedError("This is the same customer already. Nothing was changed.")
    if numbers != [plan.kept.customer_id, plan.gone.customer_id]:
        raise MergedError("One of the two was merged meanwhile. Nothing was changed. Look at both again.")
    # Always in the same order: two merges side by side then wait for each other and never both ways round.
    rows = {number: _alone(work, actor, CustomerId(number)) for number in sorted(numbers)}
    return rows[plan.kept.customer_id], rows[plan.gone.customer_id]


def _alone(work: Work, actor: Actor, number: CustomerId) -> StoredCustomer:
    """The row of a customer who was no duplicate a moment ago, held; one that is by now is not held beside another."""
    row = work.customers.stored(actor.tenant_id, CustomerRef(CUSTOMERS_TABLE, number), lock=True)
    if row is None or row.merged_into is not None or row.erased_at is not None:
        raise RunAgainError
    return row


def _apart(work: Work, actor: Actor, merge: Merge) -> tuple[StoredCustomer, StoredCustomer]:
    if merge.undone_at is not None:
        raise _taken_back()
    if work.now - merge.at > UNDO_WITHIN:
        raise MergedError("A merge can be taken back for 30 days. Nothing was changed.")
    kept = work.customers.stored(actor.tenant_id, CustomerRef(CUSTOMERS_TABLE, merge.kept_id), lock=True)
    assert kept is not None
    if kept.merged_into is not None:
        raise MergedError("The customer was merged into another one since. Take that back first.")
    still = work.customer_file.merge(actor.tenant_id, merge.merge_id)
    if kept.erased_at is not None or still is None:
        raise MergedError("This merge cannot be taken back any more. Nothing was changed.")
    if still.undone_at is not None:
        raise _taken_back()
    # A duplicate is held behind the one who is kept, as an erasure takes them.
    gone = work.customers.stored(actor.tenant_id, CustomerRef(CUSTOMERS_TABLE, merge.gone_id), lock=True)
    assert gone is not None
    if gone.merged_into != merge.kept_id:
        raise MergedError("This merge cannot be taken back any more. Nothing was changed.")
    return kept, gone


def _taken_back() -> MergedError:
    return MergedError("This merge was taken back already. Nothing was changed.")


def _taken(kept: StoredCustomer, gone: StoredCustomer, parts: frozenset[Part]) -> dict[str, object]:
    """What changes of the kept one: the parts that were chosen, and what it has nothing of."""
    columns = [column for part in Part if part in parts for column in COLUMNS[part]]
    columns += [column for column in _ALSO if not getattr(kept, column)]
    values = {column: getattr(gone, column) for column in columns}
    custom = {**gone.custom, **{name: text for name, text in kept.custom.items() if text}}
    values["custom"] = custom
    values = {name: value for name, value in values.items() if value != getattr(kept, name)}
    if not gone.email:
        values = {name: value for name, value in values.items() if name not in COLUMNS[Part.EMAIL]}
    return values


def _swap_addresses(work: Work, kept: StoredCustomer, gone: StoredCustomer) -> None:
    """The kept one takes the duplicate's address; its own stays taken, and is still found, in the duplicate's row."""
    work.customers.write(gone.row_id, {"email_key": ""})
    work.customers.write(kept.row_id, {"email": gone.email, "email_key": gone.email_key})
    work.customers.write(gone.row_id, {"email": kept.email, "email_key": kept.email_key})
    work.customers.renew_keys(gone.row_id)


def _unchanged(kept: StoredCustomer, merge: Merge, name: str) -> bool:
    """Whether a value is still what the merge made of it: what was changed since is newer than the undo."""
    made = _whole(merge.before["made"])
    group = next((columns for columns in COLUMNS.values() if name in columns), (name,))
    return all(getattr(kept, column) == made[column] for column in group if column in made)


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    at = values.get("consent_at")
    return {**values, "consent_at": micros(at)} if at is not None else dict(values)  # type: ignore[arg-type]  # a moment


def _whole(values: Mapping[str, object]) -> dict[str, object]:
    at = values.get("consent_at")
    return {**values, "consent_at": moment_of(at)} if isinstance(at, int) else dict(values)
