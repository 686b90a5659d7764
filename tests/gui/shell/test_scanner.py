from __future__ import annotations

import time

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.shell.key_positions import ROWS, letters_at
from aurora_desk.gui.shell.scanner import GAP_MS, WedgeScanner

PLAIN, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
COMMANDS_OF_SELL_AND_PAYMENT = (
    *(f"F{number}" for number in range(1, 13)),
    "Shift+F4",
    "Ctrl+F",
    "Ctrl+K",
    "Ctrl+L",
    "Ctrl+Z",
    "Ctrl+P",
    "Ctrl+N",
    "Ctrl+Return",
    "Ctrl+Up",
    "Ctrl+Down",
    "Ctrl+Shift+F",
    *(f"Ctrl+{number}" for number in range(1, 9)),
)


class Desk(QWidget):
    """A field, a button and a scanner, and a clock that every key is stamped with."""

    def __init__(self) -> None:
        super().__init__()
        self.field, self.button = QLineEdit(), QPushButton("Pay")
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.button)
        self.clicks = 0
        self.codes: list[str] = []
        self.now_ms = 1000
        self.button.clicked.connect(self._on_click)

    def _on_click(self) -> None:
        self.clicks += 1

    def handle(self) -> QWindow:
        window = self.windowHandle()
        assert window is not None
        return window

    def listen(self, gap_ms: int = GAP_MS) -> WedgeScanner:
        scanner = WedgeScanner(self.handle(), gap_ms=gap_ms)
        scanner.scanned.connect(self.codes.append)
        return scanner

    def stroke(self, text: str, key: int = 0, gap_ms: int = 3, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self.handle(), self._event(kind, text, key, modifiers))
        self.now_ms += gap_ms

    def hold(self, key: Qt.Key, kind: QEvent.Type) -> None:
        QCoreApplication.sendEvent(self.handle(), self._event(kind, "", key, PLAIN))

    def burst(self, code: str, end: Qt.Key | None = ENTER, gap_ms: int = 3) -> None:
        for character in code:
            self.stroke(character, gap_ms=gap_ms)
        if end is not None:
            self.stroke("\t" if end is TAB else "\r", end)

    def _event(self, kind: QEvent.Type, text: str, key: int, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
        event = QKeyEvent(kind, key or ord(text.upper()), modifiers, text)
        event.setTimestamp(self.now_ms)
        return event


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    desk = Desk()
    qtbot.addWidget(desk)
    with qtbot.waitExposed(desk):
        desk.show()
    desk.activateWindow()
    desk.field.setFocus()
    qtbot.waitUntil(desk.field.hasFocus)
    return desk


@pytest.mark.parametrize("end", [ENTER, Qt.Key.Key_Enter, TAB])
def test_a_scan_does_not_end_up_in_the_text_field(desk: Desk, end: Qt.Key) -> None:
    desk.listen()

    desk.burst("4006381333931", end)

    assert desk.codes == ["4006381333931"]
    assert desk.field.text() == ""
    assert desk.field.hasFocus()


def test_a_scan_does_not_press_the_focused_button(desk: Desk) -> None:
    desk.listen()
    desk.button.setFocus()

    desk.burst("SKU 12 34")

    assert desk.codes == ["SKU 12 34"]
    assert desk.clicks == 0


def test_a_person_who_types_slowly_is_left_alone(desk: Desk) -> None:
    desk.listen()

    desk.burst("espresso", gap_ms=GAP_MS + 1)

    assert desk.field.text() == "espresso"
    assert desk.codes == []


def test_a_short_fast_roll_and_enter_is_typing(desk: Desk) -> None:
    desk.listen()
    entered: list[str] = []
    desk.field.returnPressed.connect(lambda: entered.append(desk.field.text()))

    desk.burst("tea")

    assert entered == ["tea"]
    assert desk.codes == []


def test_a_burst_without_an_end_becomes_text_after_the_gap(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()

    desk.burst("hello", None)
    assert desk.field.text() == ""

    qtbot.waitUntil(lambda: desk.field.text() == "hello")
    assert desk.codes == []


def test_capitals_sent_with_shift_are_one_scan(desk: Desk) -> None:
    desk.listen()

    for character in "BCD5":
        capital = character.isupper()
        if capital:
            desk.hold(Qt.Key.Key_Shift, QEvent.Type.KeyPress)
        desk.stroke(character, modifiers=SHIFT if capital else PLAIN)
        if capital:
            desk.hold(Qt.Key.Key_Shift, QEvent.Type.KeyRelease)
    desk.stroke("\r", ENTER)

    assert desk.codes == ["BCD5"]
    assert desk.field.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr])
