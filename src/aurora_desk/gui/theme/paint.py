"""Strokes that several painted parts share."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QWidget

START = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
END = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter


def rounded(
    painter: QPainter,
    rect: QRect | QRectF,
    radius: float,
    *,
    fill: QColor | None = None,
    edge: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded rectangle; the edge lies inside `rect`, so that it stays sharp."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    half = width / 2 if edge is not None else 0.0
    box = QRectF(rect).adjusted(half, half, -half, -half)
    painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(edge, width))
    painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
    painter.drawRoundedRect(box, radius - half, radius - half)


def words(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    align: Qt.AlignmentFlag = START,
    *,
    least: float = 1.0,
) -> None:
    """One line of text, shortened with an ellipsis where it does not fit.

    It lies at the side that the desk's direction says, and runs as its own letters do: «2×» stays as it is.
    `least`: down to which part of its size it may be set smaller before that, for words that must be read whole.
    """
    font = fitting(font, text, rect.width(), least=least)
    painter.setFont(font)
    painter.setPen(colour)
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    told = painter.layoutDirection()
    flags = QStyle.visualAlignment(direction_of(painter), align) | Qt.AlignmentFlag.AlignAbsolute
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, shown)
    painter.setLayoutDirection(told)


def direction_of(painter: QPainter) -> Qt.LayoutDirection:
    """Which way the part runs that is painted: as a delegate was told, else as its widget runs."""
    told, device = painter.layoutDirection(), painter.device()
    if told is not Qt.LayoutDirection.RightToLeft and isinstance(device, QWidget):
        return device.layoutDirection()
    return told


def fitting(font: QFont, text: str, room: int, *, least: float) -> QFont:
    """The font itself, or a smaller one in which the text fits as far as `least` allows."""
    needed = QFontMetrics(font).horizontalAdvance(text)
    if least >= 1 or needed <= room:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(round(font.pixelSize() * least), font.pixelSize() * room // needed))
    return smaller


def picture(painter: QPainter, rect: QRect, pixmap: QPixmap) -> None:
    """A pixmap in the middle of `rect`, on whole pixels."""
    size = pixmap.deviceIndependentSize()
    corner = QPointF(
        round(rect.x() + (rect.width() - size.width()) / 2), round(rect.y() + (rect.height() - size.height()) / 2)
    )
    painter.drawPixmap(corner, pixmap)
