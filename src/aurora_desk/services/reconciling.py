"""Payments whose end is not known yet, asked about until Stripe says; an untouched online intent ends after a day."""

from __future__ import annotations

import logging
from datetime import timedelta
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.payments import Method, Payment, PaymentStatus, StripeUnreachableError
from aurora_desk.domain.words import say
from aurora_desk.payments.gateway import Gateway
from aurora_desk.payments.listing import Listing
from aurora_desk.services.card import CardPayments
from aurora_desk.services.online import OnlinePayments
from aurora_desk.services.qr import QrPayments
from aurora_desk.services.settling import end_unsent
from aurora_desk.services.tendering import note_intent
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

log = logging.getLogger(__name__)
QUIET = timedelta(seconds=30)
"""A payment that a till or a client has touched since is left to them."""
KEY_IS_OLD = timedelta(hours=20)
"""After this long the key of a lost call may be forgotten at Stripe: it is never simply repeated."""
_NEVER_GOT = say("Stripe never got it. Nothing was charged.")
_AT_ONCE = 50
_MOST_AT_START = 1_000


class Reconciling:
    """What the back room does about open payments."""

    def __init__(
        self,
        store: Store,
        card: CardPayments | None,
        online: OnlinePayments | None,
        gateway: Gateway | None,
        *,
        qr: QrPayments | None,
        quiet: timedelta = QUIET,
    ) -> None:
        self._store, self._card, self._online, self._gateway, self._qr = store, card, online, gateway, qr
        self._quiet = quiet

    def open_payments(self, work: Work) -> tuple[Payment, ...]:
        """Live payments that nobody has touched for a while, oldest first."""
        return work.payments.open_before(work.now - self._quiet, limit=_AT_ONCE)

    def at_start(self) -> None:
        """Ask about every open payment once; raises `StripeUnreachableError` at the first that Stripe can't tell."""

        def found(work: Work) -> list[Payment]:
            quiet = work.payments.open_before(work.now - self._quiet, limit=_MOST_AT_START)
            known = {payment.payment_id for payment in quiet}
            # One that another till is just sending has no intent yet: a look would take it for never sent.
            fresh = [one for one in work.payments.open_before(work.now, limit=_MOST_AT_START) if one.intent_id]
            return [*quiet, *(one for one in fresh if one.payment_id not in known)]

        for payment in self._store.read(found):
            try:
                self.ask(payment)
            except StripeUnreachableError:
                raise
            except AuroraError as error:
                log.warning("payment %s stays open: %s", payment.payment_id, error.code)
            # A card's lost answer is told as «not known», like a few of Stripe's own.
            doubtful = self._store.read(partial(_is_unknown, payment=payment))
            if doubtful and self._gateway is not None and not self._gateway.answers():
                raise StripeUnreachableError

    def ask(self, payment: Payment) -> None:
        """Ask Stripe about one payment and book what it says; its turn comes again behind all others.

        Raises `StripeUnreachableError` where Stripe does not answer.
        """
        self._store.write(lambda work: work.payments.change(payment.payment_id, now=work.now))
        nameless = payment.intent_id is None and payment.checkout_id is None
        old = nameless and self._store.read(lambda work: work.now - payment.created_at > KEY_IS_OLD)
        if old and self._gateway is not None:
            found = self._found(payment, Listing(self._gateway.connection))
            if found is None:
                return
            payment = found
        actor = Actor.program(payment.tenant_id)
        if payment.method is Method.CARD and self._card is not None:
            self._card.look_after(actor, payment.payment_id)
        elif payment.method is Method.STRIPE and self._online is not None:
            self._online.check(actor, payment)
        elif payment.method is Method.QR and self._qr is not None:
            self._qr.check(actor, payment)

    def _found(self, payment: Payment, listing: Listing) -> Payment | None:
        """The payment with the intent that a lost call made; None where no such call was ever done: it is ended."""
        intent = listing.find_intent(payment.payment_id, payment.created_at)
        if intent is None:
            actor = Actor.program(payment.tenant_id)
            self._store.write(partial(end_unsent, actor=actor, payment_id=payment.payment_id, sentence=_NEVER_GOT))
            return None
        return self._store.write(partial(note_intent, payment_id=payment.payment_id, intent_id=intent.intent_id))


def _is_unknown(work: Work, payment: Payment) -> bool:
    return work.payments.get(payment.payment_id).status is PaymentStatus.UNKNOWN
