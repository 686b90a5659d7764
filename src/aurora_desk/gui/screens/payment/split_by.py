"""Making a part of a bill: by an amount, or by the lines that somebody pays for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE
from aurora_desk.domain.split import SplitLine, SplitPlan
from aurora_desk.gui.screens.payment.row_button import RowButton
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.text import Text
from aurora_desk.gui.widgets.why_line import WhyLine


class ByAmount(QWidget):
    """Types what the next part comes to."""

    made = Signal(int)
    """A part of this many minor units."""
    back_wanted = Signal()

    def __init__(self, look: Look, currency: str, *, name: str = "split-amount", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._rest = look, Money(0, currency)
        self.setObjectName(name)
        self.pad = NumberPad(look, name=f"{name}-pad")
        self.pad.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.box = AmountBox(look, self.tr("This part"), pad=self.pad, name=f"{name}-box")
        self.left = AmountBox(look, self.tr("Left for others"), tone="muted", name=f"{name}-left")
        self.back = Button(look, self.tr("Back"), variant=Variant.XL, name=f"{name}-back")
        self.make = Button(look, self.tr("Add this part"), kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-make")
        self._room = FittingScroll(self.pad, name=f"{name}-pad-room")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.box)
        column.addWidget(self._room)
        column.addWidget(self.left)
        column.addStretch(1)
        column.addLayout(_beside(self.back, self.make))
        self._why = WhyLine(look, self.make)
        column.addWidget(self._why)
        self.pad.changed.connect(self._count)
        self.pad.submitted.connect(self.make.click)
        self.make.clicked.connect(lambda: self.made.emit(self.pad.amount_minor))
        self.back.clicked.connect(self.back_wanted)

    def set_low(self, low: bool) -> None:
        """There is little height: all keys stay in sight, lower; why a button is off is in its tooltip alone."""
        self.pad.set_low(low)
        self._why.setVisible(not low)
        for box in (self.box, self.left):
            box.set_low(low)
        self._column.setStretchFactor(self._room, 1 if low else 0)
        self._column.setStretch(self._column.count() - 3, 0 if low else 1)

    def show_rest(self, rest_minor: int) -> None:
        """What a part can be taken from."""
        self._rest = Money(rest_minor, self._rest.currency)
        self.pad.clear()

    def take_focus(self) -> None:
        """The focus where the amount is typed."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        part = Money(self.pad.amount_minor, self._rest.currency)
        self.box.show_money(part)
        over = self._rest < part
        self.left.show_money(Money(0, part.currency) if over else self._rest - part)
        if not part:
            self.make.disable(self.tr("Enter an amount"))
        elif over or part == self._rest:
            self.make.disable(self.tr("A part is less than %1").replace("%1", self._look.money(self._rest)))
        else:
            self.make.enable()


class ByLine(QWidget):
    """Chooses the lines that somebody pays for."""

    made = Signal(int, object)
    """A part of this many minor units, of the lines at these places."""
    back_wanted = Signal()

    def __init__(self, look: Look, currency: str, *, name: str = "split-line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._currency, self._rest_minor = look, currency, 0
        self._lines: Sequence[SplitLine] = ()
        self._chosen: set[int] = set()
        self.rows: dict[int, RowButton] = {}
        self.setObjectName(name)
        self.headline = Text(look, self.tr("What does this person pay for?"), Type.TITLE, wrap=True)
        self.back = Button(look, self.tr("Back"), variant=Variant.XL, name=f"{name}-back")
        self.make = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-make")
        inside = QWidget()
        inside.setProperty("kind", "scrolled")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        area = QScrollArea()
        area.setObjectName(f"{name}-lines")
        area.setAccessibleName(self.tr("Lines"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.headline)
        column.addWidget(area, 1)
        column.addLayout(_beside(self.back, self.make))
        column.addWidget(WhyLine(look, self.make))
        self.make.clicked.connect(self._on_make)
        self.back.clicked.connect(self.back_wanted)

    def show_lines(self, lines: Sequence[SplitLine], plan: SplitPlan) -> None:
        """The lines that nobody pays for yet."""
        self._lines, self._rest_minor = lines, plan.rest_minor
        self._chosen.clear()
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        while (item := self._column.takeAt(0)) is not None:
            del item
        self.rows = {place: self._row(place) for place in range(len(lines)) if place not in plan.lines}
        for row in self.rows.values():
            self._column.addWidget(row)
        self._column.addStretch(1)
        self._count()

    def take_focus(self) -> None:
        """The focus on the first line."""
        first = next(iter(self.rows.values()), self.back)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, place: int) -> RowButton:
        row = RowButton(self._look, name=f"{self.objectName()}-{place}")
        row.clicked.connect(partial(self._toggle, place))
        return row

    def _toggle(self, place: int) -> None:
        self._chosen ^= {place}
        self._count()

    def _count(self) -> None:
        for place, row in self.rows.items():
            line, chosen = self._lines[place], place in self._chosen
            text = line.name
            if line.quantity_milli != ONE:
                text = f"{quantity_label(line.quantity_milli, self._look.locale)} × {line.name}"
            icon, tone = ("circle-check", "primary") if chosen else ("circle", "muted")
            row.show_row(text, "", Money(line.total_minor, self._currency), icon=icon, tone=tone)
            row.mark(chosen)
        part_minor = self._part_minor()
        amount = self._look.money(Money(part_minor, self._currency))
        self.make.setText(self.tr("Add part of %1").replace("%1", amount))
        if not part_minor:
            self.make.disable(self.tr("Choose the lines of one person"))
        elif part_minor > self._rest_minor:
            rest = self._look.money(Money(self._rest_minor, self._currency))
            self.make.disable(self.tr("Only %1 is left to split").replace("%1", rest))
        else:
            self.make.enable()

    def _part_minor(self) -> int:
        return sum(self._lines[place].total_minor for place in self._chosen)

    def _on_make(self) -> None:
        self.made.emit(self._part_minor(), tuple(sorted(self._chosen)))


def _beside(back: Button, make: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(back, 1)
    row.addWidget(make, 2)
    return row
