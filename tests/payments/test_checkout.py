"""Pages at Stripe that customers pay on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import CheckoutStatus, StripeRefusedError
from aurora_desk.payments.checkout import STRIPES_OWN, Checkout, Offer
from aurora_desk.payments.connection import Connection
from simulator.running import running_simulator

OFFER = Offer(
    name="Aurora Café, ORD-2026-5001",
    amount=Money(500, "USD"),
    expires_at=datetime.now(UTC).replace(microsecond=0) + timedelta(hours=12),
    metadata={"tender_id": "p1"},
    thanks_url="",
)


@pytest.fixture
def checkout() -> Iterator[Checkout]:
    """Pages of a simulator."""
    with running_simulator() as base:
        yield Checkout(Connection("sk_test_checkout", base))


def test_a_page_is_open_until_it_is_closed_and_closed_only_once(checkout: Checkout) -> None:
    page = checkout.create(OFFER, key="k1")
    assert (page.status, page.intent_id, page.expires_at) == (CheckoutStatus.OPEN, None, OFFER.expires_at)
    assert page.url

    closed = checkout.expire(page.checkout_id, key="k2")

    assert (closed.status, closed.url) == (CheckoutStatus.EXPIRED, "")
    assert checkout.retrieve(page.checkout_id) == closed
    with pytest.raises(StripeRefusedError):
        checkout.expire(page.checkout_id, key="k3")


def test_the_same_key_finds_the_same_page(checkout: Checkout) -> None:
    assert checkout.create(OFFER, key="k1") == checkout.create(OFFER, key="k1")


def test_a_paid_page_names_the_intent_that_proves_it(checkout: Checkout) -> None:
    page = checkout.create(OFFER, key="k1")
    landed = httpx.post(f"{page.url}/pay", trust_env=False)

    paid = checkout.retrieve(page.checkout_id)

    assert (paid.status, paid.intent_id is not None) == (CheckoutStatus.COMPLETE, True)
    # In training nobody is sent to the internet: the customer stays on the page.
    assert landed.headers["Location"] == page.url


def test_a_page_that_would_close_too_soon_is_refused(checkout: Checkout) -> None:
    with pytest.raises(StripeRefusedError, match="Nothing was charged"):
        checkout.create(replace(OFFER, expires_at=datetime.now(UTC) + timedelta(minutes=5)), key="k1")


def test_without_a_page_of_the_shop_the_customer_lands_on_stripes_own() -> None:
    assert Checkout(Connection("sk_test_checkout", None))._thanks_url() == STRIPES_OWN
