"""What is chosen from and written in."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.gallery import samples
from aurora_desk.gui.gallery.laying import GalleryPage, beside, down, over
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.calendar import Calendar
from aurora_desk.gui.widgets.check import Check
from aurora_desk.gui.widgets.chip import Chip, ChipRow
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.filter_chip import FilterChip
from aurora_desk.gui.widgets.money_label import MoneyLabel
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.pin_dots import PinDots
from aurora_desk.gui.widgets.search_bar import SearchBar


class InputsPage(GalleryPage):
    """Chips, boxes and fields: empty, filled, wrong, off."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "inputs")
        self.group("Search", SearchBar(look, "Search or scan: name, SKU, barcode", name="gallery-search"))
        self.group("Chips in a row that scrolls", self._chips())
        self.group(
            "Chip: rest, pointer, pressed, chosen, off",
            beside(*self._chip_states(), FilterChip(look, "Product: Flat white", name="gallery-filter")),
        )
        self.group("Check: open, chosen, off", beside(*self._checks()))
        self.group("Fields: empty, filled, wrong, secret, off", self._fields(), self._more_fields())
        self.group("Amounts", self._boxes(), beside(*self._money()))
        self.group("Days", beside(self._calendar()))

    def _chips(self) -> ChipRow:
        chips = ChipRow(self._look, name="gallery-chips", label="Categories")
        chips.add("favourites", "Favourites", icon="star")
        for category in samples.CATEGORIES:
            chips.add(category.category_id, category.name, icon=category.icon, tint=category.tint)
        return chips

    def _chip_states(self) -> list[QWidget]:
        texts = ("Today", "Waiting · 1", "Refunds", "All", "Held")
        rest, under, pressed, chosen, off = (Chip(self._look, text, name=f"chip-{text}") for text in texts)
        for chip in (rest, under, pressed, chosen, off):
            chip.setAutoExclusive(False)
        chosen.setChecked(True)
        off.setEnabled(False)
        return [rest, over(under), down(pressed), chosen, off]

    def _checks(self) -> list[QWidget]:
        texts = ("Back to stock", "Blind count", "Compare", "Print")
        checks = [Check(self._look, text, name=f"check-{place}") for place, text in enumerate(texts)]
        checks[1].setChecked(True)
        checks[2].setEnabled(False)
        checks[3].setChecked(True)
        checks[3].setEnabled(False)
        return [*checks]

    def _fields(self) -> QHBoxLayout:
        look = self._look
        empty = Field(look, "Name", hint="As it stands on receipts", example="Lena Bergström", name="gallery-name")
        filled = Field(look, "Phone", name="gallery-phone")
        filled.set_text("+49 30 1234567")
        wrong = Field(look, "Email", example="name@example.com", name="gallery-email")
        wrong.set_text("lena@")
        wrong.show_error("This is not an email address.")
        return _equal(empty, filled, wrong)

    def _more_fields(self) -> QHBoxLayout:
        look = self._look
        secret = Field(look, "Password", secret=True, name="gallery-password")
        secret.set_text("correct horse")
        off = Field(look, "Owner", hint="Only the owner can change this", name="gallery-owner")
        off.set_text("Mara Klein")
        off.setEnabled(False)
        long = Field(look, "What the customer asked for, in the words of the customer", name="gallery-long")
        long.set_text("Two hundred grams of the house blend, ground for a filter of paper")
        long.show_error("At most 60 characters: shorten it, or put the rest into the note of the order.")
        return _equal(secret, off, long)

    def _calendar(self) -> Calendar:
        today = samples.NOON.date()
        calendar = Calendar(self._look, today, label="Calendar", name="gallery-calendar")
        calendar.show_span((today - timedelta(days=9), today - timedelta(days=2)))
        calendar.setFixedWidth(self._look.px(360))
        return calendar

    def _boxes(self) -> QHBoxLayout:
        look = self._look
        received = AmountBox(look, "Received", pad=NumberPad(look), name="received")
        received.show_money(samples.money(10000))
        change = AmountBox(look, "Change to give", tone="success", name="change")
        change.show_money(samples.money(190))
        missing = AmountBox(look, "Still to pay", tone="danger", name="missing")
        missing.show_money(samples.money(810))
        return _equal(received, change, missing)

    def _money(self) -> list[QWidget]:
        look, dots, wrong = self._look, PinDots(self._look, name="dots"), PinDots(self._look, name="dots-wrong")
        dots.show_count(2)
        wrong.show_wrong()
        return [
            MoneyLabel(look, samples.money(9810), Type.DISPLAY),
            MoneyLabel(look, samples.money(-640), Type.MONEY, tone="danger"),
            MoneyLabel(look, samples.money(123456789), Type.BODY),
            dots,
            wrong,
        ]


def _equal(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        row.addWidget(part, 1)
    return row
