"""One deed ends a difference: the money goes back, or is booked, or the owner says how it was settled otherwise."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.errors import AuroraError, ConflictError, InvalidError
from aurora_desk.domain.ids import PaymentId, RefundId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus
from aurora_desk.domain.payments import (
    BeingPaidError,
    Intent,
    IntentStatus,
    Method,
    Payment,
    PaymentStatus,
    StripeKeyError,
    StripeRefusedError,
    StripeUnreachableError,
)
from aurora_desk.domain.refund_progress import StripeRefund
from aurora_desk.domain.refunds import MADE_AT_STRIPE, RefundablePayment, RefundPlan, RefundWay, refundable_payment
from aurora_desk.domain.rights import ONCE, ApprovalId, Right
from aurora_desk.domain.words import say
from aurora_desk.domain.work_items import DEEDS, Deed, Ending, WorkItem
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.refunds import RefundCalls
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.reading import head_of
from aurora_desk.services.refund_settling import tell_refund
from aurora_desk.services.settling import APP, refresh_order, settle
from aurora_desk.services.tendering import live_payment
from aurora_desk.services.work_items import end_item, tell
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work
from aurora_desk.store.work_items import REFUNDING

log = logging.getLogger(__name__)
LONGEST_NOTE = 200
_AT_ONCE = 50
_CLOCKS_APART = timedelta(minutes=10)


class ItemSettledError(ConflictError):
    """Somebody else, or the comparison, was faster."""

    code = "item_settled"

    def __init__(self) -> None:
        super().__init__("This difference is settled already. Nothing was done by this.")


class RefundUnknownError(StripeUnreachableError):
    """Stripe was asked to give money back and has not answered."""

    code = "refund_unknown"

    def __init__(self) -> None:
        super().__init__(
            "Stripe has not answered: the refund may be done or not. Aurora Desk goes on asking. "
            "Do not give this money back in another way."
        )


_MISSING = "resource_missing"


class Deeds:
    """What a person can do with a difference. Methods without `work` call Stripe and block.

    Who may not settle alone gets a `NeedsApprovalError` before anything is done, and asks again with an approval.
    """

    def __init__(self, store: Store, gateway: Gateway) -> None:
        self._store, self._gateway = store, gateway
        self._refunds = RefundCalls(gateway.connection)

    def refund_item(self, actor: Actor, item_id: str, approval_id: ApprovalId | None = None) -> WorkItem:
        """Give a charge back that no order counts; without an answer it stays open and is asked about again."""
        item = self._store.write(partial(_begin_refund, actor=actor, item_id=item_id, approval_id=approval_id))
        return self._give_back(actor, item)

    def resume(self) -> None:
        """Go on with refunds that Stripe has not answered; raises where it still doesn't."""
        for item in self._store.read(lambda work: work.work_items.refunding(limit=_AT_ONCE)):
            try:
                self._give_back(Actor.program(item.tenant_id), item)
            except ConflictError as error:
                log.warning("difference %s stays open: %s", item.item_id, error.code)

    def attach_item(self, actor: Actor, item_id: str, approval_id: ApprovalId | None = None) -> Payment:
        """Book a charge as a payment of its order, where it fits in what is left to pay."""
        item = self._store.read(lambda work: work.work_items.get(actor.tenant_id, item_id))
        if Deed.ATTACH not in DEEDS[item.kind] or item.intent_id is None:
            raise ConflictError("This difference is no charge. Nothing was booked.")
        intent = self._gateway.retrieve(item.intent_id)
        return self._store.write(partial(_attach, actor=actor, item_id=item_id, intent=intent, approval_id=approval_id))

    def book_item(self, actor: Actor, item_id: str, approval_id: ApprovalId | None = None) -> Refund:
        """Book a refund that was made at Stripe, so that its order counts it; no money is moved."""
        item = self._store.read(lambda work: work.work_items.get(actor.tenant_id, item_id))
        if Deed.BOOK not in DEEDS[item.kind]:
            raise ConflictError("This difference is no refund made at Stripe. Nothing was booked.")
        told = self._refunds.retrieve(item.about)
        return self._store.write(partial(_book, actor=actor, item_id=item_id, told=told, approval_id=approval_id))

    def accept_item(
        self, work: Work, actor: Actor, item_id: str, note: str, approval_id: ApprovalId | None = None
    ) -> None:
        """A unit: the owner says how a difference was settled where this program has nothing to do with it."""
        item = _open(work, actor, item_id, Deed.ACCEPT, approval_id)
        note = note.strip()
        if not note:
            raise InvalidError("note", "Say in a few words how this was settled.")
        if len(note) > LONGEST_NOTE:
            raise InvalidError("note", say("A note has at most {most} characters.", most=LONGEST_NOTE))
        refuse_card_number("note", note)
        end_item(work, actor, item, Ending.ACCEPTED, note)

    def _give_back(self, actor: Actor, item: WorkItem) -> WorkItem:
        """Ask Stripe, also whether it was asked before: the row was written first, so a crash leaves nothing lost."""
        assert item.intent_id is not None
        try:
            made = self._made_before(item) or self._refunds.create(
                item.intent_id,
                item.stripe,
                key=item.refund_key,
                metadata={"app": APP, "item_id": item.item_id},
            )
        except StripeUnreachableError as error:
            raise RefundUnknownError from error
        except StripeRefusedError as error:
            if isinstance(error, StripeKeyError) or error.reason == _MISSING:
                # Says nothing of an earlier call whose answer was lost: that one had the right key and account.
                raise RefundUnknownError from error
            self._store.write(partial(_not_refunded, actor=actor, item=item, reason=error.reason))
            raise ConflictError(
                "Stripe refused this refund. Nothing was given back by it. Compare with Stripe, then look again."
            ) from error
        if not made.gives_back:
            self._store.write(partial(_not_refunded, actor=actor, item=item, reason=made.status.value))
            raise ConflictError("The bank did not take this refund. Nothing was given back. Try again later.")
        return self._store.write(partial(_refunded, actor=actor, item=item, made=made))

    def _made_before(self, item: WorkItem) -> StripeRefund | None:
        """The refund of an earlier call whose answer was lost: keys are forgotten after a day, refunds are not."""
        assert item.intent_id is not None
        refunds = self._refunds.of_intent(item.intent_id)
        ours = (one for one in refunds if one.metadata.get("item_id") == item.item_id and one.gives_back)
        return next(ours, None)


