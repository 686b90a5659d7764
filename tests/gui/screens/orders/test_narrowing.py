"""The list narrowed by a scan, by days, by person; what it shows goes to a file; and it holds still under a pointer."""

from __future__ import annotations

import csv
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QEnterEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import PersonId, ProductId
from aurora_desk.domain.orders import OrderFilter
from aurora_desk.domain.payments import OrderTarget
from aurora_desk.gui.screens.orders.days_sheet import DaysSheet
from aurora_desk.gui.screens.orders.exporting import ExportSheet
from aurora_desk.gui.screens.orders.orders_screen import OrdersScreen
from aurora_desk.gui.screens.saving import SavedSheet
from aurora_desk.gui.shell.scan_router import ScanRouter
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.demo import CAFE
from aurora_desk.services.facade import Services
from gui.screens.orders.shop import REGULAR, Front, Shop, click, place, press, scan, type_text
from gui.walking import nameless, too_small, unnamed_controls

CONTROL = Qt.KeyboardModifier.ControlModifier


class Desk:
    """The Orders screen in a window, on four orders: 5001 to 5004."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self.qtbot = shop, qtbot
        shop.sell_for_cash(103, tendered=10_00)
        shop.sell_for_cash(104, tendered=10_00, customer=REGULAR)
        place(shop.services, 103, 104)
        place(shop.services, 104, customer=REGULAR)
        self.screen = OrdersScreen(shop.context)
        self.filters = self.screen.list.filters
        self.window: QMainWindow = shop.show(self.screen)
        qtbot.addWidget(self.window)
        self.wait_for(5004, 5003, 5002, 5001)

    def wait_for(self, *numbers: int) -> None:
        """Wait until exactly these orders are in the list."""
        rows = self.screen.list.model
        self.qtbot.waitUntil(lambda: [row.order_id for row in rows.rows] == list(numbers))

    @property
    def said(self) -> list[str]:
        """The filters that can be taken off."""
        return [chip.text() for chip in self.filters.narrow_chips]

    def scan(self, text: str) -> None:
        """Scan a code with the real filter and router."""
        scan(self.window, ScanRouter(self.shop.context, Front(self.shop, self.screen), parent=self.screen), text)

    def point_at_the_list(self, *, over: bool) -> None:
        """The pointer comes over the rows, or leaves them."""
        at = QPointF(20, 20)
        event = QEnterEvent(at, at, at) if over else QEvent(QEvent.Type.Leave)
        QCoreApplication.sendEvent(self.screen.list.table.viewport(), event)


@pytest.fixture
def desk(shop: Shop, qtbot: QtBot) -> Desk:
    return Desk(shop, qtbot)


def test_given_a_scanned_product_then_only_its_orders_are_listed_until_the_chip_is_clicked(desk: Desk) -> None:
    desk.scan(desk.shop.services.codes.for_product(CAFE, ProductId(103)))
    desk.wait_for(5003, 5001)
    assert desk.said == ["Product: Espresso"]
    assert desk.filters.which is OrderFilter.ALL

    click(desk.filters.narrow_chips[0])
    desk.wait_for(5004, 5003, 5002, 5001)
    assert desk.said == []


def test_given_a_customers_code_then_filters_add_up_and_the_keyboard_takes_them_off(desk: Desk) -> None:
    customer = desk.shop.services.codes.for_customer(CAFE, REGULAR.customer_id)
    desk.scan(customer)
    desk.wait_for(5004, 5002)
    assert desk.said == ["Customer: Lena Bergström"]
    desk.screen.focus_search()
    type_text(desk.screen.list.search.input, desk.shop.services.codes.for_product(CAFE, ProductId(103)))
    press(desk.window, Qt.Key.Key_Return)
    desk.wait_for()
    assert desk.said == ["Product: Espresso", "Customer: Lena Bergström"]
    assert desk.screen.list.listing.empty.button.text() == "Clear filters"

    desk.filters.narrow_chips[0].setFocus()
    press(desk.window, Qt.Key.Key_Delete)
    desk.wait_for(5004, 5002)
    assert desk.filters.narrow_chips[0].hasFocus()
    press(desk.window, Qt.Key.Key_Space)
    desk.wait_for(5004, 5003, 5002, 5001)


def test_given_the_keyboard_alone_then_two_days_are_picked_and_the_list_shows_them(desk: Desk) -> None:
    desk.filters.days.setFocus()
    press(desk.window, Qt.Key.Key_Space)
    sheet = desk.window.findChild(DaysSheet)
    assert sheet is not None
    assert sheet.calendar.hasFocus()
    press(desk.window, Qt.Key.Key_Left)
    press(desk.window, Qt.Key.Key_Return)
    press(desk.window, Qt.Key.Key_Up)
    press(desk.window, Qt.Key.Key_Return)
    press(desk.window, Qt.Key.Key_Return, CONTROL)

    days, today = desk.filters.narrowed.days, desk.filters.today()
    assert days is not None
    assert (days.first, days.last) == (today - timedelta(days=8), today - timedelta(days=1))
    desk.wait_for()
    assert desk.filters.which is OrderFilter.ALL
    click(desk.filters.days)
    quick = desk.window.findChildren(DaysSheet)[-1]
    week = quick.findChild(Button, "days-week")
    assert week is not None
    click(week)
    desk.wait_for(5004, 5003, 5002, 5001)
    desk.filters.choose(OrderFilter.TODAY)
    assert desk.said == []


def test_given_my_orders_then_only_what_this_person_rang_up_today_is_listed(desk: Desk) -> None:
    desk.screen.show_orders_of(PersonId(1))
    desk.wait_for(5002, 5001)
    assert desk.said == ["Rung up by Mara Klein"]


def test_given_paid_orders_that_nobody_took_then_they_are_to_be_collected(desk: Desk) -> None:
    target = OrderTarget(desk.screen.list.model.rows[1].order_id)
    services = desk.shop.services
    services.write(partial(services.payments.take_cash, actor=desk.shop.actor, target=target, tendered_minor=50_00))
    desk.filters.choose(OrderFilter.COLLECT)
    desk.wait_for(5003)


def test_given_a_pointer_over_the_list_when_an_order_comes_then_no_row_moves_until_it_is_gone(
    desk: Desk, server: Services
) -> None:
    desk.point_at_the_list(over=True)
    place(server, 103)
    desk.qtbot.waitUntil(desk.filters.newer.isVisible)
    assert desk.filters.newer.text() == "1 new order"
    desk.wait_for(5004, 5003, 5002, 5001)

    desk.point_at_the_list(over=False)
    desk.wait_for(5005, 5004, 5003, 5002, 5001)
    assert not desk.filters.newer.isVisible()

    desk.point_at_the_list(over=True)
    place(server, 103)
    desk.qtbot.waitUntil(desk.filters.newer.isVisible)
    click(desk.filters.newer)
    desk.wait_for(5006, 5005, 5004, 5003, 5002, 5001)


def save_at(desk: Desk, file: Path) -> None:
    """Choose a place in the dialog."""
    dialog = desk.window.findChildren(QFileDialog, "export-file")[-1]
    dialog.selectFile(str(file))
    dialog.accept()


def saved(desk: Desk) -> SavedSheet:
    """What is said of the file."""
    desk.qtbot.waitUntil(lambda: any(sheet.isVisible() for sheet in desk.window.findChildren(SavedSheet)))
    return desk.window.findChildren(SavedSheet)[-1]


def words_in(sheet: SavedSheet, name: str) -> str:
    """A text of the sheet."""
    text = sheet.findChild(QLabel, name)
    assert text is not None
    return text.text().replace("\u200b", "")


def test_given_ctrl_e_then_what_the_list_shows_is_written_and_the_person_is_told_where_and_what(
    desk: Desk, tmp_path: Path
) -> None:
    desk.filters.choose(OrderFilter.WAITING)
    desk.wait_for(5004, 5003)
    press(desk.window, Qt.Key.Key_E, CONTROL)
    dialog = desk.window.findChild(QFileDialog, "export-file")
    assert dialog is not None
    today = desk.filters.today().isoformat()
    assert Path(dialog.selectedFiles()[0]).name == f"orders-waiting-{today}.csv"
    file = tmp_path / "waiting.csv"
    save_at(desk, file)

    sheet = saved(desk)
    assert words_in(sheet, "saved-name") == "waiting.csv"
    assert words_in(sheet, "saved-where") == f"In {tmp_path}"
    assert sheet.rows.text() == "2 orders"
    assert "personal data" in words_in(sheet, "saved-holds")
    with file.open(encoding="utf-8", newline="") as lines:
        assert [row["order"] for row in csv.DictReader(lines)] == ["5004", "5003"]
    assert nameless(sheet) + too_small(sheet) + unnamed_controls(sheet) == []
    click(sheet.done)
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(SavedSheet))


def test_given_a_saved_file_then_its_folder_is_shown_or_why_not(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    # What the system opens folders with is not there on every computer, least of all on one without a screen.
    def refuse(url: QUrl) -> bool:
        shown.append(url.toLocalFile())
        return False

    monkeypatch.setattr(QDesktopServices, "openUrl", refuse)
    click(desk.screen.list.export)
    save_at(desk, tmp_path / "all.csv")
    sheet = saved(desk)
    click(sheet.show_button)
    assert shown == [str(tmp_path)]
    assert "opened no folder" in sheet.why.text()

    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    click(sheet.show_button)
    desk.qtbot.waitUntil(lambda: not desk.window.findChildren(SavedSheet))


def test_given_a_file_of_that_name_then_it_is_replaced_only_when_somebody_says_so(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "taken.csv"
    file.write_text("of yesterday")
    click(desk.screen.list.export)
    save_at(desk, file)
    ask = desk.window.findChild(Confirm, "replace-file")
    assert ask is not None
    click(ask.safe_button)
    desk.qtbot.waitUntil(lambda: len([d for d in desk.window.findChildren(QFileDialog) if d.isVisible()]) == 1)
    assert file.read_text() == "of yesterday"

    save_at(desk, file)
    desk.qtbot.waitUntil(lambda: any(one.isVisible() for one in desk.window.findChildren(Confirm, "replace-file")))
    click(desk.window.findChildren(Confirm, "replace-file")[-1].verb_button)
    assert saved(desk).rows.text() == "4 orders"
    assert file.read_text(encoding="utf-8").startswith("order,")


def test_given_an_export_that_is_stopped_then_there_is_no_file(desk: Desk, tmp_path: Path) -> None:
    # Other work is under way, so that the export has not begun when it is stopped.
    busy, jobs = Event(), desk.shop.context.jobs
    for _ in range(4):
        jobs.start(desk.screen, busy.wait, done=lambda _: None, failed=lambda _: None)
    click(desk.screen.list.export)
    save_at(desk, tmp_path / "stopped.csv")
    sheet = desk.window.findChild(ExportSheet)
    assert sheet is not None
    click(sheet.stop_button)
    busy.set()

    desk.qtbot.waitUntil(lambda: bool(desk.shop.told))
    assert desk.shop.told == [("The export was stopped. No file was written.", "info")]
    assert not list(tmp_path.glob("*stopped*"))
