"""Payments whose end is not known yet, asked about until Stripe says; an untouched online intent ends after a day."""

from __future__ import annotations

from datetime import timedelta

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.payments import Method, Payment
from aurora_desk.services.card import CardPayments
from aurora_desk.services.online import OnlinePayments
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

QUIET = timedelta(seconds=30)
"""A payment that a till or a client has touched since is left to them."""
_AT_ONCE = 50


class Reconciling:
    """What the back room does about open payments."""

    def __init__(
        self, store: Store, card: CardPayments | None, online: OnlinePayments | None, *, quiet: timedelta = QUIET
    ) -> None:
        self._store, self._card, self._online, self._quiet = store, card, online, quiet

    def open_payments(self, work: Work) -> tuple[Payment, ...]:
        """Live payments that nobody has touched for a while, oldest first."""
        return work.payments.open_before(work.now - self._quiet, limit=_AT_ONCE)

    def ask(self, payment: Payment) -> None:
        """Ask Stripe about one payment and book what it says; its turn comes again behind all others."""
        self._store.write(lambda work: work.payments.change(payment.payment_id, now=work.now))
        actor = Actor.program(payment.tenant_id)
        if payment.method is Method.CARD and self._card is not None:
            self._card.check(actor, payment.payment_id, hold_reader=False)
        elif payment.method is Method.STRIPE and self._online is not None:
            self._online.check(actor, payment)
