from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView, QPushButton, QScrollBar, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.giving_pages import LEAST, GivingPages
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class Host(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self.opener = Button(look, "Open", name="opener")
        self.other = Button(look, "Other", name="other")
        column = QVBoxLayout(self)
        column.addWidget(self.opener)
        column.addWidget(self.other)
        self.resize(900, 600)


@pytest.fixture
def host(look: Look, qtbot: QtBot) -> Host:
    host = Host(look)
    qtbot.addWidget(host)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    host.opener.setFocus()
    qtbot.waitUntil(host.opener.hasFocus)
    return host


@pytest.fixture
def sheet(look: Look, host: Host) -> Sheet:
    sheet = Sheet(look, host, "Payment", name="payment")
    for name in ("first", "second"):
        sheet.body.addWidget(Button(look, name, name=name))
    return sheet


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def focus_name() -> str:
    return focused().objectName()


def test_the_focus_starts_in_the_content_and_never_leaves_the_sheet(host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()
    seen = [focus_name()]

    for _ in range(4):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        seen.append(focus_name())

    assert seen == ["first", "second", "payment-close", "first", "second"]


def test_shift_tab_walks_backwards_inside_the_sheet(host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()

    QTest.keyClick(focused(), Qt.Key.Key_Backtab)

    assert focus_name() == "payment-close"


def test_escape_closes_and_gives_the_focus_back(host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()

    with qtbot.waitSignal(sheet.closed):
        QTest.keyClick(focused(), Qt.Key.Key_Escape)

    assert not sheet.isVisible()
    assert focus_name() == "opener"


def test_escape_closes_a_sheet_whose_button_with_the_focus_is_at_work(
    look: Look, host: Host, sheet: Sheet, qtbot: QtBot
) -> None:
    save = Button(look, "Save", name="save")
    sheet.footer.addWidget(save)
    sheet.open()
    save.setFocus()
    save.set_busy(True)

    QTest.keyClick(focused(), Qt.Key.Key_Escape)

    qtbot.waitUntil(lambda: not sheet.isVisible())


def test_escape_leaves_a_sheet_open_while_something_would_be_lost(host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    sheet.closable = False
    sheet.open()

    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    QTest.mouseClick(sheet.cross, Qt.MouseButton.LeftButton)

    assert sheet.isVisible()


def test_nothing_behind_the_sheet_can_be_pressed(host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()

    behind = host.childAt(host.other.geometry().topLeft())

    assert behind is not None
    assert behind is sheet or sheet.isAncestorOf(behind)


def test_a_sheet_told_to_begin_elsewhere_does(look: Look, host: Host, sheet: Sheet) -> None:
    second = sheet.findChild(QPushButton, "second")
    assert second is not None
    sheet.set_first_focus(second)

    sheet.open()

    assert focus_name() == "second"


def test_the_sheet_follows_the_size_of_its_host(host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()

    host.resize(500, 400)
    qtbot.waitUntil(lambda: sheet.size() == host.size())

    assert sheet.rect().contains(sheet.card.geometry())


def test_a_sheet_in_motion_ends_closed_and_tells_it_once(look: Look, host: Host, sheet: Sheet, qtbot: QtBot) -> None:
    closed: list[bool] = []
    sheet.closed.connect(lambda: closed.append(True))
    look.less_motion = False
    try:
        sheet.open()
        sheet.close_sheet()
        sheet.close_sheet()
        qtbot.waitUntil(lambda: not sheet.isVisible())
    finally:
        look.less_motion = True

    assert closed == [True]


def test_a_confirmation_starts_on_the_safe_button(look: Look, host: Host, qtbot: QtBot) -> None:
    confirm = Confirm(look, host, "Refund order #1044?", "It can't be undone.", verb="Refund €12.40", safe="Keep")
    confirmed: list[bool] = []
    confirm.confirmed.connect(lambda: confirmed.append(True))
    confirm.open()
    assert focus_name() == "confirm-safe"

    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert confirmed == []
    assert not confirm.isVisible()
    confirm.open()
    QTest.mouseClick(confirm.verb_button, Qt.MouseButton.LeftButton)

    assert confirmed == [True]
    assert focus_name() == "opener"


def test_a_sheet_grows_with_its_content_and_never_shrinks_under_a_finger(sheet: Sheet, qtbot: QtBot) -> None:
    sheet.open()
    low = sheet.card.height()
    extra = QWidget()
    extra.setMinimumHeight(120)

    sheet.body.addWidget(extra)
    qtbot.waitUntil(lambda: sheet.card.height() >= low + 120)
    high = sheet.card.height()
    extra.hide()
    qtbot.wait(50)

    assert sheet.card.height() == high


def test_a_text_that_fits_in_one_line_takes_one(look: Look, host: Host, qtbot: QtBot) -> None:
    sheet = Sheet(look, host, "Unknown code", size=SheetSize.SMALL, name="unknown")
    text = Text(look, "No product has the code 4006381333931.", Type.BODY, wrap=True)
    sheet.body.addWidget(text)

    sheet.open()

    qtbot.waitUntil(lambda: 0 < text.height() < 2 * look.metrics(Type.BODY).lineSpacing())


@pytest.fixture
def long_sheet(look: Look, host: Host) -> Sheet:
    """More than the window holds: ten fields, and a button beneath them."""
    sheet = Sheet(look, host, "Everything", name="everything")
    for number in range(10):
        sheet.body.addWidget(Field(look, f"Field {number}", name=f"field-{number}"))
    sheet.footer.addWidget(Button(look, "Save", name="save"))
    return sheet


def bar_of(sheet: Sheet) -> QScrollBar:
    bar = sheet.findChild(QScrollBar, f"{sheet.objectName()}-body-bar")
    assert bar is not None
    return bar


def test_a_sheet_that_is_too_high_scrolls_and_what_has_the_focus_is_in_sight(
    host: Host, long_sheet: Sheet, qtbot: QtBot
) -> None:
    long_sheet.open()
    fields = long_sheet.findChildren(Field)
    qtbot.waitUntil(lambda: bar_of(long_sheet).maximum() > 0)
    save = long_sheet.findChild(Button, "save")
    assert save is not None
    assert save.visibleRegion().boundingRect() == save.rect()
    assert fields[-1].visibleRegion().isEmpty()
    assert fields[0].height() == fields[-1].height() >= fields[0].sizeHint().height()

    fields[-1].input.setFocus()

    assert not fields[-1].input.visibleRegion().isEmpty()
    fields[0].input.setFocus()
    assert bar_of(long_sheet).value() < bar_of(long_sheet).maximum()


def test_keys_scroll_a_sheet_with_nothing_in_it_to_operate(host: Host, look: Look, qtbot: QtBot) -> None:
    sheet = Sheet(look, host, "Words", name="words")
    for number in range(60):
        sheet.body.addWidget(Text(look, f"Line {number}"))
    sheet.open()
    qtbot.waitUntil(lambda: bar_of(sheet).maximum() > 0)

    QTest.keyClick(focused(), Qt.Key.Key_PageDown)
    down = bar_of(sheet).value()
    assert down > 0
    QTest.keyClick(focused(), Qt.Key.Key_End)
    assert bar_of(sheet).value() == bar_of(sheet).maximum() > down
    QTest.keyClick(focused(), Qt.Key.Key_PageUp)
    assert 0 < bar_of(sheet).value() < bar_of(sheet).maximum()


def test_a_list_in_a_sheet_gives_way_before_anything_scrolls(host: Host, look: Look) -> None:
    sheet = Sheet(look, host, "Held", name="held")
    pages = GivingPages(look, 2_000)
    pages.addWidget(QListView())
    sheet.body.addWidget(pages)
    sheet.body.addWidget(Text(look, "Beneath the list"))

    sheet.open()
    QApplication.processEvents()

    assert bar_of(sheet).maximum() == 0
    assert LEAST < pages.height() < host.height()


def test_a_sheet_with_room_does_not_scroll_for_lines_that_a_hint_has_not(host: Host, look: Look) -> None:
    sheet = Sheet(look, host, "Password", name="password")
    hint = "At least 8 characters: capital and small letters, a digit and a sign."
    sheet.body.addWidget(Field(look, "New password", hint=hint, name="new-password"))
    sheet.body.addWidget(Field(look, "Once more", name="again"))

    sheet.open()
    QApplication.processEvents()

    assert bar_of(sheet).maximum() == 0
