"""The fields of set-up, what they suggest, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.money import is_currency
from aurora_desk.domain.people import PIN_DIGITS
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.setup.regions import region_here, region_named, regions
from aurora_desk.gui.theme.language import language_of
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.widgets.field import Field
from aurora_desk.services.shop import NewShop

ROW_HEIGHT = 104
"""Room for a label, the field and a sentence beneath, so that nothing moves when one appears."""


class ShopForm(QWidget):
    """Shop, place, owner and PIN. `shop` is what was written, once nothing is missing."""

    submitted = Signal()
    """Enter in a field."""

    def __init__(self, look: Look, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._regions, self._zones = look, regions(look.locale.language()), available_timezones()
        self._own: set[Field] = set()
        self.name = Field(look, self.tr("Shop name"), example=self.tr("Corner Café"), name="setup-name")
        self.country = Field(look, self.tr("Country"), example=self.tr("Ireland"), name="setup-country")
        self.currency = Field(look, self.tr("Currency"), example="EUR", name="setup-currency")
        self.time_zone = Field(look, self.tr("Time zone"), example=self.tr("Europe/Dublin"), name="setup-time-zone")
        self.owner = Field(look, self.tr("Owner's name"), example=self.tr("Mara Klein"), name="setup-owner")
        self.pin = Field(look, self.tr("PIN, %1 digits").replace("%1", str(PIN_DIGITS)), secret=True, name="setup-pin")
        self.pin_again = Field(look, self.tr("PIN again"), secret=True, name="setup-pin-again")
        self._fields = (
            self.name,
            self.country,
            self.currency,
            self.time_zone,
            self.owner,
            self.pin,
            self.pin_again,
        )
        self._lay_out()
        self._offer(self.country, (region.name for region in self._regions.values()))
        self._offer(self.time_zone, self._zones)
        for field in (self.pin, self.pin_again):
            field.input.setValidator(QRegularExpressionValidator(f"[0-9]{{0,{PIN_DIGITS}}}", field))
            field.input.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        for field in self._fields:
            field.left.connect(partial(self._on_left, field))
            field.edited.connect(partial(self._on_edited, field))
            field.submitted.connect(self.submitted)
        here = region_here(self._regions)
        if here is not None:
            self.country.set_text(here.name)
        self._suggest()
        look.follow(self._dress)

    @property
    def shop(self) -> NewShop:
        """What was written."""
        region = region_named(self._regions, self.country.text)
        return NewShop(
            name=self.name.text.strip(),
            currency=self.currency.text.strip().upper(),
            country=region.code if region else "",
            time_zone=self.time_zone.text.strip(),
            owner=self.owner.text.strip(),
            pin=self.pin.text,
            language=language_of(self._look.locale),
            till=self.tr("Till 1"),
            untaxed=self.tr("No tax"),
        )

    def check(self) -> bool:
        """Say at every field what is missing; the first wrong one gets the focus."""
        wrong = [field for field in self._fields if not self._check(field)]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def show_refusal(self, error: InvalidError) -> bool:
        """Say at its field what the shop was refused for; False where it has none here."""
        fields = {field.objectName().removeprefix("setup-").replace("-", "_"): field for field in self._fields}
        field = fields.get(error.field)
        if field is None:
            return False
        field.show_error(words_of(error))
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _check(self, field: Field) -> bool:
        field.show_error(self._fault(field))
        return not field.error

    def _fault(self, field: Field) -> str:
        shop = self.shop
        pin_right = len(shop.pin) == PIN_DIGITS
        rules = {
            self.name: (bool(shop.name), self.tr("Give the shop a name.")),
            self.country: (bool(shop.country), self.tr("Choose a country of the list.")),
            self.currency: (is_currency(shop.currency), self.tr("Three letters, like EUR.")),
            self.time_zone: (shop.time_zone in self._zones, self.tr("Choose a zone of the list.")),
            self.owner: (bool(shop.owner), self.tr("Give the owner's name.")),
            self.pin: (pin_right, self.tr("A PIN has %1 digits.").replace("%1", str(PIN_DIGITS))),
            self.pin_again: (self.pin_again.text == shop.pin, self.tr("The two PINs differ.")),
        }
        kept, sentence = rules[field]
        return "" if kept else sentence

    def _on_left(self, field: Field) -> None:
        if field is self.country:
            self._suggest()
        # An empty field that was only passed through is not wrong yet; pressing the button tells.
        if field.text or field.error:
            self._check(field)

    def _on_edited(self, field: Field, _text: str) -> None:
        self._own.add(field)
        if field.error and not self._fault(field):
            field.show_error("")

    def _suggest(self) -> None:
        region = region_named(self._regions, self.country.text)
        if region is None:
            return
        for field, suggestion in ((self.currency, region.currency), (self.time_zone, region.time_zone)):
            if field not in self._own and suggestion:
                field.set_text(suggestion)
                field.show_error("")

    def _offer(self, field: Field, choices: Iterable[str]) -> None:
        completer = QCompleter(sorted(choices), field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        # Completed in the field itself: a list in a window of its own would lie beside the keyboard's path.
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        field.input.setCompleter(completer)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.LG)
        grid.setVerticalSpacing(0)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name, 0, 0, 1, 3, top)
        for column, field in enumerate((self.country, self.currency, self.time_zone)):
            grid.addWidget(field, 1, column, top)
        for column, field in enumerate((self.owner, self.pin, self.pin_again)):
            grid.addWidget(field, 2, column, top)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self._grid = grid

    def _dress(self) -> None:
        for row in range(3):
            self._grid.setRowMinimumHeight(row, self._look.px(ROW_HEIGHT))
