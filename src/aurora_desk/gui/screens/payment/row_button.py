"""A row to choose: a part of a split bill, or a line of the sale."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import END, picture, rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type

SIDE, ICON, GAP, HEIGHT = 14, 20, 12, 52


class RowButton(QPushButton):
    """Icon, name, what is to say about it, and an amount; `mark` draws the edge of the one that is chosen."""

    def __init__(self, look: Look, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._words, self._detail, self._amount = "", "", ""
        self._icon_name, self._tone = "circle", "muted"
        self.marked = False
        self.setObjectName(name)
        self.setProperty("kind", "painted")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def show_row(self, text: str, detail: str, amount: Money, *, icon: str, tone: str) -> None:
        """Say what the row is."""
        self._words, self._detail, self._amount = text, detail, self._look.money(amount)
        self._icon_name, self._tone = icon, tone
        self.setAccessibleName(", ".join(part for part in (text, self._amount, detail) if part))
        self.update()

    def mark(self, marked: bool) -> None:
        """Mark as chosen, or not."""
        self.marked = marked
        self.setAccessibleDescription(self.tr("chosen") if marked else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(260), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        focused, over = self.hasFocus(), self.isEnabled() and (self.underMouse() or self.isDown())
        fill = look.colour("primary_soft" if self.marked else "sunken" if over else "surface")
        edge = look.colour("focus" if focused else "primary" if self.marked else "border")
        width = 2.0 if focused or self.marked else 1.0
        rounded(painter, self.rect(), Radius.FIELD, fill=fill, edge=edge, width=width)
        icon = QRect(SIDE, 0, look.px(ICON), self.height())
        pixmap = look.pixmap(self._icon_name, self._tone, ICON, self.devicePixelRatioF())
        picture(painter, self._mirrored(icon), pixmap)
        self._paint_words(painter, "on_primary_soft" if self.marked else "text")
        painter.end()

    def _paint_words(self, painter: QPainter, ink: str) -> None:
        look = self._look
        start = SIDE + look.px(ICON) + GAP
        inner = QRect(start, 0, self.width() - start - SIDE, self.height())
        amount = QRect(inner)
        amount.setLeft(inner.right() - look.metrics(Type.LINE, weight=600).horizontalAdvance(self._amount) - 4)
        words(painter, self._mirrored(amount), self._amount, look.font(Type.LINE, weight=600), look.colour(ink), END)
        text = QRect(inner)
        text.setRight(amount.left() - GAP)
        if self._detail:
            half = self.height() // 2
            lower = self._mirrored(text.adjusted(0, half - 1, 0, -7))
            words(painter, lower, self._detail, look.font(Type.LABEL, weight=400), look.colour("muted"))
            text = text.adjusted(0, 7, 0, 1 - half)
        words(painter, self._mirrored(text), self._words, look.font(Type.STRONG), look.colour(ink))

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)
