"""Rights: what a person may do alone, and what a manager's PIN makes possible once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import WrongPinError
from aurora_desk.domain.rights import Approval, ApprovalId, NeedsApprovalError, Right
from aurora_desk.domain.settings import CASHIER_DISCOUNT
from aurora_desk.domain.words import say
from aurora_desk.services.approvals import GOOD_FOR, NoManagerError, must_be_allowed, use_up
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.store.unit_of_work import Work
from services.counter import Counter

OWNER, MANAGER, CASHIER = (Actor.person(CAFE, PersonId(number), TILL) for number in (1, 2, 3))
WORDS = say("Discounts over {limit} need a manager.", limit="10 %")


def allowed(
    counter: Counter, actor: Actor, amount: int, approval_id: ApprovalId | None = None, *, subject: str = "cart:1"
) -> Approval | None:
    def unit(work: Work) -> Approval | None:
        found = must_be_allowed(
            work, actor, Right.DISCOUNT, amount=amount, subject=subject, words=WORDS, approval_id=approval_id
        )
        use_up(work, actor, found)
        return found

    return counter.services.write(unit)


def approve(counter: Counter, up_to: int, *, by: int = 2, pin: str = "2345", right: Right = Right.DISCOUNT) -> Approval:
    return counter.services.approvals.give(CASHIER, PersonId(by), pin, right=right, subject="cart:1", up_to=up_to)


def test_a_cashier_gives_what_the_shop_allows_and_asks_for_more(counter: Counter) -> None:
    assert allowed(counter, CASHIER, 10_00) is None

    with pytest.raises(NeedsApprovalError, match="need a manager") as refused:
        allowed(counter, CASHIER, 10_01)

    assert (refused.value.right, refused.value.amount, refused.value.subject) == (Right.DISCOUNT, 10_01, "cart:1")


def test_the_shop_sets_how_much_cashiers_give(counter: Counter) -> None:
    counter.services.write(lambda work: counter.services.settings.change(work, OWNER, CASHIER_DISCOUNT, 20_00))

    assert allowed(counter, CASHIER, 20_00) is None
    with pytest.raises(NeedsApprovalError):
        allowed(counter, CASHIER, 20_01)


@pytest.mark.parametrize("actor", [OWNER, MANAGER, Actor.program(CAFE), Actor.client(CAFE, "loopback")])
def test_managers_and_programs_are_not_asked(counter: Counter, actor: Actor) -> None:
    assert allowed(counter, actor, 100_00) is None


def test_a_managers_pin_allows_it_once_and_both_stand_in_the_journal(counter: Counter) -> None:
    approval = approve(counter, 25_00)

    used = allowed(counter, CASHIER, 25_00, approval.approval_id)

    assert used is not None
    assert (used.asked_by, used.given_by) == (CASHIER.person_id, MANAGER.person_id)
    assert counter.events("cart:1") == ["approval.given"]
    with pytest.raises(NeedsApprovalError):
        allowed(counter, CASHIER, 25_00, approval.approval_id)


def test_a_yes_counts_for_its_own_act_alone(counter: Counter) -> None:
    approval = approve(counter, 25_00)
    refund = approve(counter, 25_00, right=Right.REFUND)

    for amount, approval_id, subject in (
        (25_01, approval.approval_id, "cart:1"),
        (25_00, approval.approval_id, "cart:2"),
        (25_00, refund.approval_id, "cart:1"),
        (25_00, ApprovalId("made up"), "cart:1"),
    ):
        with pytest.raises(NeedsApprovalError):
            allowed(counter, CASHIER, amount, approval_id, subject=subject)

    counter.clock.ahead = GOOD_FOR + timedelta(seconds=1)
    with pytest.raises(NeedsApprovalError):
        allowed(counter, CASHIER, 25_00, approval.approval_id)


def test_only_a_managers_right_pin_approves(counter: Counter) -> None:
    with pytest.raises(WrongPinError):
        approve(counter, 25_00, pin="0000")
    with pytest.raises(NoManagerError):
        approve(counter, 25_00, by=3, pin="3456")
