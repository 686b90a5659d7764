"""A new PIN, and the end of a wait: only with the yes of somebody who may, once, and soon."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import FREE_TRIES, PinWaitError, WrongPinError
from aurora_desk.domain.rights import ONCE, ApprovalId, NeedsApprovalError, Right
from aurora_desk.services.demo import CAFE, TILL
from services.counter import Counter

MARA, JONAS, PRIYA = PersonId(1), PersonId(2), PersonId(3)


def approve(counter: Counter, person_id: PersonId, *, by: PersonId = JONAS, pin: str = "2345") -> ApprovalId:
    asked_by = Actor.person(CAFE, person_id, TILL)
    give = counter.services.approvals.give
    return give(asked_by, by, pin, right=Right.PIN, subject=f"person:{person_id}", up_to=ONCE).approval_id


def new_pin(counter: Counter, person_id: PersonId, pin: str, approval_id: ApprovalId) -> None:
    counter.services.pins.set_new(CAFE, TILL, person_id, pin, approval_id)


def lock_out(counter: Counter, person_id: PersonId) -> None:
    for _ in range(FREE_TRIES):
        with pytest.raises((WrongPinError, PinWaitError)):
            counter.services.people.sign_in(CAFE, TILL, person_id, "0000")


def test_a_manager_gives_a_new_pin_which_ends_the_wait_and_the_old_one(counter: Counter) -> None:
    lock_out(counter, PRIYA)

    new_pin(counter, PRIYA, "8642", approve(counter, PRIYA))

    assert counter.services.people.sign_in(CAFE, TILL, PRIYA, "8642").name == "Priya Raman"
    with pytest.raises(WrongPinError):
        counter.services.people.sign_in(CAFE, TILL, PRIYA, "3456")
    assert "person.pin_set" in counter.events("person:3")


def test_the_journal_says_who_did_it_and_never_the_pin(counter: Counter) -> None:
    new_pin(counter, PRIYA, "8642", approve(counter, PRIYA))

    rows = counter.services.read(lambda work: counter.services.journal_after(work, 0, CAFE, 1000))
    row = next(row for row in rows if row.event == "person.pin_set")
    assert row.who == "person:2"
    assert not any("8642" in str(row.facts) for row in rows)


def test_a_manager_ends_a_wait_and_the_pin_stays(counter: Counter) -> None:
    lock_out(counter, PRIYA)
    approval_id = approve(counter, PRIYA)
    let_in = partial(
        counter.services.pins.let_in, tenant_id=CAFE, till_id=TILL, person_id=PRIYA, approval_id=approval_id
    )

    counter.services.write(let_in)

    assert counter.services.people.sign_in(CAFE, TILL, PRIYA, "3456").name == "Priya Raman"
    with pytest.raises(NeedsApprovalError):
        counter.services.write(let_in)


def test_a_yes_counts_once_for_its_person_and_for_five_minutes(counter: Counter) -> None:
    approval_id = approve(counter, PRIYA)
    with pytest.raises(NeedsApprovalError):
        new_pin(counter, JONAS, "8642", approval_id)
    new_pin(counter, PRIYA, "8642", approval_id)
    with pytest.raises(NeedsApprovalError):
        new_pin(counter, PRIYA, "1111", approval_id)

    late = approve(counter, PRIYA)
    counter.clock.ahead = timedelta(minutes=5, seconds=1)
    with pytest.raises(NeedsApprovalError):
        new_pin(counter, PRIYA, "1111", late)


def test_nobody_becomes_the_owner_by_way_of_a_manager(counter: Counter) -> None:
    with pytest.raises(NeedsApprovalError, match="Only the owner"):
        new_pin(counter, MARA, "8642", approve(counter, MARA))

    assert counter.services.people.sign_in(CAFE, TILL, MARA, "1234").name == "Mara Klein"


def test_a_pin_has_four_digits(counter: Counter) -> None:
    approval_id = approve(counter, PRIYA)
    for pin in ("", "123", "12345", "12a4", "١٢٣٤"):
        with pytest.raises(InvalidError, match="4 digits"):
            new_pin(counter, PRIYA, pin, approval_id)

    new_pin(counter, PRIYA, "8642", approval_id)