def test_lock_keys_inside_a_code_do_not_end_it(desk: Desk, key: Qt.Key) -> None:
    desk.listen()

    desk.burst("12", None)
    desk.hold(key, QEvent.Type.KeyPress)
    desk.hold(key, QEvent.Type.KeyRelease)
    desk.burst("34")

    assert desk.codes == ["1234"]


def test_a_busy_program_does_not_split_a_scan(desk: Desk, qtbot: QtBot) -> None:
    desk.listen()
    rest = QTimer(desk)
    rest.setSingleShot(True)
    rest.setTimerType(Qt.TimerType.PreciseTimer)
    rest.timeout.connect(lambda: desk.burst("81333"))

    desk.burst("40063", None)
    # The rest was pressed in time by its stamps, but the program gets to it only after the gap has run out.
    rest.start(GAP_MS + 5)
    time.sleep(3 * GAP_MS / 1000)
    qtbot.waitUntil(lambda: bool(desk.codes))

    assert desk.codes == ["4006381333"]
    assert desk.field.text() == ""


def test_a_double_read_counts_once_and_a_later_one_again(desk: Desk) -> None:
    desk.listen()

    desk.burst("40063813")
    desk.burst("40063813")
    assert desk.codes == ["40063813"]
    desk.now_ms += 250
    desk.burst("40063813")

    assert desk.codes == ["40063813", "40063813"]


def test_another_code_right_behind_the_first_is_no_double_read(desk: Desk) -> None:
    desk.listen()

    desk.burst("40063813")
    desk.burst("40063814")

    assert desk.codes == ["40063813", "40063814"]


def test_a_slow_bluetooth_scanner_is_read_with_its_own_gap(desk: Desk) -> None:
    scanner = desk.listen()
    scanner.set_gap(120)

    desk.burst("40063813", gap_ms=100)

    assert desk.codes == ["40063813"]


def test_keys_held_down_repeat_as_text(desk: Desk) -> None:
    desk.listen()

    for _ in range(6):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, PLAIN, "a", True)
        event.setTimestamp(desk.now_ms)
        QCoreApplication.sendEvent(desk.handle(), event)

    assert desk.field.text() == "aaaaaa"


def test_no_command_of_sell_or_payment_fires_during_a_scan_and_all_do_by_hand(desk: Desk) -> None:
    desk.listen(gap_ms=60_000)
    fired: list[str] = []
    for keys in COMMANDS_OF_SELL_AND_PAYMENT:
        shortcut = QShortcut(QKeySequence(keys), desk)
        shortcut.activated.connect(lambda keys=keys: fired.append(keys))

    for character in "SE4-0+O12":
        QTest.keyClick(desk.handle(), Qt.Key(ord(character)))
    QTest.keyClick(desk.handle(), ENTER)
    scanned = list(desk.codes)
    QTest.keyClick(desk.handle(), Qt.Key.Key_F12)
    QTest.keyClick(desk.handle(), ENTER, Qt.KeyboardModifier.ControlModifier)

    assert [code.lower() for code in scanned] == ["se4-0+o12"]
    assert fired == ["F12", "Ctrl+Return"]


