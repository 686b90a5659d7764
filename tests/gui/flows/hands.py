"""The ways to work at a desk: with the mouse or a finger, with the keyboard alone, with a scanner and a finger.

A flow is written once, for a `Hand`; each way does the same deed with its own events, through the window and the real
widgets. Words are typed in every way: nobody can click a name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QMenu,
    QRadioButton,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.shell.scanner import WedgeScanner
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.facade import Services
from gui.shell.real_desk import SHOP, sell
from gui.shell.staging import scan

W = TypeVar("W", bound=QWidget)
LONG_MS = 30_000
BY_HAND_MS = 120
MOST_STOPS = 80
"""So many times Tab is pressed before a control counts as not reachable."""
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape
Keys = tuple[Qt.Key, Qt.KeyboardModifier]


class Way(StrEnum):
    """How a flow is gone through."""

    MOUSE = "mouse"
    KEYS = "keys"
    SCANNER = "scanner"


class Clock:
    """Time stamps for keys, which go on through all the flows of a desk."""

    def __init__(self) -> None:
        self.now_ms = 1_000_000


class Hand(ABC):
    """Somebody at the whole desk. What a way does differently is abstract; all else is looking."""

    way: Way

    def __init__(self, desk: Desk, qtbot: QtBot, clock: Clock) -> None:
        self.desk, self.qtbot, self._clock = desk, qtbot, clock

    @abstractmethod
    def press(self, name: str, keys: Keys | None = None) -> None:
        """Operate the control of this name. By keyboard: `keys` if the desk has some for it, else Tab and Space."""

    @abstractmethod
    def number(self, pad: str, digits: str) -> None:
        """Enter digits on a number pad."""

    @abstractmethod
    def add(self, product: str) -> None:
        """Find a product and put one into the cart."""

    @abstractmethod
    def choose(self, button: str, *actions: str) -> None:
        """Choose an entry of the menu behind a button; of several names the last one is in the menus of the others."""

    @abstractmethod
    def row(self, view: str, place: int) -> None:
        """Select a row of a list."""

    @abstractmethod
    def back(self, sheet: str) -> None:
        """Leave a sheet without doing anything."""

    @abstractmethod
    def enter(self, field: str) -> None:
        """Go into a field."""

    def fill(self, field: str, text: str) -> None:
        """Write something into a field in place of what stands there."""
        self.enter(f"{field}-input")
        self.key(Qt.Key.Key_A, CTRL)
        self.write(text)

    def write(self, text: str) -> None:
        """Type words by hand: slower than any scanner."""
        for character in text:
            self._stroke(character, ord(character.upper()))
        self.until(lambda: not self._scanner.holds_keys)

    def scan(self, code: str) -> None:
        """Read a code, a minute after the one before."""
        self._clock.now_ms += 60_000
        scan(self.desk.window, code, at_ms=self._clock.now_ms)
        self._clock.now_ms += 60_000

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """A key as the window system sends it, so that shortcuts and the scanner's filter are in its way."""
        QTest.keyClick(self.handle, key, modifiers)

    def until(self, reached: Callable[[], object]) -> None:
        """Let the desk live until something is so."""
        self.qtbot.waitUntil(lambda: bool(reached()), timeout=LONG_MS)

    def part(self, name: str, kind: type[W]) -> W:
        """The visible part of a name, once it is there; of several the newest."""
        found: list[W] = []

        def there() -> bool:
            found[:] = [part for part in self.desk.window.findChildren(kind, name) if part.isVisible()]
            return bool(found)

        try:
            self.until(there)
        except Exception as error:
            raise AssertionError(f"«{name}» is not on the screen.") from error
        return found[-1]

    def sheet(self, name: str) -> Sheet:
        """An open sheet."""
        return self.part(name, Sheet)

    def gone(self, name: str) -> None:
        """Wait until nothing of this name is on the screen."""
        self.until(lambda: not any(part.isVisible() for part in self.desk.window.findChildren(QWidget, name)))

    def said(self, words: str) -> None:
        """Wait for a sentence in a toast, of the desk or of Sell."""
        toasts = (self.desk.assembly.shell.toast_layer.toasts, sell(self.desk).toasts)
        self.until(lambda: any(one.current is not None and words in one.current.text for one in toasts))

    @property
    def services(self) -> Services:
        """The use cases, to see what is on disk."""
        return self.desk.context.services

    @property
    def handle(self) -> QWindow:
        """The window that events arrive at."""
        handle: QWindow = self.desk.window.windowHandle()
        return handle

    @property
    def cart(self) -> Cart:
        """The cart on the screen."""
        cart = sell(self.desk).controller.cart
        assert cart is not None
        return cart

    def settled(self) -> Cart:
        """The cart once all of it is on disk; it is what is on disk."""
        self.until(lambda: sell(self.desk).controller.idle)
        on_disk = self.services.read(partial(self.services.sales.get, tenant_id=SHOP, cart_id=self.cart.cart_id))
        assert on_disk == self.cart
        return on_disk

    def until_cart(self, *lines: tuple[str, int]) -> None:
        """Wait until the cart holds these products, in this number."""
        self.until(lambda: [(plain(line.name), line.quantity_milli // 1000) for line in self.cart.lines] == [*lines])
        self.settled()

    def product(self, name: str) -> Product:
        """A product of the shop by its name."""
        unit = partial(self.services.catalogue.browse, tenant_id=SHOP, limit=200)
        return next(product for product in self.services.read(unit).rows if plain(product.name) == name)

    def order(self, order_id: int) -> Order:
        """An order as it is on disk."""
        return self.services.read(partial(self.services.orders.get, tenant_id=SHOP, order_id=OrderId(order_id)))

    def last_order(self) -> Order:
        """The newest order of this till, as it is on disk."""
        till_id = self.desk.context.session.till.till_id
        order = self.services.read(partial(self.services.orders.last_at_till, till_id=till_id))
        assert order is not None
        return order

    @property
    def _scanner(self) -> WedgeScanner:
        scanning = self.desk.assembly._scanning
        assert scanning is not None
        return scanning.scanner

    def _stroke(self, text: str, key: int) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, PLAIN, text)
            event.setTimestamp(self._clock.now_ms)
            QCoreApplication.sendEvent(self.handle, event)
        self._clock.now_ms += BY_HAND_MS

    def _menu(self, entry: str) -> tuple[QMenu, QAction]:
        """The menu in front, and its entry of this name."""
        found: list[tuple[QMenu, QAction]] = []

        def there() -> bool:
            menu = QApplication.activePopupWidget()
            if isinstance(menu, QMenu):
                found[:] = [(menu, one) for one in menu.actions() if one.isVisible() and entry in names_of(one)]
            return bool(found)

        self.until(there)
        return found[0]

    def _after_menu(self) -> None:
        # Without a window manager nobody gives the window back what a menu had.
        self.until(lambda: QApplication.activePopupWidget() is None)
        self.desk.window.activateWindow()
        self.until(self.desk.window.isActiveWindow)


class Mouse(Hand):
    """A mouse, or a finger on the screen."""

    way = Way.MOUSE

    def press(self, name: str, keys: Keys | None = None) -> None:
        part = self.part(name, QWidget)
        self._scroll_to(part)
        self.until(lambda: part.isEnabled() and is_hit(part))
        self._click(part, part.rect().center())

    def number(self, pad: str, digits: str) -> None:
        for digit in digits:
            self.press(f"{pad}-{digit}")

    def add(self, product: str) -> None:
        model = sell(self.desk).products.model
        place = model.place_of(self.product(product).product_id)
        assert place is not None, f"{product} is not among the tiles"
        self.row("tiles", place)

    def choose(self, button: str, *actions: str) -> None:
        self.press(button)
        for name in actions:
            menu, action = self._menu(name)
            self._click(menu, menu.actionGeometry(action).center())
        self._after_menu()

    def row(self, view: str, place: int) -> None:
        rows = self.part(view, QAbstractItemView)
        self.until(lambda: rows.model() is not None and rows.model().rowCount() > place)
        index = rows.model().index(place, 0)
        rows.scrollTo(index)
        self._click(rows.viewport(), rows.visualRect(index).center())

    def back(self, sheet: str) -> None:
        self.press(f"{sheet}-close")
        self.gone(sheet)

    def enter(self, field: str) -> None:
        self.press(field)

    def _scroll_to(self, part: QWidget) -> None:
        """What the wheel does before a click on something further down."""
        around = part.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(part)
            around = around.parentWidget()

    def _click(self, part: QWidget, at: QPoint) -> None:
        QTest.mouseClick(part, Qt.MouseButton.LeftButton, PLAIN, at)


class Keyboard(Hand):
    """The keyboard alone."""

    way = Way.KEYS

    def press(self, name: str, keys: Keys | None = None) -> None:
        part = self.part(name, QWidget)
        self.until(part.isEnabled)
        if keys is not None:
            self.key(*keys)
            return
        self.reach(part)
        # An arrow that comes to a choice has chosen it.
        if not (isinstance(part, QRadioButton) and part.isChecked()):
            self.key(Qt.Key.Key_Space)

    def number(self, pad: str, digits: str) -> None:
        self.part(pad, QWidget)
        self.write(digits)

    def add(self, product: str) -> None:
        self.key(Qt.Key.Key_F2)
        self.write(product.lower())
        self._stroke("\r", ENTER)

    def choose(self, button: str, *actions: str) -> None:
        self.press(button)
        for place, name in enumerate(actions):
            menu, _action = self._menu(name)
            for _ in menu.actions():
                if name in names_of(menu.activeAction()):
                    break
                QTest.keyClick(menu, Qt.Key.Key_Down)
            QTest.keyClick(menu, ENTER if place == len(actions) - 1 else Qt.Key.Key_Right)
        self._after_menu()

    def row(self, view: str, place: int) -> None:
        rows = self.part(view, QAbstractItemView)
        self.until(lambda: rows.model() is not None and rows.model().rowCount() > place)
        self.reach(rows)
        self.key(Qt.Key.Key_Home)
        assert isinstance(rows, QListView | QTableView)
        for _ in range(place):
            self.key(Qt.Key.Key_Down)
        self.until(lambda: rows.currentIndex().row() == place)

    def back(self, sheet: str) -> None:
        self.key(ESCAPE)
        self.gone(sheet)

    def enter(self, field: str) -> None:
        self.reach(self.part(field, QWidget))

    def reach(self, part: QWidget) -> None:
        """Go to a control with Tab, and inside a row of choices with the arrow."""
        for _ in range(MOST_STOPS):
            now = self.desk.window.focusWidget()
            if now is part:
                return
            chips = isinstance(now, QRadioButton) and isinstance(part, QRadioButton)
            if chips and now.parentWidget() is part.parentWidget():
                further = (part.y(), part.x()) > (now.y(), now.x())
                self.key(Qt.Key.Key_Right if further else Qt.Key.Key_Left)
            else:
                self.key(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab does not come to «{part.objectName()}».")


class Scanner(Mouse):
    """A scanner for whatever has a code, and a finger for the rest."""

    way = Way.SCANNER

    def add(self, product: str) -> None:
        self.scan(self.product(product).barcode)


HANDS: dict[Way, type[Hand]] = {hand.way: hand for hand in (Mouse, Keyboard, Scanner)}


def is_hit(part: QWidget) -> bool:
    """Whether a click in the middle of a part comes to it: it has its place, and nothing lies above."""
    window = part.window()
    under = window.childAt(part.mapTo(window, part.rect().center()))
    return under in (part, *part.findChildren(QWidget))


def names_of(action: QAction | None) -> tuple[str, ...]:
    """What an entry is called: its name, its words, or the name of the menu that it opens; no entry has no name."""
    if action is None:
        return ()
    menu = action.menu()
    return action.objectName(), action.text().partition("\t")[0], menu.objectName() if isinstance(menu, QMenu) else ""


def plain(name: str) -> str:
    """A name as people type it."""
    return name.replace("\u00a0", " ")
