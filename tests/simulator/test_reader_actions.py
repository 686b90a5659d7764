"""What a reader does besides a payment in one step: carts, cards in two steps, Interac, tips, the customer's cancel."""

from __future__ import annotations

import httpx
import pytest
import stripe

from aurora_desk.simulator.seed import READER_ID
from aurora_desk.simulator.turn import Pace

from .conftest import OpenDesk
from .running import Desk
from .test_readers import action_of, present, process, reader_intent

INTERAC = "4506445006931933"


def reader_of(desk: Desk) -> stripe.terminal.Reader:
    return desk.api.terminal.readers.retrieve(READER_ID)


def show_cart(desk: Desk, total: int = 1000) -> stripe.terminal.Reader:
    return desk.api.terminal.readers.set_reader_display(
        READER_ID,
        {
            "type": "cart",
            "cart": {
                "currency": "usd",
                "line_items": [{"amount": total, "description": "Espresso", "quantity": 1}],
                "tax": 80,
                "total": total,
            },
        },
    )


def interac_intent(desk: Desk, amount: int = 1000) -> stripe.PaymentIntent:
    return desk.api.payment_intents.create(
        {
            "amount": amount,
            "currency": "cad",
            "allowed_payment_method_types": ["card_present", "interac_present"],
            "capture_method": "manual",
        }
    )


def present_interac(desk: Desk, number: str = INTERAC) -> stripe.terminal.Reader:
    return desk.api.test_helpers.terminal.readers.present_payment_method(
        READER_ID, {"type": "interac_present", "interac_present": {"number": number}}
    )


def paid_by_interac(desk: Desk, amount: int = 1000) -> stripe.PaymentIntent:
    intent = interac_intent(desk, amount)
    process(desk, intent)
    present_interac(desk)
    return desk.api.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})


def test_a_cart_stays_on_the_display_until_it_is_canceled(desk: Desk) -> None:
    shown = action_of(show_cart(desk))

    desk.clock.at += 3600
    assert (shown.type, action_of(reader_of(desk)).status) == ("set_reader_display", "in_progress")
    assert shown.set_reader_display is not None
    assert shown.set_reader_display.cart is not None
    assert (shown.set_reader_display.cart.total, shown.set_reader_display.cart.tax) == (1000, 80)
    assert desk.api.terminal.readers.cancel_action(READER_ID).action is None


def test_a_cart_takes_the_place_of_a_waiting_payment_without_a_word(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)

    assert action_of(show_cart(desk)).type == "set_reader_display"

    with pytest.raises(stripe.InvalidRequestError, match="not waiting for a card"):
        present(desk)
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    assert action_of(process(desk, intent)).type == "process_payment_intent"


def test_a_card_is_collected_first_and_charged_when_it_is_confirmed(desk: Desk) -> None:
    intent = reader_intent(desk)
    desk.api.terminal.readers.collect_payment_method(READER_ID, {"payment_intent": intent.id})

    collected = action_of(present(desk, "5555555555554444"))

    assert (collected.type, collected.status) == ("collect_payment_method", "succeeded")
    assert collected.collect_payment_method is not None
    method = collected.collect_payment_method.payment_method
    assert method is not None
    assert method.card_present is not None
    assert method.card_present.brand == "mastercard"
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"

    desk.api.terminal.readers.confirm_payment_intent(READER_ID, {"payment_intent": intent.id})

    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"
    assert (action_of(reader_of(desk)).type, action_of(reader_of(desk)).status) == (
        "confirm_payment_intent",
        "succeeded",
    )


def test_a_collected_card_that_declines_does_so_when_it_is_confirmed(desk: Desk) -> None:
    intent = reader_intent(desk)
    desk.api.terminal.readers.collect_payment_method(READER_ID, {"payment_intent": intent.id})
    assert action_of(present(desk, "4000000000000069")).status == "succeeded"

    desk.api.terminal.readers.confirm_payment_intent(READER_ID, {"payment_intent": intent.id})

    assert action_of(reader_of(desk)).failure_code == "expired_card"


