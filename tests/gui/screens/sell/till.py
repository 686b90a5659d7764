"""A till for tests: the Sell screen in a window with a scanner, as the shell would build it, on a store of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.people import Person
from aurora_desk.domain.tenants import Till
from aurora_desk.gui.context import Context, Session
from aurora_desk.gui.events import Events
from aurora_desk.gui.jobs import Jobs, Lane
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.screens.sell.screen import SellScreen
from aurora_desk.gui.shell.scan_router import TakesScans, look_up
from aurora_desk.gui.shell.scanner import WedgeScanner
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.facade import Services

W = TypeVar("W", bound=QWidget)
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
FAST_MS, SLOW_MS = 3, 120


class TillWindow(QWidget):
    """What the shell does for the screen: a window, a scanner, looking codes up off the GUI thread."""

    def __init__(self, qtbot: QtBot, look: Look, services: Services, till: Till | None = None) -> None:
        super().__init__()
        self.qtbot, self.services = qtbot, services
        tenant_id = services.facts.default_tenant
        tenant = services.read(partial(services.tenants.get, tenant_id=tenant_id))
        till = till or services.read(partial(services.tenants.first_till, tenant_id=tenant_id))
        self.people = services.read(partial(services.people.everyone, tenant_id=tenant_id))
        self.session = Session(tenant, till, self)
        self.jobs, self._lookups = Jobs(self), Lane(parent=self)
        self.events = Events(services.follow, self)
        self.look = look
        self.sell = SellScreen(Context(look, services, self.jobs, self.events, self.session))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sell)
        self.paid_with: list[tuple[Cart, str]] = []
        self.sell.pay_wanted.connect(lambda cart, tender: self.paid_with.append((cart, tender)))
        self.scans_taken: list[bool] = []
        self._now_ms = 1000

    def start(self) -> None:
        """Show the window, sign the owner in, and wait for the cart and the favourites."""
        self.open_window()
        self.session.enter(self.people[0])
        self.sell.entered()
        chips = self.sell.products.chips.chips
        self.qtbot.waitUntil(lambda: self.sell.controller.cart is not None and self.sell.controller.idle)
        self.qtbot.waitUntil(lambda: bool(self.sell.products.model.rows) and len(chips()) == 9)

    def open_window(self) -> None:
        """Show the window, with its scanner and nobody signed in."""
        self.resize(1280, 760)
        with self.qtbot.waitExposed(self):
            self.show()
        self.activateWindow()
        self.qtbot.waitUntil(self.isActiveWindow)
        self.scanner = WedgeScanner(self.handle())
        self.scanner.scanned.connect(self._on_code)

    def sign_in(self, place: int) -> Person:
        """Let somebody else work here: 0 is the owner, 1 the manager, 2 the cashier."""
        self.session.leave()
        self.session.enter(self.people[place])
        self.sell.entered()
        self.until(lambda: self.sell.controller.idle and self.cart.opened_by == self.people[place].person_id)
        return self.people[place]

    def end(self) -> None:
        """Let everything end before the store closes."""
        self.events.stop()
        # Without the screen nothing starts another job: a pool that is deleted with a job running waits for it while
        # the job waits for the interpreter.
        for part in (*self.findChildren(Sheet), self.sell):
            if shiboken6.isValid(part):
                shiboken6.delete(part)
        self.jobs.wait()
        self._lookups.wait()

    def handle(self) -> QWindow:
        """The window that key events arrive at."""
        window = self.windowHandle()
        assert window is not None
        return window

    @property
    def cart(self) -> Cart:
        """The cart on screen."""
        cart = self.sell.controller.cart
        assert cart is not None
        return cart

    def names(self) -> list[tuple[str, int]]:
        """Names and pieces of the lines."""
        return [(line.name.replace("\u00a0", " "), line.quantity_milli // 1000) for line in self.cart.lines]

    def settled(self) -> Cart:
        """The cart once all of it is on disk; it is what is on disk."""
        self.qtbot.waitUntil(lambda: self.sell.controller.idle)
        on_disk = self.services.read(
            partial(self.services.sales.get, tenant_id=self.session.tenant_id, cart_id=self.cart.cart_id)
        )
        assert on_disk == self.cart
        return on_disk

    def until(self, condition: Callable[[], bool], timeout_ms: int = 5000) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(condition, timeout=timeout_ms)

    def answered(self) -> None:
        """Let all that was asked so far be answered, and the answers be heard."""
        for lane in (self.jobs, self.jobs.cart):
            lane._pool.waitForDone()
        QCoreApplication.processEvents()

    def product(self, name: str) -> Product:
        """A product of the store by its name."""
        unit = partial(self.services.catalogue.browse, tenant_id=self.session.tenant_id, limit=200)
        return next(p for p in self.services.read(unit).rows if p.name.replace("\u00a0", " ") == name)

    def part(self, kind: type[W], name: str) -> W:
        """A widget by its object name, in the newest sheet that has one."""
        found = self.findChildren(kind, name)
        assert found, name
        return found[-1]

    def click(self, name: str) -> None:
        """Click the middle of a widget."""
        widget = self.part(QWidget, name)
        assert widget.isVisible(), name
        assert widget.isEnabled(), name
        QTest.mouseClick(widget, LEFT, PLAIN, widget.rect().center())

    def tap(self, product_name: str) -> None:
        """Click a product's tile."""
        grid = self.sell.products.grid
        place = self.sell.products.model.place_of(self.product(product_name).product_id)
        assert place is not None, product_name
        self._click_row(grid, place)

    def pick_line(self, place: int) -> None:
        """Click a line of the cart."""
        self._click_row(self.sell.cart.lines, place)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """A key with a command, through the window, so that shortcuts and the scanner filter are in its path."""
        QTest.keyClick(self.handle(), key, modifiers)

    def type_in(self, text: str) -> None:
        """Typing by hand, slower than any scanner, until the last key is where it belongs."""
        for character in text:
            self._stroke(character, ord(character.upper()), SLOW_MS)
        self.until(lambda: not self.scanner.holds_keys)

    def enter(self) -> None:
        """Enter, by hand."""
        self._stroke("\r", Qt.Key.Key_Return, SLOW_MS)

    def scan(self, code: str) -> None:
        """A burst of a scanner."""
        for character in code:
            self._stroke(character, ord(character.upper()), FAST_MS)
        self._stroke("\r", Qt.Key.Key_Return, 300)

    def sheet(self, name: str) -> Sheet:
        """The open sheet of that name."""
        self.until(lambda: any(sheet.isVisible() for sheet in self.findChildren(Sheet, name)))
        return self.part(Sheet, name)

    def _click_row(self, view: QListView, place: int) -> None:
        index = view.model().index(place, 0)
        view.scrollTo(index)
        spot: QPoint = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), LEFT, PLAIN, spot)

    def _stroke(self, text: str, key: int, gap_ms: int) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, PLAIN, text)
            event.setTimestamp(self._now_ms)
            QCoreApplication.sendEvent(self.handle(), event)
        self._now_ms += gap_ms

    def _on_code(self, code: str) -> None:
        find = partial(look_up, self.services, self.session.tenant_id, code)
        self._lookups.start(self, find, done=self._on_scan, failed=self._on_lookup_failed)

    def _on_scan(self, scan: Scan) -> None:
        open_sheets = [sheet for sheet in self.findChildren(Sheet) if sheet.isVisible()]
        front = open_sheets[-1] if open_sheets else self.sell
        if isinstance(front, TakesScans):
            self.scans_taken.append(front.scanned(scan))

    def _on_lookup_failed(self, error: Exception) -> None:
        raise error
