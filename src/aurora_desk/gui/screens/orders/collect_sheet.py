"""Which goods of an order the customer takes now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aurora_desk.domain.handover import CollectableLine, Collected
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.quantity import ONE
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.theme.format import isolated, quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.polish import rule
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.why_line import WhyLine

MOST_ROWS = 6
ROW = 57
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Minus: -1}


class CollectRow(QWidget):
    """A line of which something is left: whether it goes, and how many of it."""

    changed = Signal()

    def __init__(self, look: Look, line: CollectableLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.line, self.quantity_milli = look, line, 0
        name = f"collect-line-{line.position}"
        self.setObjectName(name)
        self.check = Check(look, line.name, role=Type.LINE, grows=True, name=f"{name}-check")
        self.minus = Button(look, icon="minus", variant=Variant.SQUARE, label=self.tr("One less"), name=f"{name}-minus")
        self.plus = Button(look, icon="plus", variant=Variant.SQUARE, label=self.tr("One more"), name=f"{name}-plus")
        for button in (self.minus, self.plus):
            button.setAccessibleName(f"{button.accessibleName()}: {line.name}")
        self.count = Text(look, "", Type.BODY, name=f"{name}-count")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 6, 6)
        row.setSpacing(6)
        row.addWidget(self.check, 1)
        for part in (self.minus, self.count, self.plus):
            row.addWidget(part)
        in_pieces = line.left_milli % ONE == 0
        for button in (self.minus, self.plus):
            button.setVisible(in_pieces)
        self.check.toggled.connect(lambda on: self._set(line.left_milli if on else 0))
        self.minus.clicked.connect(lambda: self.step(-1))
        self.plus.clicked.connect(lambda: self.step(1))
        look.follow(self._dress)
        self._show()

    def step(self, by: int) -> None:
        """One more or one less, within what is left."""
        if self.line.left_milli % ONE == 0:
            self._set(min(max(self.quantity_milli + by * ONE, 0), self.line.left_milli))

    def _set(self, quantity_milli: int) -> None:
        if quantity_milli != self.quantity_milli:
            self.quantity_milli = quantity_milli
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        locale = self._look.locale
        words = self.tr("%1 of %2").replace("%1", quantity_label(self.quantity_milli, locale))
        words = words.replace("%2", quantity_label(self.line.left_milli, locale))
        self.count.setText(words)
        self.check.blockSignals(True)
        self.check.setChecked(self.quantity_milli > 0)
        self.check.blockSignals(False)
        self.check.setAccessibleDescription(words)
        self.minus.setEnabled(self.quantity_milli > 0)
        self.plus.setEnabled(self.quantity_milli < self.line.left_milli)

    def _dress(self) -> None:
        self.count.setMinimumWidth(self._look.px(58))


class CollectSheet(Sheet):
    """Steppers by line; what stays unchecked stays here for another time."""

    given = Signal(object)
    """A tuple of `Collected`."""

    def __init__(self, look: Look, host: QWidget, order_id: OrderId, lines: tuple[CollectableLine, ...]) -> None:
        number = isolated(f"#{order_id}", look.locale)
        title = self.tr("Part of order %1").replace("%1", number)
        super().__init__(look, host, title, size=SheetSize.MEDIUM, name="collect")
        words = self.tr("What the customer takes now. The rest stays here.")
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="collect-text"))
        self.rows = [CollectRow(look, line) for line in lines if line.left_milli]
        self.body.addWidget(self._list())
        self.news = Text(look, "", Type.BODY, tone="danger", wrap=True, name="collect-news")
        self.news.hide()
        self.body.addWidget(self.news)
        self.safe_button = Button(look, self.tr("Back"), variant=Variant.XL, name="collect-safe")
        self.verb_button = Button(look, "", kind=Kind.PRIMARY, variant=Variant.XL, name="collect-verb")
        self.footer.addWidget(self.safe_button, 1)
        self.footer.addWidget(self.verb_button, 2)
        self.body.addWidget(WhyLine(look, self.verb_button))
        self.set_first_focus(self.rows[0].check if self.rows else self.safe_button)
        for row in self.rows:
            row.changed.connect(self._show)
        self.safe_button.clicked.connect(self.ask_close)
        self.verb_button.clicked.connect(self.give)
        self.closed.connect(self.deleteLater)
        self._show()

    @property
    def goods(self) -> tuple[Collected, ...]:
        """What goes now."""
        return tuple(Collected(row.line.position, row.quantity_milli) for row in self.rows if row.quantity_milli)

    def show_refusal(self, error: Exception) -> None:
        """Nothing was handed over: say why."""
        self.closable = True
        self.verb_button.set_busy(False)
        self.news.setText(words_of(error))
        self.news.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        focused = self.window().focusWidget()
        row = next((row for row in self.rows if row.isAncestorOf(focused)), None)
        if step is not None and row is not None:
            row.step(step)
            event.accept()
        elif event.key() in _ENTER:
            self.give()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _list(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for place, row in enumerate(self.rows):
            if place:
                column.addWidget(rule())
            column.addWidget(row)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("collect-lines")
        area.setAccessibleName(self.tr("What the customer takes"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(self._look.px(ROW) * min(len(self.rows), MOST_ROWS))
        return area

    def _show(self) -> None:
        count = sum(-(-one.quantity_milli // ONE) for one in self.goods)
        words = self.tr("Hand over %n items", "", count)
        self.verb_button.setText(words if count else self.tr("Hand over"))
        if count:
            self.verb_button.enable()
        else:
            self.verb_button.disable(self.tr("Choose what the customer takes."))
        self.news.hide()

    def give(self) -> None:
        """Hand over what is chosen; what the button and Enter do."""
        if self.goods and not self.verb_button.busy:
            self.closable = False
            self.verb_button.set_busy(True)
            self.given.emit(self.goods)
