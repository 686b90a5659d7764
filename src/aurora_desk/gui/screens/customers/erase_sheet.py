"""What is asked before a person's data is erased: the name, typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.customers import Customer
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.gui.widgets.text import Text


class EraseSheet(Sheet):
    """Says what goes and what stays; Erase works once the name stands in the field."""

    erase_wanted = Signal()

    def __init__(self, look: Look, host: QWidget, customer: Customer) -> None:
        title = self.tr("Erase %1?").replace("%1", customer.name)
        super().__init__(look, host, title, name="customer-erase-sheet")
        self._name = customer.name
        goes = self.tr(
            "Name, contact, notes and account are erased for good, and the addresses, notes and typed reasons of all "
            "orders. "
            "Nobody can bring them back."
        )
        stays = self.tr(
            "Orders keep their numbers, products and amounts. Backups made before today still hold the data "
            "until they are deleted."
        )
        self.body.addWidget(Text(look, goes, Type.BODY, wrap=True, name="customer-erase-goes"))
        self.body.addWidget(Text(look, stays, Type.BODY, tone="muted", wrap=True, name="customer-erase-stays"))
        self.field = Field(
            look,
            self.tr("Type the name to confirm"),
            example=customer.name,
            name="customer-erase-name",
        )
        self.body.addWidget(self.field)
        self.cancel = Button(look, self.tr("Cancel"), variant=Variant.LG, name="customer-erase-cancel")
        self.erase = Button(
            look,
            self.tr("Erase customer"),
            kind=Kind.DANGER_FILLED,
            variant=Variant.LG,
            name="customer-erase-verb",
        )
        self.footer.addWidget(self.cancel, 1)
        self.footer.addWidget(self.erase, 1)
        self.set_first_focus(self.field.input)
        self.field.edited.connect(lambda _text: self.field.show_error("") if self.field.error else None)
        self.field.submitted.connect(self._on_erase)
        self.cancel.clicked.connect(self.ask_close)
        self.erase.clicked.connect(self._on_erase)

    def refuse(self, sentence: str) -> None:
        """It was not done, and why."""
        self.erase.set_busy(False)
        self.closable = True
        self.field.show_error(sentence)
        self._place()

    def _on_erase(self) -> None:
        if self.erase.busy:
            return
        if " ".join(self.field.text.split()).casefold() != " ".join(self._name.split()).casefold():
            self.refuse(self.tr("This is not the name. Nothing was erased. Type %1.").replace("%1", self._name))
            self.field.input.setFocus()
            return
        self.erase.set_busy(True)
        self.closable = False
        self.erase_wanted.emit()
