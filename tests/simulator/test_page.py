"""The simulator's page: what it shows, and a person who plays the customer on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import stripe

from aurora_desk.simulator.seed import LOCATION_ID, READER_ID

from .running import Desk
from .test_reader_actions import INTERAC, interac_intent, present_interac, show_cart
from .test_readers import action_of, process, reader_intent
from .test_sessions import open_session

AT_READER = f"/customer/readers/{READER_ID}"


@pytest.fixture
def person(desk: Desk) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=desk.base, trust_env=False) as client:
        yield client


def process_with(desk: Desk, intent: stripe.PaymentIntent, **config: Any) -> None:
    desk.api.terminal.readers.process_payment_intent(
        READER_ID,
        {"payment_intent": intent.id, "process_config": config},  # type: ignore[typeddict-item]  # any settings
    )


def test_the_page_shows_all_the_simulator_knows(desk: Desk, person: httpx.Client) -> None:
    session = open_session(desk)
    paid = desk.api.payment_intents.create(
        {"amount": 1234, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
    )
    refund = desk.api.refunds.create({"payment_intent": paid.id, "amount": 34})
    declined = desk.api.payment_intents.create({"amount": 900, "currency": "usd"})
    with pytest.raises(stripe.CardError):
        desk.api.payment_intents.confirm(
            declined.id, {"payment_method": "pm_card_visa_chargeDeclinedInsufficientFunds"}
        )
    desk.fault("lost_answer", operation="refunds.*", times=3)
    desk.control("POST", "/faults", {"seed": 7, "share": 0.25, "operation": "charges.*"})

    page = person.get("/").text

    for shown in (
        "WisePOS E",
        f'href="/pay/{session.id}"',
        paid.id,
        str(paid.latest_charge),
        "12.34 USD",
        refund.id,
        f"/customer/refunds/{refund.id}/fail",
        "failed: insufficient_funds",
        "lost_answer",
        "refunds.*",
        "seed 7",
        "25%",
    ):
        assert shown in page
    assert "<script" not in page


def test_the_page_is_escaped(desk: Desk, person: httpx.Client) -> None:
    desk.api.terminal.readers.update(READER_ID, {"label": "<script>alert(1)</script>"})
    desk.fault("delay", operation="<img src=x>")

    page = person.get("/").text

    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in person.get("/").headers["Content-Security-Policy"]


def test_a_person_inserts_a_card_with_pin(desk: Desk, person: httpx.Client) -> None:
    intent = reader_intent(desk)
    process(desk, intent)

    assert person.post(f"{AT_READER}/insert").status_code == 303

    charge = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]}).latest_charge
    assert isinstance(charge, stripe.Charge)
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.card_present is not None
    assert charge.payment_method_details.card_present.read_method == "contact_emv"


@pytest.mark.parametrize(("tip", "amount"), [("1.50", 1150), ("2,5", 1250), ("", 1000), (" 0 ", 1000)])
def test_a_person_gives_a_tip(desk: Desk, person: httpx.Client, tip: str, amount: int) -> None:
    intent = reader_intent(desk, 1000)
    process(desk, intent)
    assert 'name="tip"' in person.get("/").text

    assert person.post(f"{AT_READER}/tap", data={"tip": tip}).status_code == 303

    assert desk.api.payment_intents.retrieve(intent.id).amount_received == amount


@pytest.mark.parametrize("tip", ["much", "-1", "1.555", "NaN", "1e9", "100000000000"])
def test_what_is_no_tip_is_refused_and_nothing_is_charged(desk: Desk, person: httpx.Client, tip: str) -> None:
    intent = reader_intent(desk, 1000)
    process(desk, intent)

    assert person.post(f"{AT_READER}/tap", data={"tip": tip}).status_code == 400

    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"


@pytest.mark.parametrize(
    ("eligible", "suggested", "other"),
    [(1000, ['"1.00"', '"2.00"'], '"0.25"'), (400, ['"0.25"', '"0.50"'], '"0.40"')],
)
def test_the_reader_suggests_tips_as_its_place_is_set_up(
    desk: Desk, person: httpx.Client, eligible: int, suggested: list[str], other: str
) -> None:
    tips = desk.api.terminal.configurations.create(
        {"tipping": {"usd": {"percentages": [10, 20], "fixed_amounts": [25, 50], "smart_tip_threshold": 500}}}
    )
    desk.api.terminal.locations.update(LOCATION_ID, {"configuration_overrides": tips.id})
    process_with(desk, reader_intent(desk, 1000), tipping={"amount_eligible": eligible})

    page = person.get("/").text

    assert all(f"<option value={one}>" in page for one in suggested)
    assert f"<option value={other}>" not in page


def test_buttons_are_there_only_where_they_do_something(desk: Desk, person: httpx.Client) -> None:
    assert AT_READER not in person.get("/").text
    assert person.post(f"{AT_READER}/tap").status_code == 400

    process_with(desk, reader_intent(desk), skip_tipping=True)
    page = person.get("/").text
    assert f"{AT_READER}/decline" in page
    for absent in ('name="tip"', f"{AT_READER}/cancel", f"{AT_READER}/interac"):
        assert absent not in page

    process_with(desk, reader_intent(desk), enable_customer_cancellation=True)
    assert f"{AT_READER}/cancel" in person.get("/").text
    assert person.post(f"{AT_READER}/steal").status_code == 404


def test_a_cart_is_on_the_reader_and_takes_no_card(desk: Desk, person: httpx.Client) -> None:
    show_cart(desk, 475)

    page = person.get("/").text

    assert "4.75 USD" in page
    assert "Espresso" in page
    assert AT_READER not in page


def test_a_person_presents_the_card_for_a_refund(desk: Desk, person: httpx.Client) -> None:
    intent = interac_intent(desk)
    process(desk, intent)
    assert f"{AT_READER}/interac" in person.get("/").text
    person.post(f"{AT_READER}/interac")
    desk.api.terminal.readers.refund_payment(READER_ID, {"payment_intent": intent.id, "amount": 400})
    assert "4.00 CAD" in person.get("/").text

    person.post(f"{AT_READER}/tap")

    assert [one.amount for one in desk.api.refunds.list({"payment_intent": intent.id}).data] == [400]


@pytest.mark.parametrize(
    ("fault", "words"), [("reader_stuck", "does not answer"), ("connection_error", "connection_error")]
)
def test_trouble_of_the_reader_is_on_its_screen(desk: Desk, person: httpx.Client, fault: str, words: str) -> None:
    process(desk, reader_intent(desk))
    desk.fault(fault)
    person.post(f"{AT_READER}/tap")

    page = person.get("/").text

    assert words in page
    assert AT_READER not in page


def test_the_screen_says_how_it_ended(desk: Desk, person: httpx.Client) -> None:
    intent = interac_intent(desk)
    desk.api.terminal.readers.collect_payment_method(READER_ID, {"payment_intent": intent.id})
    assert "not charged yet" in person.get("/").text
    assert action_of(present_interac(desk, INTERAC)).status == "succeeded"
    assert "Card read" in person.get("/").text
    desk.api.terminal.readers.confirm_payment_intent(READER_ID, {"payment_intent": intent.id})

    assert "Approved" in person.get("/").text


def test_the_page_does_not_reload_under_a_person_who_enters_a_tip(desk: Desk, person: httpx.Client) -> None:
    assert 'http-equiv="refresh" content="3"' in person.get("/").text

    process(desk, reader_intent(desk))

    assert 'http-equiv="refresh" content="20"' in person.get("/").text
