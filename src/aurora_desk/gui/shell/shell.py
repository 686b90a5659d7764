"""The desk around its screens: rail, status strip, lock, toasts, banner, keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.people import Person
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.screens.signin.screen import SignInScreen
from aurora_desk.gui.shell.pages import RAIL, Page
from aurora_desk.gui.shell.rail import Rail
from aurora_desk.gui.shell.shortcuts_sheet import SIGN_IN, ShortcutsSheet
from aurora_desk.gui.shell.status_strip import StatusStrip
from aurora_desk.gui.shell.toast_layer import ToastLayer
from aurora_desk.gui.shell.whereabouts import Whereabouts
from aurora_desk.gui.widgets.banner import Banner
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.scan_field import asking
from aurora_desk.gui.widgets.sheet import Sheet


class Shell(QWidget):
    """Holds the screens and the lock; the same thing is always in the same place."""

    order_wanted = Signal(object)
    """An `OrderId` to show on the Orders screen."""
    customer_wanted = Signal(object)
    """A `CustomerRef` to show on the Customers screen."""
    reprint_wanted = Signal()
    """Ctrl+P: the last receipt again."""
    goto_wanted = Signal()
    """Ctrl+K: the list of places to go to."""
    unfinished_wanted = Signal()
    """The list of payments whose end is not known."""
    my_orders_wanted = Signal(object)
    """The `PersonId` whose orders of today are asked for; the Orders screen is in front by then."""
    scanner_test_wanted = Signal()
    camera_wanted = Signal()
    """The camera shall scan a code."""
    page_changed = Signal(object)
    """The `Page` that is shown now."""

    def __init__(
        self, context: Context, sign_in: SignInScreen, status: StatusStrip, *, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self.sign_in, self.status = context, sign_in, status
        self._screens: dict[Page, Screen] = {}
        self._page = Page.SELL
        self._before_lock = Whereabouts(None)
        self._sheets_behind_lock: list[Sheet] = []
        self.setObjectName("shell")
        self._stack = QStackedWidget()
        self._stack.setObjectName("screens")
        self.banner = Banner(context.look)
        self.rail = Rail(context.look)
        self._front = QStackedWidget()
        self._work = QWidget()
        self._build()
        self.toast_layer = ToastLayer(context.look, self)
        self._keys: list[QShortcut] = []
        self._install_keys()
        self.rail.wanted.connect(self.go)
        self.rail.person.lock_wanted.connect(self.lock)
        self.rail.person.switch_wanted.connect(partial(self.lock, switch=True))
        self.rail.person.orders_wanted.connect(self._on_my_orders)
        self.rail.person.scanner_wanted.connect(self.scanner_test_wanted)
        sign_in.signed_in.connect(self._on_signed_in)

    @property
    def locked(self) -> bool:
        """Whether nobody is signed in."""
        return self._context.session.person is None

    @property
    def page(self) -> Page:
        """The page in front, or behind the lock."""
        return self._page

    def add_screen(self, page: Page, screen: Screen) -> None:
        """Give a page its screen."""
        self._screens[page] = screen
        self._stack.addWidget(screen)
        screen.told.connect(self.tell)
        screen.offered.connect(self.offer)
        screen.foot_changed.connect(self._place_toasts)
        screen.order_wanted.connect(self.open_order)
        if page is self._page and not self.locked:
            self.go(page)

    def has_screen(self, page: Page) -> bool:
        """Whether a page has its screen."""
        return page in self._screens

    def screen_of(self, page: Page) -> Screen:
        """The screen of a page."""
        return self._screens[page]

    def go(self, page: Page) -> None:
        """Show a page."""
        if self.locked or self.sheet_open() or page not in self._screens:
            return
        self._page = page
        self._stack.setCurrentWidget(self._screens[page])
        self.rail.show_current(page)
        self._screens[page].entered()
        self.page_changed.emit(page)

    def open_order(self, order_id: OrderId) -> None:
        """Show an order on its screen."""
        self.go(Page.ORDERS)
        self.order_wanted.emit(order_id)

    def open_customer(self, ref: CustomerRef) -> None:
        """Show a customer on its screen."""
        self.go(Page.CUSTOMERS)
        self.customer_wanted.emit(ref)

    def asking_field(self) -> QLineEdit | None:
        """The field with the focus, if it asks for scans."""
        return None if self.locked else asking(self.window().focusWidget())

    def offer(self, text: str, action: str, act: Callable[[], None]) -> None:
        """A sentence with a way back."""
        self._show_toast(partial(self.toast_layer.tell, text, "success", action=action, act=act))

    def tell(self, text: str, tone: str = "") -> None:
        """A sentence at the foot of the content."""
        self._show_toast(partial(self.toast_layer.tell, text, tone))

    def _show_toast(self, tell: Callable[[], None]) -> None:
        # Beside the sheets of the window, so that what went wrong in one can be told above it.
        if self.toast_layer.parentWidget() is not self.window():
            self.toast_layer.setParent(self.window())
        self._place_toasts()
        tell()

    def lock(self, *, switch: bool = False) -> None:
        """Cover everything and ask for a PIN; carts, fields and sheets stay as they are behind it."""
        if self.locked:
            return
        self._before_lock = Whereabouts(self.window().focusWidget())
        self._close_windows()
        self._sheets_behind_lock = self._open_sheets()
        for sheet in self._sheets_behind_lock:
            sheet.hide()
        person = self._context.session.person
        self._context.session.leave()
        self.toast_layer.hide()
        self._front.setCurrentWidget(self.sign_in)
        self.sign_in.enter(None if switch or person is None else person.person_id)

    def _close_windows(self) -> None:
        """Menus and file dialogs are windows of their own: none stays open above the lock."""
        menu = QApplication.activePopupWidget()
        if menu is not None:
            menu.close()
        for dialog in self.window().findChildren(QDialog):
            dialog.reject()

    def ask_first(self) -> None:
        """Begin with the lock."""
        self._front.setCurrentWidget(self.sign_in)
        person = self.sign_in.people.person
        self.sign_in.enter(person.person_id if person else None)

    def settle_tab_order(self) -> None:
        """Tab goes through the screen, then the rail, then the status strip; called when all screens are there."""
        # Not by nextInFocusChain(): PySide takes its answer for a child of the widget asked, and forgets with the one
        # what it knows of the other.
        tabbed = [stop for stop in self._stack.findChildren(QWidget) if stop.focusPolicy() & Qt.FocusPolicy.TabFocus]
        last = tabbed[-1] if tabbed else self._stack
        for stop in (*self.rail.stops(), *self.status.stops()):
            QWidget.setTabOrder(last, stop)
            last = stop

    def in_front(self) -> object:
        """The open sheet, else the current screen."""
        sheets = self._open_sheets()
        return sheets[-1] if sheets else self._screens.get(self._page)

    def sheet_open(self) -> bool:
        """Whether a sheet is open."""
        return bool(self._open_sheets())

    def pick_person(self, person: Person | None) -> bool:
        """A badge at the lock asks for its person's PIN; None, or one that the till doesn't know, lets nobody in."""
        if person is not None and self.sign_in.pick(person.person_id):
            return True
        self.sign_in.refuse_scan()
        return False

    def ask_switch(self, person: Person) -> None:
        """A badge while somebody is signed in: shall its person take over? The cart stays for whoever comes."""
        current = self._context.session.person
        if current is not None and current.person_id == person.person_id:
            self.tell(self.tr("%1 is signed in already.").replace("%1", person.name), "info")
            return
        ask = Confirm(
            self._context.look,
            self.window(),
            self.tr("Switch to %1?").replace("%1", person.name),
            self.tr("The cart stays as it is. %1 enters the PIN next.").replace("%1", person.name),
            verb=self.tr("Switch"),
            safe=self.tr("Stay"),
            danger=False,
            name="switch-person",
        )
        ask.confirmed.connect(partial(self._hand_over, person))
        ask.closed.connect(ask.deleteLater)
        ask.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Esc is no shortcut: those run before the scanner's filter. Sheets take their own.
        if event.key() == Qt.Key.Key_Escape and not self.locked and not self.sheet_open():
            self._screens[self._page].escape()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(self.width())
        self.status.fit(self.width())
        self._place_status()
        self._place_toasts()

    def _on_signed_in(self, person: Person) -> None:
        self._context.session.enter(person)
        self.rail.person.show_person(person)
        self._front.setCurrentWidget(self._work)
        # A sheet may have ended behind the lock: a paid order goes back to the next customer by itself.
        behind = [sheet for sheet in self._sheets_behind_lock if shiboken6.isValid(sheet) and not sheet.is_over]
        self._sheets_behind_lock = []
        for sheet in behind:
            sheet.show()
            sheet.raise_()
        if not behind:
            self.go(self._page)
        self._before_lock.go_back()

    def _hand_over(self, person: Person) -> None:
        self.lock(switch=True)
        self.pick_person(person)

    def _on_my_orders(self) -> None:
        person = self._context.session.person
        if person is not None and not self.sheet_open():
            self.go(Page.ORDERS)
            self.my_orders_wanted.emit(person.person_id)

    def _open_sheets(self) -> list[Sheet]:
        return [sheet for sheet in self.window().findChildren(Sheet) if sheet.isVisible()]

    def show_keys(self) -> None:
        """F1: every key of the screen in front, of the sheet that has keys of its own, or of the lock."""
        front = self.in_front()
        topic = front.keys_topic() if isinstance(front, Sheet) else SIGN_IN if self.locked else self._page
        if topic:
            sheet = ShortcutsSheet(self._context.look, self.window(), topic)
            sheet.closed.connect(sheet.deleteLater)
            # What is read at the lock is gone with it, and the other way round.
            self._context.session.changed.connect(sheet.close_sheet)
            sheet.open()

    def _on_search(self) -> None:
        if not self.locked and not self.sheet_open():
            self._screens[self._page].focus_search()

    def _on_reprint(self) -> None:
        if not self.locked and not self.sheet_open():
            self.reprint_wanted.emit()

    def _install_keys(self) -> None:
        commands = [
            ("Ctrl+L", self.lock),
            ("F1", self.show_keys),
            ("F2", self._on_search),
            ("Ctrl+F", self._on_search),
            ("Ctrl+P", self._on_reprint),
            ("Ctrl+K", self.goto_wanted.emit),
        ]
        commands += [(f"Ctrl+{place}", partial(self.go, item.page)) for place, item in enumerate(RAIL, 1)]
        for keys, command in commands:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(command)
            self._keys.append(shortcut)

    def _build(self) -> None:
        # Made in the order that Tab goes: the screen, then the rail, then the status strip.
        content = QVBoxLayout()
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(0)
        content.addWidget(self.banner)
        content.addWidget(self._stack, 1)
        row = QHBoxLayout(self._work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(content, 1)
        row.insertWidget(0, self.rail)
        self._front.addWidget(self.sign_in)
        self._front.addWidget(self._work)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._front, 1)
        self.status.setParent(self)
        # Above the page, and beneath every sheet that comes.
        self.status.raise_()
        self._context.look.follow(self._place_status)

    def _place_status(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(0, 0, 0, self.status.strip_height)
        self.status.place(self.rect())

    def _place_toasts(self) -> None:
        screen = None if self.locked else self._screens.get(self._page)
        start = 0 if self.locked else self.rail.width()
        end = 0 if screen is None else screen.aside
        left = end if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else start
        foot = self.status.strip_height + (0 if screen is None else screen.foot)
        self.toast_layer.setGeometry(left, 0, self.width() - start - end, self.height() - foot)
