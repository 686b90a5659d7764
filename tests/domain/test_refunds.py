"""What can be given back: pieces of a line add up to it, parts add up to the amount, nothing exceeds its payment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import OrderId, PaymentId, RefundId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund, RefundStatus
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.refund_progress import refund_failure_words
from aurora_desk.domain.refunds import (
    Refundable,
    RefundablePayment,
    RefundChangedError,
    RefundPart,
    RefundReason,
    RefundRequest,
    RefundWay,
    check_reason,
    reason_code,
    refundable_payment,
    undecided,
    way_of,
)
from aurora_desk.domain.returns import LineReturn, MoreThanSoldError, RefundTooLargeError, ReturnableLine

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def payment(number: int = 1, amount: int = 1000, *, method: Method = Method.CARD, **more: object) -> Payment:
    made = Payment(
        payment_id=PaymentId(f"p{number}"),
        tenant_id=TenantId(1),
        order_id=OrderId(1),
        method=method,
        status=PaymentStatus.SUCCEEDED,
        amount=Money(amount, "USD"),
        tip_minor=0,
        rounding_minor=0,
        tendered_minor=0,
        change_minor=0,
        intent_id=None,
        reader_id=None,
        attempt=1,
        card_brand="",
        card_last4="",
        read_method="",
        failure="",
        created_at=NOON + timedelta(minutes=number),
    )
    return replace(made, **more)  # type: ignore[arg-type]  # a test's own names


def refund_of(
    one: Payment, amount: int, *, status: RefundStatus = RefundStatus.SUCCEEDED, rounding: int = 0, plan: str = "plan"
) -> Refund:
    refund_id = RefundId(f"{one.payment_id}-{amount}-{status}")
    made = Refund(refund_id, one.payment_id, Money(amount, "USD"), status, "damaged", NOON)
    return replace(made, rounding_minor=rounding, plan_id=plan)


def desk(*payments: RefundablePayment, lines: tuple[ReturnableLine, ...] = ()) -> Refundable:
    return Refundable("plan", OrderId(1), "USD", lines, payments)


def request(amount: int, *parts: RefundPart) -> RefundRequest:
    return RefundRequest("plan", OrderId(1), amount, "damaged", parts=parts or None)


@given(st.integers(0, 10**7), st.lists(st.integers(1, 5_000), min_size=1, max_size=12))
def test_all_refunds_of_a_line_add_up_to_it_exactly(total: int, pieces: list[int]) -> None:
    line = ReturnableLine(0, None, "Tea", sold_milli=sum(pieces), total_minor=total)
    for piece in pieces:
        worth = line.worth(piece)
        assert worth >= 0
        line = replace(line, back_milli=line.back_milli + piece, back_minor=line.back_minor + worth)
    assert (line.back_minor, line.left_milli) == (total, 0)


@given(st.integers(1, 10**6), st.integers(2, 50))
def test_equal_pieces_differ_by_one_minor_unit_at_most(total: int, count: int) -> None:
    line = ReturnableLine(0, None, "Tea", sold_milli=count * 1000, total_minor=total)
    worths = []
    for _ in range(count):
        worths.append(line.worth(1000))
        line = replace(line, back_milli=line.back_milli + 1000, back_minor=line.back_minor + worths[-1])
    assert max(worths) - min(worths) <= 1


def test_more_than_was_sold_does_not_come_back() -> None:
    line = ReturnableLine(0, None, "Tea", sold_milli=2000, total_minor=500, back_milli=1000, back_minor=250)
    with pytest.raises(MoreThanSoldError, match="Nothing was refunded"):
        line.worth(1001)
    with pytest.raises(MoreThanSoldError):
        desk(lines=(line,)).line_amounts([LineReturn(1, 1000)])
    with pytest.raises(MoreThanSoldError):
        desk(lines=(line,)).line_amounts([LineReturn(0, 500), LineReturn(0, 500)])


def test_goods_are_worth_at_most_what_is_left_on_the_payments() -> None:
    lines = (ReturnableLine(0, None, "Tea", 1000, 1000), ReturnableLine(1, None, "Cup", 1000, 500))
    left = desk(RefundablePayment(payment(amount=1001), 1001, 0, 0), lines=lines)
    assert left.line_amounts([LineReturn(0, 1000), LineReturn(1, 1000)]) == (667, 334)
    assert left.line_amounts([LineReturn(1, 1000)]) == (500,)


WAYS = st.sampled_from(list(Method))
PAYMENTS = st.lists(st.tuples(st.integers(1, 10**5), WAYS, st.integers(0, 500)), min_size=1, max_size=5)


@given(PAYMENTS, st.lists(st.integers(1, 10**5), min_size=1, max_size=6), st.sampled_from([1, 5, 10]))
def test_parts_add_up_exactly_and_no_payment_gives_more_than_it_took(
    taken: list[tuple[int, Method, int]], amounts: list[int], step: int
) -> None:
    """Refund after refund, each spread by default, until nothing is left: what was taken has gone back, all of it."""
    payments = []
    for number, (amount, method, tip) in enumerate(taken):
        rounding = -(amount % step) if method is Method.CASH and amount > step else 0
        payments.append(payment(number, amount, method=method, tip_minor=tip, rounding_minor=rounding))
    refunds: list[Refund] = []
    for amount in [*amounts, sum(one.amount.amount_minor for one in payments)]:
        now = [refundable_payment(one, refunds, cash_step_minor=step) for one in payments]
        shown = desk(*[one for one in now if one.left_minor])
        asked = min(amount, shown.left_minor)
        if not asked:
            break
        try:
            parts = shown.planned(request(asked))
        except InvalidError:
            continue  # smaller than a coin
        assert sum(part.amount_minor for part in parts) == asked
        for part in parts:
            refunds.append(refund_of(part.payment, part.amount_minor, rounding=part.rounding_minor))
    for one in payments:
        mine = [refund for refund in refunds if refund.payment_id == one.payment_id]
        assert sum(refund.amount.amount_minor for refund in mine) <= one.amount.amount_minor
        assert sum(refund.given_minor for refund in mine) <= one.captured_minor
        if sum(refund.amount.amount_minor for refund in mine) == one.amount.amount_minor:
            assert sum(refund.given_minor for refund in mine) == one.captured_minor - one.tip_minor


def test_money_goes_back_to_cards_before_cash_and_to_the_one_with_most_left_first() -> None:
    small, large = payment(1, 300), payment(2, 700)
    one = desk(
        RefundablePayment(large, 700, 0, 0),
        RefundablePayment(small, 300, 0, 0),
        RefundablePayment(payment(3, 500, method=Method.CASH), 500, 0, 0),
    )
    assert one.spread(1200) == (
        RefundPart(PaymentId("p2"), 700),
        RefundPart(PaymentId("p1"), 300),
        RefundPart(PaymentId("p3"), 200),
    )
    assert one.spread(700) == (RefundPart(PaymentId("p2"), 700),)
    with pytest.raises(RefundTooLargeError, match=r"15\.01 USD is more than the 15\.00 USD left to refund"):
        one.spread(1501)


def test_a_person_says_how_much_goes_where_within_what_is_left() -> None:
    one = desk(RefundablePayment(payment(1, 300), 300, 0, 0), RefundablePayment(payment(2, 700), 700, 0, 0))
    parts = one.planned(request(500, RefundPart(PaymentId("p1"), 200), RefundPart(PaymentId("p2"), 300)))
    assert [part.given_minor for part in parts] == [200, 300]
    with pytest.raises(RefundTooLargeError):
        one.planned(request(500, RefundPart(PaymentId("p1"), 301), RefundPart(PaymentId("p2"), 199)))
    with pytest.raises(InvalidError, match="do not add up"):
        one.planned(request(500, RefundPart(PaymentId("p1"), 200)))
    with pytest.raises(InvalidError, match="once at a time"):
        one.planned(request(200, RefundPart(PaymentId("p1"), 100), RefundPart(PaymentId("p1"), 100)))
    with pytest.raises(RefundChangedError):
        one.planned(request(200, RefundPart(PaymentId("p9"), 200)))
    with pytest.raises(InvalidError):
        one.planned(request(0))


def test_a_whole_cash_payment_gives_back_exactly_what_was_taken_and_a_part_is_rounded_to_coins() -> None:
    cash = RefundablePayment(payment(1, 1002, method=Method.CASH, rounding_minor=-2), 1002, 0, -2, step_minor=5)
    assert (cash.part(1002).given_minor, cash.part(1002).rounding_minor) == (1000, -2)
    assert (cash.part(503).given_minor, cash.part(503).rounding_minor) == (505, 2)
    with pytest.raises(InvalidError, match="too small"):
        cash.part(2)


def test_a_tip_goes_back_only_with_the_whole_payment_and_only_by_choice() -> None:
    card = RefundablePayment(payment(1, 900, tip_minor=100), 900, 100, 0)
    assert card.part(900).given_minor == 900
    assert card.part(900, with_tip=True).given_minor == 1000
    with pytest.raises(InvalidError, match="tip"):
        card.part(899, with_tip=True)


def test_three_decimals_go_back_to_a_card_in_steps_that_stripe_takes() -> None:
    dinar = replace(payment(rounding_minor=-4), amount=Money(5124, "KWD"))
    card = refundable_payment(dinar, [], cash_step_minor=5)
    assert (card.part(1003).given_minor, card.part(5124).given_minor) == (1000, 5120)


def test_what_failed_counts_no_longer_and_what_is_pending_counts() -> None:
    one = payment(1, 1000)
    gone = [refund_of(one, 400, status=RefundStatus.PENDING), refund_of(one, 300, status=RefundStatus.FAILED)]
    assert refundable_payment(one, gone, cash_step_minor=1).left_minor == 600


def test_a_failed_refund_is_settled_once_anything_took_its_place() -> None:
    one = payment(1, 1000)
    failed = refund_of(one, 400, status=RefundStatus.FAILED)
    assert undecided([failed]) == (failed,)
    assert undecided([failed, refund_of(one, 400, status=RefundStatus.PENDING)]) == ()
    assert undecided([failed, refund_of(one, 400, plan="another")]) == (failed,)


def test_money_goes_back_the_way_it_came() -> None:
    assert way_of(payment()) is RefundWay.CARD
    assert way_of(payment(method=Method.STRIPE)) is RefundWay.CARD
    assert way_of(payment(card_brand="interac")) is RefundWay.READER
    assert way_of(payment(method=Method.OTHER_CARD)) is RefundWay.OTHER_CARD
    assert way_of(payment(method=Method.TRANSFER)) is RefundWay.TRANSFER
    assert way_of(payment(method=Method.OWN)) is RefundWay.OWN
    assert way_of(payment(method=Method.CASH)) is RefundWay.CASH


def test_a_reason_is_asked_for_and_what_a_person_wrote_stays_out_of_the_journal() -> None:
    check_reason(RefundReason.DAMAGED)
    check_reason("Came as a gift twice")
    assert (reason_code("damaged"), reason_code("Came as a gift twice")) == ("damaged", "other")
    for wrong in ("", "  ", "x" * 201, "card 4242 4242 4242 4242"):
        with pytest.raises(InvalidError):
            check_reason(wrong)


def test_a_card_reported_lost_is_not_told_as_such() -> None:
    assert "lost" not in refund_failure_words("lost_or_stolen_card")
    assert refund_failure_words("new_code_of_stripe") == "Stripe refused it"
