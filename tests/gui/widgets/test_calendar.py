"""The calendar: days are walked by keys, picked by key and mouse, and never lie in the future."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.widgets.calendar import Calendar

TODAY = date(2026, 5, 20)


@pytest.fixture
def calendar(look: Look, qtbot: QtBot) -> Calendar:
    made = Calendar(look, TODAY, label="Calendar", name="calendar")
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    made.setFocus()
    return made


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ([Qt.Key.Key_Left], date(2026, 5, 19)),
        ([Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up], date(2026, 4, 29)),
        ([Qt.Key.Key_PageUp], date(2026, 4, 20)),
        ([Qt.Key.Key_Home], date(2026, 5, 18)),
        ([Qt.Key.Key_Up, Qt.Key.Key_End], date(2026, 5, 17)),
        ([Qt.Key.Key_Right], TODAY),
        ([Qt.Key.Key_PageDown], TODAY),
    ],
)
def test_keys_walk_the_days_and_stop_at_the_latest(calendar: Calendar, keys: list[Qt.Key], day: date) -> None:
    for key in keys:
        QTest.keyClick(calendar, key)
    assert calendar.cursor_day == day
    assert str(day.day) in calendar.accessibleName()


def test_the_last_of_a_long_month_turns_into_the_last_of_a_short_one(calendar: Calendar) -> None:
    calendar.go(date(2026, 3, 31))
    calendar.turn(-1)
    assert calendar.cursor_day == date(2026, 2, 28)
    assert calendar.title == "February 2026"


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_click_picks_the_day_under_it_in_either_direction(
    calendar: Calendar, qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    calendar.setLayoutDirection(direction)
    where = calendar.rect_of(date(2026, 5, 4))
    assert where is not None
    with qtbot.waitSignal(calendar.picked) as picked:
        QTest.mouseClick(calendar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where.center())
    assert picked.args == [date(2026, 5, 4)]
    monday_first = where.center().x() < calendar.width() // 2
    assert monday_first is (direction is Qt.LayoutDirection.LeftToRight)

    later = calendar.rect_of(date(2026, 5, 21))
    assert later is not None
    with qtbot.assertNotEmitted(calendar.picked):
        QTest.mouseClick(calendar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, later.center())


def test_all_weeks_of_a_month_stay_in_sight_where_there_is_little_room(look: Look, calendar: Calendar) -> None:
    look.set_scale(150)
    calendar.resize(420, calendar.minimumSizeHint().height())
    last = calendar.rect_of(date(TODAY.year, TODAY.month, 28))

    assert last is not None
    assert calendar.rect().contains(last)
    assert last.height() >= TARGET
