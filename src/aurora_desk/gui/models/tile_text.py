"""Names and prices of tiles, laid out once."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStaticText, QTextLayout, QTextOption, QTransform

from aurora_desk.gui.theme.format import NO_BREAK
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type

MOST_KEPT = 1_000
LINE = 18


class TileText(QObject):
    """One role of text on tiles: breaking and shaping a name costs more than painting it."""

    def __init__(self, look: Look, role: Type, *, weight: int) -> None:
        super().__init__()
        self._look, self._role, self._weight = look, role, weight
        self._kept: dict[tuple[str, int], tuple[QStaticText, ...]] = {}
        look.follow(self._dress)

    def paint(self, painter: QPainter, box: QRect, text: str, colour: QColor) -> None:
        """The text on one line of `box`, or on two where it is two lines high and the text needs them."""
        painter.setFont(self._font)
        painter.setPen(colour)
        line = self._look.px(LINE)
        two = box.height() >= 2 * line
        right = painter.layoutDirection() is Qt.LayoutDirection.RightToLeft
        height = line if two else box.height()
        for place, part in enumerate(self._parts(text, box.width() if two else -box.width())):
            size = part.size()
            left = box.left() + (box.width() - size.width() if right else 0)
            top = box.top() + place * line + (height - size.height()) / 2
            painter.drawStaticText(QPointF(left, top), part)

    def _parts(self, text: str, width: int) -> tuple[QStaticText, ...]:
        """The lines, prepared; a negative width is one line alone."""
        found = self._kept.get((text, width))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            lines = two_lines(text, self._font, width) if width > 0 else (text,)
            found = self._kept[text, width] = tuple(self._prepared(line, abs(width)) for line in lines)
        return found

    def _prepared(self, line: str, width: int) -> QStaticText:
        part = QStaticText(self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width))
        # What a product is called is never taken for markup.
        part.setTextFormat(Qt.TextFormat.PlainText)
        part.prepare(QTransform(), self._font)
        return part

    def _dress(self) -> None:
        self._kept.clear()
        self._font: QFont = self._look.font(self._role, weight=self._weight)
        self._metrics = QFontMetrics(self._font)


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