@pytest.mark.parametrize(("after_s", "other", "refused"), [(30, False, False), (31, False, True), (0, True, True)])
def test_a_collected_card_is_for_its_own_intent_and_half_a_minute(
    desk: Desk, after_s: float, other: bool, refused: bool
) -> None:
    intent = reader_intent(desk)
    desk.api.terminal.readers.collect_payment_method(READER_ID, {"payment_intent": intent.id})
    present(desk)
    desk.clock.at += after_s
    confirmed = reader_intent(desk).id if other else intent.id

    if refused:
        with pytest.raises(stripe.InvalidRequestError) as raised:
            desk.api.terminal.readers.confirm_payment_intent(READER_ID, {"payment_intent": confirmed})
        assert raised.value.code == "intent_invalid_state"
    else:
        desk.api.terminal.readers.confirm_payment_intent(READER_ID, {"payment_intent": confirmed})
    assert desk.api.payment_intents.retrieve(intent.id).status == (
        "requires_payment_method" if refused else "succeeded"
    )


def test_interac_takes_the_money_at_once_whatever_was_asked(desk: Desk) -> None:
    paid = paid_by_interac(desk)

    assert (paid.status, paid.amount_received) == ("succeeded", 1000)
    assert isinstance(paid.latest_charge, stripe.Charge)
    details = paid.latest_charge.payment_method_details
    assert details is not None
    assert details.type == "interac_present"
    assert details.interac_present is not None
    assert (details.interac_present.brand, details.interac_present.last4) == ("interac", "1933")
    assert details.interac_present.receipt is not None
    assert details.interac_present.receipt.account_type == "checking"
    assert paid.latest_charge.captured is True


def test_another_card_on_an_intent_that_also_takes_interac_is_held_as_asked(desk: Desk) -> None:
    intent = interac_intent(desk)
    process(desk, intent)

    present(desk)

    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_interac_is_declined_by_an_intent_that_does_not_take_it(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)

    assert action_of(present(desk, INTERAC)).failure_code == "card_declined"

    declined = desk.api.payment_intents.retrieve(intent.id)
    assert declined.last_payment_error is not None
    assert declined.last_payment_error.decline_code == "card_not_supported"


def test_interac_is_for_canadian_dollars(desk: Desk) -> None:
    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.payment_intents.create(
            {"amount": 500, "currency": "usd", "allowed_payment_method_types": ["interac_present"]}
        )

    assert raised.value.param == "currency"


def test_interac_is_refunded_to_the_card_that_paid_and_only_with_it(desk: Desk) -> None:
    paid = paid_by_interac(desk)
    with pytest.raises(stripe.InvalidRequestError, match="card present"):
        desk.api.refunds.create({"payment_intent": paid.id})
    asked = desk.api.terminal.readers.refund_payment(
        READER_ID, {"payment_intent": paid.id, "amount": 400, "metadata": {"refund_id": "7"}}
    )
    assert (action_of(asked).type, action_of(asked).status) == ("refund_payment", "in_progress")

    assert action_of(present(desk)).status == "failed"
    desk.api.terminal.readers.refund_payment(
        READER_ID, {"payment_intent": paid.id, "amount": 400, "metadata": {"refund_id": "7"}}
    )
    done = action_of(present_interac(desk))

    assert done.status == "succeeded"
    assert done.refund_payment is not None
    (refund,) = desk.api.refunds.list({"payment_intent": paid.id}).data
    assert (refund.id, refund.amount, refund.status) == (done.refund_payment.refund, 400, "succeeded")
    assert refund.metadata is not None
    assert refund.metadata["refund_id"] == "7"
    assert isinstance(paid.latest_charge, stripe.Charge)
    assert desk.api.charges.retrieve(paid.latest_charge.id).amount_refunded == 400
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        desk.api.terminal.readers.refund_payment(READER_ID, {"payment_intent": paid.id, "amount": 601})


def test_a_partial_interac_refund_obeys_the_amounts_last_digits(desk: Desk) -> None:
    paid = paid_by_interac(desk, 1200)
    desk.api.terminal.readers.refund_payment(READER_ID, {"payment_intent": paid.id, "amount": 1001})

    assert action_of(present_interac(desk)).status == "failed"

    assert desk.api.refunds.list({"payment_intent": paid.id}).data == []


