"""Where a mail is to go."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class AddressSheet(Sheet):
    """Asks for one address and waits until whoever made it has taken it (`close_sheet`) or refused it (`refuse`)."""

    given = Signal(str)

    def __init__(
        self, look: Look, host: QWidget, title: str, text: str, *, address: str = "", verb: str, name: str = "address"
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name=name)
        self.field = Field(look, self.tr("Email address"), example=self.tr("name@example.com"), name=f"{name}-field")
        self.field.set_text(address)
        self.send = Button(look, verb, kind=Kind.PRIMARY, variant=Variant.LG, name=f"{name}-send")
        self.body.addWidget(Text(look, text, Type.BODY, tone="muted", wrap=True, name=f"{name}-text"))
        self.body.addWidget(self.field)
        self.footer.addWidget(self.send, 1)
        self.set_first_focus(self.field.input)
        self.field.edited.connect(lambda _text: self.field.show_error(""))
        self.field.submitted.connect(self._on_send)
        self.send.clicked.connect(self._on_send)
        self.closed.connect(self.deleteLater)

    def refuse(self, sentence: str) -> None:
        """Say beneath the field why no mail goes there, until it is changed."""
        self.send.set_busy(False)
        self.field.show_error(sentence)
        self.field.setFocus()

    def _on_send(self) -> None:
        if self.send.busy:
            return
        if not self.field.text.strip():
            self.refuse(self.tr("Enter an email address."))
            return
        self.send.set_busy(True)
        self.given.emit(self.field.text)
