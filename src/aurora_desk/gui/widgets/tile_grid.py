"""The grid of product tiles."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from aurora_desk.gui.models.paged import ROW_ROLE
from aurora_desk.gui.models.tile_delegate import HEIGHT, WIDTH, PlacedTile, TileDelegate
from aurora_desk.gui.models.tiles import TileModel
from aurora_desk.gui.photos import Photos
from aurora_desk.gui.theme.look import Look

LONG_PRESS_MS, STILL_PX = 600, 12


class TileGrid(QListView):
    """Tiles in columns that fill the width. A tap, Enter or Space chooses the product."""

    product_chosen = Signal(object)
    menu_wanted = Signal(object, QPoint)
    """The menu of a product is asked for, by the right button, the menu key or a long press, and where."""
    typed = Signal(str)
    """A letter typed here: it belongs to the search field."""

    def __init__(
        self, look: Look, *, photos: Photos | None = None, name: str = "tiles", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._delegate = TileDelegate(look, photos)
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
        # With all tiles in sight there is nothing to pull at.
        self.verticalScrollBar().rangeChanged.connect(self._on_range)
        self._on_range()
        # Opaque, the viewport scrolls by moving what is painted: only the tiles that come in are painted anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._long = QTimer(self)
        self._long.setSingleShot(True)
        self._long.setInterval(LONG_PRESS_MS)
        self._long.timeout.connect(self._on_long_press)
        self._pressed = QPoint()
        self._held = False
        self._down = QPersistentModelIndex()
        self.clicked.connect(self._on_clicked)
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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._look.colour("bg"))
        self._paint_tiles(painter, event.region())
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            # Held down it adds one, not one for each time that the keyboard repeats it.
            if not event.isAutoRepeat():
                self._on_chosen(self.currentIndex())
        elif (
            event.text().isprintable() and event.text() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = False
        under = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and under.isValid():
            self._pressed = event.position().toPoint()
            self._long.start()
            self._press(under)
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if (event.position().toPoint() - self._pressed).manhattanLength() > STILL_PX:
            self._long.stop()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._long.stop()
        self._press(QModelIndex())
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        self._want_menu(index, self.visualRect(index).center() if by_key else event.pos())

    def _paint_tiles(self, painter: QPainter, exposed: QRegion) -> None:
        model, places = self.model(), self.in_view()
        if not isinstance(model, TileModel) or not places:
            return
        first = self.visualRect(model.index(places.start, 0))
        direction = self.layoutDirection()
        aside = -first.width() if direction is Qt.LayoutDirection.RightToLeft else first.width()
        focused = self.currentIndex().row() if self.hasFocus() else -1
        pressed = self._down.row()
        columns = self.columns
        cells: list[PlacedTile] = []
        for place in places:
            row, column = divmod(place - places.start, columns)
            box = first.translated(column * aside, row * first.height())
            if exposed.intersects(box):
                cells.append(
                    PlacedTile(box.left(), box.top(), model.tile_at(place), place == focused, place == pressed)
                )
        self._delegate.paint_tiles(painter, cells, direction)

    def _on_range(self) -> None:
        bar = self.verticalScrollBar()
        bar.setEnabled(bar.maximum() > bar.minimum())

    def _press(self, index: QModelIndex) -> None:
        """Show the tile under the finger, and the one before as it was."""
        before, self._down = self._down, QPersistentModelIndex(index)
        for each in (before, self._down):
            if each.isValid():
                self.update(self.model().index(each.row(), 0))

    def _on_long_press(self) -> None:
        self._held = True
        self._press(QModelIndex())
        self._want_menu(self.indexAt(self._pressed), self._pressed)

    def _want_menu(self, index: QModelIndex, at: QPoint) -> None:
        if index.isValid():
            self.menu_wanted.emit(index.data(ROW_ROLE), self.viewport().mapToGlobal(at))

    def _on_clicked(self, index: QModelIndex) -> None:
        # The finger that opened the menu by staying where it was adds nothing as it leaves.
        if not self._held:
            self._on_chosen(index)

    def _on_chosen(self, index: QModelIndex) -> None:
        if index.isValid():
            self.product_chosen.emit(index.data(ROW_ROLE))

    def _fit(self) -> None:
        self._delegate.cell = QSize((self.viewport().width() - 1) // self.columns, self._look.px(HEIGHT))
        self.setGridSize(self._delegate.cell)
