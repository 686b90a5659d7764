"""Paying by the customer's own phone: row and key on disk, then the page at Stripe, then asking until it ends.

Only the page's intent proves a payment, and only a page that Stripe says is closed proves that none can follow. The
intent is made at the customer's first try: before it nothing was charged, and after the end of the page nothing can be.
"""

from __future__ import annotations

from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.declines import decline_words
from aurora_desk.domain.ids import PaymentId
from aurora_desk.domain.payments import (
    LIVE,
    BeingPaidError,
    CardProgress,
    CardStep,
    CheckoutPage,
    CheckoutStatus,
    Intent,
    IntentStatus,
    Method,
    Payment,
    PaymentStatus,
    StripeBusyError,
    StripeRefusedError,
    StripeUnreachableError,
    Target,
)
from aurora_desk.domain.words import say
from aurora_desk.payments.checkout import Checkout, Offer
from aurora_desk.payments.gateway import Gateway
from aurora_desk.services.card import NOT_KNOWN
from aurora_desk.services.codes import Codes
from aurora_desk.services.reading import head_of
from aurora_desk.services.settling import doubt, intent_metadata, refresh_order, settle
from aurora_desk.services.tendering import amount_to_take, card_rounding, new_payment, order_to_pay
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

OPEN_FOR = timedelta(minutes=31)
"""Stripe closes no page before 30 minutes; the minute more is for clocks that differ and calls that take long."""

WAITING = say("Waiting for the customer")
APPROVING = say("The bank is being asked. Do not cancel.")
CLOSED = say("The code is closed. Nothing was charged.")
NOT_MADE = say("Stripe cannot be reached. Nothing was charged. Try again or take cash.")
NEVER_SHOWN = say("The code was never shown. Nothing was charged.")

_NOT_CHARGED = (
    IntentStatus.REQUIRES_PAYMENT_METHOD,
    IntentStatus.REQUIRES_CONFIRMATION,
    IntentStatus.REQUIRES_ACTION,
    IntentStatus.CANCELED,
)
_NOTED_AGAIN_AFTER = timedelta(seconds=30)