def _open(work: Work, actor: Actor, item_id: str, deed: Deed, approval_id: ApprovalId | None) -> WorkItem:
    """An open difference, locked, that this person can do this with."""
    item = work.work_items.get(actor.tenant_id, item_id, lock=True)
    if item.ended_at is not None:
        raise ItemSettledError
    if deed not in DEEDS[item.kind]:
        raise ConflictError("This can't be done with this difference. Nothing was changed.")
    if item.refunding and deed is not Deed.REFUND:
        raise ConflictError("This money is being given back already. Nothing was done by this.")
    if not item.refunding:
        approval = must_be_allowed(
            work,
            actor,
            Right.SETTLE,
            amount=ONCE,
            subject=f"item:{item_id}",
            words=say("Settling a difference needs a manager."),
            approval_id=approval_id,
        )
        use_up(work, actor, approval)
    return item


def _begin_refund(work: Work, actor: Actor, item_id: str, approval_id: ApprovalId | None) -> WorkItem:
    item = _open(work, actor, item_id, Deed.REFUND, approval_id)
    known = work.payments.among([item.payment_id]) if item.payment_id is not None else {}
    if any(one.status is PaymentStatus.SUCCEEDED and one.intent_id == item.intent_id for one in known.values()):
        raise ConflictError("This charge pays its order by now. Nothing was refunded. Refund it from the order.")
    if not item.refunding:
        work.work_items.change(item_id, ending=REFUNDING)
        tell(work, actor, "money.refund_started", item)
    return work.work_items.get(actor.tenant_id, item_id)


def _refunded(work: Work, actor: Actor, item: WorkItem, made: StripeRefund) -> WorkItem:
    found = work.work_items.get(item.tenant_id, item.item_id, lock=True)
    if found.ended_at is None:
        work.work_items.change(item.item_id, stripe_refund_id=made.stripe_refund_id)
        end_item(work, actor, found, Ending.REFUNDED)
    return work.work_items.get(item.tenant_id, item.item_id)


def _not_refunded(work: Work, actor: Actor, item: WorkItem, reason: str) -> None:
    """A parsed no ends the attempt: the next one has a key of its own."""
    found = work.work_items.get(item.tenant_id, item.item_id, lock=True)
    if found.ended_at is None and found.attempt == item.attempt:
        work.work_items.change(item.item_id, ending="", attempt=item.attempt + 1)
        log.warning("stripe did not give difference %s back: %s", item.item_id, reason)
        tell(work, actor, "money.refund_refused", found)


