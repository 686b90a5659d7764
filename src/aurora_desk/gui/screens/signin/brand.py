"""The mark and the name of the program."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.resources import resource
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.text import Text

MARK = 40


class Mark(QWidget):
    """The logo mark; decoration only."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._svg = QSvgRenderer(str(resource("logo/mark.svg")))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(MARK), self._look.px(MARK))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._svg.render(painter, QRectF(self.rect()))
        painter.end()


class BrandLine(QWidget):
    """Mark and name at the start of a page, and at its end which shop and till this is."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place = Text(look, "", Type.STRONG, tone="muted", weight=500, name="brand-place")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Mark(look))
        row.addWidget(Text(look, self.tr("Aurora Desk"), Type.HEADING, name="brand-name"))
        row.addStretch(1)
        row.addWidget(self._place)

    def show_place(self, words: str) -> None:
        """Say which shop and till this is."""
        self._place.setText(words)
