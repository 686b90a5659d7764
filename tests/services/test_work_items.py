"""A difference is told once, however often it is found and by how many processes."""

from __future__ import annotations

from typing import Any

from aurora_desk.domain.ids import IntentId
from aurora_desk.domain.money import Money
from aurora_desk.domain.work_items import DEEDS, WORDS, Ending, WorkItem, WorkKind
from aurora_desk.services.demo import CAFE
from aurora_desk.services.work_items import end_item, open_item
from services.counter import MARA, Counter

INTENT = IntentId("pi_sim_1")


def found(at: Counter, kind: WorkKind = WorkKind.ORPHAN_CHARGE, **more: Any) -> None:
    told = {"stripe_minor": 1240, "intent_id": INTENT} | more
    at.write(open_item, kind, tenant_id=CAFE, about=INTENT, currency="USD", **told)


def items(at: Counter) -> tuple[WorkItem, ...]:
    return at.services.read(lambda work: work.work_items.open_of(CAFE))


def told(at: Counter) -> list[str]:
    return [row[0] for row in at.rows("SELECT event FROM journal WHERE event LIKE 'money.%' ORDER BY seq")]


def test_a_difference_found_again_by_another_process_is_one_item_and_one_journal_row(
    counter: Counter, other_process: Counter
) -> None:
    found(counter)
    found(other_process, stripe_minor=1000)

    (item,) = items(counter)
    assert (item.here, item.stripe) == (Money(0, "USD"), Money(1000, "USD"))
    assert told(counter) == ["money.difference_found"]


def test_differences_of_two_kinds_about_one_thing_are_two_items(counter: Counter) -> None:
    found(counter)
    found(counter, WorkKind.DISPUTE)

    assert {item.kind for item in items(counter)} == {WorkKind.ORPHAN_CHARGE, WorkKind.DISPUTE}


def test_what_the_owner_settled_otherwise_is_told_again_only_when_its_amounts_change(counter: Counter) -> None:
    found(counter, WorkKind.AMOUNT_DIFFERS, here_minor=1200)
    (item,) = items(counter)
    counter.write(end_item, MARA, item, Ending.ACCEPTED, "paid back: from the drawer")

    found(counter, WorkKind.AMOUNT_DIFFERS, here_minor=1200)
    assert items(counter) == ()

    found(counter, WorkKind.AMOUNT_DIFFERS, here_minor=1100)
    assert len(items(counter)) == 1
    ended = counter.services.read(lambda work: work.work_items.get(CAFE, item.item_id))
    assert (ended.ending, ended.note, ended.ended_by) == (Ending.ACCEPTED, "paid back: from the drawer", MARA.who)


def test_a_difference_that_went_by_itself_and_came_back_is_told_again(counter: Counter) -> None:
    found(counter)
    (item,) = items(counter)
    counter.write(end_item, MARA, item, Ending.AGREES)
    counter.write(end_item, MARA, item, Ending.AGREES)
    found(counter)

    assert told(counter) == ["money.difference_found", "money.difference_agrees", "money.difference_found"]


def test_every_kind_has_words_and_deeds() -> None:
    assert set(WORDS) == set(DEEDS) == set(WorkKind)