def _book(work: Work, actor: Actor, item_id: str, told: StripeRefund, approval_id: ApprovalId | None) -> Refund:
    item = _open(work, actor, item_id, Deed.BOOK, approval_id)
    assert item.payment_id is not None
    if not told.gives_back:
        raise ConflictError("This refund has failed at Stripe. Nothing was booked. Compare again.")
    payment = work.payments.get(item.payment_id)
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    gone = work.refunds.of_order(head.tenant_id, head.order_id)
    if any(one.stripe_refund_id == told.stripe_refund_id for one in gone):
        raise ConflictError("This refund is booked already. Nothing was changed. Compare again.")
    goods, tip, rounding = _split(told.amount.amount_minor, refundable_payment(payment, gone, cash_step_minor=1))
    plan = RefundPlan(
        plan_id=work.new_id(),
        tenant_id=head.tenant_id,
        order_id=head.order_id,
        amount=Money(goods, payment.amount.currency),
        reason=MADE_AT_STRIPE,
        person_id=actor.person_id,
        till_id=actor.till_id,
        shift_id=None,
        created_at=work.now,
    )
    refund = Refund(
        refund_id=RefundId(work.new_id()),
        payment_id=payment.payment_id,
        amount=plan.amount,
        # On its way counts as given: what it comes to at last, the next comparisons tell.
        status=RefundStatus.SUCCEEDED,
        reason=plan.reason,
        created_at=work.now,
        tip_minor=tip,
        rounding_minor=rounding,
        via=RefundWay.CARD.value,
        stripe_refund_id=told.stripe_refund_id,
        plan_id=plan.plan_id,
    )
    work.refunds.add_plan(plan, ())
    work.refunds.add(refund, plan)
    tell_refund(work, actor, head, refund)
    refresh_order(work, actor, head)
    end_item(work, actor, item, Ending.BOOKED)
    return refund


def _split(given_minor: int, left: RefundablePayment) -> tuple[int, int, int]:
    """What a refund gives back of goods, tip and rounding: goods first, then the tip."""
    if given_minor > left.left_minor + left.rounding_left_minor + left.tip_left_minor or not left.left_minor:
        raise ConflictError("This refund is more than is left of its payment here. Nothing was booked.")
    if given_minor < left.left_minor + left.rounding_left_minor:
        return given_minor, 0, 0
    return left.left_minor, given_minor - left.left_minor - left.rounding_left_minor, left.rounding_left_minor


def _attach(work: Work, actor: Actor, item_id: str, intent: Intent, approval_id: ApprovalId | None) -> Payment:
    item = _open(work, actor, item_id, Deed.ATTACH, approval_id)
    if intent.status is not IntentStatus.SUCCEEDED or intent.refunded_minor:
        raise ConflictError("Stripe has given this money back, or part of it. Nothing was booked. Compare again.")
    assert item.payment_id is not None
    if item.payment_id not in work.payments.among([item.payment_id]):
        _stand_for(work, actor, item, item.payment_id, intent)
    payment = settle(work, actor, item.payment_id, intent)
    if payment.status is not PaymentStatus.SUCCEEDED:
        raise _does_not_fit()
    end_item(work, actor, item, Ending.ATTACHED)
    return payment


def _stand_for(work: Work, actor: Actor, item: WorkItem, payment_id: PaymentId, intent: Intent) -> None:
    """Write the payment that an orphan charge was made for, if its order still waits for this money."""
    head = None if item.order_id is None else work.orders.find(actor.tenant_id, item.order_id, lock=True)
    goods_minor = intent.amount.amount_minor - intent.tip_minor
    # After a restored backup numbers are given again: an order younger than the charge is another sale.
    if head is None or head.created_at > intent.created_at + _CLOCKS_APART:
        raise ConflictError("The order of this charge is not in this store. Nothing was booked. Refund it.")
    if live_payment(work, head) is not None:
        raise BeingPaidError
    if goods_minor > head.due_minor or intent.amount.currency != head.total.currency:
        raise _does_not_fit()
    payment = Payment(
        payment_id=payment_id,
        tenant_id=head.tenant_id,
        order_id=head.order_id,
        method=Method.CARD if intent.read_method else Method.STRIPE,
        status=PaymentStatus.PENDING,
        amount=Money(goods_minor, head.total.currency),
        tip_minor=0,
        rounding_minor=0,
        tendered_minor=0,
        change_minor=0,
        intent_id=None,
        reader_id=None,
        attempt=1,
        card_brand="",
        card_last4="",
        read_method="",
        failure="",
        created_at=intent.created_at,
    )
    work.payments.add(payment, till_id=None, shift_id=None, person_id=actor.person_id)


def _does_not_fit() -> AuroraError:
    return ConflictError("This charge is more than is left to pay on its order. Nothing was booked. Refund it.")
