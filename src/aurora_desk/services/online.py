"""Payments that a client of the network makes with an intent of its own: createPaymentIntent and paymentComplete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId
from aurora_desk.domain.money import LARGEST_MINOR, Money, from_stripe, to_stripe
from aurora_desk.domain.orders import Order, OrderStatus
from aurora_desk.domain.payments import (
    LIVE,
    BeingPaidError,
    Intent,
    IntentStatus,
    Method,
    Payment,
    PaymentFailedError,
    PaymentStatus,
    StripeRefusedError,
    StripeUnreachableError,
)
from aurora_desk.payments.gateway import Gateway
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.services.settling import doubt, intent_metadata, refresh_order, settle
from aurora_desk.services.tendering import card_rounding, live_payment, new_payment, note_intent
from aurora_desk.store.orders import OrderHead
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

ONLINE = ("card",)
_UNTOUCHED = (IntentStatus.REQUIRES_PAYMENT_METHOD, IntentStatus.REQUIRES_CONFIRMATION)
_NOT_BEGUN = (*_UNTOUCHED, IntentStatus.REQUIRES_ACTION)
_BEING_PAID = (IntentStatus.REQUIRES_ACTION, IntentStatus.PROCESSING)
_TRIES = 3
FORGOTTEN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class IntentRequest:
    """What createPaymentIntent asks for; `amount_stripe` in Stripe's units."""

    order_id: OrderId
    amount_stripe: int
    currency: str
    customer: CustomerRef | None


AlsoWhenMade = Callable[[Work, PaymentId], None]
AlsoWhenPaid = Callable[[Work, Order], None]


class OnlinePayments:
    """Intents of network clients."""

    def __init__(self, store: Store, gateway: Gateway, store_id: str) -> None:
        self._store = store
        self._gateway = gateway
        self._store_id = store_id

    def create_intent(
        self, actor: Actor, request: IntentRequest, then: AlsoWhenMade | None = None
    ) -> tuple[str, IntentId]:
        """The client secret and id of the order's one live intent; `then` runs where its id is stored.

        Raises `NotFoundError`, `ConflictError` where the amount, currency or customer is not the order's,
        `BeingPaidError`, `StripeUnreachableError`, `StripeRefusedError`.
        """
        for _ in range(_TRIES):
            payment = self._store.write(lambda work: _begin(work, actor, request))
            intent = self._intent_of(actor, payment)
            wanted = from_stripe(request.amount_stripe, request.currency)
            # A customer who reloads the page in the middle of paying goes on with the intent that is being paid.
            goes_on = intent.status in _BEING_PAID and intent.amount == wanted
            if intent.status not in _UNTOUCHED and not goes_on:
                self._book(actor, payment, intent)
                if intent.status is IntentStatus.CANCELED:
                    continue
                raise BeingPaidError
            if intent.amount != wanted:
                self._gateway.update_amount(
                    intent.intent_id,
                    wanted,
                    key=payment.key(f"amount-{to_stripe(wanted)}"),
                    metadata=intent_metadata(payment, wanted, self._store_id),
                )
                # The answer may be that of an earlier call with this key, which another amount has followed since.
                intent = self._gateway.retrieve(intent.intent_id)
                if intent.amount != wanted:
                    self._store.write(partial(note_intent, payment_id=payment.payment_id, intent_id=intent.intent_id))
                    continue
            noted = self._store.write(partial(_note, actor=actor, payment=payment, intent=intent, then=then))
            if noted.status in LIVE:
                return intent.client_secret, intent.intent_id
        raise BeingPaidError

    def intent_again(self, payment_id: PaymentId) -> tuple[str, IntentId]:
        """The secret and id of an attempt's intent, asked of Stripe again: the secret is never stored."""
        payment = self._store.read(lambda work: work.payments.get(payment_id))
        assert payment.intent_id is not None
        intent = self._gateway.retrieve(payment.intent_id)
        return intent.client_secret, intent.intent_id

    def complete(self, actor: Actor, order_id: OrderId, intent_id: IntentId, then: AlsoWhenPaid | None = None) -> Order:
        """Ask Stripe whether the intent is paid and book it; `then` runs in the settling transaction.

        Raises `PaymentFailedError` with Stripe's status while it isn't, `ConflictError` for another order's intent.
        """

        def look(work: Work) -> Payment:
            head_of(work, actor.tenant_id, order_id)
            payment = work.payments.of_intent(intent_id)
            if payment is None or (payment.tenant_id, payment.order_id) != (actor.tenant_id, order_id):
                raise ConflictError("This payment does not belong to this order. Nothing was booked.")
            return payment

        payment = self._store.read(look)
        try:
            intent = self._gateway.retrieve(intent_id)
        except StripeUnreachableError:
            if payment.status is not PaymentStatus.SUCCEEDED:
                self._store.write(lambda work: doubt(work, actor, payment.payment_id))
            raise

        def book(work: Work) -> tuple[Payment, Order]:
            settled = settle(work, actor, payment.payment_id, intent)
            order = whole_order(work, head_of(work, actor.tenant_id, order_id))
            if settled.status is PaymentStatus.SUCCEEDED and then is not None:
                then(work, order)
            return settled, order

        settled, order = self._store.write(book)
        if settled.status is not PaymentStatus.SUCCEEDED:
            raise PaymentFailedError(f"The payment is not complete: Stripe says {intent.status.value}.")
        return order

    def check(self, actor: Actor, payment: Payment) -> None:
        """Ask Stripe about an intent and book what it says; one untouched for a day is canceled."""
        intent = self._intent_of(actor, payment)
        forgotten = self._store.read(lambda work: work.now - payment.created_at > FORGOTTEN)
        if forgotten and intent.status in _NOT_BEGUN:
            intent = self._cancel(payment, intent)
        self._book(actor, payment, intent)

    def take_over(self, actor: Actor, payment: Payment) -> None:
        """Before a tender at the desk: cancel an untouched intent and read that it is canceled.

        Raises `BeingPaidError` while the payment may still succeed.
        """
        if payment.intent_id is None:
            payment = self._store.write(lambda work: _never_given(work, actor, payment))
            if payment.status not in LIVE:
                return
        intent = self._intent_of(actor, payment)
        if intent.status in _NOT_BEGUN:
            intent = self._cancel(payment, intent)
        settled = self._book(actor, payment, intent)
        if settled.status is not PaymentStatus.CANCELED:
            raise BeingPaidError

    def _cancel(self, payment: Payment, intent: Intent) -> Intent:
        try:
            return self._gateway.cancel(intent.intent_id, key=payment.key("cancel"))
        except StripeRefusedError:
            # The customer was faster: what the intent says now counts.
            return self._gateway.retrieve(intent.intent_id)

    def _book(self, actor: Actor, payment: Payment, intent: Intent) -> Payment:
        return self._store.write(lambda work: settle(work, actor, payment.payment_id, intent))

    def _intent_of(self, actor: Actor, payment: Payment) -> Intent:
        if payment.intent_id is not None:
            return self._gateway.retrieve(payment.intent_id)
        try:
            return self._gateway.create_intent(
                payment.charged,
                key=payment.key("create"),
                metadata=intent_metadata(payment, payment.charged, self._store_id),
                ways=ONLINE,
            )
        except StripeRefusedError as error:
            reason = error.reason
            self._store.write(lambda work: _refused(work, actor, payment, reason))
            raise


