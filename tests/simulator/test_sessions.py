"""Checkout Sessions: the customer pays on a page of the simulator."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import stripe

from .running import Desk

SUCCESS = "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}"


def open_session(desk: Desk, **more: Any) -> stripe.checkout.Session:
    asked: Any = {
        "mode": "payment",
        "line_items": [line(260), line(240, quantity=2, name="Croissant <b>")],
        "success_url": SUCCESS,
        "client_reference_id": "tender-1",
        "payment_intent_data": {"metadata": {"tender_id": "tender-1"}},
        **more,
    }
    return desk.api.checkout.sessions.create(asked)


def line(unit_amount: int, *, quantity: int = 1, name: str = "Espresso", currency: str = "usd") -> dict[str, Any]:
    price = {"currency": currency, "unit_amount": unit_amount, "product_data": {"name": name}}
    return {"price_data": price, "quantity": quantity}


def page(session: stripe.checkout.Session) -> str:
    assert session.url is not None
    return httpx.get(session.url, trust_env=False).raise_for_status().text


def press(desk: Desk, session: stripe.checkout.Session, deed: str) -> httpx.Response:
    return httpx.post(f"{desk.base}/pay/{session.id}/{deed}", trust_env=False)


def status_of(desk: Desk, session: stripe.checkout.Session) -> tuple[str | None, str]:
    now = desk.api.checkout.sessions.retrieve(session.id)
    return now.status, now.payment_status


def test_a_session_is_paid_on_its_own_page_and_leads_on(desk: Desk) -> None:
    session = open_session(desk, metadata={"order_id": "7"})
    assert session.url == f"{desk.base}/pay/{session.id}"
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)
    assert (session.amount_total, session.currency, session.client_reference_id) == (740, "usd", "tender-1")

    text = page(session)
    assert "7.40 USD" in text
    assert "2 × Croissant &lt;b&gt;" in text
    assert "<script" not in text
    answer = press(desk, session, "pay")

    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        SUCCESS.replace("{CHECKOUT_SESSION_ID}", session.id),
    )
    paid = desk.api.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    intent = paid.payment_intent
    assert isinstance(intent, stripe.PaymentIntent)
    assert (intent.status, intent.amount_received) == ("succeeded", 740)
    assert intent.metadata.to_dict() == {"tender_id": "tender-1"}
    assert desk.api.events.list({"limit": 1}).data[0].type == "checkout.session.completed"
    assert "Paid" in httpx.get(f"{desk.base}/pay/{session.id}", trust_env=False).text


def test_a_declined_card_leaves_the_session_open_with_one_intent_for_all_tries(desk: Desk) -> None:
    session = open_session(desk)

    told = press(desk, session, "decline")

    assert (told.status_code, "Your card was declined." in told.text) == (200, True)
    assert status_of(desk, session) == ("open", "unpaid")
    intent = desk.api.checkout.sessions.retrieve(session.id).payment_intent
    assert isinstance(intent, str)
    assert desk.api.payment_intents.retrieve(intent).status == "requires_payment_method"
    press(desk, session, "pay")
    assert desk.api.checkout.sessions.retrieve(session.id).payment_intent == intent
    assert status_of(desk, session) == ("complete", "paid")


def test_a_decline_on_request_meets_the_page_too(desk: Desk) -> None:
    session = open_session(desk)
    desk.fault("decline")

    assert press(desk, session, "pay").status_code == 200

    assert status_of(desk, session) == ("open", "unpaid")


def test_a_session_is_paid_once(desk: Desk) -> None:
    session = open_session(desk)
    press(desk, session, "pay")

    assert press(desk, session, "pay").status_code == 400

    assert desk.api.balance.retrieve().available[0].amount == 740
    with pytest.raises(stripe.InvalidRequestError, match="status of `complete`"):
        desk.api.checkout.sessions.expire(session.id)


@pytest.mark.parametrize("cancel_url", [None, "https://shop.example/cart"])
def test_the_customer_may_go_back_and_pay_later(desk: Desk, cancel_url: str | None) -> None:
    session = open_session(desk, **({} if cancel_url is None else {"cancel_url": cancel_url}))

    answer = press(desk, session, "cancel")

    assert answer.headers.get("Location") == cancel_url
    assert status_of(desk, session) == ("open", "unpaid")
    assert press(desk, session, "pay").status_code == 303


@pytest.mark.parametrize("tried", [False, True])
def test_an_expired_session_cannot_be_paid(desk: Desk, tried: bool) -> None:
    session = open_session(desk)
    if tried:
        press(desk, session, "decline")

    expired = desk.api.checkout.sessions.expire(session.id)

    assert (expired.status, expired.url) == ("expired", None)
    assert press(desk, session, "pay").status_code == 400
    assert "expired" in httpx.get(f"{desk.base}/pay/{session.id}", trust_env=False).text
    intents = [one.status for one in desk.api.payment_intents.list().data]
    assert intents == (["canceled"] if tried else [])


def test_a_session_expires_in_time(desk: Desk) -> None:
    session = open_session(desk, expires_at=int(desk.clock()) + 1800)

    desk.clock.at += 1799
    assert status_of(desk, session) == ("open", "unpaid")
    desk.clock.at += 1

    assert status_of(desk, session) == ("expired", "unpaid")
    assert desk.api.events.list({"limit": 1}).data[0].type == "checkout.session.expired"


def test_a_paid_session_outlives_its_time(desk: Desk) -> None:
    session = open_session(desk)
    press(desk, session, "pay")

    desk.clock.at += 25 * 3600

    assert status_of(desk, session) == ("complete", "paid")


def test_only_the_session_ends_its_intent(desk: Desk) -> None:
    session = open_session(desk)
    press(desk, session, "decline")
    intent = desk.api.checkout.sessions.retrieve(session.id).payment_intent
    assert isinstance(intent, str)

    with pytest.raises(stripe.InvalidRequestError, match="expire the Checkout Session"):
        desk.api.payment_intents.cancel(intent)
    with pytest.raises(stripe.InvalidRequestError, match="Checkout Session"):
        desk.api.payment_intents.confirm(intent, {"payment_method": "pm_card_visa"})


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"mode": "subscription"}, None, "mode"),
        ({"success_url": "shop"}, "url_invalid", "success_url"),
        ({"success_url": "javascript:alert(1)"}, "url_invalid", "success_url"),
        ({"success_url": "https://a;script-src *"}, "url_invalid", "success_url"),
        ({"cancel_url": "ftp://shop.example"}, "url_invalid", "cancel_url"),
        ({"line_items": [line(260), line(260, currency="eur")]}, None, "line_items"),
        ({"line_items": [line(10)]}, "amount_too_small", "amount"),
        ({"payment_method_types": ["card"]}, "parameter_unknown", "payment_method_types"),
        ({"customer": "cus_sim_none"}, "resource_missing", "customer"),
        ({"expires_at": 1_790_000_000 + 1799}, None, "expires_at"),
        ({"expires_at": 1_790_000_000 + 24 * 3600 + 1}, None, "expires_at"),
    ],
)
def test_a_session_that_cannot_be_is_refused(desk: Desk, change: dict[str, Any], code: str | None, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as raised:
        open_session(desk, **change)

    assert (raised.value.code, raised.value.param) == (code, param)


@pytest.mark.parametrize("missing", ["mode", "line_items", "success_url"])
def test_a_session_needs_lines_a_mode_and_a_way_on(desk: Desk, missing: str) -> None:
    asked: Any = {"mode": "payment", "line_items": [line(260)], "success_url": SUCCESS}
    del asked[missing]

    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.checkout.sessions.create(asked)

    assert (raised.value.code, raised.value.param) == ("parameter_missing", missing)


def test_lines_come_only_if_they_are_asked_for(desk: Desk) -> None:
    session = open_session(desk)

    assert "line_items" not in session
    expanded = desk.api.checkout.sessions.retrieve(session.id, {"expand": ["line_items"]})
    assert expanded.line_items is not None
    assert [one.amount_total for one in expanded.line_items.data] == [260, 480]
    first = desk.api.checkout.sessions.line_items.list(session.id, {"limit": 1})
    assert ([one.description for one in first.data], first.has_more) == (["Espresso"], True)


def test_sessions_are_listed_by_what_became_of_them(desk: Desk) -> None:
    paid, waiting = open_session(desk), open_session(desk)
    press(desk, paid, "pay")

    listed = desk.api.checkout.sessions.list({"status": "open"}).data

    assert [one.id for one in listed] == [waiting.id]


def test_no_button_and_no_session_is_no_payment(desk: Desk) -> None:
    session = open_session(desk)

    assert press(desk, session, "steal").status_code == 400
    assert httpx.get(f"{desk.base}/pay/cs_sim_none", trust_env=False).status_code == 404
    other_site = {"Origin": "https://shop.example"}
    assert httpx.post(f"{desk.base}/pay/{session.id}/pay", headers=other_site, trust_env=False).status_code == 403
    assert status_of(desk, session) == ("open", "unpaid")
