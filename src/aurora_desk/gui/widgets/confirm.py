"""A small sheet before what can't be taken back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text


class Confirm(Sheet):
    """Asks with a verb on the button: «Refund €12.40», never «OK». The focus starts on the safe button."""

    confirmed = Signal()

    def __init__(
        self,
        look: Look,
        host: QWidget,
        title: str,
        text: str,
        *,
        verb: str,
        safe: str,
        danger: bool = True,
        name: str = "confirm",
    ) -> None:
        super().__init__(look, host, title, size=SheetSize.SMALL, name=name)
        self.body.addWidget(Text(look, text, Type.BODY, tone="muted", wrap=True, name=f"{name}-text"))
        self.body.addSpacing(Space.SM)
        self.safe_button = Button(look, safe, variant=Variant.LG, name=f"{name}-safe")
        kind = Kind.DANGER_FILLED if danger else Kind.PRIMARY
        self.verb_button = Button(look, verb, kind=kind, variant=Variant.LG, name=f"{name}-verb")
        self.footer.addWidget(self.safe_button, 1)
        self.footer.addWidget(self.verb_button, 1)
        self.set_first_focus(self.safe_button)
        self.safe_button.clicked.connect(self.ask_close)
        self.verb_button.clicked.connect(self._on_verb)

    def _on_verb(self) -> None:
        self.close_sheet()
        self.confirmed.emit()