def test_other_cards_are_not_refunded_by_a_reader(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    present(desk)

    with pytest.raises(stripe.InvalidRequestError, match="Only Interac"):
        desk.api.terminal.readers.refund_payment(READER_ID, {"payment_intent": intent.id})


def test_the_reader_asks_for_no_tip_that_is_to_be_skipped(desk: Desk) -> None:
    intent = reader_intent(desk)
    desk.api.terminal.readers.process_payment_intent(
        READER_ID, {"payment_intent": intent.id, "process_config": {"skip_tipping": True}}
    )

    with pytest.raises(stripe.InvalidRequestError) as raised:
        desk.api.test_helpers.terminal.readers.present_payment_method(READER_ID, {"amount_tip": 100})

    assert raised.value.param == "amount_tip"
    present(desk)
    assert desk.api.payment_intents.retrieve(intent.id).amount_received == 1000


def test_what_a_tip_is_reckoned_from_is_told_back(desk: Desk) -> None:
    intent = reader_intent(desk)

    waiting = action_of(
        desk.api.terminal.readers.process_payment_intent(
            READER_ID, {"payment_intent": intent.id, "process_config": {"tipping": {"amount_eligible": 700}}}
        )
    )

    assert waiting.process_payment_intent is not None
    config = waiting.process_payment_intent.process_config
    assert config is not None
    assert config.tipping is not None
    assert config.tipping.amount_eligible == 700


@pytest.mark.parametrize(("offered", "status", "http_status"), [(True, "failed", 303), (False, "in_progress", 400)])
def test_the_customer_cancels_where_the_reader_offers_it(
    desk: Desk, offered: bool, status: str, http_status: int
) -> None:
    intent = reader_intent(desk)
    desk.api.terminal.readers.process_payment_intent(
        READER_ID, {"payment_intent": intent.id, "process_config": {"enable_customer_cancellation": offered}}
    )

    answer = httpx.post(f"{desk.base}/customer/readers/{READER_ID}/cancel", trust_env=False)

    assert answer.status_code == http_status
    action = action_of(reader_of(desk))
    assert (action.status, action.failure_code) == (status, "customer_canceled" if offered else None)
    assert desk.api.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_card_that_cannot_be_read_in_time_fails_the_action(desk: Desk) -> None:
    intent = reader_intent(desk)
    process(desk, intent)
    desk.fault("card_timeout")

    assert action_of(present(desk)).failure_code == "card_read_timed_out"

    assert desk.api.payment_intents.retrieve(intent.id).latest_charge is None


def test_a_reader_is_renamed(desk: Desk) -> None:
    changed = desk.api.terminal.readers.update(READER_ID, {"label": "Till 2", "metadata": {"till": "2"}})

    assert (changed.label, changed.metadata.to_dict()) == ("Till 2", {"till": "2"})
    assert reader_of(desk).label == "Till 2"


def test_a_refund_at_the_reader_that_has_become_impossible_fails(desk: Desk) -> None:
    paid = paid_by_interac(desk)
    assert isinstance(paid.latest_charge, stripe.Charge)
    desk.api.terminal.readers.refund_payment(READER_ID, {"payment_intent": paid.id, "amount": 400})
    httpx.post(f"{desk.base}/customer/charges/{paid.latest_charge.id}/dispute", trust_env=False)

    assert action_of(present_interac(desk)).failure_code == "charge_disputed"

    assert desk.api.refunds.list().data == []


def test_the_training_customer_has_the_card_that_suits(open_desk: OpenDesk) -> None:
    desk = open_desk(Pace(auto_tap_s=3))
    intent = desk.api.payment_intents.create(
        {"amount": 1000, "currency": "cad", "allowed_payment_method_types": ["interac_present"]}
    )
    process(desk, intent)
    desk.clock.at += 3
    assert desk.api.payment_intents.retrieve(intent.id).status == "succeeded"
    desk.api.terminal.readers.refund_payment(READER_ID, {"payment_intent": intent.id})

    desk.clock.at += 3

    assert [one.amount for one in desk.api.refunds.list({"payment_intent": intent.id}).data] == [1000]
    show_cart(desk)
    desk.clock.at += 60
    assert action_of(reader_of(desk)).status == "in_progress"
