"""A cashier gives back what the shop allows; above it a manager's yes counts once, and both names are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.orders import Order
from aurora_desk.domain.people import Role
from aurora_desk.domain.refund_progress import RefundProgress
from aurora_desk.domain.refunds import RefundReason, RefundRequest
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError, Right
from aurora_desk.domain.settings import CASHIER_REFUND
from aurora_desk.domain.work_items import Ending
from aurora_desk.services.demo import CAFE, TILL
from services.asking import facts
from services.comparisons import charged, compare, the_item
from services.counter import MARA, Counter
from services.refunding import by_card, by_cash, drawer, failed_late

CASHIER, MANAGER = Actor.person(CAFE, PersonId(3), TILL), PersonId(2)


@pytest.fixture
def order(counter: Counter) -> Order:
    """5.00 in cash, in a shop that lets cashiers give back 3.00."""
    counter.services.write(lambda work: counter.services.settings.change(work, MARA, CASHIER_REFUND, 3_00))
    return by_cash(counter)


def refund(counter: Counter, order: Order, minor: int, approval: ApprovalId | None = None) -> RefundProgress:
    plan = counter.read(counter.services.refunds.plan, CASHIER, order.order_id)
    asked = RefundRequest(plan.plan_id, order.order_id, minor, RefundReason.DAMAGED)
    return counter.services.refunds.start(CASHIER, replace(asked, approval_id=approval))[0]


def test_all_that_a_cashier_gives_back_of_an_order_counts_together(counter: Counter, order: Order) -> None:
    refund(counter, order, 3_00)
    with pytest.raises(NeedsApprovalError, match=r"Refunds over 3\.00 USD need a manager") as refused:
        refund(counter, order, 1)

    assert (refused.value.right, refused.value.amount) == (Right.REFUND, 3_01)
    assert counter.rows("SELECT sum(amount_minor), count(*) FROM refund") == [(3_00, 1)]


def test_a_managers_yes_is_used_up_and_kept_with_the_decision(counter: Counter, order: Order) -> None:
    yes = counter.services.approvals.give(
        CASHIER, MANAGER, "2345", right=Right.REFUND, subject=f"order:{order.order_id}", up_to=4_00
    )
    refund(counter, order, 4_00, yes.approval_id)

    assert counter.rows("SELECT person_id, approved_by FROM refund_plan") == [(3, 2)]
    with pytest.raises(NeedsApprovalError):
        refund(counter, order, 50, yes.approval_id)


def test_managers_and_what_is_sent_again_are_not_asked(counter: Counter, order: Order) -> None:
    plan = counter.read(counter.services.refunds.plan, MARA, order.order_id)
    asked = RefundRequest(plan.plan_id, order.order_id, 5_00, RefundReason.DAMAGED)
    first = counter.services.refunds.start(MARA, asked)
    assert [one.refund for one in counter.services.refunds.start(CASHIER, asked)] == [one.refund for one in first]


def test_a_difference_is_settled_by_a_manager(counter: Counter) -> None:
    charged(counter, 1240)
    compare(counter)
    item = the_item(counter)
    with pytest.raises(NeedsApprovalError) as refused:
        counter.services.truth.refund_item(CASHIER, item.item_id)
    assert counter.events(f"item:{item.item_id}") == []
    assert "POST /v1/refunds" not in counter.door.calls

    yes = counter.services.approvals.give(
        CASHIER, MANAGER, "2345", right=Right.SETTLE, subject=refused.value.subject, up_to=refused.value.amount
    )
    ended = counter.services.truth.refund_item(CASHIER, item.item_id, yes.approval_id)
    assert ended.ending is Ending.REFUNDED


def test_cash_in_place_of_a_failed_refund_keeps_who_approved_it(counter: Counter) -> None:
    counter.services.write(lambda work: counter.services.settings.change(work, MARA, CASHIER_REFUND, 3_00))
    paid = by_card(counter)
    failed = failed_late(counter, paid)
    with pytest.raises(NeedsApprovalError) as asked:
        counter.write(counter.services.refunds.give_cash, CASHIER, failed.refund_id)
    assert ("refund", -5_00) not in drawer(counter)

    yes = counter.services.approvals.give(
        CASHIER, MANAGER, "2345", right=Right.REFUND, subject=asked.value.subject, up_to=asked.value.amount
    )
    counter.write(counter.services.refunds.give_cash, CASHIER, failed.refund_id, yes.approval_id)

    given = facts(counter, "refund.succeeded")[-1]
    assert (given["via"], given["approved_by"], given["approval_id"]) == ("cash", MANAGER, yes.approval_id)
    # The yes was for this money: it makes no other failed part of the decision anybody's to give again.
    assert counter.rows("SELECT approved_by FROM refund_plan") == [(None,)]


def test_a_managers_yes_to_one_cashier_is_no_yes_to_another(counter: Counter, order: Order) -> None:
    counter.write(counter.services.people.add, MARA, "Sam Lee", Role.CASHIER, "no hash")
    sam = Actor.person(CAFE, PersonId(4), TILL)
    yes = counter.services.approvals.give(
        sam, MANAGER, "2345", right=Right.REFUND, subject=f"order:{order.order_id}", up_to=4_00
    )

    with pytest.raises(NeedsApprovalError):
        refund(counter, order, 4_00, yes.approval_id)
