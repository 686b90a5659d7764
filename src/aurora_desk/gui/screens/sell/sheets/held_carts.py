"""The held carts, and those that programs on the network are filling."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.ids import CartId
from aurora_desk.gui.models.cells import Cell
from aurora_desk.gui.models.tables import Column, TableModel
from aurora_desk.gui.screens.clients import this_computer
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.table import Table

TABLE_HEIGHT = 380


def _tr(text: str) -> str:
    return QCoreApplication.translate("HeldCartsModel", text)


class HeldCartsModel(TableModel[Cart]):
    """Name, time, who, lines and total."""

    def __init__(self, look: Look) -> None:
        columns = (
            Column(_tr("Name"), self._name),
            Column(_tr("Time"), self._time, 96),
            Column(_tr("Who"), self._who, 170),
            Column(_tr("Lines"), self._lines, 76, at_end=True),
            Column(_tr("Total"), self._total, 124, at_end=True),
        )
        super().__init__(look, columns)

    def key(self, row: Cart) -> object:
        return row.cart_id

    def show_carts(self, carts: tuple[Cart, ...]) -> None:
        """Show them; rows that stay where they are stay selected."""
        if tuple(map(self.key, carts)) == tuple(map(self.key, self.rows)):
            for cart in carts:
                self.replace_row(cart)
        else:
            self.show_rows(carts)

    def _name(self, row: Cart) -> Cell:
        if row.session_id is not None and not row.held_as:
            return Cell(row.customer_name or row.session_id, weight=600)
        return Cell(row.held_as or row.customer_name or row.lines[0].name, weight=600)

    def _time(self, row: Cart) -> Cell:
        return Cell(self.look.time(row.updated_at), tone="muted")

    def _who(self, row: Cart) -> Cell:
        network = this_computer(row.client) or _tr("Network: %1").replace("%1", row.client_name or row.client)
        return Cell(row.held_by or network, tone="muted" if row.held_by else "violet")

    def _lines(self, row: Cart) -> Cell:
        return Cell(self.look.locale.toString(len(row.lines)), at_end=True)

    def _total(self, row: Cart) -> Cell:
        return Cell(self.look.money(row.total), weight=600, at_end=True)


class HeldCartsSheet(Sheet):
    """The list stays current while it is open; Open and Delete act on the selected cart."""

    open_wanted = Signal(object)
    """The `Cart` to open at this till."""
    delete_wanted = Signal(object)
    """The `Cart` to delete; the person has said so."""

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, self.tr("Held carts"), size=SheetSize.LARGE, name="held-sheet")
        self._selected: CartId | None = None
        self.model = HeldCartsModel(look)
        self.model.setParent(self)
        self.table = Table(look, self.model, label=self.tr("Held carts"), name="held-table")
        title = self.tr("No carts are held")
        hint = self.tr("Hold a cart with F6. Carts that programs on the network fill show here as well.")
        self._pages = QStackedWidget()
        self._pages.addWidget(Empty(look, "inbox", title, hint, name="held-empty"))
        self._pages.addWidget(self.table)
        self._pages.setFixedHeight(look.px(TABLE_HEIGHT))
        self.delete = Button(
            look, self.tr("Delete"), icon="trash-2", kind=Kind.DANGER, variant=Variant.LG, name="held-delete"
        )
        self.open_cart = Button(look, self.tr("Open cart"), kind=Kind.PRIMARY, variant=Variant.LG, name="held-open")
        self.body.addWidget(self._pages)
        self.footer.addWidget(self.delete)
        self.footer.addStretch(1)
        self.footer.addWidget(self.open_cart)
        self.set_first_focus(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.row_opened.connect(self._on_opened)
        self.open_cart.clicked.connect(self._on_open)
        self.delete.clicked.connect(self._on_delete)

    def show_carts(self, carts: tuple[Cart, ...]) -> None:
        """Show the carts as they are now; the selected one stays selected."""
        selected = self._selected
        self.model.show_carts(carts)
        self._pages.setCurrentIndex(1 if carts else 0)
        if carts and (selected is None or not self.table.select_key(selected)):
            self.table.selectRow(0)
        count = self._look.locale.toString(len(carts))
        self.set_title(self.tr("Held carts"), count if carts else "")
        for button in (self.open_cart, self.delete):
            if carts:
                button.enable()
            else:
                button.disable(self.tr("No carts are held"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.row is not None:
            self._on_delete()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_row(self) -> None:
        row = self.table.row
        if row is not None:
            self._selected = row.cart_id

    def _on_open(self) -> None:
        if self.table.row is not None:
            self._on_opened(self.table.row)

    def _on_opened(self, cart: Cart) -> None:
        self.close_sheet()
        self.open_wanted.emit(cart)

    def _on_delete(self) -> None:
        cart = self.table.row
        if cart is None:
            return
        title = self.tr("Delete this cart?")
        text = self.tr("Its lines are gone for good. Nothing was sold.")
        verb = self.tr("Delete cart %1").replace("%1", self._look.money(cart.total))
        ask = Confirm(self._look, self._host, title, text, verb=verb, safe=self.tr("Keep"), name="held-confirm")
        ask.confirmed.connect(lambda: self.delete_wanted.emit(cart))
        ask.closed.connect(ask.deleteLater)
        ask.open()
