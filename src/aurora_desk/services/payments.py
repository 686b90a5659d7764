"""Payments as screens and routes ask for them: cash, cards at a reader, intents of network clients."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.errors import AuroraError, UnavailableError
from aurora_desk.domain.ids import IntentId, OrderId, PaymentId, ReaderId, TenantId
from aurora_desk.domain.orders import NOT_PAID, Order
from aurora_desk.domain.payments import (
    LIVE,
    CardNotSetUpError,
    CardProgress,
    Method,
    Payment,
    Reader,
    ReaderHealth,
    StripeUnreachableError,
    Target,
    UnfinishedPayment,
)
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.webhooks import Webhook
from aurora_desk.services.card import CardPayments
from aurora_desk.services.cash import take_cash
from aurora_desk.services.codes import Codes
from aurora_desk.services.online import AlsoWhenMade, AlsoWhenPaid, IntentRequest, OnlinePayments
from aurora_desk.services.orders import order_to_void, reopen_cart, void_unpaid
from aurora_desk.services.other_card import take_other_card
from aurora_desk.services.other_tenders import await_transfer, take_own, take_transfer
from aurora_desk.services.qr import QrPayments
from aurora_desk.services.questions import order_may_be_paid
from aurora_desk.services.reading import head_of
from aurora_desk.services.reconciling import QUIET, Reconciling
from aurora_desk.services.tendering import live_payment
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

log = logging.getLogger(__name__)


class WebhookNotSetUpError(UnavailableError):
    """Stripe's messages can't be told from forged ones here."""

    def __init__(self) -> None:
        super().__init__("Messages of Stripe are not set up here: AURORA_STRIPE_WEBHOOK_SECRET is missing.")


class Payments:
    """All ways of paying. Without a gateway a store takes cash only. Methods without `work` call Stripe and block."""

    def __init__(
        self,
        store: Store,
        gateway: Gateway | None,
        webhook: Webhook | None = None,
        *,
        store_id: str,
        quiet: timedelta = QUIET,
    ) -> None:
        self._store = store
        self._gateway = gateway
        self._webhook = webhook
        self._card = CardPayments(store, gateway, store_id) if gateway else None
        self._online = OnlinePayments(store, gateway, store_id) if gateway else None
        self._qr = QrPayments(store, gateway, Codes(store.keys), store_id) if gateway else None
        self._first_look, self._looked = threading.Lock(), False
        self.reconciling = Reconciling(store, self._card, self._online, gateway, qr=self._qr, quiet=quiet)

    def card_ready(self) -> bool:
        """Whether cards are set up."""
        return self._gateway is not None

    def stripe_answers(self) -> bool:
        """Whether Stripe answers now; blocks for some seconds at most."""
        return self._gateway is not None and self._gateway.answers()

    def dashboard_address(self, intent_id: IntentId) -> str:
        """Where a payment is in Stripe's dashboard, live or test; empty without Stripe."""
        if self._gateway is None:
            return ""
        mode = "" if self._gateway.connection.live else "test/"
        return f"https://dashboard.stripe.com/{mode}payments/{intent_id}"

    def reader_health(self, reader_id: ReaderId) -> ReaderHealth:
        """How a reader is; blocks for some seconds at most."""
        return self._gateway.readers.health(reader_id) if self._gateway is not None else ReaderHealth.UNKNOWN

    def readers(self, work: Work, tenant_id: TenantId) -> tuple[Reader, ...]:
        """The readers of a tenant."""
        return work.payments.readers(tenant_id)

    def take_cash(
        self, work: Work, actor: Actor, target: Target, tendered_minor: int, part_minor: int | None = None
    ) -> Order:
        """A unit: order, payment, drawer and stock in one transaction."""
        return take_cash(work, actor, target, tendered_minor, part_minor)

    def take_other_card(
        self, work: Work, actor: Actor, target: Target, slip_number: str, amount_minor: int | None = None
    ) -> Order:
        """A unit: book what another machine has charged."""
        return take_other_card(work, actor, target, slip_number, amount_minor)

    def take_transfer(
        self, work: Work, actor: Actor, target: Target, reference: str, amount_minor: int | None = None
    ) -> Order:
        """A unit: book a bank transfer that somebody has seen on the shop's account."""
        return take_transfer(work, actor, target, reference, amount_minor)

    def take_own(
        self, work: Work, actor: Actor, target: Target, name: str, reference: str = "", amount_minor: int | None = None
    ) -> Order:
        """A unit: book a tender of the shop's own."""
        return take_own(work, actor, target, name, reference, amount_minor)

    def await_transfer(self, work: Work, actor: Actor, target: Target) -> Order:
        """A unit: make the order that a bank transfer is to pay; nothing is booked."""
        return await_transfer(work, actor, target)

    def start_card(
        self, actor: Actor, target: Target, reader_id: ReaderId, amount_minor: int | None = None
    ) -> CardProgress:
        """Store the attempt, make its intent and hand it to a reader: for all that is due, or for a part.

        Before the first card of a process every payment that is still open is asked about.
        """
        self._look_first()
        return self._cards().start(actor, target, reader_id, amount_minor)

    def retry(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """The same attempt again: the intent on the reader after a decline, the page after no answer."""
        if self._method_of(payment_id) is Method.QR:
            return self._qrs().retry(actor, payment_id)
        return self._cards().retry(actor, payment_id)

    def start_qr(self, actor: Actor, target: Target, amount_minor: int | None = None) -> CardProgress:
        """Store the attempt and make the page that its code leads to: for all that is due, or for a part."""
        self._look_first()
        return self._qrs().start(actor, target, amount_minor)

    def check(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """Ask Stripe how a payment at a reader or by a code stands, for the till that waits for it."""
        payment = self._store.read(lambda work: work.payments.get(payment_id))
        if payment.method is Method.QR:
            return self._qrs().look(actor, payment)
        return self._cards().check(actor, payment_id)

    def let_go(self, work: Work, actor: Actor) -> tuple[Payment, ...]:
        """A unit: the card payments that a till follows no more, as its desk starts or its cashier turns away."""
        return self._card.let_go(work, actor) if self._card else ()

    def resolve(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """How a card payment stands, asked from outside its sheet; one whose till stopped is ended, with proof."""
        return self._cards().resolve(actor, payment_id)

    def unfinished(self, work: Work, tenant_id: TenantId) -> tuple[UnfinishedPayment, ...]:
        """Payments whose end is not known, newest first; each ends by asking Stripe, never by asking the cashier."""
        return work.payments.unfinished(tenant_id, now=work.now)

    def look_into(self, actor: Actor, payment_id: PaymentId) -> Payment:
        """Ask Stripe about any payment, from outside its sheet, and how it stands after that."""
        payment = self._store.read(lambda work: work.payments.get(payment_id))
        if payment.status in LIVE:
            if payment.method is Method.CARD:
                self._cards().resolve(actor, payment_id)
            else:
                self.reconciling.ask(payment)
        return self._store.read(lambda work: work.payments.get(payment_id))

    def cancel(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """Off the reader, or the page closed, and the intent asked: proved not charged, or paid."""
        if self._method_of(payment_id) is Method.QR:
            return self._qrs().cancel(actor, payment_id)
        return self._cards().cancel(actor, payment_id)

    def give_up(self, work: Work, actor: Actor, order_id: OrderId) -> Cart:
        """A unit: void an order with nothing paid and every attempt ended, and give its cart back unchanged."""
        head = order_to_void(work, actor.tenant_id, order_id)
        void_unpaid(work, actor, head, NOT_PAID)
        return reopen_cart(work, actor, head)

    def may_take(self, work: Work, actor: Actor, order_id: OrderId) -> None:
        """A unit, asked before a till shows what is to be paid of an order.

        Raises `AgeNotCheckedError` where the cashier has to be asked first, whoever placed it.
        """
        order_may_be_paid(work, actor, head_of(work, actor.tenant_id, order_id))

    def take_over(self, actor: Actor, order_id: OrderId, *, arrived: bool = False) -> None:
        """Before a tender at the desk on an order that exists: end what is under way and untouched, with proof.

        Raises `BeingPaidError` while another payment of the order is really going on, and `AgeNotCheckedError` before
        anything is ended, unless the money has `arrived` already.
        """

        def under_way(work: Work) -> Payment | None:
            if not arrived:
                self.may_take(work, actor, order_id)
            return live_payment(work, head_of(work, actor.tenant_id, order_id))

        payment = self._store.read(under_way)
        if payment is None:
            return
        if payment.method is Method.CARD:
            self._cards().take_over(actor, payment)
        elif payment.method is Method.QR:
            self._qrs().take_over(actor, payment)
        else:
            self._onlines().take_over(actor, payment)

    def create_intent(
        self, actor: Actor, request: IntentRequest, then: AlsoWhenMade | None = None
    ) -> tuple[str, IntentId]:
        """The client secret and id of an order's one live intent."""
        return self._onlines().create_intent(actor, request, then)

    def intent_again(self, payment_id: PaymentId) -> tuple[str, IntentId]:
        """The secret and id of an attempt's intent again."""
        return self._onlines().intent_again(payment_id)

    def complete(self, actor: Actor, order_id: OrderId, intent_id: IntentId, then: AlsoWhenPaid | None = None) -> Order:
        """Book an intent that Stripe says is paid."""
        return self._onlines().complete(actor, order_id, intent_id, then)

    def hear(self, body: bytes, signature: str) -> bool:
        """Take a message of Stripe's: ask about the payment that it names, and book the answer; whether one is live.

        Raises `WebhookError` where Stripe did not sign it. Where Stripe can't be asked now, the back room does later.
        """
        if self._webhook is None:
            raise WebhookNotSetUpError
        intent_id = self._webhook.intent_of(body, signature)
        payment = None if intent_id is None else self._store.read(lambda work: work.payments.of_intent(intent_id))
        if payment is None or payment.status not in LIVE:
            return False
        try:
            self.reconciling.ask(payment)
        except AuroraError as error:
            log.warning("payment %s stays open: %s", payment.payment_id, error.code)
        return True

    def _look_first(self) -> None:
        with self._first_look:
            if self._looked:
                return
            self._looked = True
            try:
                self.reconciling.at_start()
            except StripeUnreachableError as error:
                log.warning("open payments could not be asked about: %s", error.code)

    def _method_of(self, payment_id: PaymentId) -> Method:
        return self._store.read(lambda work: work.payments.get(payment_id)).method

    def _qrs(self) -> QrPayments:
        if self._qr is None:
            raise CardNotSetUpError
        return self._qr

    def _cards(self) -> CardPayments:
        if self._card is None:
            raise CardNotSetUpError
        return self._card

    def _onlines(self) -> OnlinePayments:
        if self._online is None:
            raise CardNotSetUpError
        return self._online
