"""A sheet that asks for a few words: a note, an address."""

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


class WordsSheet(Sheet):
    """One field; Enter or the button gives what is written, and the sheet stays until that is taken."""

    given = Signal(str)

    def __init__(
        self,
        look: Look,
        host: QWidget,
        title: str,
        text: str,
        *,
        label: str,
        verb: str,
        example: str = "",
        written: str = "",
        name: str,
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name=name)
        self.body.addWidget(Text(look, text, Type.BODY, tone="muted", wrap=True, name=f"{name}-text"))
        self.field = Field(look, label, example=example, name=f"{name}-field")
        self.field.set_text(written)
        self.body.addWidget(self.field)
        self.body.addSpacing(4)
        self.safe_button = Button(look, self.tr("Back"), variant=Variant.LG, name=f"{name}-safe")
        self.verb_button = Button(look, verb, kind=Kind.PRIMARY, variant=Variant.LG, name=f"{name}-verb")
        self.footer.addWidget(self.safe_button, 1)
        self.footer.addWidget(self.verb_button, 1)
        self.set_first_focus(self.field.input)
        self.safe_button.clicked.connect(self.ask_close)
        self.verb_button.clicked.connect(self._on_verb)
        self.field.submitted.connect(self._on_verb)
        self.closed.connect(self.deleteLater)

    def show_refusal(self, error: Exception) -> None:
        """What was written was not taken: say why and let it be changed."""
        self.verb_button.set_busy(False)
        self.field.show_error(words_of(error))
        self.field.input.setFocus()

    def _on_verb(self) -> None:
        if not self.verb_button.busy:
            self.verb_button.set_busy(True)
            self.given.emit(self.field.text)
