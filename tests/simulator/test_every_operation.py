"""One walk through every operation; the fixture checks each request and each answer strictly."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
import stripe

from aurora_desk.simulator.operations import OPERATIONS, Operation

from .running import TEST_KEY, Desk
from .stripe_slice import validate


def walk(desk: Desk) -> None:
    api = desk.api
    api.balance.retrieve()
    place = api.terminal.locations.create({"display_name": "Shop", "address": {"country": "US", "line1": "1 Street"}})
    api.terminal.locations.list()
    reader = api.terminal.readers.create(
        {"registration_code": "simulated-wpe", "label": "Till 1", "location": place.id, "metadata": {"till": "1"}}
    )
    api.terminal.readers.list({"location": place.id, "status": "online"})

    in_person = api.payment_intents.create(
        {
            "amount": 1000,
            "currency": "usd",
            "allowed_payment_method_types": ["card_present"],
            "capture_method": "automatic",
            "description": "Order 5001",
            "metadata": {"order_id": "5001"},
        }
    )
    api.terminal.readers.process_payment_intent(
        reader.id, {"payment_intent": in_person.id, "process_config": {"skip_tipping": True}}
    )
    api.terminal.readers.retrieve(reader.id, {"expand": ["location", "action.process_payment_intent.payment_intent"]})
    api.terminal.readers.cancel_action(reader.id)
    api.terminal.readers.process_payment_intent(reader.id, {"payment_intent": in_person.id})
    present = api.test_helpers.terminal.readers.present_payment_method
    present(reader.id, {"type": "card_present", "card_present": {"number": "4000000000009995"}})
    api.terminal.readers.process_payment_intent(reader.id, {"payment_intent": in_person.id})
    present(reader.id, {"amount_tip": 200})
    api.payment_intents.retrieve(in_person.id, {"expand": ["latest_charge", "payment_method"]})

    api.terminal.readers.set_reader_display(
        reader.id,
        {
            "type": "cart",
            "cart": {
                "currency": "cad",
                "line_items": [{"amount": 1000, "description": "Espresso", "quantity": 2}],
                "total": 2000,
            },
        },
    )
    api.terminal.readers.update(reader.id, {"label": "Till 1a"})
    two_steps = api.payment_intents.create(
        {"amount": 1000, "currency": "cad", "allowed_payment_method_types": ["card_present", "interac_present"]}
    )
    api.terminal.readers.collect_payment_method(
        reader.id, {"payment_intent": two_steps.id, "collect_config": {"skip_tipping": True}}
    )
    present(reader.id, {"type": "interac_present", "interac_present": {"number": "4506445006931933"}})
    api.terminal.readers.confirm_payment_intent(reader.id, {"payment_intent": two_steps.id})
    api.terminal.readers.refund_payment(
        reader.id,
        {
            "payment_intent": two_steps.id,
            "amount": 300,
            "refund_payment_config": {"enable_customer_cancellation": True},
        },
    )
    present(
        reader.id,
        {"type": "interac_present", "expand": ["action.refund_payment.refund", "action.refund_payment.charge"]},
    )

    online = api.payment_intents.create(
        {"amount": 500, "currency": "EUR", "automatic_payment_methods": {"enabled": True}}
    )
    api.payment_intents.update(online.id, {"amount": 700, "metadata": {"a": "b"}})
    paid = api.payment_intents.confirm(online.id, {"payment_method": "pm_card_mastercard"})
    assert isinstance(paid.latest_charge, str)
    assert isinstance(paid.payment_method, str)
    api.payment_methods.create(
        {"type": "card", "card": {"number": "4242424242424242", "exp_month": 1, "exp_year": 2030}}
    )
    api.payment_methods.retrieve(paid.payment_method)
    api.charges.retrieve(paid.latest_charge, {"expand": ["payment_intent"]})
    refund = api.refunds.create({"payment_intent": paid.id, "amount": 100, "reason": "requested_by_customer"})
    api.refunds.retrieve(refund.id, {"expand": ["charge", "payment_intent", "payment_method"]})
    api.refunds.list({"payment_intent": paid.id})

    api.refunds.update(refund.id, {"metadata": {"refund_id": "1"}})
    api.charges.list({"payment_intent": paid.id})
    api.charges.update(paid.latest_charge, {"description": "Order 5002"})
    pending = api.payment_intents.create(
        {"amount": 500, "currency": "usd", "payment_method": "pm_card_pendingRefund", "confirm": True}
    )
    api.refunds.cancel(api.refunds.create({"payment_intent": pending.id}).id)
    for _ in range(2):
        held = api.payment_intents.create(
            {
                "amount": 900,
                "currency": "usd",
                "capture_method": "manual",
                "payment_method": "pm_card_visa",
                "confirm": True,
            }
        )
    api.payment_intents.capture(held.id, {"amount_to_capture": 800})
    uncaptured = api.charges.list({"limit": 2}).data[-1]
    api.charges.capture(uncaptured.id)

    asks = api.payment_intents.create({"amount": 500, "currency": "usd", "payment_method": "pm_card_visa"})
    api.payment_intents.confirm(asks.id, {"payment_method": "pm_card_authenticationRequired"})
    api.payment_intents.cancel(asks.id, {"cancellation_reason": "abandoned"})
    api.payment_intents.list({"created": {"gte": 0}, "limit": 3, "expand": ["data.latest_charge"]})
    for metadata in ({"order_id": "5001"}, {}):
        session = api.checkout.sessions.create(
            {
                "mode": "payment",
                "line_items": [
                    {
                        "price_data": {
                            "currency": "usd",
                            "unit_amount": 350,
                            "product_data": {"name": "Espresso", "description": "Small", "metadata": metadata},
                        },
                        "quantity": 2,
                    }
                ],
                "success_url": "https://shop.example/thanks?session={CHECKOUT_SESSION_ID}",
                "cancel_url": "https://shop.example/cart",
                "client_reference_id": "tender-1",
                "metadata": metadata,
                "payment_intent_data": {"metadata": metadata, "description": "Order 5001"},
            }
        )
        assert session.url is not None
        httpx.post(f"{session.url}/{'pay' if metadata else 'decline'}", trust_env=False)
    api.checkout.sessions.expire(session.id)
    api.checkout.sessions.retrieve(session.id, {"expand": ["line_items", "payment_intent"]})
    api.checkout.sessions.list({"status": "complete", "expand": ["data.payment_intent"]})
    api.checkout.sessions.line_items.list(session.id)

    customer = api.customers.create(
        {"email": "ada@example.com", "name": "Ada", "address": {"city": "Berlin", "country": "DE"}}
    )
    api.customers.update(customer.id, {"phone": "+49 30 1234", "preferred_locales": ["de"]})
    api.customers.list({"email": "ada@example.com"})
    api.customers.retrieve(customer.id)
    api.customers.delete(customer.id)
    api.customers.retrieve(customer.id)
    tips = api.terminal.configurations.create(
        {"name": "Tips", "tipping": {"usd": {"fixed_amounts": [100], "percentages": [10], "smart_tip_threshold": 500}}}
    )
    api.terminal.configurations.update(tips.id, {"name": "Tips of the shop"})
    api.terminal.configurations.retrieve(tips.id)
    api.terminal.configurations.list()
    api.terminal.locations.update(place.id, {"configuration_overrides": tips.id, "phone": "+1 555 0100"})
    api.terminal.locations.retrieve(place.id)
    api.terminal.connection_tokens.create({"location": place.id})
    api.terminal.configurations.delete(tips.id)
    api.terminal.configurations.retrieve(tips.id)
    api.terminal.readers.delete(reader.id)
    api.terminal.readers.retrieve(reader.id)
    api.terminal.locations.delete(place.id)
    api.terminal.locations.retrieve(place.id)
    events = api.events.list({"types": ["payment_intent.succeeded", "terminal.reader.action_failed"], "limit": 5})
    api.events.retrieve(events.data[0].id)
    api.balance.retrieve()


def test_the_sdk_can_do_every_operation_and_every_answer_has_stripes_shape(desk: Desk) -> None:
    walk(desk)

    used = {
        (one.method, one.template)
        for exchange in desk.http.exchanges
        for one in OPERATIONS
        if one.method == exchange.method and one.pattern.fullmatch(exchange.path)
    }
    assert used >= {(one.method, one.template) for one in OPERATIONS}


SDK_SAYS_IT_OTHERWISE = {"checkout.sessions.line_items": "checkout.sessions.line_items.list"}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_an_operation_has_the_name_the_sdk_calls_it_by(operation: Operation) -> None:
    named: object = stripe.StripeClient(TEST_KEY).v1

    for part in SDK_SAYS_IT_OTHERWISE.get(operation.name, operation.name).split("."):
        named = getattr(named, part)

    assert callable(named)


def test_snapshots_in_events_have_the_shape_of_their_object(desk: Desk, spec: validate.Spec) -> None:
    walk(desk)

    for event in desk.api.events.list({"limit": 100}).data:
        snapshot = json.loads(json.dumps(event.to_dict()["data"]["object"]))
        assert spec.check_object(snapshot, strict=True) == [], event.type


def test_nothing_simulated_can_be_taken_for_real(desk: Desk) -> None:
    walk(desk)

    for exchange in desk.http.exchanges:
        answer = json.loads(exchange.body)
        for stored in answer["data"] if answer["object"] == "list" else [answer]:
            assert stored.get("livemode", False) is False
            assert "_sim_" in stored.get("id", "_sim_")
            assert not any(name.startswith("_") for name in stored)


def test_the_checker_accepts_stripes_own_samples_and_refuses_what_is_not_declared(spec: validate.Spec) -> None:
    samples = json.loads((Path(validate.__file__).parent / "fixtures-slice.json").read_text(encoding="utf-8"))

    for sample in samples["resources"].values():
        assert spec.check_object(sample, strict=True) == []
        assert spec.check_object(sample | {"surprise": 1}, strict=True) != []
    charge = samples["resources"]["charge"]
    assert spec.check_object(charge | {"outcome": {"surprise": 1}}, strict=True) != []
    assert spec.check_object(charge | {"amount": "100"}) != []


def test_the_sdk_pins_the_version_the_shapes_are_of(desk: Desk) -> None:
    desk.api.balance.retrieve()

    assert desk.last.headers["Stripe-Version"] == stripe.api_version == "2026-10-28.endive"
