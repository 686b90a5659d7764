"""Reads what a window shows: every text with its place, and what is cut, overlaps or stands outside."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QTableView,
    QWidget,
)

from aurora_desk.gui.theme import paint
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.scrolled_body import ScrolledBody
from aurora_desk.gui.widgets.sheet import MARGIN, Sheet

MOST_ROWS = 12
"""Of a list the first rows speak for all."""


@dataclass(frozen=True)
class Seen:
    """A text and where it stands."""

    where: str
    text: str


@dataclass(frozen=True)
class Painted:
    """One line of text as a painter was asked for it."""

    where: str
    text: str
    cut: bool
    outside: bool
    place: tuple[int, int, int, int]
    """Left, top, right, bottom of the words."""

    def clear_of(self, other: Painted) -> bool:
        """Whether two lines keep out of each other's way."""
        left, top, right, bottom = self.place
        return other.place[2] < left or right < other.place[0] or other.place[3] < top or bottom < other.place[1]


class Painting:
    """Notes the words that are painted, not laid out."""

    def __init__(self) -> None:
        self.lines: set[Painted] = set()

    def words(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        font: QFont,
        colour: QColor,
        align: Qt.AlignmentFlag = paint.START,
        *,
        least: float = 1.0,
    ) -> None:
        """Paint as ever, and note it."""
        fitting = paint.fitting(font, text, rect.width(), least=least)
        width = QFontMetrics(fitting).horizontalAdvance(text)
        cut = width > rect.width()
        side = QStyle.visualAlignment(paint.direction_of(painter), align)
        shown = QStyle.alignedRect(
            Qt.LayoutDirection.LeftToRight,
            side,
            QSize(min(width, rect.width()), QFontMetrics(fitting).tightBoundingRect(text).height()),
            rect,
        )
        here = painter.worldTransform().mapRect(shown)
        outside = here.right() < 0 or here.left() > painter.device().width()
        device = painter.device()
        where = name_of(device) if isinstance(device, QWidget) else ""
        self.lines.add(Painted(where, text, cut, outside, (here.left(), here.top(), here.right(), here.bottom())))
        _words(painter, rect, text, font, colour, align, least=least)


_words = paint.words


@contextmanager
def watched_painting() -> Iterator[Painting]:
    """Every painted part of the desk paints through what notes it."""
    painting = Painting()
    places = [module for name, module in list(sys.modules.items()) if name.startswith("aurora_desk.gui")]
    places = [module for module in places if getattr(module, "words", None) is _words]
    for module in places:
        vars(module)["words"] = painting.words
    try:
        yield painting
    finally:
        for module in places:
            vars(module)["words"] = _words


def texts_of(window: QWidget) -> Iterator[Seen]:
    """Every text that people see, hear or point at."""
    for part in parts_of(window):
        where = name_of(part)
        yield Seen(f"{where} name", part.accessibleName())
        yield Seen(f"{where} description", part.accessibleDescription())
        yield Seen(f"{where} tooltip", part.toolTip())
        if isinstance(part, QLabel | QAbstractButton):
            yield Seen(where, part.text())
        if isinstance(part, QLineEdit):
            yield Seen(f"{where} example", part.placeholderText())
        if isinstance(part, QAbstractItemView) and not isinstance(part, QHeaderView):
            yield from _rows_of(part)


def parts_of(window: QWidget) -> Iterator[QWidget]:
    """The visible widgets, the window first."""
    yield window
    yield from (part for part in window.findChildren(QWidget) if part.isVisible())


def cut(window: QWidget) -> Iterator[str]:
    """Labels and buttons whose text does not fit."""
    for part in parts_of(window):
        if isinstance(part, QLabel) and part.text() and part.pixmap().isNull() and _label_is_cut(part):
            yield f"{name_of(part)}: {part.text()}"
        if isinstance(part, QPushButton) and part.text() and _button_is_cut(part):
            yield f"{name_of(part)}: {part.text()}"
        if isinstance(part, QTableView):
            yield from _cut_headings(part)


