"""A product that the catalogue does not have yet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.catalogue import LONGEST_BARCODE, LONGEST_PRODUCT_NAME, Category, NewProduct
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import Money
from aurora_desk.domain.totals import TaxRate
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.discarding import ask_to_discard
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.scan_field import accept_scans
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class NewProductSheet(Sheet):
    """Name, price, tax and category beside the code that was scanned. Stays open, busy, until the product is kept."""

    entered = Signal(object)
    """A `NewProduct`; whoever keeps it calls `keep` or `refuse`."""

    def __init__(
        self,
        look: Look,
        host: QWidget,
        barcode: str,
        *,
        currency: str,
        taxes: Sequence[TaxRate],
        categories: Sequence[Category],
        hint: str = "",
    ) -> None:
        super().__init__(look, host, self.tr("New product"), size=SheetSize.LARGE, name="product-sheet")
        self._currency, self._kept = currency, False
        self.name_field = Field(look, self.tr("Name"), example=self.tr("Oat biscuits 200 g"), name="product-name")
        self.name_field.input.setMaxLength(LONGEST_PRODUCT_NAME)
        self.barcode = Field(look, self.tr("Barcode"), name="product-barcode")
        self.barcode.input.setMaxLength(LONGEST_BARCODE)
        self.barcode.set_text(barcode)
        accept_scans(self.barcode.input)
        self.pad = NumberPad(look, name="product-pad")
        self.box = AmountBox(look, self.tr("Price"), pad=self.pad, name="product-price")
        self.taxes = ChipRow(look, name="product-taxes", label=self.tr("Tax"))
        for place, tax in enumerate(taxes):
            self.taxes.add(tax, tax.name, name=f"product-tax-{place}")
        self.shelves = ChipRow(look, name="product-shelves", label=self.tr("Category"))
        self.shelves.add(None, self.tr("No category"), name="product-shelf-none")
        for shelf in categories:
            name = f"product-shelf-{shelf.category_id}"
            self.shelves.add(shelf.category_id, shelf.name, icon=shelf.icon, tint=shelf.tint, name=name)
        self.why = Text(look, "", Type.LABEL, tone="danger", weight=400, wrap=True, name="product-why")
        self.why.hide()
        self.cancel = Button(look, self.tr("Cancel"), variant=Variant.LG, name="product-cancel")
        self.save = Button(look, kind=Kind.PRIMARY, variant=Variant.LG, name="product-save")
        self._build(hint)
        self.set_first_focus(self.name_field.input)
        self.pad.changed.connect(self._show)
        self.pad.submitted.connect(self._on_save)
        self.name_field.submitted.connect(self.box.setFocus)
        self.name_field.edited.connect(lambda _text: self.name_field.show_error(""))
        self.barcode.submitted.connect(self.name_field.input.setFocus)
        self.barcode.edited.connect(lambda _text: self.barcode.show_error(""))
        self.cancel.clicked.connect(self.ask_close)
        self.save.clicked.connect(self._on_save)
        self._show()

    def ask_close(self) -> None:
        if self.save.busy:
            return
        if self._kept or not (self.name_field.text.strip() or self.pad.amount_minor):
            self.close_sheet()
            return
        title = self.tr("Discard the new product?")
        ask_to_discard(self._look, self._host, self, title, name="discard-product")

    def keep(self) -> None:
        """The product is on disk."""
        self._kept = True
        self.save.set_busy(False)
        self.close_sheet()

    def refuse(self, error: Exception) -> None:
        """It could not be kept; what was typed stays."""
        self.save.set_busy(False)
        field = error.field if isinstance(error, InvalidError) else ""
        if field in ("name", "barcode"):
            self._point_at(self.name_field if field == "name" else self.barcode, words_of(error))
        else:
            self._say(words_of(error))

    def _build(self, hint: str) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(Space.MD)
        left.addWidget(self.name_field)
        left.addWidget(self.barcode)
        for row in (self.taxes, self.shelves):
            left.addWidget(Text(self._look, row.accessibleName(), Type.LABEL, name=f"{row.objectName()}-label"))
            left.addWidget(row)
        left.addStretch(1)
        right.addWidget(self.box)
        right.addWidget(self.pad)
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(Space.XL)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        self.body.addLayout(columns)
        if hint:
            words = Text(self._look, hint, Type.LABEL, tone="muted", weight=400, wrap=True, name="product-hint")
            self.body.addWidget(words)
        self.body.addWidget(self.why)
        self.footer.addWidget(self.cancel, 1)
        self.footer.addWidget(self.save, 1)

    def _show(self) -> None:
        price = Money(self.pad.amount_minor, self._currency)
        self.box.show_money(price)
        self.save.setText(self.tr("Create and add for %1").replace("%1", self._look.money(price)))
        self.why.hide()

    def _on_save(self) -> None:
        if self.save.busy or self._kept:
            return
        self.why.hide()
        if not self.name_field.text.strip():
            self._point_at(self.name_field, self.tr("Give the product a name."))
        elif not self.pad.amount_minor:
            self._say(self.tr("Enter the price that stands on the shelf."))
            self.box.setFocus()
        else:
            self._enter()

    def _enter(self) -> None:
        tax, shelf = self.taxes.key, self.shelves.key
        assert isinstance(tax, TaxRate)
        assert shelf is None or isinstance(shelf, int)
        self.save.set_busy(True)
        self.entered.emit(NewProduct(self.name_field.text, self.pad.amount_minor, tax, shelf, self.barcode.text))

    def _point_at(self, field: Field, sentence: str) -> None:
        field.show_error(sentence)
        field.input.setFocus()
        self._place()

    def _say(self, sentence: str) -> None:
        self.why.setText(sentence)
        self.why.show()
        self._place()
        announce(self.why, sentence, urgent=True)
