"""The Customers screen in a window, for the tests of what is at its side."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.ids import CustomerId
from aurora_desk.gui.screens.customers.customer_detail import Deed
from aurora_desk.gui.screens.customers.customers_screen import CustomersScreen
from aurora_desk.gui.shell.scan_router import ScanRouter
from aurora_desk.services.demo import CAFE
from gui.screens.orders.shop import Front, Shop, click, press, scan

AYLIN, TOMASZ, LENA = (CustomerRef(CUSTOMERS_TABLE, CustomerId(number)) for number in (121, 122, 123))
Found = TypeVar("Found", bound=QWidget)


class Desk:
    """What a person sees and does there."""

    def __init__(self, shop: Shop, qtbot: QtBot) -> None:
        self.shop, self.qtbot = shop, qtbot
        self.screen = CustomersScreen(shop.context)
        self.detail, self.details = self.screen.detail, self.screen.detail.details
        self.offers: list[tuple[str, str]] = []
        self.undo: Callable[[], object] = list
        self.screen.offered.connect(self._on_offered)
        self.window: QMainWindow = shop.show(self.screen)
        qtbot.addWidget(self.window)
        qtbot.waitUntil(lambda: not self.screen.list.listing.asking)

    @property
    def ids(self) -> list[int]:
        """The numbers in the list, from the top."""
        return [customer.ref.customer_id for customer in self.screen.list.model.rows]

    def open(self, ref: CustomerRef) -> None:
        """Have a customer shown."""
        self.screen.open_customer(ref)
        self.wait_for(ref)

    def wait_for(self, ref: CustomerRef) -> None:
        """Wait until a customer is shown."""
        self.qtbot.waitUntil(lambda: self.screen.detail_open and self.screen.shown_key() == ref)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        press(self.window, key, modifiers)

    def more(self, deed: Deed) -> None:
        """Choose what is under More, by its entry."""
        actions = [action for action in self.detail.menu.actions() if action.objectName() == f"customer-{deed.value}"]
        assert isinstance(actions[0], QAction)
        actions[0].trigger()

    def sheet(self, kind: type[Found]) -> Found:
        """The open sheet of a kind."""
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.window.findChildren(kind)))
        return next(one for one in self.window.findChildren(kind) if one.isVisible())

    def scan(self, ref: CustomerRef, place: object = None) -> None:
        """The scanner reads a customer's code, which ends at a sheet or at the screen."""
        front = Front(self.shop, self.screen)
        front.in_front = lambda: place or self.screen  # type: ignore[method-assign]  # what is in front just now
        router = ScanRouter(self.shop.context, front, parent=self.window)
        scan(self.window, router, self.shop.services.codes.for_customer(CAFE, ref.customer_id))

    def stored(self, ref: CustomerRef) -> Customer:
        """A customer as the store has it."""
        return self.shop.services.read(partial(self.shop.services.customers.get, tenant_id=CAFE, ref=ref))

    def told(self, words: str) -> None:
        """Wait for a sentence in a toast."""
        self.qtbot.waitUntil(lambda: any(words in text for text, _tone in self.shop.told))

    def choose_tab(self, place: int) -> None:
        """Click a tab."""
        click(self.detail.tabs.chips()[place])

    def _on_offered(self, words: str, action: str, act: Callable[[], object]) -> None:
        self.offers.append((words, action))
        self.undo = act


def answered(desk: Desk) -> None:
    """Let all that was asked be answered, and the answers be heard."""
    desk.shop.context.jobs._pool.waitForDone()
    QCoreApplication.processEvents()


def type_over(field: QWidget, text: str) -> None:
    """Select all of a line and type something else."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, text)
