"""Which days of the shop a list shows."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.orders import Days
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.calendar import Calendar
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

HEIGHT = 620
"""So high a window needs to be at 100 % text for the weeks beneath the usual spans."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DaysSheet(Sheet):
    """Two days picked one after the other, in either order; one day alone is its own end. Usual spans are one tap."""

    chosen = Signal(object)
    """`Days`."""

    def __init__(self, look: Look, host: QWidget, today: date, days: Days | None) -> None:
        super().__init__(look, host, self.tr("Which days?"), size=SheetSize.SMALL, name="days")
        self._today = today
        self._from = days.first if days else None
        self._to = days.last if days else None
        self.calendar = Calendar(look, today, label=self.tr("Calendar"), name="days-calendar")
        self.span = Text(look, "", Type.STRONG, wrap=True, name="days-span")
        self.show_button = Button(look, self.tr("Show orders"), kind=Kind.PRIMARY, variant=Variant.XL, name="days-show")
        self._low = False
        self._quick = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves = QGridLayout()
        self._build()
        self.footer.addWidget(self.show_button, 1)
        self.set_first_focus(self.calendar)
        self.calendar.picked.connect(self._on_picked)
        self.calendar.month_changed.connect(self._show_month)
        self.show_button.clicked.connect(self._on_show)
        self.calendar.go(self._to or today)
        self._show()
        self._show_month()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_show()
        else:
            super().keyPressEvent(event)

    def fit(self, room: int) -> None:
        """Where the weeks have no room beneath the rest, they stand beside it: every day can be hit."""
        low = room < self._look.px(HEIGHT)
        if low is not self._low:
            self._low = low
            self.set_size(SheetSize.LARGE if low else SheetSize.SMALL)
            self._put()

    def _build(self) -> None:
        self._halves.setSpacing(12)
        self._quick.setSpacing(8)
        self._add_quick()
        self._weeks = QVBoxLayout()
        self._weeks.setSpacing(12)
        self._weeks.addLayout(self._month())
        self._weeks.addWidget(self.calendar)
        self.body.addLayout(self._halves)
        self._put()

    def _put(self) -> None:
        for part in (self._quick, self._weeks):
            self._halves.removeItem(part)
        self._halves.removeWidget(self.span)
        self._quick.setDirection(QBoxLayout.Direction.TopToBottom if self._low else QBoxLayout.Direction.LeftToRight)
        weeks = (0, 1, 3, 1) if self._low else (1, 0, 1, 1)
        self._halves.addLayout(self._quick, 0, 0)
        self._halves.addLayout(self._weeks, *weeks)
        self._halves.addWidget(self.span, 1 if self._low else 2, 0)
        self._halves.setRowStretch(2, 1 if self._low else 0)
        self._halves.setColumnStretch(0, 2)
        self._halves.setColumnStretch(1, 3 if self._low else 0)

    def _add_quick(self) -> None:
        a_day = timedelta(days=1)
        usual = (
            ("yesterday", self.tr("Yesterday"), Days(self._today - a_day, self._today - a_day)),
            ("week", self.tr("7 days"), Days(self._today - 6 * a_day, self._today)),
            ("month", self.tr("30 days"), Days(self._today - 29 * a_day, self._today)),
        )
        for name, words, days in usual:
            button = Button(self._look, words, name=f"days-{name}")
            button.clicked.connect(lambda _checked=False, days=days: self._take(days))
            self._quick.addWidget(button, 1)

    def _month(self) -> QHBoxLayout:
        look = self._look
        # The icons turn round by themselves where text runs right to left.
        self.before = Button(
            look,
            icon="chevron-left",
            kind=Kind.GHOST,
            variant=Variant.SQUARE,
            label=self.tr("Month before"),
            name="days-before",
        )
        self.after = Button(
            look,
            icon="chevron-right",
            kind=Kind.GHOST,
            variant=Variant.SQUARE,
            label=self.tr("Month after"),
            name="days-after",
        )
        self._title = Text(look, "", Type.STRONG, name="days-month")
        self._title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.before.clicked.connect(lambda: self.calendar.turn(-1))
        self.after.clicked.connect(lambda: self.calendar.turn(1))
        row = QHBoxLayout()
        row.addWidget(self.before)
        row.addWidget(self._title, 1)
        row.addWidget(self.after)
        return row

    def _on_picked(self, day: date) -> None:
        if self._from is None or self._to is not None:
            self._from, self._to = day, None
        else:
            self._from, self._to = min(self._from, day), max(self._from, day)
        self._show()

    def _show(self) -> None:
        first, last = self._from, self._to
        self.calendar.show_span(None if first is None else (first, last or first))
        if first is None:
            words = self.tr("Choose the first day.")
        elif last is None:
            words = self.tr("From %1. Choose the last day.").replace("%1", self._short(first))
        else:
            words = self.tr("%1 to %2").replace("%2", self._short(last)).replace("%1", self._short(first))
        self.span.setText(words)
        if first is None:
            self.show_button.disable(self.tr("Choose the first day."))
        else:
            self.show_button.enable()

    def _short(self, day: date) -> str:
        locale = self._look.locale
        return locale.toString(QDate(day.year, day.month, day.day), locale.FormatType.ShortFormat)

    def _show_month(self) -> None:
        self._title.setText(self.calendar.title)
        latest = (self._today.year, self._today.month)
        shown = self.calendar.cursor_day
        self.after.setEnabled((shown.year, shown.month) != latest)

    def _on_show(self) -> None:
        if self._from is not None:
            self._take(Days(self._from, self._to or self._from))

    def _take(self, days: Days) -> None:
        self.close_sheet()
        self.chosen.emit(days)
