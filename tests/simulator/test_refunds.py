"""Refunds: never more than was taken."""

from __future__ import annotations

import httpx
import pytest
import stripe

from .running import Desk
from .stripe_slice.validate import Spec


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


def charge_of(desk: Desk, intent: stripe.PaymentIntent) -> stripe.Charge:
    charge = desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]}).latest_charge
    assert isinstance(charge, stripe.Charge)
    return charge


def paid_with(desk: Desk, method: str) -> stripe.PaymentIntent:
    return desk.api.payment_intents.create(
        {"amount": 1000, "currency": "usd", "payment_method": method, "confirm": True}
    )


def test_a_refund_that_looked_good_fails_later_and_the_charge_is_as_before(desk: Desk) -> None:
    intent = paid_with(desk, "pm_card_refundFail")
    refund = desk.api.refunds.create({"payment_intent": intent.id, "amount": 400})
    assert (refund.status, charge_of(desk, intent).amount_refunded) == ("succeeded", 400)

    desk.clock.at += 3600

    failed = desk.api.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    assert (charge_of(desk, intent).amount_refunded, charge_of(desk, intent).refunded) == (0, False)
    types = [one.type for one in desk.api.events.list({"limit": 3}).data]
    assert types == ["refund.failed", "charge.refund.updated", "refund.updated"]
    assert desk.api.refunds.create({"payment_intent": intent.id, "amount": 1000}).status == "succeeded"


def test_any_refund_can_be_made_to_fail_now_but_once(desk: Desk) -> None:
    intent = paid_intent(desk)
    refund = desk.api.refunds.create({"payment_intent": intent.id})
    fail = f"{desk.base}/customer/refunds/{refund.id}/fail"

    assert httpx.post(fail, trust_env=False).status_code == 303
    assert httpx.post(fail, trust_env=False).status_code == 400

    assert desk.api.refunds.retrieve(refund.id).status == "failed"
    assert charge_of(desk, intent).amount_refunded == 0


def test_a_pending_refund_succeeds_later(desk: Desk) -> None:
    intent = paid_with(desk, "pm_card_pendingRefund")
    refund = desk.api.refunds.create({"payment_intent": intent.id, "amount": 400})
    assert (refund.status, refund.pending_reason) == ("pending", "processing")
    assert charge_of(desk, intent).amount_refunded == 400

    desk.clock.at += 3600

    assert desk.api.refunds.retrieve(refund.id).status == "succeeded"
    assert charge_of(desk, intent).amount_refunded == 400


def test_only_a_refund_on_its_way_can_be_canceled(desk: Desk) -> None:
    through = desk.api.refunds.create({"payment_intent": paid_intent(desk).id})
    intent = paid_with(desk, "pm_card_pendingRefund")
    pending = desk.api.refunds.create({"payment_intent": intent.id, "amount": 400})

    assert desk.api.refunds.cancel(pending.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="succeeded can't be canceled"):
        desk.api.refunds.cancel(through.id)

    desk.clock.at += 3600
    assert desk.api.refunds.retrieve(pending.id).status == "canceled"
    assert charge_of(desk, intent).amount_refunded == 0


def test_an_update_tells_what_it_changed(desk: Desk) -> None:
    intent = paid_intent(desk)
    refund = desk.api.refunds.create({"payment_intent": intent.id, "metadata": {"refund_id": "1"}})

    desk.api.refunds.update(refund.id, {"metadata": {"seen": "yes"}})
    desk.api.charges.update(charge_of(desk, intent).id, {"description": "Order 7"})

    of_charge, of_refund = (
        desk.api.events.list({"type": kind, "limit": 1}).data[0] for kind in ("charge.updated", "refund.updated")
    )
    assert of_charge.data.to_dict()["previous_attributes"] == {"description": None}
    assert of_refund.data.to_dict()["previous_attributes"] == {"metadata": {"refund_id": "1"}}
    assert of_refund.data.to_dict()["object"]["metadata"] == {"refund_id": "1", "seen": "yes"}


def test_charges_of_an_intent_are_listed(desk: Desk) -> None:
    intent = paid_intent(desk)
    paid_intent(desk)

    assert [one.id for one in desk.api.charges.list({"payment_intent": intent.id}).data] == [intent.latest_charge]


def test_a_disputed_charge_is_told_by_an_event_and_not_refunded(desk: Desk, spec: Spec) -> None:
    intent = paid_intent(desk)
    desk.api.refunds.create({"payment_intent": intent.id, "amount": 300})
    dispute = f"{desk.base}/customer/charges/{intent.latest_charge}/dispute"

    assert httpx.post(dispute, trust_env=False).status_code == 303
    assert httpx.post(dispute, trust_env=False).status_code == 400

    (event,) = desk.api.events.list({"type": "charge.dispute.created"}).data
    told = event.data.to_dict()["object"]
    assert (told["amount"], told["charge"], told["payment_intent"]) == (700, intent.latest_charge, intent.id)
    assert spec.check_object(told, strict=True) == []
    assert charge_of(desk, intent).disputed is True
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.refunds.create({"payment_intent": intent.id})
    assert raised.value.code == "charge_disputed"
