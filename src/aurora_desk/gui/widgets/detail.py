"""The panel at the side: the cart, or what is known of the selected row."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

NARROW_BELOW, WIDE_FROM = 1200, 1500
WIDTHS = (344, 384, 460)
MOST_PERCENT = 36


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
        self.title = Text(look, title, Type.TITLE, least=0.6, name=f"{name}-title")
        self.cross = Button(
            look, icon="x", kind=Kind.GHOST, variant=Variant.SQUARE, label=self.tr("Close"), name=f"{name}-close"
        )
        self.header = QHBoxLayout()
        self.header.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addSpacing(2)
        top.addLayout(self.header)
        top.addStretch(1)
        top.addWidget(self.cross)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(21, 8, 20, 14)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(self.body, 1)
        self.cross.clicked.connect(self.closed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
