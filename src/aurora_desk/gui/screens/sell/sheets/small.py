"""Sheets with one field: a note, the name of a held cart."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.discarding import ask_to_discard
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize


class TextSheet(Sheet):
    """One line of text, of at most `longest` characters; with `anew` what is typed replaces what stands there."""

    entered = Signal(str)

    def __init__(
        self,
        look: Look,
        host: QWidget,
        title: str,
        *,
        label: str,
        example: str,
        text: str,
        verb: str,
        longest: int,
        name: str,
        hint: str = "",
        anew: bool = False,
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name=name)
        self.field = Field(look, label, example=example, hint=hint, name=f"{name}-field")
        self.field.input.setMaxLength(longest)
        self._before = text.strip()
        self.field.set_text(text)
        self.save = Button(look, verb, kind=Kind.PRIMARY, variant=Variant.LG, name=f"{name}-save")
        self.body.addWidget(self.field)
        self.footer.addWidget(self.save, 1)
        self.set_first_focus(self.field.input)
        if anew:
            self.field.input.selectAll()
        self.field.submitted.connect(self._on_save)
        self.save.clicked.connect(self._on_save)

    def ask_close(self) -> None:
        if self.field.text.strip() != self._before:
            ask_to_discard(self._look, self._host, self)
        else:
            self.close_sheet()

    def _on_save(self) -> None:
        self.close_sheet()
        self.entered.emit(self.field.text)
