"""What the planner holds: lines or an amount, and how much goes over which payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.ids import OrderId, PaymentId, ProductId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.refunds import Refundable, RefundablePayment, RefundPart, RefundReason
from aurora_desk.domain.returns import ReturnableLine
from aurora_desk.gui.screens.orders.refund.draft import Mode, Problem, RefundDraft

TEA = ReturnableLine(0, ProductId(1), "Tea", sold_milli=2000, total_minor=7_60)
KENYA = ReturnableLine(1, ProductId(2), "Kenya", sold_milli=350, total_minor=10_50)
GIFT = ReturnableLine(2, None, "Gift wrap", sold_milli=1000, total_minor=2_00)


def payment(name: str, amount: int, method: Method = Method.CARD, *, tip: int = 0) -> RefundablePayment:
    made = Payment(
        payment_id=PaymentId(name),
        tenant_id=TenantId(1),
        order_id=OrderId(1),
        method=method,
        status=PaymentStatus.SUCCEEDED,
        amount=Money(amount, "USD"),
        tip_minor=tip,
        rounding_minor=0,
        tendered_minor=0,
        change_minor=0,
        intent_id=None,
        reader_id=None,
        attempt=1,
        card_brand="visa",
        card_last4="4242",
        read_method="",
        failure="",
        created_at=datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=len(name)),
    )
    return RefundablePayment(made, amount, tip, 0)


def draft(*payments: RefundablePayment, lines: tuple[ReturnableLine, ...] = (TEA, KENYA, GIFT)) -> RefundDraft:
    return RefundDraft(Refundable("plan", OrderId(1), "USD", lines, payments or (payment("card", 20_10),)))


def shares(one: RefundDraft) -> dict[str, int]:
    return {part.payment_id: part.amount_minor for part in one.parts()}


def test_a_line_comes_back_whole_and_then_piece_by_piece() -> None:
    one = draft()
    one.set_quantity(TEA, TEA.left_milli)
    assert (one.amount_minor, one.line_minor(TEA)) == (7_60, 7_60)
    one.step(TEA, -1)
    assert one.amount_minor == 3_80
    one.step(TEA, -1)
    assert one.quantity(TEA) == 1000, "the check box takes the last one off"
    one.step(TEA, 5)
    assert one.quantity(TEA) == 2000


def test_everything_comes_to_the_whole_order() -> None:
    one = draft()
    one.everything()
    assert (one.amount_minor, len(one.returns())) == (20_10, 3)


def test_damaged_goods_go_back_to_stock_only_where_a_person_says_so() -> None:
    one = draft()
    assert one.restocks(TEA)
    one.reason = RefundReason.DAMAGED
    assert not one.restocks(TEA)
    one.set_restock(TEA, True)
    assert one.restocks(TEA)
    assert not one.restocks(GIFT), "what is no product has no stock"


def test_a_person_says_how_much_goes_over_one_payment_and_the_others_take_the_rest() -> None:
    card, cash = payment("card", 12_00), payment("cash", 8_10, Method.CASH)
    one = draft(card, cash)
    one.everything()
    one.set_mode(Mode.AMOUNT)
    one.set_typed(10_00)
    assert shares(one) == {"card": 10_00}
    assert (one.bounds(card), one.bounds(cash)) == ((1_90, 10_00), (0, 8_10))
    one.set_part(PaymentId("card"), 4_00)
    assert shares(one) == {"card": 4_00, "cash": 6_00}
    one.set_typed(11_00)
    assert shares(one) == {"card": 11_00}, "another amount is spread anew"


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=4), st.data())
def test_parts_always_add_up_and_stay_within_their_payments(lefts: list[int], data: st.DataObject) -> None:
    payments = [payment(f"p{place}", left) for place, left in enumerate(lefts)]
    one = draft(*payments, lines=())
    one.set_typed(data.draw(st.integers(1, sum(lefts))))
    for _ in range(data.draw(st.integers(0, 4))):
        chosen = data.draw(st.sampled_from(payments))
        least, most = one.bounds(chosen)
        one.set_part(chosen.payment.payment_id, data.draw(st.integers(least, most)))
        parts = one.parts()
        assert sum(part.amount_minor for part in parts) == one.amount_minor
        left = {other.payment.payment_id: other.left_minor for other in payments}
        assert all(part.amount_minor <= left[part.payment_id] for part in parts)
        assert one.share(chosen) == {part.payment_id: part.amount_minor for part in parts}.get(
            chosen.payment.payment_id, 0
        )


def test_a_customer_who_gets_all_back_gets_the_tip_unless_a_person_says_no() -> None:
    card = payment("card", 20_10, tip=3_00)
    one = draft(card)
    one.everything()
    assert (one.given_minor, one.parts()) == (23_10, (RefundPart(PaymentId("card"), 20_10, with_tip=True),))
    one.keep_tip(PaymentId("card"), True)
    assert one.given_minor == 20_10
    one.keep_tip(PaymentId("card"), False)
    one.set_quantity(TEA, 0)
    assert (one.has_tip_to_give(card, one.share(card)), one.given_minor) == (False, 12_50)


def test_what_is_missing_is_told_one_after_the_other() -> None:
    one = draft()
    assert one.problem() is Problem.NOTHING
    one.set_quantity(TEA, 1000)
    assert one.problem() is Problem.NO_REASON
    one.other = True
    assert one.problem() is Problem.NO_REASON
    one.other_words = "  Twice on the bill "
    assert one.problem() is None
    assert one.request().reason == "Twice on the bill"
    one.set_mode(Mode.AMOUNT)
    one.set_typed(20_11)
    assert one.problem() is Problem.TOO_MUCH


def test_a_part_that_no_coin_pays_is_told() -> None:
    cash = replace(payment("cash", 8_10, Method.CASH), step_minor=5)
    one = draft(cash)
    one.set_mode(Mode.AMOUNT)
    one.set_typed(2)
    assert one.problem() is Problem.TOO_SMALL
    one.set_typed(3)
    one.reason = RefundReason.CHANGED_MIND
    assert (one.problem(), one.given_minor) == (None, 5)


def test_a_request_says_what_was_on_the_screen() -> None:
    one = draft()
    one.set_quantity(TEA, 1000)
    one.set_restock(TEA, False)
    one.reason = RefundReason.WRONG_ITEM
    asked = one.request()
    assert (asked.plan_id, asked.amount_minor, asked.reason) == ("plan", 3_80, "wrong_item")
    assert [(line.position, line.quantity_milli, line.restock) for line in asked.lines] == [(0, 1000, False)]
    assert asked.reader_id is None


@pytest.mark.parametrize("lines", [(), (replace(TEA, back_milli=2000, back_minor=7_60),)])
def test_without_goods_left_to_come_back_an_amount_is_asked_for(lines: tuple[ReturnableLine, ...]) -> None:
    assert draft(lines=lines).mode is Mode.AMOUNT
