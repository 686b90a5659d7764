"""How heavy goods are that are sold by weight."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE, check_quantity
from aurora_desk.domain.totals import extended
from aurora_desk.gui.screens.sell.sheets.value_box import ValueBox
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.number_pad import NumberPad, PadMode
from aurora_desk.gui.widgets.remark import Remark
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize

KILOGRAM, GRAM = "kg", "g"


class WeightSheet(Sheet):
    """A number pad in kilograms or grams; the button says what it comes to while digits are typed."""

    entered = Signal(int)
    """The weight in thousandths of a kilogram."""

    def __init__(self, look: Look, host: QWidget, title: str, *, price: Money) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name="weight-sheet")
        self._price = price
        self.pad = NumberPad(look, PadMode.WEIGHT, name="weight-pad")
        self.box = ValueBox(look, self.pad, name="weight-box")
        self.units = ChipRow(look, name="weight-units", label=self.tr("Unit"))
        self.units.add(KILOGRAM, self.tr("Kilograms"), name="weight-kg")
        self.units.add(GRAM, self.tr("Grams"), name="weight-g")
        self._each = Remark(look, self.box, name="weight-each")
        self.take = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name="weight-take")
        for part in (self.units, self.box, self.pad, self._each):
            self.body.addWidget(part)
        self.footer.addWidget(self.take, 1)
        self.set_first_focus(self.box)
        self.pad.changed.connect(self._show)
        self.pad.submitted.connect(self._on_take)
        self.units.chosen.connect(self._on_unit)
        self.take.clicked.connect(self._on_take)
        self._show()

    @property
    def weight_milli(self) -> int:
        """What is typed, in thousandths of a kilogram; of a gram nothing smaller counts."""
        if self.units.key == KILOGRAM:
            return self.pad.quantity_milli
        return self.pad.quantity_milli // ONE

    def _on_unit(self, _unit: object) -> None:
        # 350 g does not become 350 kg: another unit is another number.
        self.pad.clear()
        self.box.setFocus()

    def _show(self) -> None:
        digits = (self.pad.digits or "0").replace(".", self._look.locale.decimalPoint())
        label = self.tr("Weight in kg") if self.units.key == KILOGRAM else self.tr("Weight in g")
        self.box.show_value(digits, label)
        self._each.say(self.tr("%1 per kg").replace("%1", self._look.money(self._price)))
        total = Money(extended(self._price.amount_minor, self.weight_milli), self._price.currency)
        self.take.setText(self.tr("Add for %1").replace("%1", self._look.money(total)))

    def _on_take(self) -> None:
        try:
            check_quantity(self.weight_milli, by_weight=True)
        except InvalidError:
            self._each.show_error(self.tr("Type the weight first."))
            return
        self.close_sheet()
        self.entered.emit(self.weight_milli)
