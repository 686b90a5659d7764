"""What our simulator and localstripe, written by others, both say of PaymentIntents with online cards."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
import stripe

from .running import TEST_KEY, running_simulator
from .witness import running_localstripe, why_no_localstripe

GOOD, DECLINES, ASKS = "4242424242424242", "4000000000000341", "4000002500003155"
Api = stripe.V1Services


@pytest.fixture(scope="module")
def ours() -> Iterator[str]:
    with running_simulator() as base:
        yield base


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_localstripe(tmp_path_factory.mktemp("localstripe")) as base:
        yield base


@pytest.fixture(
    params=[
        "ours",
        pytest.param(
            "theirs",
            marks=pytest.mark.skipif(bool(why_no_localstripe()), reason=why_no_localstripe() or "there is one"),
        ),
    ]
)
def api(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Api:
    monkeypatch.setattr(stripe, "enable_telemetry", False)
    base: str = request.getfixturevalue(request.param)
    return stripe.StripeClient(TEST_KEY, base_addresses={"api": base}).v1


def card(api: Api, number: str) -> str:
    return api.payment_methods.create(
        {"type": "card", "card": {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"}}
    ).id


def intent(api: Api, number: str, *, manual: bool = False) -> stripe.PaymentIntent:
    return api.payment_intents.create(
        {
            "amount": 700,
            "currency": "eur",
            "capture_method": "manual" if manual else "automatic_async",
            "metadata": {"tender_id": "7"},
            "payment_method": card(api, number),
        }
    )


def test_a_good_card_pays(api: Api) -> None:
    made = intent(api, GOOD)
    assert (made.status, made.amount, made.currency) == ("requires_confirmation", 700, "eur")

    assert api.payment_intents.confirm(made.id).status == "succeeded"

    paid = api.payment_intents.retrieve(made.id, {"expand": ["latest_charge"]})
    assert (paid.id, paid.status, paid.amount, paid.metadata["tender_id"]) == (made.id, "succeeded", 700, "7")
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert (paid.latest_charge.amount, paid.latest_charge.captured, paid.latest_charge.paid) == (700, True, True)


def test_what_is_held_is_captured_once(api: Api) -> None:
    made = intent(api, GOOD, manual=True)

    held = api.payment_intents.confirm(made.id, {"expand": ["latest_charge"]})
    assert held.status == "requires_capture"
    assert isinstance(held.latest_charge, stripe.Charge)
    assert held.latest_charge.captured is False
    assert api.payment_intents.capture(made.id).status == "succeeded"

    with pytest.raises(stripe.InvalidRequestError) as raised:
        api.payment_intents.capture(made.id)
    assert raised.value.http_status == 400


@pytest.mark.parametrize("held", [False, True])
def test_an_intent_is_canceled_before_the_money_is_taken(api: Api, held: bool) -> None:
    made = intent(api, GOOD, manual=held)
    if held:
        api.payment_intents.confirm(made.id)

    assert api.payment_intents.cancel(made.id).status == "canceled"

    assert api.payment_intents.retrieve(made.id).status == "canceled"


def test_a_declined_card_leaves_the_intent_open_for_another(api: Api) -> None:
    made = intent(api, DECLINES)

    with suppress(stripe.CardError):  # Stripe and we refuse with 402, localstripe 1.15.4 answers 200
        api.payment_intents.confirm(made.id)

    declined = api.payment_intents.retrieve(made.id, {"expand": ["latest_charge"]})
    assert declined.status == "requires_payment_method"
    assert declined.last_payment_error is not None
    assert declined.last_payment_error.code == "card_declined"
    assert isinstance(declined.latest_charge, stripe.Charge)
    assert (declined.latest_charge.status, declined.latest_charge.failure_code) == ("failed", "card_declined")


def test_a_card_that_asks_its_holder_waits(api: Api) -> None:
    made = intent(api, ASKS)

    assert api.payment_intents.confirm(made.id).status == "requires_action"

    assert api.payment_intents.retrieve(made.id).status == "requires_action"


CALLS: list[Callable[[Api], object]] = [
    lambda api: api.payment_intents.retrieve("pi_none"),
    lambda api: api.payment_intents.confirm("pi_none"),
    lambda api: api.payment_intents.capture("pi_none"),
    lambda api: api.payment_intents.cancel("pi_none"),
]


@pytest.mark.parametrize("call", CALLS)
def test_an_unknown_intent_is_404(api: Api, call: Callable[[Api], object]) -> None:
    with pytest.raises(stripe.InvalidRequestError) as raised:
        call(api)

    assert raised.value.http_status == 404


def test_no_amount_below_zero_is_taken(api: Api) -> None:
    with pytest.raises(stripe.InvalidRequestError) as raised:
        api.payment_intents.create({"amount": -1, "currency": "eur"})

    assert raised.value.http_status == 400
