"""Lists: newest first, pages in both directions, windows of time."""

from __future__ import annotations

from typing import Any

import pytest

from .running import Desk
from .wire import error_of, plain_http


def make_intents(desk: Desk, count: int) -> list[str]:
    """Ids of new intents a second apart, newest first."""
    made = []
    for _ in range(count):
        desk.clock.at += 1
        made.append(desk.api.payment_intents.create({"amount": 500, "currency": "usd"}).id)
    return made[::-1]


def test_ten_of_the_newest_come_first_and_more_are_announced(desk: Desk) -> None:
    ids = make_intents(desk, 12)

    page = desk.api.payment_intents.list()

    assert [one.id for one in page.data] == ids[:10]
    assert page.has_more is True


def test_walking_all_pages_meets_every_object_once(desk: Desk) -> None:
    ids = make_intents(desk, 7)

    walked = [one.id for one in desk.api.payment_intents.list({"limit": 3}).auto_paging_iter()]

    assert walked == ids


def test_a_page_before_a_cursor_is_the_one_next_to_it(desk: Desk) -> None:
    ids = make_intents(desk, 6)

    page = desk.api.payment_intents.list({"limit": 2, "ending_before": ids[4]})

    assert [one.id for one in page.data] == ids[2:4]
    assert page.has_more is True
    assert desk.api.payment_intents.list({"limit": 2, "ending_before": ids[2]}).has_more is False


def test_a_window_of_time_holds_its_bounds(desk: Desk) -> None:
    ids = make_intents(desk, 5)
    newest = int(desk.clock())

    def within(created: Any) -> list[str]:
        return [one.id for one in desk.api.payment_intents.list({"created": created}).data]

    assert within({"gte": newest - 2, "lt": newest}) == ids[1:3]
    assert within({"gt": newest - 2, "lte": newest}) == ids[:2]
    assert within(newest - 4) == ids[4:]


def test_events_are_listed_by_their_types(desk: Desk) -> None:
    first, second = make_intents(desk, 2)
    desk.api.payment_intents.cancel(first)
    desk.api.payment_intents.confirm(second, {"payment_method": "pm_card_visa"})

    listed = desk.api.events.list({"types": ["payment_intent.canceled", "payment_intent.succeeded"]}).data

    assert [one.type for one in listed] == ["payment_intent.succeeded", "payment_intent.canceled"]
    assert [one.data.object["id"] for one in listed] == [second, first]


def test_events_are_kept_for_thirty_days(desk: Desk) -> None:
    make_intents(desk, 1)

    desk.clock.at += 30 * 24 * 3600 + 1
    make_intents(desk, 1)

    assert len(desk.api.events.list().data) == 1
    assert len(desk.api.payment_intents.list().data) == 2


@pytest.mark.parametrize(
    ("query", "code", "param"),
    [
        ("limit=0", "parameter_invalid_integer", "limit"),
        ("limit=101", "parameter_invalid_integer", "limit"),
        ("starting_after=pi_sim_none", "resource_missing", "starting_after"),
        ("starting_after=pi_sim_a&ending_before=pi_sim_b", "parameters_exclusive", None),
        ("status=succeeded", "parameter_unknown", "status"),
        ("created[since]=1", "parameter_unknown", "created[since]"),
    ],
)
def test_a_wrong_question_is_refused(desk: Desk, query: str, code: str, param: str | None) -> None:
    with plain_http(desk.base) as http:
        answer = http.get(f"/v1/payment_intents?{query}")

    error = error_of(answer)
    assert (answer.status_code, error["code"], error.get("param")) == (400, code, param)
