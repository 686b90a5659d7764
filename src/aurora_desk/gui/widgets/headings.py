"""The headings of a table: those that sort are buttons."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QPushButton, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, START, picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

PADDING = 14
EDGE = 5
"""Left free at both ends of a button, where the column's edge is dragged."""
ARROW = 14


class HeadingButton(QPushButton):
    """A heading to sort by; the arrow says which way its rows run."""

    def __init__(self, look: Look, title: str, *, at_end: bool, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._title, self._at_end = look, title, at_end
        self._descending: bool | None = None
        self.setObjectName(name)
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.show_order(None)

    @property
    def descending(self) -> bool | None:
        """Largest first, smallest first, or None where the rows are sorted by something else."""
        return self._descending

    def show_order(self, descending: bool | None) -> None:
        """Say whether and which way the rows are sorted by this."""
        self._descending = descending
        if descending is None:
            name = self.tr("%1, sort by it")
        else:
            name = self.tr("%1, largest first") if descending else self.tr("%1, smallest first")
        self.setAccessibleName(name.replace("%1", self._title))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(44), self._look.px(44))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        sorts = self._descending is not None
        if self.hasFocus() or self.underMouse() or self.isDown():
            fill = "pressed" if self.isDown() else "sunken" if self.underMouse() else "surface"
            edge = look.colour("focus") if self.hasFocus() else None
            inner = self.rect().adjusted(0, 3, 0, -4)
            rounded(painter, inner, Radius.BUTTON, fill=look.colour(fill), edge=edge, width=2.0)
        side = PADDING - EDGE
        room = self.rect().adjusted(side, 0, -side, 0)
        ink, font = look.colour("text" if sorts else "muted"), look.font(Type.LABEL, weight=600)
        if sorts:
            self._paint_arrow(painter, room)
            gap = look.px(ARROW) + 4
            room = room.adjusted(gap, 0, 0, 0) if self._at_end else room.adjusted(0, 0, -gap, 0)
        room = QStyle.visualRect(self.layoutDirection(), self.rect(), room)
        words(painter, room, self._title, font, ink, END if self._at_end else START)
        painter.end()

    def _paint_arrow(self, painter: QPainter, room: QRect) -> None:
        look, side = self._look, self._look.px(ARROW)
        width = min(room.width() - side - 4, look.metrics(Type.LABEL, weight=600).horizontalAdvance(self._title))
        # Beside the words, on the side that the column does not lean to.
        left = room.right() - width - side - 3 if self._at_end else room.left() + width + 4
        spot = QStyle.visualRect(self.layoutDirection(), self.rect(), QRect(left, 0, side, self.height()))
        icon = "arrow-down" if self._descending else "arrow-up"
        picture(painter, spot, look.pixmap(icon, "text", ARROW, self.devicePixelRatioF()))


class Headings(QHeaderView):
    """`sort_wanted` tells the column whose heading was pressed; its edges are dragged as everywhere."""

    sort_wanted = Signal(int)
    dragged = Signal(int, int)
    """A column, and how wide a person has made it."""

    def __init__(self, look: Look, *, name: str, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._buttons: dict[int, HeadingButton] = {}
        self._pressed = False
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.sectionResized.connect(self._on_resized)
        self.geometriesChanged.connect(self._place)

    def offer(self, column: int, title: str, *, at_end: bool) -> None:
        """Make a heading a button that sorts."""
        name = f"{self.objectName()}-{column}"
        button = HeadingButton(self._look, title, at_end=at_end, name=name, parent=self.viewport())
        button.clicked.connect(lambda: self.sort_wanted.emit(column))
        self._buttons[column] = button
        self._place()

    def button(self, column: int) -> HeadingButton:
        """The button of a heading that sorts."""
        return self._buttons[column]

    def show_order(self, column: int | None, *, descending: bool) -> None:
        """Say by which column the rows are sorted."""
        for place, button in self._buttons.items():
            button.show_order(descending if place == column else None)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        look, model = self._look, self.model()
        painter.save()
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.colour("border"))
        if column not in self._buttons:
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            align = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
            at_end = isinstance(align, Qt.AlignmentFlag) and bool(align & Qt.AlignmentFlag.AlignTrailing)
            room = rect.adjusted(PADDING, 0, -PADDING, 0)
            font = look.font(Type.LABEL, weight=600)
            words(painter, room, title, font, look.colour("muted"), END if at_end else START)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = True
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pressed = False

    def _on_resized(self, column: int, _before: int, width: int) -> None:
        self._place()
        if self._pressed:
            self.dragged.emit(column, width)

    def _place(self) -> None:
        for column, button in self._buttons.items():
            left = self.sectionViewportPosition(column)
            button.setGeometry(left + EDGE, 0, self.sectionSize(column) - 2 * EDGE, self.height())
            button.show()
