"""The grid of product tiles."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aurora_desk.gui.models.paged import ROW_ROLE
from aurora_desk.gui.models.tile_delegate import HEIGHT, WIDTH, TileDelegate
from aurora_desk.gui.theme.look import Look


class TileGrid(QListView):
    """Tiles in columns that fill the width. A tap, Enter or Space chooses the product."""

    product_chosen = Signal(object)
    typed = Signal(str)
    """A letter typed here: it belongs to the search field."""

    def __init__(self, look: Look, *, name: str = "tiles", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._delegate = TileDelegate(look)
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Products"))
        self.setItemDelegate(self._delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(0)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # As needed, the scroll bar costs the last column.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._on_chosen)
        look.follow(self._fit)

    @property
    def columns(self) -> int:
        """How many tiles stand side by side."""
        return max(1, self.viewport().width() // self._look.px(WIDTH))

    @property
    def room(self) -> int:
        """How many tiles fill the window, with the row that is cut at its end."""
        return self.columns * (self.viewport().height() // self._look.px(HEIGHT) + 2)

    def in_view(self) -> range:
        """The places of the tiles that can be seen."""
        count = self.model().rowCount()
        row = self.verticalScrollBar().value() // self._delegate.cell.height()
        first = row * self.columns
        return range(min(first, count), min(first + self.room, count))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._on_chosen(self.currentIndex())
        elif (
            event.text().isprintable() and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.product_chosen.emit(index.data(ROW_ROLE))

    def _fit(self) -> None:
        self._delegate.cell = QSize((self.viewport().width() - 1) // self.columns, self._look.px(HEIGHT))
        self.setGridSize(self._delegate.cell)
