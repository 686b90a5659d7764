"""The menu of the cart: what is wanted less often than a discount or a hold."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.price_lists import PriceListId

NAME = "cart-menu"


class CartMenu(QMenu):
    """Note, without tax, price list, undo, clear. What the shop does not have is not shown."""

    note_wanted = Signal()
    tax_free_wanted = Signal(bool)
    list_wanted = Signal(object)
    """The number of a price list, or None for the usual prices."""
    undo_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self.setAccessibleName(self.tr("More for the cart"))
        self.note = self._add(self.tr("Note…"), "note", self.note_wanted.emit)
        self.tax_free = self._add(self.tr("Tax-free"), "tax-free", self._on_tax_free)
        self.tax_free.setCheckable(True)
        self.tax_free.setVisible(False)
        self.lists = QMenu(self.tr("Price list"), self)
        self.lists.setObjectName("cart-price-lists")
        self.lists.menuAction().setVisible(False)
        self.addMenu(self.lists)
        self._choices: dict[PriceListId | None, QAction] = {}
        self._sold_by: PriceListId | None = None
        self.addSeparator()
        self.undo = self._add(self.tr("Undo the last change"), "undo", self.undo_wanted.emit)
        self.clear_all = self._add(self.tr("Clear the cart"), "clear", self.clear_wanted.emit)

    def show_cart(self, cart: Cart, *, can_undo: bool) -> None:
        """Show how the cart is sold."""
        self.undo.setEnabled(can_undo)
        self.clear_all.setEnabled(bool(cart.lines))
        self.tax_free.setChecked(cart.tax_free)
        self._sold_by = cart.price_list.price_list_id if cart.price_list is not None else None
        self._mark()

    def allow_tax_free(self, *, allowed: bool) -> None:
        """Whether the shop sells anything without tax."""
        self.tax_free.setVisible(allowed)

    def show_lists(self, lists: tuple[tuple[PriceListId, str], ...]) -> None:
        """The price lists that the shop has."""
        self.lists.clear()
        group = QActionGroup(self.lists)
        self._choices = {None: self._choice(group, None, self.tr("Usual prices"))}
        for price_list_id, name in lists:
            self._choices[price_list_id] = self._choice(group, price_list_id, name)
        self._mark()
        self.lists.menuAction().setVisible(bool(lists))

    def _choice(self, group: QActionGroup, price_list_id: PriceListId | None, name: str) -> QAction:
        action = QAction(name.replace("&", "&&"), group)
        action.setObjectName(f"price-list-{price_list_id or 0}")
        action.setCheckable(True)
        action.triggered.connect(lambda: self._on_list(price_list_id))
        self.lists.addAction(action)
        return action

    def _mark(self) -> None:
        for price_list_id, action in self._choices.items():
            action.setChecked(price_list_id == self._sold_by)

    def _on_list(self, price_list_id: PriceListId | None) -> None:
        # It shows what the cart says: the list may not be read, or a manager may still have to be asked.
        self._mark()
        self.list_wanted.emit(price_list_id)

    def _on_tax_free(self) -> None:
        wanted = self.tax_free.isChecked()
        # It shows what the cart says: a manager may still have to be asked.
        self.tax_free.setChecked(not wanted)
        self.tax_free_wanted.emit(wanted)

    def _add(self, words: str, name: str, act: Callable[[], object]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"{NAME}-{name}")
        action.triggered.connect(lambda _checked=False: act())
        self.addAction(action)
        return action
