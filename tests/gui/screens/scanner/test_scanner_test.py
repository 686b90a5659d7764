"""Testing the scanner: by five scans, with keyboard or finger for the rest."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from aurora_desk.domain.settings import SCANNER_GAP, SCANNER_PREFIX
from aurora_desk.gui.screens.scanner.measuring import TEST_CODE
from aurora_desk.gui.screens.scanner.test_sheet import ScannerTestSheet
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.widgets.button import Button
from aurora_desk.services.preferences import Preferences
from gui.shell.staging import Stage


def open_test(till: Stage) -> ScannerTestSheet:
    till.shell.rail.person.scanner_action.trigger()
    sheet = till.window.findChild(ScannerTestSheet)
    assert sheet is not None
    return sheet


def scan_five(till: Stage, sheet: ScannerTestSheet, *, gap_ms: int = 8, code: str = TEST_CODE) -> None:
    for place in range(5):
        till.scan(code, gap_ms=gap_ms)
        till.qtbot.waitUntil(partial(lambda place: sheet.steps.done > place, place))


def kept(till: Stage) -> Preferences:
    session = till.assembly.context.session
    read = partial(till.services.settings.of_till, tenant_id=session.tenant_id, till_id=session.till.till_id)
    return till.services.read(read)


def words(till: Stage) -> str:
    return till.find(QLabel, "scanner-test-words").text()


def detail(till: Stage) -> str:
    return till.find(QLabel, "scanner-test-detail").text()


def test_five_scans_and_enter_set_the_gap_which_counts_at_once(till: Stage) -> None:
    sheet = open_test(till)
    assert not till.find(Button, "scanner-test-save").isEnabled()

    scan_five(till, sheet, gap_ms=20)
    assert words(till) == "The scanner works well"
    till.key(Qt.Key.Key_Return)

    till.qtbot.waitUntil(lambda: not till.shell.sheet_open())
    assert (kept(till)(SCANNER_GAP), kept(till)(SCANNER_PREFIX)) == (30, "")
    till.qtbot.waitUntil(lambda: till.assembly.settings.now(SCANNER_GAP) == 30)
    assert till.toast() == "The scanner is set."


def test_esc_while_it_is_saved_leaves_nobody_in_doubt(till: Stage) -> None:
    sheet = open_test(till)
    scan_five(till, sheet)

    till.key(Qt.Key.Key_Return)
    till.key(Qt.Key.Key_Escape)

    till.qtbot.waitUntil(lambda: till.toast() == "The scanner is set.")
    assert kept(till)(SCANNER_GAP) != 35


def test_esc_leaves_everything_as_it_was_and_scans_sell_again(till: Stage) -> None:
    sheet = open_test(till)
    scan_five(till, sheet)

    till.key(Qt.Key.Key_Escape)
    till.qtbot.waitUntil(lambda: not till.shell.sheet_open())
    till.screen(Page.SELL).takes = True
    till.scan("2000420001034")

    till.qtbot.waitUntil(lambda: len(till.screen(Page.SELL).scans) == 1)
    assert kept(till)(SCANNER_GAP) == 35


def test_a_slow_scanner_is_offered_a_prefix_which_the_till_finds_by_itself(till: Stage) -> None:
    sheet = open_test(till)
    scan_five(till, sheet, gap_ms=90)
    assert words(till) == "A slow scanner that works"
    till.tap(Button, "scanner-test-prefix")
    till.qtbot.waitUntil(till.find(Button, "prefix-back").isVisible)
    till.key(Qt.Key.Key_Return)
    till.qtbot.waitUntil(lambda: sheet.steps.done == 0)

    scan_five(till, sheet, gap_ms=90, code=f"${TEST_CODE}")
    assert "It sends $ before every code" in detail(till)
    till.tap(Button, "scanner-test-save")

    till.qtbot.waitUntil(lambda: till.assembly.settings.now(SCANNER_PREFIX) == "$")
    till.screen(Page.SELL).takes = True
    till.scan("$2000420001034", gap_ms=90)
    till.qtbot.waitUntil(lambda: len(till.screen(Page.SELL).scans) == 1)
    assert till.screen(Page.SELL).scans[0].text == "2000420001034"


def test_a_scanner_for_another_keyboard_is_told_with_the_characters(till: Stage) -> None:
    open_test(till)

    till.scan(TEST_CODE.translate(str.maketrans("YZ", "ZY")))

    till.qtbot.waitUntil(lambda: words(till) == "The scanner writes for another keyboard")
    assert detail(till).startswith("“Z” came as “Y” and “Y” came as “Z”. ")
    assert till.find(Button, "scanner-test-save").isEnabled() is False


def test_another_code_is_not_counted_and_sells_nothing(till: Stage) -> None:
    sheet = open_test(till)

    till.scan("2000420001034")

    till.qtbot.waitUntil(lambda: words(till) == "That was another code")
    assert sheet.steps.done == 0
    assert till.screen(Page.SELL).scans == []


def test_keys_too_far_apart_for_any_scan_are_said(till: Stage) -> None:
    open_test(till)

    till.scan(TEST_CODE, gap_ms=200)

    till.qtbot.waitUntil(lambda: words(till) == "This scanner is too slow")
    assert "up to 200 ms apart" in detail(till)
