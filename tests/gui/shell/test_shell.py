"""The rail, the keys, and that everything fits, has a name and can be hit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.shell.shortcuts_sheet import ShortcutsSheet
from aurora_desk.gui.theme.tokens import DARK
from aurora_desk.gui.widgets.health import Health
from aurora_desk.gui.widgets.nav_button import NavButton
from gui.shell.staging import Stage

CTRL = Qt.KeyboardModifier.ControlModifier
INTERACTIVE = (
    QAccessible.Role.Button,
    QAccessible.Role.EditableText,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.MenuItem,
)


def nameless(node: QAccessibleInterface) -> list[str]:
    found = []
    if node.role() in INTERACTIVE and not node.state().invisible and not node.text(QAccessible.Text.Name):
        found.append(node.object().objectName())
    for place in range(node.childCount()):
        found += nameless(node.child(place))
    return found


def shown(stage: Stage, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in stage.window.findChildren(kind) if widget.isVisible()]


def in_window(stage: Stage, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(stage.window, QPoint(0, 0)), widget.size())


def assert_nothing_is_cut(stage: Stage) -> None:
    whole = stage.window.rect()
    for button in shown(stage, QAbstractButton):
        assert whole.contains(in_window(stage, button)), button.objectName()
        assert button.width() >= button.minimumSizeHint().width(), button.objectName()
        # The words of the strip are as high as the strip, by design.
        assert isinstance(button, Health) or button.height() >= button.minimumSizeHint().height(), button.objectName()
    for label in shown(stage, QLabel):
        assert isinstance(label, QLabel)
        assert whole.contains(in_window(stage, label)), label.objectName()
        if label.text() and not label.wordWrap():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()


def test_the_keys_and_buttons_of_the_rail_go_to_its_screens(desk: Stage) -> None:
    for place, page in ((2, Page.ORDERS), (3, Page.CUSTOMERS), (4, Page.REPORTS), (1, Page.SELL)):
        key = Qt.Key(Qt.Key.Key_0 + place)
        desk.key(key, CTRL)
        assert desk.shell.page is page
        assert desk.screen(page).isVisible()

    desk.tap(QAbstractButton, "rail-customers")
    assert desk.shell.page is Page.CUSTOMERS


def test_the_current_page_is_said_and_not_only_shown(desk: Stage) -> None:
    desk.key(Qt.Key.Key_2, CTRL)

    names = [desk.find(NavButton, f"rail-{page}").accessibleName() for page in Page]

    assert names == ["Sell", "Orders, current page", "Customers", "Reports"]


def test_f2_and_ctrl_f_go_to_the_search_of_the_screen_in_front(desk: Stage) -> None:
    desk.key(Qt.Key.Key_F2)
    desk.key(Qt.Key.Key_F, CTRL)

    assert desk.screen(Page.SELL).searches == 2


def test_esc_closes_the_sheet_first_and_then_asks_the_screen(desk: Stage) -> None:
    desk.screen(Page.SELL).field.setFocus()
    sheet = desk.open_sheet()

    desk.key(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert desk.screen(Page.SELL).escapes == 0

    desk.key(Qt.Key.Key_Escape)
    assert desk.screen(Page.SELL).escapes == 1


def test_f1_shows_the_keys_of_the_screen_and_nothing_acts_behind_them(desk: Stage) -> None:
    desk.key(Qt.Key.Key_F1)

    sheet = desk.window.findChild(ShortcutsSheet)
    assert sheet is not None
    assert sheet.isVisible()
    assert any(label.text() == "Hold the cart" for label in sheet.findChildren(QLabel))
    desk.key(Qt.Key.Key_2, CTRL)
    assert desk.shell.page is Page.SELL


def test_ctrl_p_asks_for_the_last_receipt(desk: Stage) -> None:
    with desk.qtbot.waitSignal(desk.shell.reprint_wanted):
        desk.key(Qt.Key.Key_P, CTRL)


def test_ctrl_shift_f_fills_the_screen_and_gives_it_back(stage: Stage) -> None:
    stage.key(Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert stage.window.isFullScreen()

    stage.key(Qt.Key.Key_F, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert not stage.window.isFullScreen()


def test_tab_goes_through_the_screen_then_the_rail_then_the_strip(desk: Stage) -> None:
    desk.screen(Page.SELL).field.setFocus()
    desk.qtbot.waitUntil(lambda: desk.find(Health, "status-reader").isVisible())
    desk.qtbot.waitUntil(lambda: desk.find(Health, "status-printer").isVisible())
    visited = []
    for _ in range(9):
        QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Tab)
        focus = desk.window.focusWidget()
        assert focus is not None
        visited.append(focus.objectName())

    assert visited == [
        "rail-sell",
        "rail-orders",
        "rail-customers",
        "rail-reports",
        "rail-person",
        "status-api",
        "status-reader",
        "status-printer",
        "sell-field",
    ]


def test_the_rail_shows_icons_alone_below_1200_pixels(desk: Stage) -> None:
    desk.window.resize(1199, 760)
    desk.qtbot.waitUntil(lambda: desk.shell.rail.width() == 64)
    assert desk.find(NavButton, "rail-sell").toolTip() == "Sell"

    desk.window.resize(1200, 760)
    desk.qtbot.waitUntil(lambda: desk.shell.rail.width() == 86)


@pytest.mark.parametrize("size", [QSize(1024, 720), QSize(1280, 800), QSize(1920, 1080)], ids=str)
def test_nothing_is_cut_at_sign_in_and_in_the_shell(stage: Stage, size: QSize) -> None:
    stage.window.resize(size)
    for device in ("api", "reader", "printer"):
        stage.qtbot.waitUntil(stage.find(Health, f"status-{device}").isVisible)
    assert stage.window.size() == size
    stage.qtbot.waitUntil(lambda: assert_nothing_is_cut(stage))

    stage.sign_in()

    stage.qtbot.waitUntil(lambda: assert_nothing_is_cut(stage))


def test_the_smallest_window_is_1024_by_720(stage: Stage) -> None:
    stage.window.resize(600, 400)

    assert stage.window.size() == QSize(1024, 720)


def test_everything_that_is_tapped_is_44_pixels_at_least(stage: Stage) -> None:
    def small() -> list[str]:
        buttons = (button for button in shown(stage, QAbstractButton) if not isinstance(button, Health))
        # The words of the status strip are as high as the strip: 36, by design.
        return [button.objectName() for button in buttons if min(button.width(), button.height()) < 44]

    assert small() == []
    stage.sign_in()
    assert small() == []


def test_everything_interactive_has_a_name_on_every_page(stage: Stage) -> None:
    def missing() -> list[str]:
        root = QAccessible.queryAccessibleInterface(stage.window)
        assert root is not None
        return nameless(root)

    assert missing() == []
    stage.sign_in()
    stage.key(Qt.Key.Key_F1)
    assert missing() == []


def test_the_status_strip_stays_at_36_pixels_and_follows_the_text_size(stage: Stage) -> None:
    assert stage.shell.status.strip_height == 36

    stage.window.look.set_scale(150)

    assert stage.shell.status.strip_height == 54


def test_the_theme_changes_while_the_desk_runs(stage: Stage) -> None:
    before = stage.window.grab().toImage().pixelColor(5, 5)

    stage.window.look.set_theme(DARK)

    assert stage.window.grab().toImage().pixelColor(5, 5) != before


def test_a_window_on_a_sharper_screen_has_its_icons_drawn_anew(stage: Stage) -> None:
    with stage.qtbot.waitSignal(stage.window.look.changed):
        QApplication.sendEvent(stage.window, QEvent(QEvent.Type.DevicePixelRatioChange))


def test_typing_of_a_person_reaches_the_field(desk: Stage) -> None:
    field = desk.screen(Page.SELL).field
    field.setFocus()

    desk.type_slowly("latte")

    assert isinstance(field, QLineEdit)
    assert field.text() == "latte"


def test_a_larger_window_shows_the_whole_strip_at_once(stage: Stage) -> None:
    strip = stage.shell.status
    for size in (QSize(1280, 800), QSize(1920, 1080), QSize(1100, 760)):
        stage.window.resize(size)
        stage.qtbot.waitUntil(lambda: strip.width() == stage.window.width())

        foot = QRect(0, strip.height() - strip.strip_height, strip.width(), strip.strip_height)
        assert QRegion(foot).subtracted(strip.mask()).isEmpty(), size


def test_a_sheet_stays_above_the_strip_when_the_window_changes(desk: Stage) -> None:
    desk.key(Qt.Key.Key_F1)
    sheet = desk.window.findChild(ShortcutsSheet)
    assert sheet is not None

    desk.window.resize(QSize(1500, 900))
    desk.qtbot.waitUntil(lambda: desk.shell.width() == 1500)

    foot = QPoint(desk.window.width() // 2, desk.window.height() - 4)
    desk.qtbot.waitUntil(lambda: desk.window.childAt(foot) is sheet)
