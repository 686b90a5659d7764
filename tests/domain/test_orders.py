"""Orders: which steps they take, and what their money says."""

from __future__ import annotations

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.domain.declines import decline_words
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import ORDER_STEPS, Handover, OrderStatus, PaidStatus, order_number, paid_status
from aurora_desk.domain.payments import PaymentStatus

FORWARD = [OrderStatus.PENDING, OrderStatus.PROCESSING, OrderStatus.READY, OrderStatus.COMPLETED]
MINOR = st.integers(0, 10**6)


@pytest.mark.parametrize("before", OrderStatus)
@pytest.mark.parametrize("after", OrderStatus)
def test_an_order_goes_only_forward_or_to_void_while_it_is_not_completed(
    before: OrderStatus, after: OrderStatus
) -> None:
    onward = before in FORWARD and after in FORWARD and FORWARD.index(before) < FORWARD.index(after)
    undone = after is OrderStatus.VOID and before not in (OrderStatus.VOID, OrderStatus.COMPLETED)

    assert ((before, after) in ORDER_STEPS) == (onward or undone)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (OrderStatus, {"pending", "processing", "ready", "completed", "void"}),
        (PaidStatus, {"unpaid", "checking", "part_paid", "paid", "part_refunded", "refunded"}),
        (Handover, {"none", "part", "collected"}),
        (PaymentStatus, {"pending", "unknown", "succeeded", "failed", "canceled"}),
    ],
)
def test_states_are_told_in_the_words_that_programs_know(kind: type[StrEnum], words: set[str]) -> None:
    assert {str(state) for state in kind} == words


@given(total=MINOR, paid=MINOR, checking=st.booleans())
def test_an_order_is_paid_exactly_when_all_of_it_is(total: int, paid: int, checking: bool) -> None:
    status = paid_status(total, paid, 0, checking=checking)

    assert (status is PaidStatus.PAID) == (paid >= total)
    if paid < total:
        unchecked = PaidStatus.PART_PAID if paid else PaidStatus.UNPAID
        assert status is (PaidStatus.CHECKING if checking else unchecked)


@given(paid=st.integers(1, 10**6), refunded=st.integers(1, 10**6), checking=st.booleans())
def test_a_refund_is_told_and_is_whole_only_when_all_came_back(paid: int, refunded: int, checking: bool) -> None:
    status = paid_status(paid, paid, min(refunded, paid), checking=checking)

    assert status is (PaidStatus.REFUNDED if refunded >= paid else PaidStatus.PART_REFUNDED)


def test_a_number_names_the_year_and_the_order() -> None:
    assert order_number(OrderId(5001), 2026) == "ORD-2026-5001"


@pytest.mark.parametrize(
    "code",
    ["lost_card", "stolen_card", "pickup_card", "fraudulent", "restricted_card", "security_violation", "", "new_code"],
)
def test_why_a_card_was_taken_from_its_owner_is_never_told(code: str) -> None:
    assert decline_words(code) == "the bank said no"


@given(st.text(max_size=20) | st.sampled_from(["insufficient_funds", "expired_card", "incorrect_pin", "call_issuer"]))
def test_no_words_about_a_decline_say_lost_or_stolen(code: str) -> None:
    words = decline_words(code).lower()

    assert words
    assert (
        not any(secret in words for secret in ("lost", "stolen", "fraud", "pick"))
        or words == "the reader lost its connection"
    )
