"""Opening the shift with what lies in the drawer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.remark import Remark
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class OpenShiftSheet(Sheet):
    """Stays open, busy, until the shift is open on disk."""

    entered = Signal(int)
    """The float in minor units."""

    def __init__(self, look: Look, host: QWidget, *, currency: str) -> None:
        super().__init__(look, host, self.tr("Float in the drawer"), size=SheetSize.SMALL, name="shift-sheet")
        self._currency = currency
        words = self.tr("Count the cash in the drawer. The shift starts with it.")
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="shift-words"))
        self.pad = NumberPad(look, name="float-pad")
        self.box = AmountBox(look, self.tr("Float"), pad=self.pad, name="float-box")
        self._why = Remark(look, self.box, name="shift-why")
        self._why.hide()
        self.take = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name="shift-open")
        for part in (self.box, self.pad, self._why):
            self.body.addWidget(part)
        self.footer.addWidget(self.take, 1)
        self.set_first_focus(self.box)
        self.pad.changed.connect(self._show)
        self.pad.submitted.connect(self._on_take)
        self.take.clicked.connect(self._on_take)
        self._show()

    def refuse(self, sentence: str) -> None:
        """The shift could not be opened; the amount stays."""
        self.take.set_busy(False)
        self._why.show()
        self._why.show_error(sentence)

    def _show(self) -> None:
        amount = Money(self.pad.amount_minor, self._currency)
        self.box.show_money(amount)
        self._settle()
        self.take.setText(self.tr("Open shift with %1").replace("%1", self._look.money(amount)))

    def _settle(self) -> None:
        self._why.say("")
        self._why.hide()

    def _on_take(self) -> None:
        if not self.take.busy:
            self._settle()
            self.take.set_busy(True)
            self.entered.emit(self.pad.amount_minor)
