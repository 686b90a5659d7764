"""The way back to Sell after a sale: by itself, and never while somebody does something."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt
from pytestqt.qtbot import QtBot

from aurora_desk.gui.screens.payment.countdown import Countdown
from gui.screens.payment.conftest import Counter
from gui.walking import nameless, too_small


def test_the_seconds_left_can_be_seen(counter: Counter) -> None:
    sheet = counter.sheet("cash", back_after_ms=8_000)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    assert sheet.done.back.text() == "Back to Sell in 8 s"


def test_walking_through_the_choices_by_keyboard_ends_the_hurry(counter: Counter) -> None:
    sheet = counter.sheet("cash", back_after_ms=8_000)
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    counter.press(Qt.Key.Key_Tab)

    assert not sheet.done.countdown.running
    assert sheet.done.back.text() == ""
    counter.press(Qt.Key.Key_Return)
    counter.end()


def test_a_pointer_that_moves_gets_all_the_time_again(qtbot: QtBot) -> None:
    at, owner = QPoint(0, 0), QObject()
    countdown = Countdown(owner, after_ms=3_000, pointer=lambda: QPoint(at))
    countdown._timer.setInterval(5)
    countdown._left_ms = 3_000
    countdown.start()
    countdown._left_ms = 6

    at.setX(40)
    countdown._on_tick()

    assert countdown.seconds == 3
    countdown._left_ms = 4
    with qtbot.waitSignal(countdown.ended):
        countdown._on_tick()
    assert not countdown.running


def test_how_it_was_paid_stands_beside_it(counter: Counter) -> None:
    sheet = counter.sheet("cash")
    counter.type("60000")
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(sheet.column.part.isVisible, timeout=30_000)
    counter.type("e")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    assert sheet.column.how.text() == "$600.00 · Cash\n$99.98 · Cash"


def test_everything_on_the_done_panel_has_a_name_and_is_large_enough(counter: Counter) -> None:
    counter.services.outbox.ready = True
    sheet = counter.sheet("cash")
    counter.press(Qt.Key.Key_Return)
    counter.until_done(sheet)

    assert nameless(sheet) == []
    assert too_small(sheet) == []
