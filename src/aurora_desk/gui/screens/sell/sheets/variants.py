"""Which of a product's variants."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.money import Money
from aurora_desk.domain.variants import Offer, fitting, missing, offers
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.option_button import OptionButton
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

A_ROW = 4
MOST_KEYS = 9


class VariantSheet(Sheet):
    """Large buttons for every option. Digits choose, Enter adds; what isn't made or sold stays off and says why."""

    chosen = Signal(object)
    """The variant, a `Product`."""

    def __init__(
        self, look: Look, host: QWidget, product: Product, variants: tuple[Product, ...], *, sell_sold_out: bool
    ) -> None:
        super().__init__(look, host, product.name, size=SheetSize.MEDIUM, name="variant-sheet")
        self._product, self._variants, self._sell_sold_out = product, variants, sell_sold_out
        self._chosen: dict[int, str] = {}
        self._groups: list[QButtonGroup] = []
        self._buttons: list[list[OptionButton]] = []
        for place in range(len(product.options)):
            self._add_option(place)
        self.about = Text(look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name="variant-about")
        self.add = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name="variant-add")
        self.body.addWidget(self.about)
        self.footer.addWidget(self.add, 1)
        self.add.clicked.connect(self._on_add)
        self._choose_what_has_no_choice()
        self._show()
        first = next((row for place, row in enumerate(self._buttons) if place not in self._chosen), self._buttons[0])
        self.set_first_focus(next((button for button in first if button.isEnabled()), self.cross))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        flat = [button for row in self._buttons for button in row][:MOST_KEYS]
        digit = int(event.text()) if event.text().isascii() and event.text().isdigit() else 0
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # The Enter that chose the product, still held down, adds nothing.
            if not event.isAutoRepeat():
                self._on_add()
        elif 1 <= digit <= len(flat) and flat[digit - 1].isEnabled():
            flat[digit - 1].setFocus(Qt.FocusReason.ShortcutFocusReason)
            flat[digit - 1].setChecked(True)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _add_option(self, place: int) -> None:
        name = self._product.options[place]
        group, grid, row = QButtonGroup(self), QGridLayout(), list[OptionButton]()
        grid.setSpacing(8)
        self.body.addWidget(Text(self._look, name, Type.LABEL, weight=600, name=f"option-{place}"))
        before = sum(map(len, self._buttons))
        for number, offer in enumerate(offers(self._variants, place, {})):
            key = self._look.locale.toString(before + number + 1) if before + number < MOST_KEYS else ""
            button = OptionButton(self._look, offer.value, key=key, name=f"option-{place}-{number}")
            button.setAccessibleName(f"{name} {offer.value}")
            group.addButton(button)
            grid.addWidget(button, number // A_ROW, number % A_ROW)
            row.append(button)
        # A row that is not full has columns as wide as the others.
        for column in range(len(row), A_ROW):
            grid.addWidget(QWidget(), 0, column)
        for column in range(A_ROW):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self._groups.append(group)
        self._buttons.append(row)
        group.buttonToggled.connect(lambda button, on, place=place: self._on_toggled(place, button.text(), on))

    def _choose_what_has_no_choice(self) -> None:
        for row in self._buttons:
            if len(row) == 1:
                row[0].setChecked(True)

    def _on_toggled(self, place: int, value: str, on: bool) -> None:
        if on:
            self._chosen[place] = value
            self._show()

    def _show(self) -> None:
        for place, row in enumerate(self._buttons):
            offered = offers(self._variants, place, self._chosen)
            for button, offer in zip(row, offered, strict=True):
                self._show_offer(button, offer, place, priced=_decides_the_price(offered))
        lacking = missing(self._product.options, self._chosen)
        one = None if lacking is not None else self._variant()
        if lacking is not None:
            choose = self.tr("Choose a %1").replace("%1", self._spoken(lacking))
            self.add.setText(choose)
            self.add.disable(choose)
            self.about.setText("")
        elif one is None:
            self.add.setText(self.tr("Not available"))
            self.add.disable(self.tr("This combination is not made."))
        else:
            price = self._look.money(Money(one.price_minor, one.currency))
            self.add.setText(self.tr("Add for %1").replace("%1", price))
            self.add.enable()
            self.about.setText(self._about(one))

    def _show_offer(self, button: OptionButton, offer: Offer, place: int, *, priced: bool) -> None:
        refused = offer.sold_out and not self._sell_sold_out
        button.setEnabled(bool(offer.variants) and not refused)
        if not offer.variants:
            others = [value for at, value in sorted(self._chosen.items()) if at != place]
            button.set_note(self.tr("Not in %1").replace("%1", ", ".join(others)))
        elif offer.sold_out:
            button.set_note(self.tr("Sold out"), "danger")
        else:
            price = Money(offer.variants[0].price_minor, self._product.currency)
            button.set_note(self._look.money(price) if priced else "")

    def _about(self, one: Product) -> str:
        if one.sold_out:
            return self.tr("None is left by the count.")
        if one.stock_milli is None:
            return ""
        return self.tr("%1 left").replace("%1", quantity_label(one.stock_milli, self._look.locale))

    def _spoken(self, option: str) -> str:
        """The name of an option within a sentence: English writes it small."""
        return option.lower() if self._look.locale.language() == QLocale.Language.English else option

    def _variant(self) -> Product | None:
        return next(iter(fitting(self._variants, self._chosen)), None)

    def _on_add(self) -> None:
        one = self._variant() if missing(self._product.options, self._chosen) is None else None
        if one is not None and self.add.isEnabled():
            self.close_sheet()
            self.chosen.emit(one)


def _decides_the_price(offered: tuple[Offer, ...]) -> bool:
    """Whether each of these values has one price, and not all the same."""
    prices = [{one.price_minor for one in offer.variants} for offer in offered if offer.variants]
    return all(len(own) == 1 for own in prices) and len(set().union(*prices)) > 1
