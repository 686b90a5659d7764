"""The lines of the cart as a list."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aurora_desk.domain.cart import Cart, CartLine
from aurora_desk.gui.models.cart_delegate import CartLineDelegate, PlacedLine
from aurora_desk.gui.models.cart_lines import CartLineModel
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import FLASH_MS


class CartList(QListView):
    """One line is selected while there are any; `line_selected` tells which, or None."""

    line_selected = Signal(object)
    remove_pressed = Signal()
    typed = Signal(str)

    def __init__(self, look: Look, *, name: str = "cart-lines", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._delegate = look, CartLineDelegate(look)
        self.lines = CartLineModel(look, self)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Cart"))
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Opaque, the viewport scrolls by moving what is painted: only the lines that come in are painted anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._glowing = 0
        self._glow = QVariantAnimation(self)
        self._glow.setDuration(FLASH_MS)
        self._glow.setStartValue(1.0)
        self._glow.setEndValue(0.0)
        self._glow.valueChanged.connect(self._on_glow)
        look.changed.connect(self._on_look)

    @property
    def selected_line(self) -> CartLine | None:
        """The line that the bar under the cart acts on."""
        return self.lines.line_at(self.currentIndex().row())

    def show_cart(self, cart: Cart) -> None:
        """Show a cart; a line just added or changed is selected and glows, after a removal the neighbour is."""
        before = self.currentIndex().row()
        place = self.lines.show_cart(cart)
        count = len(cart.lines)
        if place is not None:
            self.select(place)
            if not self._look.less_motion:
                self._glowing = cart.lines[place].line_id
                self._glow.start()
        elif count:
            self.select(min(max(before, 0), count - 1))
        self.line_selected.emit(self.selected_line)

    def select(self, place: int) -> None:
        """Select a line by its place and bring it into view."""
        index = self.lines.index(place)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index)

    def step(self, by: int) -> None:
        """Select the line before (-1) or after (1), from anywhere on the screen."""
        if self.lines.lines:
            self.select(min(max(self.currentIndex().row() + by, 0), len(self.lines.lines) - 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.colour("surface"))
        self._delegate.paint_lines(painter, self._rows(event.region()), self.layoutDirection())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.remove_pressed.emit()
        elif (
            event.text().isprintable() and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _rows(self, exposed: QRegion) -> list[PlacedLine]:
        """The lines in a part of the list."""
        rows: list[PlacedLine] = []
        part, focused = exposed.boundingRect(), self.hasFocus()
        first = max(0, self.indexAt(part.topLeft()).row())
        box = self.visualRect(self.lines.index(first))
        for place in range(first, self.lines.rowCount()):
            if box.top() > part.bottom():
                break
            if exposed.intersects(box):
                selected = self.selectionModel().isSelected(self.lines.index(place))
                rows.append(PlacedLine(box, self.lines.shown_at(place), selected, focused))
            box = box.translated(0, box.height())
        return rows

    def _on_current(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self.line_selected.emit(self.selected_line)

    def _on_look(self) -> None:
        self.doItemsLayout()
        # Larger lines would leave the selected one below the edge.
        self.scrollTo(self.currentIndex())

    def _on_glow(self, strength: float) -> None:
        self.lines.glow(self._glowing, strength)
