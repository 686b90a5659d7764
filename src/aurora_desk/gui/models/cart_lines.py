"""The lines of a cart."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from aurora_desk.domain.cart import Cart, CartLine
from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.totals import DiscountKind, extended
from aurora_desk.gui.models.paged import ROW_ROLE, Index
from aurora_desk.gui.theme.format import NO_BREAK, quantity_label
from aurora_desk.gui.theme.look import Look


class ShownLine(NamedTuple):
    """A line as the list shows it."""

    quantity: str
    name: str
    note: str
    """Under the name: what was written on the line, what its discount is, or what one costs."""
    note_tone: str
    amount: str
    struck: str
    """What it would cost without its discount."""
    glow: float
    """How strongly a line just added glows, 1 to 0."""


class CartLineModel(QAbstractListModel):
    """Shows the cart it is handed; only lines that differ are painted again."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look, self._currency = look, ""
        self._lines: tuple[CartLine, ...] = ()
        self._sold: dict[int, CartLine] = {}
        self._glowing, self._glow = 0, 0.0

    @property
    def lines(self) -> tuple[CartLine, ...]:
        """The lines shown."""
        return self._lines

    def show_cart(self, cart: Cart) -> int | None:
        """Show a cart; tells the place of the line that was added or changed last, for the view to select.

        A line that comes back where it was counts as added.
        """
        self._currency = cart.currency
        sold, before, after = self._sold, self._lines, cart.lines
        self._sold = {line.line_id: line for line in cart.sold_lines()}
        same = 0
        while same < min(len(before), len(after)) and before[same].line_id == after[same].line_id:
            same += 1
        changed = [place for place in range(same) if before[place] != after[place]]
        repriced = [
            place for place in range(same) if sold.get(after[place].line_id) != self._sold[after[place].line_id]
        ]
        self._swap_tail(same, after)
        for place in repriced:
            self.dataChanged.emit(self.index(place), self.index(place))
        known = {line.line_id for line in before}
        added = [place for place, line in enumerate(after) if line.line_id not in known]
        if added:
            return added[-1]
        # Of many that change together, as by a price list, none is meant.
        return changed[0] if len(changed) == 1 else None

    def line_at(self, place: int) -> CartLine | None:
        """The line at a place."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def shown_at(self, place: int) -> ShownLine:
        """Everything that is painted of a line, asked for at once."""
        line = self._lines[place]
        struck = self._struck(line)
        return ShownLine(
            quantity=self._quantity(line),
            name=line.name,
            note=self._note(line),
            note_tone="success" if struck and not line.note else "muted",
            amount=self._money(self._amount(line)),
            struck=struck,
            glow=self._glow if line.line_id == self._glowing else 0.0,
        )

    def glow(self, line_id: int, strength: float) -> None:
        """How strongly the line just added glows, 1 to 0."""
        self._glowing, self._glow = line_id, strength
        for place, line in enumerate(self._lines):
            if line.line_id == line_id:
                self.dataChanged.emit(self.index(place), self.index(place))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own default, never changed
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.line_at(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == ROW_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.name
        return self._sentence(line) if role == Qt.ItemDataRole.AccessibleTextRole else None

    def _swap_tail(self, same: int, after: tuple[CartLine, ...]) -> None:
        if len(self._lines) > same:
            self.beginRemoveRows(QModelIndex(), same, len(self._lines) - 1)
            self._lines = self._lines[:same]
            self.endRemoveRows()
        if len(after) > same:
            self.beginInsertRows(QModelIndex(), same, len(after) - 1)
            self._lines = after
            self.endInsertRows()
        self._lines = after

    def _money(self, amount_minor: int) -> str:
        return self._look.money(Money(amount_minor, self._currency))

    def _gross(self, line: CartLine) -> int:
        line = self._sold[line.line_id]
        return extended(line.price_minor, line.quantity_milli)

    def _amount(self, line: CartLine) -> int:
        line = self._sold[line.line_id]
        off = line.discount.off(line.price_minor, line.quantity_milli) if line.discount else 0
        return self._gross(line) - off

    def _struck(self, line: CartLine) -> str:
        return self._money(self._gross(line)) if self._amount(line) != self._gross(line) else ""

    def _quantity(self, line: CartLine) -> str:
        number = quantity_label(line.quantity_milli, self._look.locale)
        return number if line.by_weight else f"{number}×"

    def _note(self, line: CartLine) -> str:
        line = self._sold[line.line_id]
        if line.note:
            return line.note
        if line.discount is not None and self._struck(line):
            return self._discount(line)
        if line.by_weight:
            return self.tr("%1 per unit").replace("%1", self._money(line.price_minor))
        if line.quantity_milli != ONE:
            return self.tr("%1 each").replace("%1", self._money(line.price_minor))
        return ""

    def _discount(self, line: CartLine) -> str:
        assert line.discount is not None
        if line.discount.kind is DiscountKind.PERCENT:
            hundredths = line.discount.value * 10
            percent = quantity_label(hundredths, self._look.locale)
            return self.tr("%1 off").replace("%1", f"{percent}{NO_BREAK}%")
        if line.discount.kind is DiscountKind.AMOUNT:
            return self.tr("%1 off").replace("%1", self._money(self._gross(line) - self._amount(line)))
        return self.tr("%1 each").replace("%1", self._money(line.discount.value))

    def _sentence(self, line: CartLine) -> str:
        parts = (self._quantity(line), line.name, self._note(line), self._money(self._amount(line)))
        return ", ".join(part for part in parts if part)
