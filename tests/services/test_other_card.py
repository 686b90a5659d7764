"""A card on another machine, booked by its slip."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.orders import Handover, Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import Method, OrderTarget, PaymentStatus, Target
from aurora_desk.services.demo import CAFE, FLOAT_MINOR
from services.counter import CROISSANT, ESPRESSO, MARA, Counter


def book(counter: Counter, target: Target, slip: str, amount: int | None = None) -> Order:
    return counter.write(counter.services.payments.take_other_card, MARA, target, slip, amount)


def test_the_slip_pays_the_order_and_moves_nothing_in_the_drawer(counter: Counter) -> None:
    order = book(counter, counter.target(ESPRESSO, CROISSANT), " 0042 ")

    assert (order.status, order.payment_status, order.handover) == (
        OrderStatus.COMPLETED,
        PaidStatus.PAID,
        Handover.COLLECTED,
    )
    (payment,) = order.payments
    assert (payment.method, payment.status, payment.slip_number) == (Method.OTHER_CARD, PaymentStatus.SUCCEEDED, "0042")
    assert counter.rows("SELECT kind, amount_minor FROM cash_movement") == [("float", FLOAT_MINOR)]
    assert counter.door.calls == []


def test_a_part_leaves_the_rest_due_and_the_receipt_names_the_slip(counter: Counter) -> None:
    order = book(counter, counter.target(ESPRESSO, CROISSANT), "0042", 300)
    assert (order.payment_status, order.due.amount_minor) == (PaidStatus.PART_PAID, 200)

    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)

    assert [payment.words for payment in receipt.payments] == ["Card, other machine, slip 0042"]


@pytest.mark.parametrize(
    "slip", ["", "   ", "x" * 41, "00\n42", "4242 4242 4242 4242", "slip 5555-5555-5555-4444", "\u202e0042"]
)
def test_a_slip_number_is_one_and_never_a_cards_number(counter: Counter, slip: str) -> None:
    with pytest.raises(InvalidError) as refused:
        book(counter, counter.target(), slip)

    assert refused.value.field == "slip_number"
    assert counter.rows("SELECT 1 FROM shop_order") == []


@pytest.mark.parametrize("amount", [501, 0, -1])
def test_only_cash_is_given_in_excess(counter: Counter, amount: int) -> None:
    with pytest.raises(InvalidError, match="Nothing was charged"):
        book(counter, counter.target(ESPRESSO, CROISSANT), "0042", amount)
    assert counter.rows("SELECT 1 FROM shop_order") == []


def test_a_paid_order_is_not_paid_again_by_a_slip(counter: Counter) -> None:
    order = book(counter, counter.target(), "0042")
    with pytest.raises(ConflictError, match="Nothing is left to pay"):
        book(counter, OrderTarget(order.order_id), "0043")


def test_the_slip_waits_while_another_payment_of_the_order_is_open(counter: Counter) -> None:
    order = counter.ordered()
    counter.intent_of(order)
    with pytest.raises(ConflictError, match="already being paid"):
        book(counter, OrderTarget(order.order_id), "0042")