class QrPayments:
    """Payments on a page that a code leads to."""

    def __init__(self, store: Store, gateway: Gateway, codes: Codes, store_id: str) -> None:
        self._store, self._gateway, self._codes, self._store_id = store, gateway, codes, store_id
        self._checkout = Checkout(gateway.connection)

    def start(self, actor: Actor, target: Target, amount_minor: int | None = None) -> CardProgress:
        """Make the attempt for all that is due, or for a part of it, and its page."""
        ahead = timedelta(seconds=self._gateway.connection.clock_ahead_s)

        def begin(work: Work) -> Payment:
            head = order_to_pay(work, actor, target)
            amount = amount_to_take(head, amount_minor)
            return new_payment(
                work,
                actor,
                head,
                Method.QR,
                amount,
                rounding_minor=card_rounding(amount, head.total.currency),
                expires_at=(work.now - ahead + OPEN_FOR).replace(microsecond=0),
            )

        return self._make_page(actor, self._store.write(begin))

    def retry(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """After no answer: the very same page, made now or found."""
        payment = self._read(payment_id)
        if payment.status not in LIVE:
            return _ended(payment)
        return self._make_page(actor, payment) if payment.checkout_id is None else self.look(actor, payment)

    def look(self, actor: Actor, payment: Payment) -> CardProgress:
        """How the payment stands, asked by the till that shows the code."""
        if payment.status not in LIVE:
            return _ended(payment)
        if payment.checkout_id is None:
            return CardProgress(payment, CardStep.DECLINED, NOT_MADE)
        try:
            return self._book(actor, payment, self._checkout.retrieve(payment.checkout_id))
        except (StripeUnreachableError, StripeRefusedError):
            return self._unknown(actor, payment)

    def check(self, actor: Actor, payment: Payment) -> CardProgress:
        """How the payment stands, asked by nobody who shows its code: one whose page was never answered ends."""
        payment = self._read(payment.payment_id)
        if payment.status in LIVE and payment.checkout_id is None:
            return self._never_shown(actor, payment, NEVER_SHOWN)
        return self.look(actor, payment)

    def cancel(self, actor: Actor, payment_id: PaymentId) -> CardProgress:
        """Close the page and prove that nobody can pay on it any more; the customer may have been faster."""
        payment = self._read(payment_id)
        if payment.status in LIVE and payment.checkout_id is None:
            ended = self._never_shown(actor, payment, NEVER_SHOWN)
            if ended.payment.status not in LIVE:
                return ended
            payment = ended.payment
        if payment.status not in LIVE:
            return _ended(payment)
        payment = self._store.write(lambda work: _next_attempt(work, payment_id))
        assert payment.checkout_id is not None
        try:
            page = self._checkout.expire(payment.checkout_id, key=payment.key("expire"))
        except StripeRefusedError:
            # Paid or closed already: the page itself tells.
            return self.look(actor, payment)
        except StripeUnreachableError:
            return self._unknown(actor, payment)
        try:
            return self._book(actor, payment, page)
        except (StripeUnreachableError, StripeRefusedError):
            return self._unknown(actor, payment)

    def take_over(self, actor: Actor, payment: Payment) -> None:
        """Before another tender of the order: close the page, with proof. Raises `BeingPaidError` where it is paid."""
        ended = self.cancel(actor, payment.payment_id).payment
        if ended.status not in (PaymentStatus.CANCELED, PaymentStatus.FAILED):
            raise BeingPaidError

    def _make_page(self, actor: Actor, payment: Payment) -> CardProgress:
        try:
            page = self._checkout.create(self._offer(payment), key=payment.key("checkout"))
        except StripeBusyError as error:
            return CardProgress(payment, CardStep.DECLINED, error.sentence)
        except StripeUnreachableError:
            # Nobody has the address of the page, so nobody can pay on it; the same key makes it again or finds it.
            return CardProgress(payment, CardStep.DECLINED, NOT_MADE)
        except StripeRefusedError as error:
            return self._never_shown(actor, payment, error.sentence)
        noted = self._store.write(lambda work: _note_page(work, payment.payment_id, page))
        if noted.status in LIVE:
            return CardProgress(noted, CardStep.WAITING, WAITING)
        # Given up while Stripe was asked: nobody gets the address, and the page is closed.
        try:
            self._checkout.expire(page.checkout_id, key=payment.key("expire"))
        except (StripeUnreachableError, StripeRefusedError):
            return _ended(noted)
        return _ended(noted)

    def _offer(self, payment: Payment) -> Offer:
        def read(work: Work) -> Offer:
            head = head_of(work, payment.tenant_id, payment.order_id)
            code = self._codes.for_order(payment.tenant_id, payment.order_id)
            assert payment.expires_at is not None
            return Offer(
                name=f"{work.tenants.get(payment.tenant_id).name}, {head.number}",
                amount=payment.charged,
                expires_at=payment.expires_at,
                metadata=intent_metadata(payment, payment.charged, self._store_id),
                thanks_url=self._codes.page_of_order(work.tenants.public_address(), code),
            )

        return self._store.read(read)

    def _book(self, actor: Actor, payment: Payment, page: CheckoutPage) -> CardProgress:
        """Book what the page and, asked after it, its intent say."""
        intent = None if page.intent_id is None else self._gateway.retrieve(page.intent_id)

        def book(work: Work) -> Payment:
            if intent is not None:
                settled = settle(work, actor, payment.payment_id, intent)
            else:
                settled = _not_begun(work, actor, payment)
            over = page.status is CheckoutStatus.EXPIRED and (intent is None or intent.status in _NOT_CHARGED)
            return _close(work, actor, settled) if over and settled.status in LIVE else settled

        return _progress(self._store.write(book), intent)

    def _unknown(self, actor: Actor, payment: Payment) -> CardProgress:
        return _ended(self._store.write(lambda work: doubt(work, actor, payment.payment_id)))

    def _never_shown(self, actor: Actor, payment: Payment, sentence: str) -> CardProgress:
        """End an attempt whose address nobody ever got: it can't have charged anybody."""

        def end(work: Work) -> Payment:
            head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
            found = work.payments.get(payment.payment_id, lock=True)
            if found.status not in LIVE or found.checkout_id is not None:
                return found
            work.payments.change(payment.payment_id, now=work.now, status=PaymentStatus.FAILED.value, failure=sentence)
            _log(work, actor, found, PaymentStatus.FAILED)
            refresh_order(work, actor, head)
            return work.payments.get(payment.payment_id)

        ended = self._store.write(end)
        return CardProgress(ended, CardStep.CANCELED, sentence) if ended.failure == sentence else _ended(ended)

    def _read(self, payment_id: PaymentId) -> Payment:
        return self._store.read(lambda work: work.payments.get(payment_id))


def _note_page(work: Work, payment_id: PaymentId, page: CheckoutPage) -> Payment:
    """Store which page belongs to an attempt, and that its call has been answered; one that has ended stays so."""
    payment = work.payments.get(payment_id, lock=True)
    if payment.status not in LIVE or payment.checkout_id is not None:
        return payment
    work.payments.change(
        payment_id,
        now=work.now,
        checkout_id=page.checkout_id,
        checkout_url=page.url,
        expires_at=page.expires_at,
        attempt=payment.attempt + 1,
        asked_at=work.now,
    )
    return work.payments.get(payment_id)


def _next_attempt(work: Work, payment_id: PaymentId) -> Payment:
    payment = work.payments.get(payment_id, lock=True)
    work.payments.change(payment_id, now=work.now, attempt=payment.attempt + 1)
    return work.payments.get(payment_id)


def _not_begun(work: Work, actor: Actor, payment: Payment) -> Payment:
    """Nobody has tried to pay: whatever was in doubt is not."""
    head = head_of(work, payment.tenant_id, payment.order_id, lock=True)
    found = work.payments.get(payment.payment_id, lock=True)
    if found.status is PaymentStatus.UNKNOWN:
        work.payments.change(found.payment_id, now=work.now, status=PaymentStatus.PENDING.value, asked_at=work.now)
        refresh_order(work, actor, head)
    elif found.status in LIVE and (found.asked_at is None or work.now - found.asked_at > _NOTED_AGAIN_AFTER):
        work.payments.change(found.payment_id, now=work.now, asked_at=work.now)
    return work.payments.get(payment.payment_id)


def _close(work: Work, actor: Actor, payment: Payment) -> Payment:
    """Book that the page is closed without a charge; the caller has locked order and payment."""
    work.payments.change(payment.payment_id, now=work.now, status=PaymentStatus.CANCELED.value, failure="")
    _log(work, actor, payment, PaymentStatus.CANCELED)
    refresh_order(work, actor, head_of(work, payment.tenant_id, payment.order_id, lock=True))
    return work.payments.get(payment.payment_id)


def _log(work: Work, actor: Actor, payment: Payment, status: PaymentStatus) -> None:
    work.log(
        actor,
        f"payment.{status.value}",
        f"order:{payment.order_id}",
        {"order_id": payment.order_id, "payment_id": payment.payment_id, "status": status.value},
    )


def _progress(payment: Payment, intent: Intent | None) -> CardProgress:
    if payment.status not in LIVE or intent is None:
        return _ended(payment) if payment.status not in LIVE else CardProgress(payment, CardStep.WAITING, WAITING)
    if intent.status is IntentStatus.PROCESSING:
        return CardProgress(payment, CardStep.APPROVING, APPROVING)
    if payment.status is PaymentStatus.UNKNOWN:
        return CardProgress(payment, CardStep.UNKNOWN, NOT_KNOWN)
    if not intent.decline:
        return CardProgress(payment, CardStep.WAITING, WAITING)
    words = say(
        "Waiting for the customer. The last card was declined: {why}. The customer can try another one.",
        why=decline_words(intent.decline),
    )
    return CardProgress(payment, CardStep.WAITING, words)


def _ended(payment: Payment) -> CardProgress:
    if payment.status is PaymentStatus.SUCCEEDED:
        return CardProgress(payment, CardStep.PAID, say("Paid"))
    if payment.status in LIVE:
        return CardProgress(payment, CardStep.UNKNOWN, NOT_KNOWN)
    return CardProgress(payment, CardStep.CANCELED, CLOSED)
