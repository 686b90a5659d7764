"""What an account has besides payments: customers, locations, configurations, connection tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import stripe

from aurora_desk.simulator.seed import LOCATION_ID, READER_ID

from .running import Desk
from .test_readers import present, process, reader_intent


def test_a_customer_is_changed_and_found_by_mail(desk: Desk) -> None:
    made = desk.api.customers.create({"email": "ada@example.com", "name": "Ada", "address": {"country": "DE"}})
    desk.api.customers.create({"email": "bob@example.com"})

    desk.api.customers.update(made.id, {"name": "", "address": "", "metadata": {"id": "7"}})

    (found,) = desk.api.customers.list({"email": "ada@example.com"}).data
    assert (found.id, found.name, found.address, found.to_dict()["metadata"]) == (made.id, None, None, {"id": "7"})
    event = desk.api.events.list({"type": "customer.updated"}).data[0]
    assert event.data.to_dict()["previous_attributes"]["name"] == "Ada"


def test_a_payment_names_its_customer(desk: Desk) -> None:
    customer = desk.api.customers.create({"email": "ada@example.com"})
    intent = desk.api.payment_intents.create(
        {
            "amount": 500,
            "currency": "usd",
            "customer": customer.id,
            "payment_method": "pm_card_visa",
            "confirm": True,
        }
    )
    desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    assert [one.id for one in desk.api.payment_intents.list({"customer": customer.id}).data] == [intent.id]
    (charge,) = desk.api.charges.list({"customer": customer.id, "expand": ["data.customer"]}).data
    assert isinstance(charge.customer, stripe.Customer)
    assert charge.customer.email == "ada@example.com"
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.update(intent.id, {"customer": "cus_sim_none"})
    assert (raised.value.code, raised.value.param) == ("resource_missing", "customer")


MAKERS: dict[str, Callable[[Desk], tuple[Any, str]]] = {
    "customer": lambda desk: (desk.api.customers, desk.api.customers.create().id),
    "location": lambda desk: (desk.api.terminal.locations, LOCATION_ID),
    "reader": lambda desk: (desk.api.terminal.readers, READER_ID),
    "configuration": lambda desk: (
        desk.api.terminal.configurations,
        desk.api.terminal.configurations.create({"name": "Tips"}).id,
    ),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_deleted_is_known_as_deleted_and_nothing_else(desk: Desk, kind: str) -> None:
    service, object_id = MAKERS[kind](desk)

    assert service.delete(object_id).to_dict()["deleted"] is True

    assert service.retrieve(object_id).to_dict()["deleted"] is True
    assert service.list().data == []
    for again in (service.delete, service.update):
        with pytest.raises(stripe.InvalidRequestError) as raised:
            again(object_id)
        assert (raised.value.http_status, raised.value.code) == (404, "resource_missing")


def test_a_deleted_reader_takes_no_payment(desk: Desk) -> None:
    desk.api.terminal.readers.delete(READER_ID)

    with pytest.raises(stripe.InvalidRequestError) as raised:
        process(desk, reader_intent(desk))

    assert raised.value.http_status == 404


def test_a_location_moves_and_takes_a_configuration(desk: Desk) -> None:
    tips = desk.api.terminal.configurations.create(
        {"name": "Tips", "tipping": {"usd": {"percentages": [10, 15, 20], "smart_tip_threshold": 500}}}
    )

    moved = desk.api.terminal.locations.update(
        LOCATION_ID,
        {
            "address": {"country": "CA", "city": "Toronto"},
            "configuration_overrides": tips.id,
            "metadata": {"shop": "1"},
        },
    )

    assert (moved.address.city, moved.address.line1, moved.configuration_overrides) == ("Toronto", None, tips.id)
    cleared = desk.api.terminal.locations.update(LOCATION_ID, {"configuration_overrides": ""})
    assert "configuration_overrides" not in cleared
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.terminal.locations.update(LOCATION_ID, {"configuration_overrides": "tmc_sim_none"})
    assert raised.value.param == "configuration_overrides"


def test_tips_of_a_configuration_are_set_and_cleared(desk: Desk) -> None:
    made = desk.api.terminal.configurations.create({"tipping": {"eur": {"fixed_amounts": [100, 200]}}})
    assert made.tipping is not None
    assert made.tipping.eur is not None
    assert made.tipping.eur.fixed_amounts == [100, 200]

    changed = desk.api.terminal.configurations.update(made.id, {"tipping": "", "name": "None"})

    assert ("tipping" in changed, changed.name) == (False, "None")
    assert desk.api.terminal.configurations.list({"is_account_default": True}).data == []
    assert [one.id for one in desk.api.terminal.configurations.list().data] == [made.id]


def test_a_connection_token_is_for_its_location(desk: Desk) -> None:
    token = desk.api.terminal.connection_tokens.create({"location": LOCATION_ID})

    assert (token.location, token.secret.startswith("pst_test_sim_")) == (LOCATION_ID, True)


def test_the_card_of_a_payment_can_be_looked_at(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    present(desk, "378282246310005")
    paid = desk.api.payment_intents.retrieve(intent.id)
    assert isinstance(paid.payment_method, str)

    method = desk.api.payment_methods.retrieve(paid.payment_method)

    assert method.card_present is not None
    assert (method.type, method.card_present.brand) == ("card_present", "amex")
