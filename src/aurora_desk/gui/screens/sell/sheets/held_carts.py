"""The held carts, those that programs on the network are filling, and those that other tills have open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import CartId
from aurora_desk.gui.screens.aim import Aim
from aurora_desk.gui.screens.screen import Scan, ScanKind
from aurora_desk.gui.screens.sell.held_model import HeldCartsModel, matches
from aurora_desk.gui.screens.still_rows import still
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.giving_pages import GivingPages
from aurora_desk.gui.widgets.search_bar import SearchBar
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.why_line import WhyLine

TABLE_HEIGHT = 340
COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class HeldCartsSheet(Sheet):
    """The list stays current while it is open; Open, Take over and Delete act on the selected cart.

    Letters go to the filter; a code that is scanned or typed in full is that of a network client's cart.
    """

    open_wanted = Signal(object)
    """The `Cart` to open at this till, or to take over."""
    delete_wanted = Signal(object)
    """The `Cart` to delete; the person has said so."""

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, self.tr("Held carts"), size=SheetSize.LARGE, name="held-sheet")
        self._selected: CartId | None = None
        self._carts: tuple[Cart, ...] = ()
        self.model = HeldCartsModel(look)
        self.model.setParent(self)
        self.search = SearchBar(look, self.tr("Name, person or code"), key="", name="held-search")
        self.table = Table(look, self.model, label=self.tr("Held carts"), name="held-table")
        self._empty = Empty(look, "inbox", "", name="held-empty")
        self._pages = GivingPages(look, TABLE_HEIGHT)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self.table)
        self.delete = Button(
            look, self.tr("Delete"), icon="trash-2", kind=Kind.DANGER, variant=Variant.LG, name="held-delete"
        )
        self.open_cart = Button(look, self.tr("Open cart"), kind=Kind.PRIMARY, variant=Variant.LG, name="held-open")
        self.body.addWidget(self.search)
        self.body.addWidget(self._pages)
        self.footer.addWidget(self.delete)
        self.footer.addWidget(WhyLine(look, self.delete), 1)
        self.footer.addWidget(self.open_cart)
        self.set_first_focus(self.table)
        self.table.installEventFilter(self)
        self._aim = Aim(self.table)
        self._aim.ended.connect(self._fill)
        self.search.text_changed.connect(self._fill)
        self.search.left_down.connect(self._on_down)
        self.search.submitted.connect(self._on_open)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.row_opened.connect(self._on_opened)
        self.open_cart.clicked.connect(self._on_open)
        self.delete.clicked.connect(self._on_delete)

    def show_carts(self, carts: tuple[Cart, ...]) -> None:
        """Show the carts as they are now; the selected one stays selected, and no row moves under a pointer."""
        self._carts = carts
        if self._aim.taken and self.model.rows:
            self.model.replace_rows(carts)
            self._show_count()
        else:
            self._fill()

    def scanned(self, scan: Scan) -> bool:
        """Open the cart that a scanned code belongs to."""
        if scan.kind is ScanKind.CART and scan.cart is not None:
            self._on_opened(scan.cart)
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.row is not None and not self.search.input.hasFocus():
            self._on_delete()
            event.accept()
        elif not self._typed(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Else the table takes letters for a search of its own, in its first column.
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._typed(event)
        return super().eventFilter(watched, event)

    def _typed(self, event: QKeyEvent) -> bool:
        text = event.text()
        if not text or not text.isprintable() or text.isspace() or event.modifiers() & COMMANDS:
            return False
        self.search.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.input.insert(text)
        return True

    def _fill(self) -> None:
        selected, words = self._selected, self.search.text.strip()
        named = tuple(cart for cart in self._carts if cart.session_id == words)
        carts = named or tuple(cart for cart in self._carts if matches(cart, words))
        place = max(0, self.table.currentIndex().row())
        with still(self.table, self.model):
            self.model.show_carts(carts)
            if carts and (selected is None or not self.table.select_key(selected)):
                # The one that was selected is gone: its neighbour has its place.
                self.table.selectRow(min(place, len(carts) - 1))
        self._pages.setCurrentIndex(1 if carts else 0)
        if words:
            self._empty.show_words(
                self.tr("No cart matches “%1”").replace("%1", words), self.tr("Try the name, the person or the code.")
            )
        else:
            hint = self.tr("Hold a cart with F6. Carts that programs on the network fill show here as well.")
            self._empty.show_words(self.tr("No carts are held"), hint)
        self._show_count()
        self._show_actions()

    def _show_count(self) -> None:
        """As the button on Sell counts them, and apart from these what is open elsewhere."""
        held = sum(cart.till_id is None for cart in self._carts)
        parts = [self.tr("%n held", "", held)] if held else []
        if elsewhere := len(self._carts) - held:
            parts.append(self.tr("%n open elsewhere", "", elsewhere))
        self.set_title(self.tr("Held carts"), " · ".join(parts))

    def _show_actions(self) -> None:
        cart = self.table.row
        elsewhere = cart is not None and cart.till_id is not None
        self.open_cart.setText(self.tr("Take over…") if elsewhere else self.tr("Open cart"))
        for button in (self.open_cart, self.delete):
            if cart is None:
                button.disable(self.tr("No carts are held"))
            else:
                button.enable()
        if cart is not None and elsewhere:
            self.delete.disable(self.tr("%1 has this cart open").replace("%1", cart.till_name))

    def _on_down(self) -> None:
        if self.model.rows:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_row(self) -> None:
        row = self.table.row
        if row is not None:
            self._selected = row.cart_id
        self._show_actions()

    def _on_open(self) -> None:
        if self.table.row is not None:
            self._on_opened(self.table.row)

    def _on_opened(self, cart: Cart) -> None:
        self.close_sheet()
        self.open_wanted.emit(cart)

    def _on_delete(self) -> None:
        cart = self.table.row
        if cart is None or not self.delete.isEnabled():
            return
        title = self.tr("Delete this cart?")
        text = self.tr("Its lines are gone for good. Nothing was sold.")
        verb = self.tr("Delete cart %1").replace("%1", self._look.money(cart.total))
        ask = Confirm(self._look, self._host, title, text, verb=verb, safe=self.tr("Keep"), name="held-confirm")
        ask.confirmed.connect(lambda: self.delete_wanted.emit(cart))
        ask.closed.connect(ask.deleteLater)
        ask.open()
