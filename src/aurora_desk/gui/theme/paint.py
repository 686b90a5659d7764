"""Strokes that several painted parts share."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from PySide6 import QtWidgets
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

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
    room = rect.width()
    needed = QFontMetrics(font).horizontalAdvance(text)
    if needed > room:
        font = _smaller(font, needed, room, least)
        text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.setFont(font)
    painter.setPen(colour)
    told = painter.layoutDirection()
    flags = _flags(direction_of(painter), align)
    painter.setLayoutDirection(running(text))
    painter.drawText(rect, flags, text)
    painter.setLayoutDirection(told)


@lru_cache(maxsize=4096)
def running(text: str) -> Qt.LayoutDirection:
    """Which way words run: as their first letter does. Qt says the same, at three times the price of the painting."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
        if kind in ("LRI", "RLI", "FSI"):
            return Qt.LayoutDirection.LayoutDirectionAuto
        if kind == "L":
            break
    return Qt.LayoutDirection.LeftToRight


@cache
def _flags(direction: Qt.LayoutDirection, align: Qt.AlignmentFlag) -> int:
    """Where a line lies. Kept: adding flags of Qt in Python costs more than painting a short word."""
    return int(lying(direction, align).value | Qt.TextFlag.TextSingleLine.value)


@cache
def lying(direction: Qt.LayoutDirection, align: Qt.AlignmentFlag) -> Qt.AlignmentFlag:
    """Where that is on the screen, of a part that runs so.

    As `QStyle` says it, whose many names take the first frame 13 ms to import.
    """
    left, right, absolute = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignAbsolute
    if not align & Qt.AlignmentFlag.AlignHorizontal_Mask:
        align |= left
    mirrored = direction is Qt.LayoutDirection.RightToLeft and not align & absolute
    if mirrored and align & (left | right):
        align ^= left | right
    return align | absolute


def money_line(
    painter: QPainter, rect: QRect, said: tuple[str, QFont, QColor], money: tuple[str, QFont, QColor], *, gap: int = 12
) -> QRect:
    """Words at the start and an amount at the end of one line; returns what lies free between them.

    The amount is never shortened, only set smaller where it alone fills the line; the words take what it leaves.
    """
    text, font, ink = said
    amount, amount_font, amount_ink = money
    amount_font = fitting(amount_font, amount, rect.width(), least=0.5)
    taken = QFontMetrics(amount_font).horizontalAdvance(amount)
    room = QRect(rect.left(), rect.top(), max(0, rect.width() - taken - gap), rect.height())
    font = fitting(font, text, room.width(), least=0.7)
    mirrored = direction_of(painter)
    if room.width() >= QFontMetrics(font).horizontalAdvance("…"):
        words(painter, QtWidgets.QStyle.visualRect(mirrored, rect, room), text, font, ink)
    words(painter, rect, amount, amount_font, amount_ink, END)
    said_width = min(room.width(), QFontMetrics(font).horizontalAdvance(text) + gap)
    return QtWidgets.QStyle.visualRect(mirrored, rect, room.adjusted(said_width, 0, 0, 0))


def direction_of(painter: QPainter) -> Qt.LayoutDirection:
    """Which way the part runs that is painted: as a delegate was told, else as its widget runs."""
    told, device = painter.layoutDirection(), painter.device()
    if told is not Qt.LayoutDirection.RightToLeft and isinstance(device, QWidget):
        return device.layoutDirection()
    return told


def fitting(font: QFont, text: str, room: int, *, least: float) -> QFont:
    """The font itself, or a smaller one in which the text fits as far as `least` allows."""
    needed = QFontMetrics(font).horizontalAdvance(text)
    return font if needed <= room else _smaller(font, needed, room, least)


def _smaller(font: QFont, needed: int, room: int, least: float) -> QFont:
    if least >= 1:
        return font
    fitting = QFont(font)
    fitting.setPixelSize(max(round(font.pixelSize() * least), font.pixelSize() * room // needed))
    return fitting


def picture(painter: QPainter, rect: QRect, pixmap: QPixmap) -> None:
    """A pixmap in the middle of `rect`, on whole pixels."""
    size = pixmap.deviceIndependentSize()
    corner = QPointF(
        round(rect.x() + (rect.width() - size.width()) / 2), round(rect.y() + (rect.height() - size.height()) / 2)
    )
    painter.drawPixmap(corner, pixmap)
