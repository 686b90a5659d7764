"""Names and prices of tiles, laid out once."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QTextLayout, QTextOption

from aurora_desk.gui.theme.format import NO_BREAK
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import running
from aurora_desk.gui.theme.typography import Type

MOST_KEPT = 1_000
LINE = 18
LAST_LATIN = "\u024f"
SIGNS = frozenset(" €$£¥%.,+*&'’" + NO_BREAK)
"""What joins letters and digits in words that break between each other and nowhere else."""


class TileText(QObject):
    """One role of text on tiles, broken into lines once: finding where a name breaks costs more than painting it."""

    def __init__(self, look: Look, role: Type, *, weight: int) -> None:
        super().__init__()
        self._look, self._role, self._weight = look, role, weight
        self._kept: dict[tuple[str, int], tuple[str, ...]] = {}
        self._widths: dict[str, float] = {}
        look.follow(self._dress)

    def paint(self, painter: QPainter, box: QRect, text: str, colour: QColor, direction: Qt.LayoutDirection) -> None:
        """The text on one line of `box`, or on two where it is two lines high and the text needs them."""
        painter.setFont(self._font)
        painter.setPen(colour)
        left, top, width, height = box.left(), box.top(), box.width(), box.height()
        line = self._look.px(LINE)
        two = height >= 2 * line
        mirrored = direction is Qt.LayoutDirection.RightToLeft
        base = top + ((line if two else height) - self._height) // 2 + self._ascent
        for place, part in enumerate(self.lines(text, width if two else -width)):
            start = width - self._metrics.horizontalAdvance(part) if mirrored else 0
            runs = running(part)
            # Telling a painter costs as much as half a line of text.
            if runs is not direction:
                painter.setLayoutDirection(runs)
            painter.drawText(left + start, base + place * line, part)
            if runs is not direction:
                painter.setLayoutDirection(direction)

    def lines(self, text: str, width: int) -> tuple[str, ...]:
        """The lines; a negative width is one line alone."""
        found = self._kept.get((text, width))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[text, width] = self._broken(text, abs(width), two=width > 0)
        return found

    def _broken(self, text: str, width: int, *, two: bool) -> tuple[str, ...]:
        told = _keep_units(text) if two else text
        lines = self._by_words(told, width)
        if lines is not None and len(lines) <= 1 + two:
            return lines
        lines = two_lines(text, self._font, width) if two else (text,)
        return tuple(self._metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines)

    def _by_words(self, text: str, width: int) -> tuple[str, ...] | None:
        """The lines of a plain text that needs no shortening; None where Qt is to break it.

        Words come again from name to name: with their widths kept, a new name costs a twentieth of Qt's own layout.
        """
        if not all((sign <= LAST_LATIN and sign.isalnum()) or sign in SIGNS for sign in text):
            return None
        lines: list[str] = []
        left = 0.0
        for word in text.split(" "):
            needs = self._width(word)
            if needs > width:
                return None
            if lines and self._width(" ") + needs <= left:
                lines[-1] += " " + word
                left -= self._width(" ") + needs
            else:
                lines.append(word)
                left = width - needs
        return tuple(lines)

    def _width(self, word: str) -> float:
        known = self._widths.get(word)
        if known is None:
            if len(self._widths) >= MOST_KEPT:
                self._widths.clear()
            known = self._widths[word] = self._finely.horizontalAdvance(word)
        return known

    def _dress(self) -> None:
        self._kept.clear()
        self._widths.clear()
        self._font: QFont = self._look.font(self._role, weight=self._weight)
        self._metrics, self._finely = QFontMetrics(self._font), QFontMetricsF(self._font)
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
