"""How much of a refund goes over one of several payments."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.amount_box import AmountBox
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.number_pad import NumberPad
from aurora_desk.gui.widgets.remark import Remark
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize


class PartSheet(Sheet):
    """A number pad between the least and the most that can go this way; the other payments take the rest."""

    entered = Signal(int)
    """The amount in minor units."""

    def __init__(
        self, look: Look, host: QWidget, title: str, *, shown: Money, least: Money, most: Money, name: str = "part"
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name=name)
        self._least, self._most = least, most
        self.pad = NumberPad(look, name=f"{name}-pad")
        self.box = AmountBox(look, self.tr("Amount"), pad=self.pad, name=f"{name}-box")
        self._wanted = self._within(self.tr("Between %1 and %2. The other payments take the rest."))
        self.hint = Remark(look, self.box, self._wanted, name=f"{name}-hint")
        self.take = Button(look, "", kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-take")
        for part in (self.box, self.hint, self.pad):
            self.body.addWidget(part)
        self.footer.addWidget(self.take, 1)
        self.set_first_focus(self.box)
        self.pad.changed.connect(self._show)
        self.pad.submitted.connect(self._on_take)
        self.take.clicked.connect(self._on_take)
        self.pad.preset(str(shown.amount_minor))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape or not self.pad.handle_key(event):
            super().keyPressEvent(event)

    def _within(self, words: str) -> str:
        return words.replace("%1", self._look.money(self._least)).replace("%2", self._look.money(self._most))

    def _show(self) -> None:
        amount = Money(self.pad.amount_minor, self._most.currency)
        self.box.show_money(amount)
        self.take.setText(self.tr("Set %1").replace("%1", self._look.money(amount)))
        self.hint.say(self._wanted)

    def _on_take(self) -> None:
        if self._least.amount_minor <= self.pad.amount_minor <= self._most.amount_minor:
            self.close_sheet()
            self.entered.emit(self.pad.amount_minor)
        else:
            self.hint.show_error(
                self._within(self.tr("Type an amount between %1 and %2. The other payments take the rest."))
            )
