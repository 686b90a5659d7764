"""A discount on a line or on the whole cart."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.quantity import ONE, quantity_text
from aurora_desk.domain.totals import Discount, DiscountKind
from aurora_desk.gui.screens.sell.sheets.value_box import ValueBox
from aurora_desk.gui.theme.format import NO_BREAK, isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.number_pad import NumberPad, PadMode
from aurora_desk.gui.widgets.remark import Remark
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize

HEIGHT = 580
"""What the sheet wants at a text size of 100 % to have all its parts one above the other, with keys a little lower."""
BESIDE, PADS, BENEATH = (0, 1, 2, 4, 5), 3, 6
"""The rows of the parts and of the pad between them, and the one beneath them all."""
COLUMNS = (6, 5)
QUICK_PERCENT = (5, 10, 15, 20)
MOST_HUNDREDTHS = 10_000


class DiscountSheet(Sheet):
    """Percent, amount or new price with quick steps and a reason; shows what it takes off before it is given.

    `warn` says of a discount that a manager will have to be asked, or nothing.
    """

    given = Signal(object)
    """The `Discount`, or None where it is taken back."""

    def __init__(
        self,
        look: Look,
        host: QWidget,
        title: str,
        subtitle: str,
        *,
        price: Money,
        quantity_milli: int = ONE,
        current: Discount | None,
        new_price: bool,
        warn: Callable[[Discount], str],
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.MEDIUM, name="discount-sheet")
        self._price, self._quantity_milli, self._warn = price, quantity_milli, warn
        self.set_title(title, subtitle)
        self.kinds = ChipRow(look, name="discount-kinds", label=self.tr("Kind of discount"))
        self.kinds.add(DiscountKind.PERCENT, self.tr("Percent"), name="discount-percent")
        self.kinds.add(DiscountKind.AMOUNT, self.tr("Amount"), name="discount-amount")
        if new_price:
            self.kinds.add(DiscountKind.PRICE, self.tr("New price"), name="discount-price")
        self.percent_pad = NumberPad(look, PadMode.WEIGHT, name="percent-pad")
        self.money_pad = NumberPad(look, PadMode.MONEY, name="amount-pad")
        self.box = ValueBox(look, self.percent_pad, name="discount-box")
        self._pads = QStackedWidget()
        self._pads.addWidget(self.percent_pad)
        self._pads.addWidget(self.money_pad)
        self._quick: dict[int, Button] = {}
        self._quick_row = QWidget()
        self._parts, self._low = QGridLayout(), False
        self.reasons = ChipRow(look, name="discount-reasons", label=self.tr("Reason"))
        self.reasons.add("", self.tr("No reason"), name="reason-none")
        for place, reason in enumerate((self.tr("Regular"), self.tr("Staff"), self.tr("Damaged"), self.tr("Goodwill"))):
            self.reasons.add(reason, reason, name=f"reason-{place}")
        self._why = Remark(look, self.box, name="discount-why")
        self.take_back = Button(look, self.tr("No discount"), variant=Variant.LG, name="discount-none")
        self.take_back.setVisible(current is not None)
        self.give = Button(look, kind=Kind.PRIMARY, variant=Variant.LG, name="discount-give")
        self._build()
        self._preset(current)

    @property
    def pad(self) -> NumberPad:
        """The pad in use."""
        return self.percent_pad if self.kinds.key is DiscountKind.PERCENT else self.money_pad

    @property
    def discount(self) -> Discount:
        """What the sheet says now."""
        kind = self.kinds.key
        assert isinstance(kind, DiscountKind)
        value = self.pad.quantity_milli // 10 if kind is DiscountKind.PERCENT else self.pad.amount_minor
        return Discount(kind, value, str(self.reasons.key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Digits belong to the pad wherever the focus is; the chips keep their arrows.
        if event.key() == Qt.Key.Key_Escape or not self.pad.handle_key(event):
            super().keyPressEvent(event)

    def fit(self, room: int) -> None:
        """Where the pad has no room beneath the rest, it stands beside it: every key stays in sight."""
        low = room < self._look.px(HEIGHT)
        if low is not self._low:
            self._low = low
            self.set_size(SheetSize.LARGE if low else SheetSize.MEDIUM)
            self._put_pads()

    def _put_pads(self) -> None:
        for pad in (self.percent_pad, self.money_pad):
            pad.set_low(self._low)
        self._parts.removeWidget(self._pads)
        if self._low:
            self._parts.addWidget(self._pads, 0, 1, BENEATH + 1, 1)
        else:
            self._parts.addWidget(self._pads, PADS, 0)
        # The words give the row its height; what is left over goes beneath all of it.
        self._parts.setRowStretch(BENEATH, 1 if self._low else 0)
        for column, share in enumerate(COLUMNS if self._low else (1, 0)):
            self._parts.setColumnStretch(column, share)

    def _build(self) -> None:
        quick = QHBoxLayout(self._quick_row)
        quick.setContentsMargins(0, 0, 0, 0)
        quick.setSpacing(8)
        for percent in QUICK_PERCENT:
            button = Button(
                self._look,
                isolated(f"{percent}{NO_BREAK}%", self._look.locale),
                kind=Kind.QUICK,
                name=f"quick-{percent}",
            )
            button.clicked.connect(lambda _checked=False, value=percent: self._on_quick(value))
            self._quick[percent] = button
            quick.addWidget(button, 1)
        self._parts.setSpacing(Space.MD)
        for place, part in zip(BESIDE, (self.kinds, self.box, self._quick_row, self.reasons, self._why), strict=True):
            self._parts.addWidget(part, place, 0)
        self._put_pads()
        self.body.addLayout(self._parts)
        self.footer.addWidget(self.take_back)
        self.footer.addWidget(self.give, 1)
        self.kinds.chosen.connect(self._on_kind)
        for pad in (self.percent_pad, self.money_pad):
            pad.setFocusProxy(self.box)
            pad.changed.connect(self._show)
            pad.submitted.connect(self._on_give)
        self.give.clicked.connect(self._on_give)
        self.take_back.clicked.connect(self._on_take_back)

    def _preset(self, current: Discount | None) -> None:
        if current is not None:
            self.kinds.choose(current.kind)
            self.reasons.choose(current.reason)
            percent = current.kind is DiscountKind.PERCENT
            self.pad.preset(quantity_text(current.value * 10) if percent else str(current.value))
        self.set_first_focus(self.box)
        self._on_kind(self.kinds.key)

    def _on_kind(self, kind: object) -> None:
        self.box.pad = self.pad
        self._pads.setCurrentWidget(self.pad)
        self._quick_row.setVisible(kind is DiscountKind.PERCENT)
        self._show()

    def _on_quick(self, percent: int) -> None:
        self.percent_pad.preset(str(percent))
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        discount = self.discount
        currency = self._price.currency
        if discount.kind is DiscountKind.PERCENT:
            digits = (self.pad.digits or "0").replace(".", self._look.locale.decimalPoint())
            self.box.show_value(f"{digits}{NO_BREAK}%", self.tr("Percent off"))
        else:
            amount = self._look.money(Money(discount.value, currency))
            new_price = discount.kind is DiscountKind.PRICE
            self.box.show_value(amount, self.tr("New price each") if new_price else self.tr("Amount off"))
        for percent, button in self._quick.items():
            button.set_active(discount.kind is DiscountKind.PERCENT and discount.value == percent * 100)
        off = Money(-discount.off(self._price.amount_minor, self._quantity_milli), currency)
        self.give.setText(self.tr("Give discount %1").replace("%1", self._look.money(off)))
        self._why.say(self._warn(discount), "warning")

    def _on_give(self) -> None:
        discount = self.discount
        if discount.kind is DiscountKind.PERCENT and discount.value > MOST_HUNDREDTHS:
            self._why.show_error(self.tr("A discount is at most 100 %."))
        elif not discount.off(self._price.amount_minor, self._quantity_milli):
            self._why.show_error(self.tr("This takes nothing off. Type a discount first."))
        else:
            self.close_sheet()
            self.given.emit(discount)

    def _on_take_back(self) -> None:
        self.close_sheet()
        self.given.emit(None)
