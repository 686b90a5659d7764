"""The owner says how a difference was settled where this program has no money to move."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class AcceptSheet(Sheet):
    """A few words, kept with the difference; nothing is paid or booked by them."""

    accepted = Signal(str)

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, host, self.tr("Settled otherwise"), size=SheetSize.SMALL, name="accept")
        words = self.tr("No money is moved by this. Your words stay with the difference, with your name and the time.")
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="accept-text"))
        example = self.tr("Paid back in cash, receipt 1042")
        self.note = Field(look, self.tr("How was it settled?"), example=example, name="accept-note")
        self.body.addWidget(self.note)
        self.safe_button = Button(look, self.tr("Back"), variant=Variant.LG, name="accept-safe")
        self.verb_button = Button(
            look, self.tr("Mark as settled"), kind=Kind.PRIMARY, variant=Variant.LG, name="accept-verb"
        )
        self.footer.addWidget(self.safe_button, 1)
        self.footer.addWidget(self.verb_button, 1)
        self.set_first_focus(self.note.input)
        self.safe_button.clicked.connect(self.ask_close)
        self.verb_button.clicked.connect(self._on_verb)
        self.note.submitted.connect(self._on_verb)

    def show_refusal(self, error: Exception) -> None:
        """The words were not taken: say why and let them be changed."""
        self.verb_button.set_busy(False)
        self.note.show_error(words_of(error))
        self.note.input.setFocus()

    def _on_verb(self) -> None:
        if not self.verb_button.busy:
            self.verb_button.set_busy(True)
            self.accepted.emit(self.note.text)
