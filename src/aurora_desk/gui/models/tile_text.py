"""Names and prices of tiles, laid out once."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextLayout, QTextOption

from aurora_desk.gui.theme.format import NO_BREAK
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import running
from aurora_desk.gui.theme.typography import Type

MOST_KEPT = 1_000
LINE = 18


class TileText(QObject):
    """One role of text on tiles, broken into lines once: finding where a name breaks costs more than painting it."""

    def __init__(self, look: Look, role: Type, *, weight: int) -> None:
        super().__init__()
        self._look, self._role, self._weight = look, role, weight
        self._kept: dict[tuple[str, int], tuple[str, ...]] = {}
        look.follow(self._dress)

    def paint(self, painter: QPainter, box: QRect, text: str, colour: QColor) -> None:
        """The text on one line of `box`, or on two where it is two lines high and the text needs them."""
        painter.setFont(self._font)
        painter.setPen(colour)
        line = self._look.px(LINE)
        two = box.height() >= 2 * line
        told = painter.layoutDirection()
        right = told is Qt.LayoutDirection.RightToLeft
        height = line if two else box.height()
        base = box.top() + (height - self._height) // 2 + self._ascent
        for place, part in enumerate(self._lines(text, box.width() if two else -box.width())):
            left = box.left() + (box.width() - self._metrics.horizontalAdvance(part) if right else 0)
            painter.setLayoutDirection(running(part))
            painter.drawText(left, base + place * line, part)
        painter.setLayoutDirection(told)

    def _lines(self, text: str, width: int) -> tuple[str, ...]:
        """The lines; a negative width is one line alone."""
        found = self._kept.get((text, width))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            lines = two_lines(text, self._font, width) if width > 0 else (text,)
            cut = Qt.TextElideMode.ElideRight
            found = self._kept[text, width] = tuple(self._metrics.elidedText(line, cut, abs(width)) for line in lines)
        return found

    def _dress(self) -> None:
        self._kept.clear()
        self._font: QFont = self._look.font(self._role, weight=self._weight)
        self._metrics = QFontMetrics(self._font)
        self._height, self._ascent = self._metrics.height(), self._metrics.ascent()


def two_lines(name: str, font: QFont, width: int) -> tuple[str, ...]:
    """A name broken into at most two lines; a number keeps its unit («250 g»)."""
    text = _keep_units(name)
    layout = QTextLayout(text, font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeading))
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    layout.endLayout()
    rest = text[line.textLength() :].strip()
    return (text[: line.textLength()].strip(), rest) if rest else (text,)


def _keep_units(name: str) -> str:
    words = name.split(" ")
    joined = words[0]
    for before, word in pairwise(words):
        short = len(word) <= 3 and before[-1:].isdigit()
        joined += (NO_BREAK if short else " ") + word
    return joined
