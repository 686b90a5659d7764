"""The Sell screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.cart import Cart, CartLine
from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.screen import Scan, Screen
from aurora_desk.gui.screens.sell.adding import Adding
from aurora_desk.gui.screens.sell.before_paying import BeforePaying
from aurora_desk.gui.screens.sell.cart_desk import CartDesk
from aurora_desk.gui.screens.sell.cart_panel import CartPanel
from aurora_desk.gui.screens.sell.commands import install_commands
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.creating import Creating
from aurora_desk.gui.screens.sell.customer_picker import CustomerPicker
from aurora_desk.gui.screens.sell.early_deeds import EarlyDeeds
from aurora_desk.gui.screens.sell.entry import Entry
from aurora_desk.gui.screens.sell.finding import Finding
from aurora_desk.gui.screens.sell.header import COMMANDS, SellHeader, quantity_step
from aurora_desk.gui.screens.sell.held import HeldCarts
from aurora_desk.gui.screens.sell.held_desk import HeldDesk
from aurora_desk.gui.screens.sell.last_order import LastOrder
from aurora_desk.gui.screens.sell.line_actions import LineActions
from aurora_desk.gui.screens.sell.line_sheets import LineSheets
from aurora_desk.gui.screens.sell.products import BAR_MARGIN, END_MARGIN, ProductsPanel
from aurora_desk.gui.screens.sell.scan_deeds import ScanDeeds
from aurora_desk.gui.screens.sell.scans_desk import ScansDesk
from aurora_desk.gui.screens.sell.sell_toasts import SellToasts
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.unknown_code import UnknownCodeSheet
from aurora_desk.gui.screens.sell.shift_desk import ShiftDesk
from aurora_desk.gui.theme.sounds import Sound
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.widgets.banner import Banner
from aurora_desk.gui.widgets.polish import Ground


class SellScreen(Screen):
    """Builds the panels and connects them; what they mean is in the controller and its helpers."""

    pay_wanted = Signal(object, str)
    """The `Cart`, all of it on disk, and the tender: `cash`, `card`, or empty for the sheet to ask."""
    reprint_wanted = Signal(object)
    """The `OrderId` whose receipt is wanted again."""
    lines_changed = Signal(int)
    """How many lines the cart has, for the dot on the rail."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, name="sell", parent=parent)
        look = context.look
        self.sheets = SheetHost(self)
        self.controller = CartController(context, self)
        self.held = HeldCarts(context, self)
        self.header = SellHeader(look)
        self.products = ProductsPanel(context)
        self.cart = CartPanel(look)
        self.banner = Banner(look, name="sell-banner")
        self.shift = ShiftDesk(context, self.sheets, self)
        self.adding = Adding(context, self.sheets, self.controller, self)
        self.before_paying = BeforePaying(context, self.sheets, self.controller, self)
        self._tender = ""
        self.creating = Creating(context, self.sheets, self)
        self.finding = Finding(context, self)
        self.lines = LineActions(self.controller, self._line, self)
        self.line_sheets = LineSheets(context, self.sheets, self.controller, self)
        self.cart_desk = CartDesk(context, self.sheets, self.controller, self)
        self.customers = CustomerPicker(context, self.sheets, self.controller, self)
        self.held_desk = HeldDesk(context, self.sheets, self.controller, self.held, self)
        self.last_order = LastOrder(context, self)
        self.scans = ScansDesk(look, self.sheets, self.controller, self)
        self.early = EarlyDeeds(look, context.session, self.sheets, self.controller, self)
        self.scan_deeds = ScanDeeds(
            context,
            self.controller,
            self.header,
            early=self.early,
            adding=self.adding,
            customers=self.customers,
            held=self.held_desk,
            log=self.scans.log,
            parent=self,
        )
        self.toasts = SellToasts(context, self._lay_out(), self.header.search.focus)
        self.toasts.seen_changed.connect(self.foot_changed)
        self._connect_products()
        self._connect_cart()
        self._connect_others()
        install_commands(self, self._commands(), self._may_act)

    @property
    def aside(self) -> int:
        return self.cart.width()

    @property
    def foot(self) -> int:
        return self.toasts.height() + Space.SM if self.toasts.isVisible() else 0

    def entered(self) -> None:
        self.controller.begin()
        self.controller.allowance.read()
        self.cart_desk.read_lists()
        self.held.read()
        self.shift.read()
        self.last_order.read()
        self.line_sheets.read_taxes()
        self.adding.rules.read()
        if not self.products.model.rows:
            self.products.begin()
        self.header.search.focus()

    def scanned(self, scan: Scan) -> bool:
        return self.scan_deeds.take(scan)

    def focus_search(self) -> None:
        if not self.sheets.is_open:
            self.header.search.focus()

    def search_for(self, words: str) -> None:
        """Search for a product, as if it had been typed."""
        self.header.search.input.setText(words)
        self.focus_search()

    def escape(self) -> bool:
        if not self.header.search.text:
            return False
        self.header.search.clear()
        self.header.search.focus()
        return True

    def payment_ended(self, cart: Cart | None) -> None:
        """The payment sheet closed: None after a sale, or the cart that was given back."""
        self.controller.paid(cart)
        self.last_order.read()
        self.header.search.focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if not self._may_act():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers() & COMMANDS:
            self.lines.remove()
        elif event.key() == Qt.Key.Key_Escape and self.escape():
            event.accept()
        elif text and text.isprintable() and not text.isspace() and not event.modifiers() & COMMANDS:
            self._on_typed(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cart.fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.cart.fit()

    def _lay_out(self) -> QWidget:
        middle = Ground("page", name="sell-middle")
        header = QHBoxLayout()
        header.setContentsMargins(20, 0, END_MARGIN, 0)
        header.addWidget(self.header)
        products = QHBoxLayout()
        products.setContentsMargins(20, 0, BAR_MARGIN, 0)
        products.addWidget(self.products)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 16, 0, 0)
        column.setSpacing(12)
        column.addLayout(header)
        column.addWidget(self.banner)
        column.addLayout(products, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(middle, 1)
        row.addWidget(self.cart)
        return middle

    def _connect_products(self) -> None:
        header, products = self.header, self.products
        header.words_changed.connect(products.search)
        header.submitted.connect(self._on_submitted)
        header.left_down.connect(products.enter_grid)
        header.stepped.connect(self.lines.step)
        header.removed.connect(self.lines.remove)
        header.held_wanted.connect(self.held_desk.open)
        header.custom_wanted.connect(self.line_sheets.custom_item)
        products.product_chosen.connect(self._on_tapped)
        products.typed.connect(self._type)
        products.clear_wanted.connect(header.search.clear)
        products.failed.connect(self.toasts.tell_trouble)
        products.favourites.undo_offered.connect(self.toasts.offer_undo)
        self.finding.found.connect(self._put)
        self.finding.order_found.connect(self.order_wanted)
        self.finding.customer_found.connect(self.customers.attach)
        self.finding.missed.connect(self._on_missed)
        self.finding.refused.connect(self.toasts.refuse)
        self.adding.refused.connect(self.toasts.refuse)
        self.adding.said.connect(self.toasts.notice)
        self.before_paying.refused.connect(self.toasts.refuse)
        self.before_paying.answered.connect(lambda: self._pay(self._tender))
        self.creating.created.connect(self._on_tapped)
        self.creating.refused.connect(self.toasts.refuse)

    def _connect_cart(self) -> None:
        cart, bar = self.cart, self.cart.line_bar
        self.controller.changed.connect(self._on_cart)
        self.controller.refused.connect(self.toasts.refuse)
        self.controller.noticed.connect(self.toasts.notice)
        self.lines.weight_wanted.connect(self.line_sheets.quantity)
        self.lines.undo_offered.connect(self.toasts.offer_undo)
        self.lines.refused.connect(self.toasts.refuse)
        bar.fewer.connect(self.lines.fewer)
        bar.more.connect(self.lines.more)
        bar.remove.connect(self.lines.remove)
        bar.discount.connect(self._line_discount)
        bar.note.connect(self._note)
        cart.lines.remove_pressed.connect(self.lines.remove)
        cart.lines.typed.connect(self._type)
        cart.discount_wanted.connect(self.line_sheets.cart_discount)
        cart.hold_wanted.connect(self.held_desk.hold)
        cart.menu.note_wanted.connect(self.cart_desk.note)
        cart.menu.tax_free_wanted.connect(self.cart_desk.sell_tax_free)
        cart.menu.list_wanted.connect(self.cart_desk.use_list)
        cart.menu.undo_wanted.connect(self.controller.undo)
        cart.menu.clear_wanted.connect(self.cart_desk.clear)
        self.cart_desk.lists_known.connect(cart.menu.show_lists)
        self.cart_desk.undo_offered.connect(self.toasts.offer_undo)
        self.controller.allowance.changed.connect(self._on_allowance)
        self.controller.approval_wanted.connect(self._ask_manager)
        cart.pay_wanted.connect(self._pay)
        cart.shift_wanted.connect(self.shift.ask_float)
        cart.customer.wanted.connect(self.customers.open)
        cart.customer.removed.connect(self.customers.remove)

    def _connect_others(self) -> None:
        self.header.search.scans_wanted.connect(self.scans.open)
        self.adding.added.connect(self.scans.log.note_added)
        self.scan_deeds.order_wanted.connect(self.order_wanted)
        self.scan_deeds.unknown.connect(self._show_unknown)
        self.early.refused.connect(self.toasts.refuse)
        self.customers.known.connect(self.cart.customer.show_facts)
        self.customers.undo_offered.connect(self.toasts.offer_undo)
        self.held.changed.connect(self._on_held)
        self.held.failed.connect(self.toasts.tell_trouble)
        self.held_desk.said.connect(self.toasts.notice)
        self.held_desk.undo_offered.connect(self.toasts.offer_undo)
        self.shift.changed.connect(self._on_shift)
        self.shift.failed.connect(self.toasts.tell_trouble)
        self.banner.acted.connect(self.shift.ask_float)
        self.last_order.known.connect(self.cart.show_last_order)
        self.cart.reprint_wanted.connect(self._on_reprint)

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "F3": self.customers.open,
            "F4": self._line_discount,
            "Shift+F4": self.line_sheets.cart_discount,
            "F6": self.held_desk.hold,
            "F7": self.held_desk.open,
            "F8": self._quantity,
            "F9": partial(self._pay, "cash"),
            "F10": partial(self._pay, "card"),
            "F11": partial(self._pay, "qr"),
            "F12": partial(self._pay, ""),
            "Ctrl+Return": partial(self._pay, ""),
            "Ctrl+Enter": partial(self._pay, ""),
            "Ctrl+N": self.line_sheets.custom_item,
            "Ctrl+D": self.products.toggle_favourite,
            "Alt+Left": partial(self.products.chips.step, -1),
            "Alt+Right": partial(self.products.chips.step, 1),
            "Ctrl+Z": self.controller.undo,
            "Ctrl+Up": partial(self.cart.lines.step, -1),
            "Ctrl+Down": partial(self.cart.lines.step, 1),
        }

    def _may_act(self) -> bool:
        return self.context.session.person is not None and not self.sheets.is_open

    def _line(self) -> CartLine | None:
        return self.cart.line

    def _on_cart(self, cart: Cart) -> None:
        self.cart.show_cart(cart, can_undo=self.controller.can_undo)
        self.products.show_cart(cart)
        self.lines_changed.emit(len(cart.lines))

    def _on_submitted(self, entry: Entry) -> None:
        if entry.words:
            self.header.search.clear()
            self.finding.find(entry)
        elif entry.counted:
            self.header.search.clear()
            self.lines.add(entry.quantity_milli)

    def _on_tapped(self, product: Product) -> None:
        entry = self.header.entry
        if entry.counted:
            self.header.search.clear()
        self._put(product, entry.quantity_milli)

    def _put(self, product: Product, quantity_milli: int) -> None:
        self.early.take_tap(product.name, partial(self.adding.add, product, quantity_milli))

    def _on_missed(self, words: str) -> None:
        cart = self.held.by_code(words)
        if cart is not None:
            self.held_desk.open_cart(cart)
            return
        # What was not found stands there again to be mended, unless something else is being typed by now.
        if not self.header.search.text:
            self.header.search.input.setText(words)

    def _show_unknown(self, code: str) -> None:
        self.context.sounds.play(Sound.ERROR)
        sheet = UnknownCodeSheet(self.context.look, self.sheets.window, code)
        sheet.search_wanted.connect(self.header.search.focus)
        # After it is gone: one sheet at a time.
        sheet.create_wanted.connect(lambda: sheet.closed.connect(lambda: self.creating.create(code)))
        self.sheets.open(sheet)

    def _on_typed(self, event: QKeyEvent) -> None:
        step = quantity_step(event)
        if step and not self.header.search.text:
            self.lines.step(step)
        else:
            self.header.type_in(event.text())

    def _type(self, text: str) -> None:
        if text in "+-−" and not self.header.search.text:
            self.lines.step(1 if text == "+" else -1)
        else:
            self.header.type_in(text)

    def _line_discount(self) -> None:
        if self.cart.line is not None:
            self.line_sheets.line_discount(self.cart.line)

    def _note(self) -> None:
        if self.cart.line is not None:
            self.line_sheets.note(self.cart.line)

    def _quantity(self) -> None:
        if self.cart.line is not None:
            self.line_sheets.quantity(self.cart.line)

    def _pay(self, tender: str) -> None:
        if not self.shift.is_open:
            self.shift.ask_float()
        elif self.controller.cart is not None and self.controller.cart.lines:
            self.controller.when_idle(partial(self._hand_over, tender))

    def _hand_over(self, tender: str) -> None:
        cart = self.controller.cart
        # Pay pressed twice while the cart was on its way to disk is paid once; what was scanned before comes first.
        if cart is not None and cart.lines and not self.controller.paying and not self.early.waiting:
            self.toasts.clear()
            self._tender = tender
            self.controller.pay(lambda paid: self.pay_wanted.emit(paid, tender))

    def _on_allowance(self) -> None:
        self.cart.menu.allow_tax_free(allowed=self.controller.allowance.tax_free)

    def _ask_manager(self, error: NeedsApprovalError, with_yes: Callable[[ApprovalId], object]) -> None:
        ask_manager(self.context, self.sheets.window, error, with_yes)

    def _on_held(self, carts: tuple[Cart, ...]) -> None:
        self.header.show_held(sum(cart.till_id is None for cart in carts))

    def _on_shift(self, is_open: bool) -> None:
        self.cart.show_shift(is_open=is_open)
        if is_open:
            self.banner.hide()
        else:
            words = self.tr("No shift is open on this till. Carts can be filled and held, but not paid.")
            self.banner.show_trouble(words, action=self.tr("Open shift"))

    def _on_reprint(self) -> None:
        if self.last_order.order is not None:
            self.reprint_wanted.emit(self.last_order.order.order_id)
