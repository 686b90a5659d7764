"""Bank transfers and a shop's own tenders: nothing is paid before somebody says that the money is there."""

from __future__ import annotations

import pytest

from aurora_desk.domain.errors import ConflictError, InvalidError, NotFoundError
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Handover, Order, OrderStatus, PaidStatus
from aurora_desk.domain.payments import Method, OrderTarget, PaymentStatus, Target
from aurora_desk.domain.truth import Period
from aurora_desk.services.demo import CAFE, FLOAT_MINOR
from services.counter import CROISSANT, ESPRESSO, MARA, Counter

SEEN = "A. Demir, order 5001"


def transfer(counter: Counter, target: Target, reference: str = SEEN, amount: int | None = None) -> Order:
    return counter.write(counter.services.payments.take_transfer, MARA, target, reference, amount)


def own(counter: Counter, target: Target, name: str = "Voucher", reference: str = "V-7") -> Order:
    return counter.write(counter.services.payments.take_own, MARA, target, name, reference)


def wait(counter: Counter, target: Target) -> Order:
    return counter.write(counter.services.payments.await_transfer, MARA, target)


def add_tender(counter: Counter, name: str = "Voucher", *, asks: bool = True) -> None:
    counter.services.write(lambda work: counter.services.settings.add_tender(work, MARA, name, asks_reference=asks))


def timeline(counter: Counter, order_id: OrderId) -> list[str]:
    return [event.event for event in counter.read(counter.services.orders.timeline, CAFE, order_id)]


def test_a_transfer_that_was_seen_pays_the_order_and_moves_nothing_in_the_drawer(counter: Counter) -> None:
    order = transfer(counter, counter.target(ESPRESSO, CROISSANT))

    assert (order.payment_status, order.handover) == (PaidStatus.PAID, Handover.COLLECTED)
    (payment,) = order.payments
    assert (payment.method, payment.status, payment.slip_number) == (Method.TRANSFER, PaymentStatus.SUCCEEDED, SEEN)
    assert counter.rows("SELECT kind, amount_minor FROM cash_movement") == [("float", FLOAT_MINOR)]
    assert counter.door.calls == []


@pytest.mark.parametrize("reference", ["", "  ", "x" * 41, "a\nb", "4242424242424242"])
def test_a_transfer_says_who_it_came_from_and_never_a_card_number(counter: Counter, reference: str) -> None:
    with pytest.raises(InvalidError) as refused:
        transfer(counter, counter.target(), reference)

    assert refused.value.field == "reference"
    assert counter.rows("SELECT 1 FROM shop_order") == []


def test_an_order_that_waits_for_a_transfer_is_not_paid_and_not_handed_over(counter: Counter) -> None:
    order = wait(counter, counter.target(ESPRESSO, CROISSANT))

    assert (order.status, order.payment_status, order.handover) == (
        OrderStatus.PENDING,
        PaidStatus.UNPAID,
        Handover.NONE,
    )
    assert order.payments == ()
    assert order.due == order.total
    assert order.live_payment is None


def test_the_money_of_a_waiting_order_hands_nothing_over_by_itself(counter: Counter) -> None:
    waiting = wait(counter, counter.target(ESPRESSO, CROISSANT))

    paid = transfer(counter, OrderTarget(waiting.order_id))

    assert (paid.status, paid.payment_status, paid.handover) == (
        OrderStatus.PENDING,
        PaidStatus.PAID,
        Handover.NONE,
    )


def test_a_part_may_be_paid_and_the_rest_wait(counter: Counter) -> None:
    begun = transfer(counter, counter.target(ESPRESSO, CROISSANT), amount=300)
    assert (begun.payment_status, begun.due.amount_minor) == (PaidStatus.PART_PAID, 200)

    waiting = wait(counter, OrderTarget(begun.order_id))

    assert (waiting.payment_status, waiting.due.amount_minor) == (PaidStatus.PART_PAID, 200)


def test_nothing_waits_on_an_order_that_is_paid_or_just_being_paid(counter: Counter) -> None:
    paid = transfer(counter, counter.target())
    with pytest.raises(ConflictError, match="Nothing is left to pay"):
        wait(counter, OrderTarget(paid.order_id))

    order = counter.ordered()
    counter.intent_of(order)
    with pytest.raises(ConflictError, match="already being paid"):
        wait(counter, OrderTarget(order.order_id))


def test_a_shops_own_tender_keeps_its_name_on_the_payment_and_the_receipt(counter: Counter) -> None:
    add_tender(counter)

    order = own(counter, counter.target(ESPRESSO, CROISSANT), "voucher", " V-7 ")

    (payment,) = order.payments
    assert (payment.method, payment.tender_name, payment.slip_number) == (Method.OWN, "Voucher", "V-7")
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)
    assert [paid.words for paid in receipt.payments] == ["Voucher, V-7"]


def test_a_tender_without_a_reference_is_named_alone(counter: Counter) -> None:
    add_tender(counter, "Lunch cheque", asks=False)
    order = own(counter, counter.target(), "Lunch cheque", "")
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)
    assert [paid.words for paid in receipt.payments] == ["Lunch cheque"]


def test_a_tender_that_asks_for_a_reference_is_not_booked_without(counter: Counter) -> None:
    add_tender(counter)
    with pytest.raises(InvalidError, match="Nothing was booked"):
        own(counter, counter.target(), "Voucher", " ")
    assert counter.rows("SELECT 1 FROM shop_order") == []


def test_a_tender_that_was_taken_away_is_refused_and_what_it_paid_stays(counter: Counter) -> None:
    add_tender(counter)
    paid = own(counter, counter.target())
    counter.services.write(lambda work: counter.services.settings.remove_tender(work, MARA, "voucher"))

    with pytest.raises(NotFoundError, match="Nothing was booked"):
        own(counter, counter.target())

    receipt = counter.read(counter.services.receipts.of_order, CAFE, paid.order_id)
    assert [payment.words for payment in receipt.payments] == ["Voucher, V-7"]


def test_the_receipt_of_a_transfer_tells_its_reference(counter: Counter) -> None:
    order = transfer(counter, counter.target())
    receipt = counter.read(counter.services.receipts.of_order, CAFE, order.order_id)
    assert [str(paid.words) for paid in receipt.payments] == [f"Bank transfer, {SEEN}"]


def test_sums_tell_transfers_and_each_own_tender_by_its_name(counter: Counter) -> None:
    add_tender(counter)
    add_tender(counter, "Lunch cheque", asks=False)
    transfer(counter, counter.target(ESPRESSO), amount=100)
    own(counter, counter.target(ESPRESSO))
    own(counter, counter.target(CROISSANT), "Lunch cheque", "")

    booked = counter.read(counter.services.truth.board, CAFE, Period.TODAY).booked

    assert booked.minor(Method.TRANSFER) == 100
    assert set(booked.own) == {"Voucher", "Lunch cheque"}
    assert booked.minor(Method.OWN) == sum(booked.own.values())


def test_every_way_out_stands_in_the_timeline(counter: Counter) -> None:
    waiting = wait(counter, counter.target())
    transfer(counter, OrderTarget(waiting.order_id))

    told = timeline(counter, waiting.order_id)

    assert told[-3:] == ["transfer.awaited", "payment.succeeded", "order.paid"]
