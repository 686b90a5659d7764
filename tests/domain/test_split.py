"""A bill in parts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.ids import OrderId, PaymentId, TenantId
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method, Payment, PaymentStatus
from aurora_desk.domain.split import Part, SplitPlan, equal_parts


def paid(amount_minor: int, name: str = "p1", status: PaymentStatus = PaymentStatus.SUCCEEDED) -> Payment:
    return Payment(
        payment_id=PaymentId(name),
        tenant_id=TenantId(42),
        order_id=OrderId(5001),
        method=Method.CASH,
        status=status,
        amount=Money(amount_minor, "EUR"),
        tip_minor=0,
        rounding_minor=0,
        tendered_minor=amount_minor,
        change_minor=0,
        intent_id=None,
        reader_id=None,
        attempt=1,
        card_brand="",
        card_last4="",
        read_method="",
        failure="",
        created_at=datetime(2026, 5, 4, tzinfo=UTC),
    )


def amounts(plan: SplitPlan) -> list[int]:
    return [part.amount_minor for part in plan.parts]


@given(amount=st.integers(1, 10**11), how_many=st.integers(1, 9))
def test_equal_parts_add_up_and_differ_by_one_at_most(amount: int, how_many: int) -> None:
    parts = equal_parts(amount, how_many)
    assert sum(parts) == amount
    assert min(parts) > 0
    assert max(parts) - min(parts) <= 1 or len(parts) < how_many


def test_a_plan_begins_with_what_is_paid_and_the_rest() -> None:
    declined = paid(9810, "p0", PaymentStatus.CANCELED)
    plan = SplitPlan.of([declined, paid(4000)], 5810)
    assert amounts(plan) == [4000, 5810]
    assert [part.paid for part in plan.parts] == [True, False]
    assert plan.current == 1


def test_only_what_is_not_paid_is_split_equally() -> None:
    plan = SplitPlan.of([paid(4000)], 5810).equally(3)
    assert amounts(plan) == [4000, 1937, 1937, 1936]


def test_parts_by_amount_and_by_line_are_taken_from_the_rest() -> None:
    plan = SplitPlan.of([], 9810).with_part(2000).with_part(1450, (0, 3))
    assert amounts(plan) == [2000, 1450, 6360]
    assert plan.lines == {0, 3}
    assert plan.with_part(6360, (1, 2)).parts[-1] == Part(6360, (1, 2))
    with pytest.raises(ValueError, match="no more than the rest"):
        plan.with_part(6361)


def test_a_part_given_up_goes_to_the_last_open_one_and_paid_parts_stay() -> None:
    plan = SplitPlan.of([paid(4000)], 5810).equally(3)
    assert amounts(plan.without(1)) == [4000, 1937, 3873]
    assert amounts(plan.without(3)) == [4000, 1937, 3873]
    with pytest.raises(ValueError, match="stay"):
        plan.without(0)
    with pytest.raises(ValueError, match="stay"):
        SplitPlan.of([], 10).without(0)


def test_a_payment_pays_the_chosen_part_and_the_next_open_one_follows() -> None:
    plan = SplitPlan.of([], 9810).equally(3).choose(1)

    after = plan.follow([paid(3270)], 6540, step_minor=1)

    assert [part.paid for part in after.parts] == [False, True, False]
    assert after.current == 0
    assert after.choose(1) == after


def test_what_was_not_given_of_a_part_stays_a_part() -> None:
    plan = SplitPlan.of([], 9810).equally(2)
    after = plan.follow([paid(3000)], 6810, step_minor=1)
    assert amounts(after) == [3000, 1905, 4905]


def test_what_no_coin_can_pay_moves_on_to_the_last_part() -> None:
    plan = SplitPlan.of([], 9812).equally(3)
    after = plan.follow([paid(3270)], 6542, step_minor=5)
    assert amounts(after) == [3270, 3271, 3271]


def test_a_bill_paid_by_somebody_else_leaves_nothing_open() -> None:
    plan = SplitPlan.of([], 9810).equally(2)
    after = plan.follow([paid(9810)], 0, step_minor=1)
    assert amounts(after) == [9810]
    assert after.open == ()


@given(
    total=st.integers(1, 100_000),
    steps=st.lists(
        st.tuples(st.sampled_from(["equal", "carve", "drop", "choose", "pay"]), st.integers(1, 9), st.integers(1, 999))
    ),
    coin=st.sampled_from([1, 5, 10]),
)
def test_whatever_is_done_paid_and_open_parts_come_to_the_bill(
    total: int, steps: list[tuple[str, int, int]], coin: int
) -> None:
    plan, due = SplitPlan.of([], total), total
    payments: list[Payment] = []
    for deed, number, amount in steps:
        if not due:
            break
        if deed == "equal":
            plan = plan.equally(number)
        elif deed == "carve":
            plan = plan.with_part(min(amount, plan.rest_minor))
        elif deed == "drop" and len(plan.open) > 1:
            plan = plan.without(plan.open[number % len(plan.open)])
        elif deed == "choose":
            plan = plan.choose(plan.open[number % len(plan.open)])
        elif deed == "pay":
            given_minor = min(due, plan.part.amount_minor + number - 5, max(1, amount))
            if given_minor > 0:
                payments.append(replace(paid(given_minor), payment_id=PaymentId(str(len(payments)))))
                due -= given_minor
                plan = plan.follow(payments, due, step_minor=coin)

        assert sum(part.amount_minor for part in plan.parts if not part.paid) == due
        assert sum(amounts(plan)) == total
        assert all(part.amount_minor > 0 for part in plan.parts)
        assert not plan.open or not plan.part.paid
