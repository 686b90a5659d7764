"""Cash: what the customer gave, and the change."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.screens.payment.notes import HOW_MANY, likely_notes, note_text
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.fitting_scroll import FittingScroll
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.why_line import WhyLine

APART, CLOSE = 10, 6


class CashPanel(QWidget):
    """Counts along while the amount received is typed or tapped."""

    taken = Signal(int)
    """Take this many minor units."""

    def __init__(
        self, look: Look, due: Money, *, drawer: bool = False, name: str = "cash", parent: QWidget | None = None
    ) -> None:
        """`drawer`: whether a drawer opens by itself here; the button promises nothing that doesn't happen."""
        super().__init__(parent)
        self._drawer = drawer
        self._look, self._due, self._coin = look, due, Money(1, due.currency)
        self.setObjectName(name)
        self.pad = NumberPad(look, name=f"{name}-pad")
        # The field is the one stop for typing; the pad's keys are for fingers.
        self.pad.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.received = AmountBox(look, self.tr("Received", "cash"), pad=self.pad, name=f"{name}-received")
        self.exact = Button(look, self.tr("Exact"), kind=Kind.QUICK, name=f"{name}-exact")
        self.notes = tuple(Button(look, kind=Kind.QUICK, name=f"{name}-note-{place}") for place in range(HOW_MANY))
        self.result = AmountBox(look, self.tr("Change to give"), tone="success", name=f"{name}-change")
        self.take = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-take")
        self._room = FittingScroll(self.pad, name=f"{name}-pad-room")
        self._column = QVBoxLayout(self)
        self._amounts: tuple[Money, ...] = ()
        self._build()
        self.pad.changed.connect(self._count)
        self.pad.submitted.connect(self._on_take)
        self.take.clicked.connect(self._on_take)
        self.exact.clicked.connect(self.choose_exact)
        for place, button in enumerate(self.notes):
            button.clicked.connect(lambda _checked=False, place=place: self._choose(self._amounts[place]))
        self.show_due(due)

    def show_due(self, due: Money, *, step_minor: int = 1) -> None:
        """What is asked for in cash, and the smallest coin; exactly that is offered as received."""
        self._due, self._coin = due, Money(step_minor, due.currency)
        self._amounts = likely_notes(due)
        self.exact.setVisible(bool(due))
        for place, button in enumerate(self.notes):
            button.setVisible(place < len(self._amounts))
            if place < len(self._amounts):
                button.setText(note_text(self._amounts[place], self._look.locale))
        self.choose_exact()

    def set_low(self, low: bool) -> None:
        """There is little height: all keys stay in sight, lower; why a button is off is in its tooltip alone."""
        self.pad.set_low(low)
        self._why.setVisible(not low)
        for box in (self.received, self.result):
            box.set_low(low)
        self._column.setSpacing(CLOSE if low else APART)
        self._column.setStretchFactor(self._room, 1 if low else 0)
        self._column.setStretch(self._column.count() - 1, 0 if low else 1)

    def choose_exact(self) -> None:
        """E: the customer gave what is due."""
        self._choose(self._due)

    def ask_anew(self) -> None:
        """A part was taken: what comes next is counted and said by a person. Nothing stands there to be booked."""
        self.pad.clear()

    def set_busy(self, busy: bool) -> None:
        """While the answer is awaited nothing can be changed or taken twice."""
        if busy:
            # A part that is switched off must not hand the focus to whatever lies behind the sheet.
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        self.take.set_busy(busy)
        for part in (self.received, self.pad, self.exact, *self.notes):
            part.setEnabled(not busy)

    def take_focus(self) -> None:
        """The focus where amounts are typed."""
        self.received.setFocus(Qt.FocusReason.OtherFocusReason)

    def handle_key(self, event: QKeyEvent) -> bool:
        """Digits, Backspace, Enter and E, wherever in the sheet the focus is."""
        if self.take.busy:
            return False
        if event.text().lower() == "e" and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.choose_exact()
            return True
        return self.pad.handle_key(event)

    def _build(self) -> None:
        quick = QHBoxLayout()
        quick.setSpacing(8)
        for button in (self.exact, *self.notes):
            quick.addWidget(button, 1)
        column = self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(APART)
        column.addWidget(self.received)
        column.addLayout(quick)
        column.addWidget(self._room)
        column.addWidget(self.result)
        column.addWidget(self.take)
        self._why = WhyLine(self._look, self.take)
        column.addWidget(self._why)
        column.addStretch(1)

    def _choose(self, amount: Money) -> None:
        self.pad.preset(str(amount.amount_minor))
        if self.isVisible():
            self.take_focus()

    def _count(self) -> None:
        received = Money(self.pad.amount_minor, self._due.currency)
        self.received.show_money(received)
        self.exact.set_active(received == self._due)
        for button, amount in zip(self.notes, self._amounts, strict=False):
            button.set_active(received == amount)
        if received < self._due:
            self.result.show_money(self._due - received, self.tr("Still to pay"), "warning")
        else:
            self.result.show_money(received - self._due, self.tr("Change to give"), "success")
        self._name_button(received)

    def _name_button(self, received: Money) -> None:
        take = self.tr("Take cash and open drawer") if self._drawer else self.tr("Take cash")
        self.take.enable()
        if not self._due:
            self.take.setText(self.tr("Complete the order"))
        elif received.amount_minor % self._coin.amount_minor:
            self.take.setText(take)
            self.take.disable(self.tr("The smallest coin is %1").replace("%1", self._look.money(self._coin)))
        elif not received:
            self.take.setText(take)
            self.take.disable(self.tr("Enter the amount that the customer gave"))
        elif received < self._due:
            amount = self._look.money(received)
            self.take.setText(self.tr("Take %1 and continue").replace("%1", amount))
        else:
            self.take.setText(take)

    def _on_take(self) -> None:
        if self.take.isEnabled() and not self.take.busy:
            self.taken.emit(self.pad.amount_minor)
