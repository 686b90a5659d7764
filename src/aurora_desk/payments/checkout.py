"""Pages at Stripe (Checkout Sessions) on which a customer pays with her own phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.money import Money, to_stripe
from aurora_desk.domain.payments import CheckoutPage, CheckoutStatus
from aurora_desk.payments.connection import Connection, Kind

if TYPE_CHECKING:
    import stripe

STRIPES_OWN = "https://stripe.com/"
"""Where a customer lands after paying when her shop has no page that her phone reaches."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a page is to be made of: `name` and amount are what the customer reads."""

    name: str
    amount: Money
    expires_at: datetime
    metadata: Mapping[str, str]
    thanks_url: str
    """Where the customer lands after paying; empty where the shop has no such page."""


class Checkout:
    """Makes pages, asks about them, and closes them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, offer: Offer, *, key: str) -> CheckoutPage:
        """Make a page; the same key gives the same page again."""
        price = {
            "currency": offer.amount.currency.lower(),
            "unit_amount": to_stripe(offer.amount),
            "product_data": {"name": offer.name},
        }
        params: dict[str, Any] = {
            "mode": "payment",
            "line_items": [{"quantity": 1, "price_data": price}],
            # Cards and the wallets that hold them. What takes days to arrive is nothing for goods that go out at once.
            "allowed_payment_method_types": ["card"],
            "metadata": dict(offer.metadata),
            "payment_intent_data": {"metadata": dict(offer.metadata)},
            "expires_at": int(offer.expires_at.timestamp()),
            "success_url": offer.thanks_url or self._thanks_url(),
        }
        return self._connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.checkout.sessions.create(
                params,  # type: ignore[arg-type]  # a plain dict of the right shape
                {"idempotency_key": key},
            ),
            page_of,
        )

    def retrieve(self, checkout_id: str) -> CheckoutPage:
        """How a page stands; whether it is paid, only its intent tells."""
        return self._connection.ask(
            Kind.QUESTION, lambda client: client.v1.checkout.sessions.retrieve(checkout_id), page_of
        )

    def expire(self, checkout_id: str, *, key: str) -> CheckoutPage:
        """Close a page; raises `StripeRefusedError` where it is closed or paid already."""
        return self._connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.checkout.sessions.expire(checkout_id, {}, {"idempotency_key": key}),
            page_of,
        )

    def _thanks_url(self) -> str:
        """In training it is the page itself, which the simulator has on this computer."""
        base = self._connection.api_base
        return f"{base}/pay/{{CHECKOUT_SESSION_ID}}" if base else STRIPES_OWN


def page_of(answer: stripe.checkout.Session) -> CheckoutPage:
    """An answered session as the services know it."""
    status = answer.status
    intent = answer.payment_intent
    intent_id = intent if intent is None or isinstance(intent, str) else intent.id
    return CheckoutPage(
        checkout_id=answer.id,
        status=CheckoutStatus(status) if status in set(CheckoutStatus) else CheckoutStatus.OTHER,
        url=answer.url or "",
        intent_id=None if intent_id is None else IntentId(intent_id),
        expires_at=datetime.fromtimestamp(answer.expires_at, UTC),
    )
