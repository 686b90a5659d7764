"""Something that is not in the catalogue."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import TaxRate
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.discarding import ask_to_discard
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.remark import Remark
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize

LONGEST_NAME = 100


class CustomItemSheet(Sheet):
    """Name, price and tax. A name stands there already, so that fingers alone can finish it."""

    entered = Signal(str, int, object)
    """Name, price in minor units, `TaxRate`."""

    def __init__(self, look: Look, host: QWidget, *, currency: str, taxes: tuple[TaxRate, ...]) -> None:
        super().__init__(look, host, self.tr("Custom item"), size=SheetSize.SMALL, name="custom-sheet")
        self._currency = currency
        self.field = Field(look, self.tr("Name"), example=self.tr("Catering for six"), name="custom-name")
        self.field.input.setMaxLength(LONGEST_NAME)
        self._usual = self.tr("Custom item")
        self.field.set_text(self._usual)
        self.field.input.selectAll()
        self.pad = NumberPad(look, name="custom-pad")
        self.box = AmountBox(look, self.tr("Price"), pad=self.pad, name="custom-price")
        self.taxes = ChipRow(look, name="custom-taxes", label=self.tr("Tax"))
        for place, tax in enumerate(taxes):
            self.taxes.add(tax, tax.name, name=f"custom-tax-{place}")
        self.add = Button(look, kind=Kind.PRIMARY, variant=Variant.LG, name="custom-add")
        self.remark = Remark(look, self.box, name="custom-remark")
        for part in (self.field, self.box, self.pad, self.remark, self.taxes):
            self.body.addWidget(part)
        self.body.addSpacing(Space.XS)
        self.footer.addWidget(self.add, 1)
        self.set_first_focus(self.field.input)
        self.pad.changed.connect(self._show)
        self.pad.submitted.connect(self._on_add)
        self.field.submitted.connect(self.box.setFocus)
        self.add.clicked.connect(self._on_add)
        self._show()

    def ask_close(self) -> None:
        if self.pad.amount_minor or self.field.text.strip() not in ("", self._usual):
            ask_to_discard(self._look, self._host, self)
        else:
            self.close_sheet()

    def _show(self) -> None:
        price = Money(self.pad.amount_minor, self._currency)
        self.box.show_money(price)
        self.remark.say("")
        self.add.setText(self.tr("Add for %1").replace("%1", self._look.money(price)))

    def _on_add(self) -> None:
        if not self.field.text.strip():
            self.field.show_error(self.tr("Give the item a name."))
            self.field.input.setFocus()
            return
        if not self.pad.amount_minor:
            self.remark.show_error(self.tr("Type the price first."))
            return
        self.close_sheet()
        self.entered.emit(self.field.text.strip(), self.pad.amount_minor, self.taxes.key)