def _begin(work: Work, actor: Actor, request: IntentRequest) -> Payment:
    head = head_of(work, actor.tenant_id, request.order_id, lock=True)
    _check(work, actor, head, request)
    live = live_payment(work, head)
    if live is None:
        wanted = from_stripe(request.amount_stripe, head.total.currency)
        amount, rounding = _shares(head, wanted)
        return new_payment(work, actor, head, Method.STRIPE, amount, rounding_minor=rounding)
    if live.method is not Method.STRIPE:
        raise BeingPaidError
    return live


def _note(work: Work, actor: Actor, payment: Payment, intent: Intent, then: AlsoWhenMade | None) -> Payment:
    """Store the intent of an attempt and the amount that Stripe has for it; an answer of Stripe ends every doubt.

    One that was ended meanwhile stays so, and nobody is to get its secret.
    """
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    found = note_intent(work, payment.payment_id, intent.intent_id)
    if found.status not in LIVE:
        return found
    if found.charged != intent.amount:
        amount, rounding = _shares(head, intent.amount)
        work.payments.change(payment.payment_id, now=work.now, amount_minor=amount, rounding_minor=rounding)
    if found.status is PaymentStatus.UNKNOWN:
        settle(work, actor, payment.payment_id, intent)
    if then is not None:
        then(work, payment.payment_id)
    return work.payments.get(payment.payment_id)


def _shares(head: OrderHead, charged: Money) -> tuple[int, int]:
    """What of a charged amount pays the order, and what rounds it: a card can't take every sum of every currency."""
    rounding = card_rounding(head.due_minor, charged.currency)
    if charged.amount_minor == head.due_minor + rounding:
        return head.due_minor, rounding
    return charged.amount_minor, 0


def _never_given(work: Work, actor: Actor, payment: Payment) -> Payment:
    """End an attempt whose intent nobody was ever given the secret of: it can't have charged anybody."""
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    found = work.payments.get(payment.payment_id, lock=True)
    if found.status in LIVE and found.intent_id is None:
        _fail(work, actor, found, "")
        refresh_order(work, actor, head)
    return work.payments.get(payment.payment_id)


def _check(work: Work, actor: Actor, head: OrderHead, request: IntentRequest) -> None:
    if head.status is OrderStatus.VOID:
        raise ConflictError("This order was voided. Nothing was charged.")
    if not head.due_minor:
        raise ConflictError("This order is paid already. Nothing was charged.")
    due = Money(head.due_minor, head.total.currency)
    if request.currency.upper() != due.currency:
        raise ConflictError("The currency is not the order's.", facts={"currency": due.currency.lower()})
    if request.customer is not None and request.customer != head.customer:
        raise ConflictError("The customer is not the order's.")
    if not 0 < request.amount_stripe <= LARGEST_MINOR:
        raise InvalidError("amount", "The amount is a whole number of minor units above zero.")
    wanted = from_stripe(request.amount_stripe, due.currency)
    due += Money(card_rounding(due.amount_minor, due.currency), due.currency)
    less_is_fine = work.tenants.get(actor.tenant_id).part_payments and wanted.amount_minor < due.amount_minor
    if to_stripe(wanted) != request.amount_stripe or (wanted != due and not less_is_fine):
        raise ConflictError("The amount is not what is left to pay.", facts={"amount": to_stripe(due)})


def _refused(work: Work, actor: Actor, payment: Payment, reason: str) -> None:
    """Stripe said no to the intent itself: this attempt is over and charged nobody."""
    found = work.payments.get(payment.payment_id, lock=True)
    if found.status not in LIVE or found.intent_id is not None:
        return  # a call beside this one got its intent
    _fail(work, actor, payment, reason)


def _fail(work: Work, actor: Actor, payment: Payment, reason: str) -> None:
    work.payments.change(payment.payment_id, now=work.now, status=PaymentStatus.FAILED.value, failure=reason)
    work.log(
        actor,
        "payment.failed",
        f"order:{payment.order_id}",
        {"order_id": payment.order_id, "payment_id": payment.payment_id, "status": "failed", "reason": reason},
    )
