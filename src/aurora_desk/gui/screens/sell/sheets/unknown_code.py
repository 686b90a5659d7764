"""A scanned code that no product has."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.codes import looks_signed
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class UnknownCodeSheet(Sheet):
    """Says the code, and offers to search for the product by name, or to create it."""

    search_wanted = Signal()
    create_wanted = Signal()

    def __init__(self, look: Look, host: QWidget, code: str) -> None:
        title = self.tr("Unknown code")
        super().__init__(look, host, title, size=SheetSize.MEDIUM, name="unknown-code-sheet")
        sentence = self.tr("No product has the code %1.").replace("%1", isolated(code, look.locale))
        self.sentence = Text(look, sentence, Type.BODY, wrap=True, name="unknown-code")
        hint = self.tr("Nothing was added. Search for the product by its name, or create it with this code.")
        self.leave = Button(look, self.tr("Close"), variant=Variant.LG, name="unknown-close")
        self.create_button = Button(look, self.tr("Create product"), variant=Variant.LG, name="unknown-create")
        # What a code of the shop itself stood for is gone; no product gets such a code again.
        if looks_signed(code):
            self.create_button.hide()
        self.search = Button(look, self.tr("Search"), kind=Kind.PRIMARY, variant=Variant.LG, name="unknown-search")
        self.body.addWidget(self.sentence)
        self.body.addWidget(Text(look, hint, Type.BODY, tone="muted", wrap=True, name="unknown-hint"))
        self.body.addSpacing(Space.SM)
        self.footer.addWidget(self.leave, 1)
        self.footer.addWidget(self.create_button, 1)
        self.footer.addWidget(self.search, 1)
        self.set_first_focus(self.search)
        self.leave.clicked.connect(self.ask_close)
        self.create_button.clicked.connect(self._on_create)
        self.search.clicked.connect(self._on_search)

    def _on_create(self) -> None:
        self.create_wanted.emit()
        self.close_sheet()

    def _on_search(self) -> None:
        self.close_sheet()
        self.search_wanted.emit()
