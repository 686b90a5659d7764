"""A new PIN, entered twice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.people import Person
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.screens.signin.pin_card import PinCard
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class NewPinSheet(Sheet):
    """Asks the person for four digits and for the same again."""

    entered = Signal(str)
    """The new PIN, the same both times; whoever keeps it calls `close_sheet` or `refuse`."""

    def __init__(self, look: Look, host: QWidget, person: Person) -> None:
        super().__init__(look, host, self.tr("New PIN"), size=SheetSize.SMALL, name="new-pin")
        self._person, self._digits = person, ""
        words = self.tr("Four digits that only %1 knows.").replace("%1", person.name)
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="new-pin-words"))
        self.pin = PinCard(look, framed=False)
        self.body.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignHCenter)
        self.set_first_focus(self.pin.pad)
        self.pin.entered.connect(self._on_entered)
        self._ask()

    def refuse(self, sentence: str) -> None:
        """It could not be kept: begin again."""
        self._digits = ""
        self.pin.refuse(sentence)

    def scanned(self, scan: Scan) -> bool:
        """A PIN is never scanned."""
        del scan
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.pin.handle_key(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._digits = ""
        self.pin.ask(self._person, self.tr("Enter the new PIN"))

    def _on_entered(self, _person: Person, digits: str) -> None:
        if not self._digits:
            self._digits = digits
            self.pin.ask(self._person, self.tr("Enter the new PIN once more"))
        elif digits == self._digits:
            self.pin.show_checking()
            self.entered.emit(digits)
        else:
            self.refuse(self.tr("The two PINs are not the same. Enter the new PIN again."))
