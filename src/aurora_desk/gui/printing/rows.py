"""The rows that a receipt is drawn from. Lengths are tenths of a millimetre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from aurora_desk.gui.theme.typography import FAMILY

BLACK, WHITE = QColor(0, 0, 0), QColor(255, 255, 255)
QUIET = 4
"""White modules around a code, that readers need."""

START = Qt.AlignmentFlag.AlignLeft
CENTRE = Qt.AlignmentFlag.AlignHCenter


class Row(Protocol):
    """Something with a height that paints itself into its place."""

    def height(self, width: float) -> float:
        """How much paper it takes at this width."""

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw into `box`."""


def font(size: float, weight: int = 400) -> QFont:
    """The shipped font, `size` tenths of a millimetre high, with figures of equal width."""
    made = QFont(FAMILY)
    made.setPixelSize(round(size))
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), 1)
    # Hints are for the pixels of a screen; paper has others.
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@dataclass(frozen=True, slots=True)
class Words:
    """Text that wraps."""

    text: str
    size: float = 30
    weight: int = 400
    align: Qt.AlignmentFlag = START
    indent: float = 0

    def height(self, width: float) -> float:
        """As many lines as it takes."""
        return len(self._lines(width)) * self._leading() + 4

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw the text."""
        painter.setFont(font(self.size, self.weight))
        painter.setPen(BLACK)
        line = QRectF(box.left() + self.indent, box.top(), box.width() - self.indent, self._leading())
        for text in self._lines(box.width()):
            painter.drawText(line, int(self.align | Qt.AlignmentFlag.AlignTop), text)
            line.translate(0, line.height())

    def _leading(self) -> float:
        return QFontMetricsF(font(self.size, self.weight)).lineSpacing()

    def _lines(self, width: float) -> list[str]:
        """The text broken between words, and inside one that is longer than the paper is wide."""
        layout = QTextLayout(self.text.replace("\n", "\N{LINE SEPARATOR}"), font(self.size, self.weight))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        lines = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width - self.indent)
            lines.append(layout.text()[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return lines


@dataclass(frozen=True, slots=True)
class Pair:
    """Words at the left that wrap, and an amount at the right that never does."""

    left: str
    right: str
    size: float = 30
    weight: int = 400
    indent: float = 0

    def height(self, width: float) -> float:
        """The height of the words beside the amount."""
        return self._words().height(self._room(width))

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw both."""
        room = QRectF(box.left(), box.top(), self._room(box.width()), box.height())
        self._words().paint(painter, room)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), self.right)

    def _words(self) -> Words:
        return Words(self.left, self.size, self.weight, indent=self.indent)

    def _room(self, width: float) -> float:
        amount = QFontMetricsF(font(self.size, self.weight)).horizontalAdvance(self.right)
        return width - amount - 20 if self.right else width


@dataclass(frozen=True, slots=True)
class Gap:
    """White paper, with a line in its middle where `ruled`."""

    size: float = 16
    ruled: bool = False

    def height(self, width: float) -> float:
        """Its size."""
        del width
        return self.size

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw the line."""
        if self.ruled:
            painter.setPen(QPen(BLACK, 2))
            middle = box.center().y()
            painter.drawLine(QPointF(box.left(), middle), QPointF(box.right(), middle))


@dataclass(frozen=True, slots=True)
class Boxed:
    """A word in a frame: test mode."""

    text: str

    def height(self, width: float) -> float:
        """One line and its frame."""
        del width
        return 70

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw frame and word."""
        painter.setPen(QPen(BLACK, 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(2, 4, -2, -8))
        painter.setFont(font(36, 700))
        painter.drawText(box.adjusted(0, -2, 0, -2), int(Qt.AlignmentFlag.AlignCenter), self.text)


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code from its modules, `side` with its quiet zone, black on white whatever lies behind."""

    modules: tuple[tuple[bool, ...], ...]
    side: float = 380

    def height(self, width: float) -> float:
        """It is a square."""
        return min(self.side, width)

    def paint(self, painter: QPainter, box: QRectF) -> None:
        """Draw it in the middle of the paper."""
        side = min(self.side, box.width())
        module = side / (len(self.modules) + 2 * QUIET)
        left, top = box.center().x() - side / 2, box.top()
        painter.fillRect(QRectF(left, top, side, side), WHITE)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for y, cells in enumerate(self.modules):
            for x, dark in enumerate(cells):
                if dark:
                    # A hair wider than a module: no printer may leave white between two dark ones.
                    spot = QRectF(left + (x + QUIET) * module, top + (y + QUIET) * module, module * 1.02, module * 1.02)
                    painter.fillRect(spot, BLACK)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
