"""Writing down what a person decided to give back: plan, goods, money and stock in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import ProductId, ReaderId, RefundId, ShiftId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import OrderStatus, Refund, RefundStatus
from aurora_desk.domain.payments import CardNotSetUpError, Payment
from aurora_desk.domain.refunds import (
    PlannedPart,
    Refundable,
    RefundChangedError,
    RefundPlan,
    RefundRequest,
    RefundWay,
    check_reason,
    reason_code,
    refundable,
    refundable_payment,
    undecided,
)
from aurora_desk.domain.returns import RefundedLine
from aurora_desk.domain.rights import Approval, ApprovalId
from aurora_desk.domain.shifts import CashKind, NoShiftError
from aurora_desk.services.card import LEASE, ReaderTakenError
from aurora_desk.services.handover import follow_refund, lines_of
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.refund_rights import may_refund
from aurora_desk.services.refund_settling import lease_key, locked_refund, tell_refund
from aurora_desk.services.settling import refresh_order
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.unit_of_work import Work

AT_STRIPE = (RefundWay.CARD, RefundWay.READER)


def refundable_of(work: Work, head: OrderHead, plan_id: str) -> Refundable:
    """What can be given back of an order now; the goods of a voided one are back in stock already."""
    return refundable(
        plan_id,
        whole_order(work, head),
        work.refunds.came_back(head.tenant_id, head.order_id),
        here=None
        if head.status is OrderStatus.VOID
        else {line.position: line.left_milli for line in lines_of(work, head)},
        cash_step_minor=work.tenants.get(head.tenant_id).cash_step_minor,
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """The refunds of a decision, and whether they were written just now."""

    refunds: tuple[Refund, ...]
    fresh: bool


def begin_refund(work: Work, actor: Actor, request: RefundRequest, *, cards: bool) -> Begun:
    """Write a decision with all that follows from it; one that is there already is answered as it stands."""
    head = head_of(work, actor.tenant_id, request.order_id, lock=True)
    refunds = work.refunds.of_order(head.tenant_id, head.order_id)
    before = tuple(one for one in refunds if one.plan_id == request.plan_id)
    if before:
        return Begun(before, fresh=False)
    check_reason(request.reason)
    desk = refundable_of(work, head, request.plan_id)
    parts = parts_of(desk, request)
    if not cards and any(part.way in AT_STRIPE and part.given_minor for part in parts):
        raise CardNotSetUpError
    approval = may_refund(work, actor, head, sum(part.given_minor for part in parts), request.approval_id)
    plan = RefundPlan(
        plan_id=request.plan_id,
        tenant_id=head.tenant_id,
        order_id=head.order_id,
        amount=Money(request.amount_minor, desk.currency),
        reason=request.reason,
        person_id=actor.person_id,
        till_id=actor.till_id,
        shift_id=_shift(work, actor, in_cash=any(part.way is RefundWay.CASH for part in parts)),
        created_at=work.now,
        approved_by=approval.given_by if approval is not None else None,
    )
    lines = _lines(desk, request)
    work.refunds.add_plan(plan, lines)
    _tell_plan(work, actor, plan, lines)
    refunds = tuple(
        _add(work, actor, head, plan, part, request.reader_id, place=place, yes=approval)
        for place, part in enumerate(parts)
    )
    _restock(work, head, desk, lines)
    refresh_order(work, actor, head)
    if lines:
        follow_refund(work, actor, head.order_id)
    return Begun(refunds, fresh=True)


def give_cash(work: Work, actor: Actor, refund_id: RefundId, approval_id: ApprovalId | None = None) -> Refund:
    """Pay out of the drawer what a card could not take back: in place of the failed refund, within the same cap."""
    head, payment, failed = locked_refund(work, refund_id)
    must_be_undecided(work, head, failed)
    step_minor = work.tenants.get(head.tenant_id).cash_step_minor
    refunds = work.refunds.of_order(head.tenant_id, head.order_id)
    part = refundable_payment(payment, refunds, cash_step_minor=step_minor).in_cash(failed, step_minor)
    yes = may_refund(work, actor, head, part.given_minor, approval_id)
    plan = RefundPlan(
        plan_id=failed.plan_id or "",
        tenant_id=head.tenant_id,
        order_id=head.order_id,
        amount=failed.amount,
        reason=failed.reason,
        person_id=actor.person_id,
        till_id=actor.till_id,
        shift_id=_shift(work, actor, in_cash=True),
        created_at=work.now,
        approved_by=yes.given_by if yes is not None else None,
    )
    given = _add(work, actor, head, plan, part, None, yes=yes)
    refresh_order(work, actor, head)
    return given


def begin_again(
    work: Work,
    actor: Actor,
    refund_id: RefundId,
    reader_id: ReaderId | None,
    approval_id: ApprovalId | None = None,
) -> Refund:
    """A failed refund once more, as a new attempt with a key of its own; what a manager has approved stays so."""
    head, _, failed = locked_refund(work, refund_id)
    must_be_undecided(work, head, failed)
    yes = None
    if not work.refunds.approved(failed.plan_id):
        yes = may_refund(work, actor, head, failed.given_minor, approval_id)
    again = work.refunds.change(
        failed,
        now=work.now,
        status=RefundStatus.PENDING.value,
        failure="",
        stripe_refund_id=None,
        attempt=failed.attempt + 1,
        idempotency_key=f"aurora:{failed.refund_id}:refund:{failed.attempt + 1}",
        reader_id=reader_id or failed.reader_id,
    )
    hold_reader(work, actor, again)
    tell_refund(work, actor, head, again, "refund.started", yes=yes)
    refresh_order(work, actor, head)
    return again


def must_be_undecided(work: Work, head: OrderHead, refund: Refund) -> None:
    """Raise `RefundChangedError` unless a refund has failed and nothing has taken its place."""
    refunds = work.refunds.of_order(head.tenant_id, head.order_id)
    if refund.refund_id not in {one.refund_id for one in undecided(refunds)}:
        raise RefundChangedError


def hold_reader(work: Work, actor: Actor, refund: Refund) -> None:
    """Take the reader that an Interac card is to be held to; raises `ReaderTakenError`."""
    if refund.via != RefundWay.READER:
        return
    if refund.reader_id not in {reader.reader_id for reader in work.payments.readers(actor.tenant_id)}:
        raise NotFoundError("An Interac card is refunded at a reader. Nothing was refunded. Choose a reader.")
    assert refund.reader_id is not None
    if not work.payments.lease_reader(refund.reader_id, lease_key(refund), now=work.now, until=work.now + LEASE):
        raise ReaderTakenError


def key_age(work: Work, payment: Payment, refund: Refund) -> timedelta:
    """For how long the present key of a refund has been in use: a repeat is safe while Stripe remembers it."""
    started = refund.created_at
    for row in work.journal.of_subject(payment.tenant_id, [f"order:{payment.order_id}"]):
        if row.event == "refund.started" and row.facts.get("refund_id") == refund.refund_id:
            started = row.at
    return work.now - started


def parts_of(desk: Refundable, request: RefundRequest) -> tuple[PlannedPart, ...]:
    """What goes back over each payment; raises `RefundChangedError` where the goods come to something else by now."""
    if request.lines and sum(desk.line_amounts(request.lines)) != request.amount_minor:
        raise RefundChangedError
    parts = desk.planned(request)
    if sum(part.way is RefundWay.READER for part in parts) > 1:
        raise InvalidError("parts", "Interac cards are refunded one after the other. Nothing was refunded.")
    return parts


def _lines(desk: Refundable, request: RefundRequest) -> tuple[RefundedLine, ...]:
    return tuple(
        RefundedLine(one.position, one.quantity_milli, amount, one.restock, desk.from_customer(one))
        for one, amount in zip(request.lines, desk.line_amounts(request.lines), strict=True)
    )


def _shift(work: Work, actor: Actor, *, in_cash: bool) -> ShiftId | None:
    """The shift that gives the money back; only cash needs one."""
    shift = None if actor.till_id is None else work.shifts.current(actor.till_id)
    if shift is None and in_cash:
        if actor.till_id is None:
            raise ConflictError("Cash is given back at a till. Nothing was refunded.")
        raise NoShiftError
    return None if shift is None else shift.shift_id


def _add(
    work: Work,
    actor: Actor,
    head: OrderHead,
    plan: RefundPlan,
    part: PlannedPart,
    reader_id: ReaderId | None,
    *,
    place: int = 0,
    yes: Approval | None = None,
) -> Refund:
    pending = part.way in AT_STRIPE and part.given_minor > 0
    refund = Refund(
        refund_id=RefundId(work.new_id()),
        payment_id=part.payment.payment_id,
        amount=Money(part.amount_minor, plan.amount.currency),
        status=RefundStatus.PENDING if pending else RefundStatus.SUCCEEDED,
        reason=plan.reason,
        # A microsecond apart, so that the parts of a plan keep their order wherever they are listed.
        created_at=work.now + timedelta(microseconds=place),
        tip_minor=part.tip_minor,
        rounding_minor=part.rounding_minor,
        via=part.way.value,
        plan_id=plan.plan_id,
        reader_id=reader_id if part.way is RefundWay.READER else None,
    )
    if pending:
        hold_reader(work, actor, refund)
    work.refunds.add(refund, plan)
    if part.way is RefundWay.CASH and part.given_minor:
        assert plan.shift_id is not None
        work.shifts.move_cash(
            plan.shift_id, CashKind.REFUND, -part.given_minor, payment_id=refund.payment_id, now=work.now
        )
    tell_refund(work, actor, head, refund, "refund.started" if pending else "", yes=yes)
    return refund


def _restock(work: Work, head: OrderHead, desk: Refundable, lines: tuple[RefundedLine, ...]) -> None:
    products = {line.position: line.product_id for line in desk.lines}
    moves: dict[ProductId, int] = {}
    for line in lines:
        product_id = products[line.position]
        if line.restocked and product_id is not None:
            moves[product_id] = moves.get(product_id, 0) + line.quantity_milli
    work.catalogue.move_stock(
        head.tenant_id, list(moves.items()), reason="returned", order_id=head.order_id, now=work.now
    )


def _tell_plan(work: Work, actor: Actor, plan: RefundPlan, lines: tuple[RefundedLine, ...]) -> None:
    work.log(
        actor,
        "refund.planned",
        f"order:{plan.order_id}",
        {
            "order_id": plan.order_id,
            "plan_id": plan.plan_id,
            "amount": plan.amount.amount_minor,
            "currency": plan.amount.currency,
            "reason": reason_code(plan.reason),
            "lines": [
                {
                    "position": line.position,
                    "quantity": line.quantity_milli,
                    "amount": line.amount_minor,
                    "restocked": line.restocked,
                    "from_customer": line.from_customer_milli,
                }
                for line in lines
            ],
        },
    )
