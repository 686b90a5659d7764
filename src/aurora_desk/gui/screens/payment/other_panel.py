"""Other: a card on another machine, booked by the number on its slip."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.gui.screens.payment.state_icon import StateIcon
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.field import Field
from aurora_desk.gui.widgets.scan_field import accept_scans
from aurora_desk.gui.widgets.text import Text


class OtherPanel(QWidget):
    """Asks for the slip number; the other machine has charged the card before."""

    booked = Signal(str)
    """Book what the other machine has charged, with this slip number."""

    def __init__(self, look: Look, *, name: str = "other", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName(name)
        self.icon = StateIcon(look, "receipt-text", "muted", side=104, name=f"{name}-icon")
        self.headline = Text(look, self.tr("Card on another machine"), Type.HEADING, wrap=True, name=f"{name}-headline")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name=f"{name}-detail")
        self.slip = Field(
            look,
            self.tr("Slip number"),
            hint=self.tr("It is printed on the slip. Never the card number."),
            example=self.tr("0042"),
            name=f"{name}-slip",
        )
        self.book = Button(look, kind=Kind.PRIMARY, variant=Variant.XL, name=f"{name}-book")
        accept_scans(self.slip.input)
        self.slip.edited.connect(lambda _text: self.slip.show_error(""))
        self.book.clicked.connect(self.enter)
        self._build()

    def show_due(self, due: Money) -> None:
        """What the other machine is to charge."""
        amount = self._look.money(due)
        words = self.tr("Charge %1 on the other machine first. Then enter the number on its slip.")
        self.detail.setText(words.replace("%1", amount))
        self.book.setText(self.tr("Book %1 as paid").replace("%1", amount))
        self.slip.set_text("")
        self.slip.show_error("")

    def enter(self) -> None:
        """Enter: book it, or say what is missing."""
        if self.book.busy:
            return
        if self.slip.text.strip():
            self.booked.emit(self.slip.text)
        else:
            self.refuse(self.tr("Enter the number on the slip."))

    def refuse(self, sentence: str) -> None:
        """Say beneath the field what is wrong with the number, until it is changed."""
        self.slip.show_error(sentence)
        self.take_focus()

    def set_busy(self, busy: bool) -> None:
        """While the answer is awaited nothing can be changed or booked twice."""
        if busy:
            self.book.setFocus(Qt.FocusReason.OtherFocusReason)
        self.book.set_busy(busy)
        self.slip.setEnabled(not busy)

    def take_focus(self) -> None:
        """The focus where the number is typed."""
        self.slip.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(3)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        for words in (self.headline, self.detail):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(words)
        column.addSpacing(14)
        column.addWidget(self.slip)
        column.addStretch(4)
        column.addWidget(self.book)