def test_keys_held_while_the_window_goes_are_dropped_with_it(qtbot: QtBot) -> None:
    window, lives_longer = QWindow(), QObject()
    scanner = WedgeScanner(window, parent=lives_longer)
    QCoreApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, PLAIN, "a"))
    shiboken6.delete(window)

    # What the held key waits for comes to a window that is no more: nothing may be raised.
    qtbot.wait(3 * GAP_MS)
    scanner.stop()


def test_a_scanner_that_was_stopped_leaves_every_key_alone(desk: Desk) -> None:
    desk.field.setFocus()
    scanner = desk.listen()

    scanner.stop()
    desk.burst("4006381333931", end=None)

    assert desk.field.text() == "4006381333931"
    assert desk.codes == []


def test_with_a_prefix_no_other_key_is_held_and_a_slow_code_is_read_without_it(desk: Desk) -> None:
    scanner = desk.listen()
    scanner.set_prefix("$")

    desk.stroke("l")
    assert desk.field.text() == "l", "held for not a moment"
    desk.burst("$4006381333931", gap_ms=100)

    assert desk.codes == ["4006381333931"]
    assert desk.field.text() == "l"


def test_with_a_prefix_a_fast_roll_and_enter_is_typing_and_the_prefix_alone_is_text(desk: Desk, qtbot: QtBot) -> None:
    scanner = desk.listen()
    scanner.set_prefix("$")
    entered: list[str] = []
    desk.field.returnPressed.connect(lambda: entered.append(desk.field.text()))

    desk.burst("latte")
    desk.burst("$", end=None)

    assert entered == ["latte"]
    qtbot.waitUntil(lambda: desk.field.text() == "latte$")
    assert desk.codes == []


def test_a_prefix_that_is_no_single_character_is_none(desk: Desk) -> None:
    scanner = desk.listen()

    for prefix in ("F13", "\x02", ""):
        scanner.set_prefix(prefix)
        assert scanner.prefix == ""


def test_the_longest_gap_of_a_scan_is_told_with_the_keys_as_they_came(desk: Desk) -> None:
    scanner = desk.listen(gap_ms=150)
    told: list[tuple[str, int]] = []
    scanner.timed.connect(lambda typed, gap_ms: told.append((typed, gap_ms)))

    for character, gap_ms in zip("AB12", (10, 42, 7, 12), strict=True):
        desk.stroke(character, gap_ms=gap_ms)
    desk.stroke("\r", ENTER)

    assert told == [("AB12", 42)]


CODE = "BEKUJJRCDEFGHJKLNPRT"
GREEK = dict(zip("BCDEFGHJKLNPRTUV", "ΒΨΔΕΦΓΗΞΚΛΝΠΡΤΘΩ", strict=True))


def test_our_own_codes_are_read_on_a_computer_that_writes_another_script(desk: Desk) -> None:
    desk.listen()
    rows = {letter: first + place for first, row in ROWS.items() for place, letter in enumerate(row)}

    for letter in CODE:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, PLAIN, rows[letter], 0, 0, GREEK[letter])
            event.setTimestamp(desk.now_ms)
            QCoreApplication.sendEvent(desk.handle(), event)
        desk.now_ms += 3
    desk.stroke("\r", ENTER)

    assert desk.codes == [CODE]


def test_another_text_in_that_script_stays_as_it_is(desk: Desk) -> None:
    desk.listen()

    desk.burst("ΚΑΦΕΣ")

    assert desk.codes == ["ΚΑΦΕΣ"]


@pytest.mark.parametrize(("platform", "added"), [("windows", 0), ("xcb", 8), ("wayland", 8), ("offscreen", 0)])
def test_keys_are_known_by_their_place_on_every_window_system(platform: str, added: int) -> None:
    keys = [QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, code + added, 0, 0, "?") for code in (48, 46, 32, 18, 47)]

    assert letters_at(keys, platform) == "BCDEV"
    assert letters_at([QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, 2 + added, 0, 0, "1")], platform) == ""