def overlapping(window: QWidget) -> Iterator[str]:
    """Texts and buttons of one parent that lie on each other, or outside of it."""
    parts = [part for part in parts_of(window) if isinstance(part, QLabel | QAbstractButton) and _shows(part)]
    for place, part in enumerate(parts):
        parent = part.parentWidget()
        if parent is None or part.isWindow():
            continue
        if not _scrolls(part) and not parent.rect().adjusted(-1, -1, 1, 1).contains(part.geometry()):
            yield f"{name_of(part)} is outside of {name_of(parent)}"
        for other in parts[place + 1 :]:
            shared = part.geometry() & other.geometry()
            if other.parentWidget() is parent and shared.width() > 1 and shared.height() > 1:
                yield f"{name_of(part)} lies on {name_of(other)}"


def scrolling_early(window: QWidget) -> Iterator[str]:
    """Sheets that scroll although the window has room for a higher one."""
    for sheet in window.findChildren(Sheet):
        for body in sheet.card.findChildren(ScrolledBody):
            room = sheet.height() - sheet.card.height() - 2 * MARGIN
            if body.isVisible() and body.verticalScrollBar().maximum() and room > 0:
                yield f"{name_of(sheet)} scrolls with {room} pixels to spare"


def name_of(part: QWidget) -> str:
    """A widget in words."""
    return f"{type(part).__name__} {part.objectName()}".strip()


def _rows_of(view: QAbstractItemView) -> Iterator[Seen]:
    model = view.model()
    where = name_of(view)
    # A list model has one column and says so to Qt alone.
    for column in range(model.columnCount(QModelIndex()) if isinstance(view, QTableView) else 1):
        heading = model.headerData(column, Qt.Orientation.Horizontal)
        if isinstance(view, QTableView) and isinstance(heading, str):
            yield Seen(f"{where} heading", heading)
        for row in range(min(model.rowCount(QModelIndex()), MOST_ROWS)):
            index = model.index(row, column)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
                text = index.data(role)
                if isinstance(text, str):
                    yield Seen(f"{where} row", text)


def _label_is_cut(label: QLabel) -> bool:
    metrics, room = label.fontMetrics(), label.contentsRect()
    if label.minimumSizeHint().width() < metrics.horizontalAdvance("…"):
        return False  # it gives way on purpose, and says all in its tooltip
    if label.wordWrap():
        longest = max(metrics.horizontalAdvance(word) for word in label.text().split() or [""])
        return longest > room.width() + 1 or label.heightForWidth(label.width()) > label.height() + 2
    return max(metrics.horizontalAdvance(line) for line in label.text().split("\n")) > room.width() + 1


def _button_is_cut(button: QPushButton) -> bool:
    """Whether icon and text would not stay inside the button's own edges: what lies beyond them is not painted."""
    if button.property("kind") == "painted":
        return False
    option = QStyleOptionButton()
    button.initStyleOption(option)
    room = button.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, button).width()
    gives_way = isinstance(button, Button) and not button.shows_icon()
    icon = 0 if button.icon().isNull() or gives_way else button.iconSize().width() + 4
    metrics = QFontMetrics(button.words_font()) if isinstance(button, Button) else button.fontMetrics()
    return metrics.horizontalAdvance(button.text().replace("&&", "&")) + icon > room + 1


def _cut_headings(table: QTableView) -> Iterator[str]:
    header, model = table.horizontalHeader(), table.model()
    for column in range(model.columnCount(QModelIndex())):
        text = model.headerData(column, Qt.Orientation.Horizontal)
        if isinstance(text, str) and header.sectionSizeHint(column) > header.sectionSize(column):
            yield f"{name_of(table)} heading: {text}"


def _shows(part: QWidget) -> bool:
    return bool(part.width() and part.height() and not part.visibleRegion().isEmpty())


def _scrolls(part: QWidget) -> bool:
    parent = part.parentWidget()
    while parent is not None:
        if isinstance(parent, QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False
