"""What went wrong, in place, with one next step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.text import Text


class MessagePanel(QWidget):
    """A sentence that says what happened and what it means for the money, and a button."""

    acted = Signal()

    def __init__(self, look: Look, *, name: str = "payment-message", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.icon = StateIcon(look, "triangle-alert", "warning", side=104)
        self.headline = Text(look, "", Type.HEADING, wrap=True, name=f"{name}-headline")
        self.detail = Text(look, "", Type.BODY, wrap=True, name=f"{name}-detail")
        self.button = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-button")
        self.button.clicked.connect(self.acted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(3)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        for words in (self.headline, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addStretch(4)
        column.addWidget(self.button)

    def show_words(self, sentence: str, action: str) -> None:
        """Say it: the first sentence large, the rest beneath."""
        first, _, rest = sentence.partition(". ")
        self.headline.setText(first + ("." if rest else ""))
        self.detail.setText(rest)
        self.button.setText(action)
        announce(self, sentence, urgent=True)

    def take_focus(self) -> None:
        """The focus on the one next step."""
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
