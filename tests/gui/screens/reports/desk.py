"""The Reports screen in a window, for the tests of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.work_items import WorkItem, WorkKind
from aurora_desk.gui.screens.reports.accept_sheet import AcceptSheet
from aurora_desk.gui.screens.reports.reports_screen import GATHER_MS, ReportsScreen
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.services.demo import CAFE
from gui.screens.orders.shop import Shop, click


class Desk:
    """The Reports screen in a window, on a shop with a Stripe of its own."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self.qtbot = shop, qtbot
        self.screen = ReportsScreen(shop.context)
        self.board, self.item = self.screen.board, self.screen.item
        self.window: QMainWindow = shop.show(self.screen, 1280)
        qtbot.addWidget(self.window)
        self.wait(lambda: self.board.board is not None)

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(condition, timeout=30_000)

    @property
    def items(self) -> list[WorkItem]:
        """The differences on the board."""
        return [row for row in self.board.model.rows if isinstance(row, WorkItem)]

    @property
    def results(self) -> list[str]:
        """What the pills of the table say, from the top."""
        model = self.board.model
        return [model.index(row, 4).data() for row in range(model.rowCount())]

    def open(self, kind: WorkKind) -> None:
        """Select a difference in the table and wait for its panel."""
        self.wait(lambda: any(item.kind is kind for item in self.items))
        (item,) = [item for item in self.items if item.kind is kind]
        assert self.board.table.select_key(item.item_id)
        self.wait(lambda: self.item.isVisible() and self.item.item == item)

    def press_deed(self, name: str) -> QWidget:
        """Press a deed; the sheet that asks."""
        (button,) = [one for one in self.item.deeds.values() if one.objectName() == name]
        assert button.isVisible()
        click(button)
        sheets = [sheet for sheet in self.window.findChildren(QWidget) if isinstance(sheet, (Confirm, AcceptSheet))]
        return next(sheet for sheet in sheets if sheet.isVisible())

    def keep_selling(self) -> QTimer:
        """Rows of the journal that come one after the other, faster than the board gathers them."""
        row = self.shop.services.read(partial(self.shop.services.journal_after, seq=0, tenant_id=CAFE, limit=1))[0]
        sale = replace(row, event="payment.succeeded")
        timer = QTimer(self.screen)
        timer.timeout.connect(lambda: self.shop.context.events.happened.emit(sale))
        timer.start(GATHER_MS // 6)
        return timer

    def told(self, words: str) -> bool:
        """Whether a toast said this."""
        return any(words in sentence for sentence, _ in self.shop.told)
