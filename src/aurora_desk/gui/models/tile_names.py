"""Names of tiles, laid out once."""

from __future__ import annotations

from collections.abc import Iterable
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


class TileNames(QObject):
    """Names of tiles, broken into lines once: finding where a name breaks costs more than painting it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._kept: dict[tuple[str, int], tuple[str, ...]] = {}
        self._widths: dict[str, float] = {}
        look.follow(self._dress)

    def paint(
        self, painter: QPainter, names: Iterable[tuple[QRect, str]], colour: QColor, direction: Qt.LayoutDirection
    ) -> None:
        """Each name from the top of its box, on one line or two.

        All go in one call: telling a painter its font costs as much as half a line of text.
        """
        painter.setFont(self._font)
        painter.setPen(colour)
        line, mirrored = self._look.px(LINE), direction is Qt.LayoutDirection.RightToLeft
        first = (line - self._metrics.height()) // 2 + self._metrics.ascent()
        for box, name in names:
            left, base, width = box.left(), box.top() + first, box.width()
            for part in self.lines(name, width):
                start = width - self._metrics.horizontalAdvance(part) if mirrored else 0
                runs = running(part)
                if runs is not direction:
                    painter.setLayoutDirection(runs)
                painter.drawText(left + start, base, part)
                if runs is not direction:
                    painter.setLayoutDirection(direction)
                base += line

    def lines(self, text: str, width: int) -> tuple[str, ...]:
        """The lines of a name, two at most."""
        found = self._kept.get((text, width))
        if found is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            found = self._kept[text, width] = self._broken(text, width)
        return found

    def _broken(self, text: str, width: int) -> tuple[str, ...]:
        lines = self._by_words(_keep_units(text), width)
        if lines is not None and len(lines) <= 2:
            return lines
        lines = two_lines(text, self._font, width)
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
        self._font: QFont = self._look.font(Type.BODY, weight=500)
        self._metrics, self._finely = QFontMetrics(self._font), QFontMetricsF(self._font)


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
