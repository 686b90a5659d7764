"""Refunds: never more than was taken."""

from __future__ import annotations

import pytest
import stripe

from .running import Desk


def paid_intent(desk: Desk, amount: int = 1000) -> stripe.PaymentIntent:
    return desk.api.payment_intents.create(
        {"amount": amount, "currency": "usd", "payment_method": "pm_card_visa", "confirm": True}
    )


def test_parts_add_up_to_the_whole_and_no_further(desk: Desk) -> None:
    intent = paid_intent(desk)
    desk.api.refunds.create({"payment_intent": intent.id, "amount": 300})

    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount") as too_much:
        desk.api.refunds.create({"payment_intent": intent.id, "amount": 701})
    rest = desk.api.refunds.create({"payment_intent": intent.id})
    with pytest.raises(stripe.InvalidRequestError) as nothing_left:
        desk.api.refunds.create({"payment_intent": intent.id})

    assert too_much.value.param == "amount"
    assert rest.amount == 700
    assert nothing_left.value.code == "charge_already_refunded"
    assert isinstance(intent.latest_charge, str)
    charge = desk.api.charges.retrieve(intent.latest_charge)
    assert (charge.amount_refunded, charge.refunded) == (1000, True)
    assert sum(one.amount for one in desk.api.refunds.list({"payment_intent": intent.id}).data) == 1000
    assert desk.api.balance.retrieve().available[0].amount == 0


def test_an_intent_that_took_nothing_has_nothing_to_refund(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})

    with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
        desk.api.refunds.create({"payment_intent": intent.id})


def test_a_declined_charge_has_nothing_to_refund(desk: Desk) -> None:
    intent = desk.api.payment_intents.create({"amount": 500, "currency": "usd"})
    with pytest.raises(stripe.CardError) as raised:
        desk.api.payment_intents.confirm(intent.id, {"payment_method": "pm_card_chargeDeclined"})
    assert raised.value.error is not None
    assert raised.value.error.charge is not None

    with pytest.raises(stripe.InvalidRequestError, match="nothing to refund"):
        desk.api.refunds.create({"charge": raised.value.error.charge})
