"""A month of days to pick from."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded, words
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce

CELL, HEAD, WEEKS, WEEK = 44, 30, 6, 7
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -WEEK, Qt.Key.Key_Down: WEEK}
_PICKS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MIDDLE = Qt.AlignmentFlag.AlignCenter


class Calendar(QWidget):
    """Painted weeks of a month; arrows walk its days, Page Up and Down its months, Space or Enter picks.

    Days after `latest` can't be picked. `show_span` marks the days from one to another.
    """

    picked = Signal(object)
    """A `date`."""
    month_changed = Signal()

    def __init__(self, look: Look, latest: date, *, label: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._latest, self._label = look, latest, label
        self._cursor = self._month = latest
        self._span: tuple[date, date] | None = None
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        look.follow(self._dress)
        self._tell()

    @property
    def title(self) -> str:
        """Month and year in words."""
        return self._look.locale.toString(_qt(self._month.replace(day=1)), "MMMM yyyy")

    @property
    def cursor_day(self) -> date:
        """The day that the keyboard stands on."""
        return self._cursor

    def words_of(self, day: date) -> str:
        """A day in words."""
        return self._look.locale.toString(_qt(day), self._look.locale.dateFormat())

    def show_span(self, span: tuple[date, date] | None) -> None:
        """Mark these days, both included."""
        self._span = span
        self._tell()
        self.update()

    def go(self, day: date) -> None:
        """Stand on a day, in its month."""
        day = min(day, self._latest)
        turned = (day.year, day.month) != (self._month.year, self._month.month)
        self._cursor = self._month = day
        self._tell()
        self.update()
        if turned:
            self.month_changed.emit()

    def turn(self, months: int) -> None:
        """Some months on or back, on the same day of the month where it has one."""
        place = self._month.year * 12 + self._month.month - 1 + months
        year, month = divmod(place, 12)
        last = QDate(year, month + 1, 1).daysInMonth()
        self.go(date(year, month + 1, min(self._cursor.day, last)))

    def rect_of(self, day: date) -> QRect | None:
        """Where a day of this month is."""
        place = (day - self._first_shown()).days
        if not 0 <= place < WEEKS * WEEK:
            return None
        row, column = divmod(place, WEEK)
        return self._cell(row, column)

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(CELL) * WEEK, self._look.px(HEAD) + self._look.px(CELL) * WEEKS)

    def minimumSizeHint(self) -> QSize:
        return QSize(TARGET * WEEK, self._look.px(HEAD) + TARGET * WEEKS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            step = _STEPS[key]
            mirrored = abs(step) == 1 and self.layoutDirection() is Qt.LayoutDirection.RightToLeft
            self._walk(-step if mirrored else step)
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(-1 if key is Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            start = self._cursor - timedelta(days=self._column_of(self._cursor))
            self.go(start if key is Qt.Key.Key_Home else start + timedelta(days=WEEK - 1))
        elif key in _PICKS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.picked.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None and day <= self._latest:
            self.go(day)
            self.picked.emit(day)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        font = look.font(Type.LABEL, weight=500)
        first = look.locale.firstDayOfWeek().value
        for column in range(WEEK):
            weekday = (first - 1 + column) % WEEK + 1
            box = QRect(column * self.width() // WEEK, 0, self.width() // WEEK, look.px(HEAD))
            name = look.locale.standaloneDayName(weekday, look.locale.FormatType.ShortFormat)
            words(painter, self._mirrored(box), name, font, look.colour("muted"), _MIDDLE)
        day = self._first_shown()
        for row in range(WEEKS):
            for column in range(WEEK):
                if day.month == self._month.month:
                    self._paint_day(painter, self._cell(row, column), day)
                day += timedelta(days=1)
        painter.end()

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        look = self._look
        first, last = self._span or (None, None)
        inside = first is not None and last is not None and first <= day <= last
        end = day in (first, last)
        box = cell.adjusted(2, 2, -2, -2)
        if end:
            rounded(painter, box, 10, fill=look.colour("primary"))
        elif inside:
            rounded(painter, box, 10, fill=look.colour("primary_soft"))
        if day == self._latest and not end:
            rounded(painter, box, 10, edge=look.colour("outline"))
        ink = "on_primary" if end else "on_primary_soft" if inside else "text"
        if day > self._latest:
            ink = "disabled"
        if self.hasFocus() and day == self._cursor:
            edge = look.colour("on_primary" if end else "focus")
            rounded(painter, box.adjusted(3, 3, -3, -3) if end else box, 8, edge=edge, width=2.0)
        font = look.font(Type.BODY, weight=600 if end else 500)
        words(painter, cell, look.locale.toString(day.day), font, look.colour(ink), _MIDDLE)

    def _walk(self, days: int) -> None:
        self.go(self._cursor + timedelta(days=days))

    def _column_of(self, day: date) -> int:
        return (day.isoweekday() - self._look.locale.firstDayOfWeek().value) % WEEK

    def _first_shown(self) -> date:
        first = self._month.replace(day=1)
        return first - timedelta(days=self._column_of(first))

    def _cell(self, row: int, column: int) -> QRect:
        height = min(self._look.px(CELL), (self.height() - self._look.px(HEAD)) // WEEKS)
        left = column * self.width() // WEEK
        width = (column + 1) * self.width() // WEEK - left
        return self._mirrored(QRect(left, self._look.px(HEAD) + row * height, width, height))

    def _day_at(self, point: QPoint) -> date | None:
        day = self._first_shown()
        for place in range(WEEKS * WEEK):
            row, column = divmod(place, WEEK)
            if self._cell(row, column).contains(point) and day.month == self._month.month:
                return day
            day += timedelta(days=1)
        return None

    def _mirrored(self, box: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), box)

    def _tell(self) -> None:
        on = self.words_of(self._cursor)
        self.setAccessibleName(self.tr("%1, on %2").replace("%2", on).replace("%1", self._label))
        if self.hasFocus():
            announce(self, on)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
