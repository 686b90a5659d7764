"""The panel at the side: the cart, or what is known of the selected row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import fitting
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

NARROW_BELOW, WIDE_FROM = 1200, 1500
WIDTHS = (344, 384, 460)
MOST_PERCENT = 36
START, SIDES = 21, 41
"""The margin at the start, beside the hairline, and both together."""
LEAST = 0.6
"""How small a title may become before less of it is said."""


def side_width(window_width: int) -> int:
    """How wide the side panel is in a window of this width."""
    if window_width < NARROW_BELOW:
        return WIDTHS[0]
    return WIDTHS[2] if window_width >= WIDE_FROM else WIDTHS[1]


def panel_width(look: Look, window_width: int) -> int:
    """The side panel's width; with large text it grows only as far as what lies beside it keeps its columns."""
    usual = side_width(window_width)
    return min(look.px(usual), max(usual, window_width * MOST_PERCENT // 100))


class Detail(Ground):
    """Title, something beside it in `header`, the rest in `body`; closes with Esc and the cross."""

    closed = Signal()

    def __init__(self, look: Look, title: str = "", *, name: str = "detail", parent: QWidget | None = None) -> None:
        super().__init__("panel", name=name, parent=parent)
        self._look = look
        self.title = Text(look, title, Type.TITLE, least=LEAST, name=f"{name}-title")
        self.cross = Button(
            look, icon="x", kind=Kind.GHOST, variant=Variant.SQUARE, label=self.tr("Close"), name=f"{name}-close"
        )
        self.header = QHBoxLayout()
        self.header.setSpacing(10)
        self._top = top = QHBoxLayout()
        top.addWidget(self.title)
        top.addSpacing(2)
        top.addLayout(self.header)
        top.addStretch(1)
        top.addWidget(self.cross)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(START, 8, SIDES - START, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self.body, 1)
        self._title = self._less = title
        self.cross.clicked.connect(self.closed)

    def show_title(self, title: str, *, less: str = "") -> None:
        """Write the title, or what is less where it would be cut even in small letters."""
        self._title, self._less = title, less or title
        self._fit_title()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def _fit_title(self) -> None:
        beside = self._top.totalSizeHint().width() - self.title.sizeHint().width()
        small = fitting(self._look.font(Type.TITLE), self._title, 1, least=LEAST)
        whole = QFontMetrics(small).horizontalAdvance(self._title) <= self.contentsRect().width() - SIDES - beside
        self.title.setText(self._title if whole else self._less)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
