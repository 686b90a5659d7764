"""Lines of text of one role, measured once and painted one after the other."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import fitting, running
from aurora_desk.gui.theme.typography import Type

MOST_KEPT = 2_000


class Side(Enum):
    """Where a line lies in its box, as the desk's direction says."""

    START = auto()
    MIDDLE = auto()
    END = auto()


class Placed(NamedTuple):
    """A line of text, and its box."""

    box: QRect
    text: str
    side: Side = Side.START


class Fitted(NamedTuple):
    """A line as it fits into a room, its font with its measures, and how wide it is."""

    text: str
    font: QFont
    height: int
    ascent: int
    width: float


class LineText(QObject):
    """Paints all lines of a role in one call: telling a painter font and colour costs as much as half a line.

    `least`: down to which part of its size a line is set smaller before it is shortened.
    """

    def __init__(
        self, look: Look, role: Type, *, weight: int | None = None, least: float = 1.0, struck: bool = False
    ) -> None:
        super().__init__()
        self._look, self._role, self._weight, self._least, self._struck = look, role, weight, least, struck
        self._kept: dict[tuple[str, int], Fitted] = {}
        self._widths: dict[str, int] = {}
        look.follow(self._dress)

    def width(self, text: str) -> int:
        """How wide a line is, in pixels."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= MOST_KEPT:
                self._widths.clear()
            known = self._widths[text] = self._metrics.horizontalAdvance(text)
        return known

    def paint(self, painter: QPainter, lines: Iterable[Placed], colour: QColor, direction: Qt.LayoutDirection) -> None:
        """Each line in its box, shortened with an ellipsis where it does not fit; it runs as its own letters do."""
        mirrored = direction is Qt.LayoutDirection.RightToLeft
        told = runs = painter.layoutDirection()
        font = self._font
        painter.setFont(font)
        painter.setPen(colour)
        for box, text, side in lines:
            fit = self._fit(text, box.width())
            if fit.font is not font:
                font = fit.font
                painter.setFont(font)
            if (wanted := running(fit.text)) is not runs:
                runs = wanted
                painter.setLayoutDirection(runs)
            free = box.width() - fit.width
            if side is Side.MIDDLE:
                free /= 2
            elif (side is Side.START) is not mirrored:
                free = 0.0
            base = box.top() + (box.height() - fit.height) // 2 + fit.ascent
            painter.drawText(QPointF(box.left() + free, base), fit.text)
        if runs is not told:
            painter.setLayoutDirection(told)

    def _fit(self, text: str, room: int) -> Fitted:
        found = self._kept.get((text, room))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[text, room] = self._fitted(text, room)
        return found

    def _fitted(self, text: str, room: int) -> Fitted:
        if self.width(text) <= room:
            font, metrics = self._font, self._metrics
        else:
            font = fitting(self._font, text, room, least=self._least)
            metrics = QFontMetrics(font)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return Fitted(text, font, metrics.height(), metrics.ascent(), QFontMetricsF(font).horizontalAdvance(text))

    def _dress(self) -> None:
        self._kept.clear()
        self._widths.clear()
        self._font: QFont = self._look.font(self._role, weight=self._weight)
        self._font.setStrikeOut(self._struck)
        self._metrics = QFontMetrics(self._font)
