"""How many, or how heavy."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import check_quantity, quantity_text
from aurora_desk.domain.totals import extended
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.sell.sheets.value_box import ValueBox
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.number_pad import NumberPad, PadMode
from aurora_desk.gui.widgets.remark import Remark
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize


class QuantitySheet(Sheet):
    """A number pad for a quantity; for goods sold by weight it takes thousandths and shows what they come to."""

    entered = Signal(int)
    """The quantity in thousandths."""

    def __init__(
        self, look: Look, host: QWidget, title: str, *, price: Money, by_weight: bool, quantity_milli: int, verb: str
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name="quantity-sheet")
        self._price, self._by_weight = price, by_weight
        mode = PadMode.WEIGHT if by_weight else PadMode.QUANTITY
        self.pad = NumberPad(look, mode, name="quantity-pad")
        self.box = ValueBox(look, self.pad, name="quantity-box")
        self._why = Remark(look, self.box, name="quantity-why")
        self.take = Button(look, verb, kind=Kind.PRIMARY, variant=Variant.XL, name="quantity-take")
        for part in (self.box, self.pad, self._why):
            self.body.addWidget(part)
        self.footer.addWidget(self.take, 1)
        self.set_first_focus(self.box)
        self.pad.changed.connect(self._on_changed)
        self.pad.submitted.connect(self._on_take)
        self.take.clicked.connect(self._on_take)
        if quantity_milli:
            self.pad.preset(quantity_text(quantity_milli))
        else:
            self.pad.clear()

    def _on_changed(self) -> None:
        digits = self.pad.digits or "0"
        label = self.tr("Weight in kg") if self._by_weight else self.tr("Quantity")
        self.box.show_value(digits.replace(".", self._look.locale.decimalPoint()), label)
        comes_to = Money(extended(self._price.amount_minor, self.pad.quantity_milli), self._price.currency)
        each, total = self._look.money(self._price), self._look.money(comes_to)
        words = self.tr("%1 per kg · comes to %2") if self._by_weight else self.tr("%1 each · comes to %2")
        self._why.say(words.replace("%1", each).replace("%2", total))

    def _on_take(self) -> None:
        try:
            check_quantity(self.pad.quantity_milli, by_weight=self._by_weight)
        except InvalidError as error:
            self._why.show_error(self.tr("Type the weight first.") if self._by_weight else words_of(error))
            return
        self.close_sheet()
        self.entered.emit(self.pad.quantity_milli)
