"""The bar under the cart that acts on the selected line. It never moves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text


class LineBar(Ground):
    """Fewer, more, and then discount, note and remove."""

    fewer = Signal()
    more = Signal()
    discount = Signal()
    note = Signal()
    remove = Signal()

    def __init__(self, look: Look, *, name: str = "line-bar", parent: QWidget | None = None) -> None:
        super().__init__("bar", name=name, parent=parent)
        square, ghost = Variant.SQUARE, Kind.GHOST
        self.minus = Button(look, icon="minus", variant=square, label=self.tr("One less"), name="line-minus")
        self.quantity = Text(look, "", Type.MONEY, least=0.7, name="line-quantity")
        self.quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.plus = Button(look, icon="plus", variant=square, label=self.tr("One more"), name="line-plus")
        self.discount_button = Button(
            look, icon="percent", kind=ghost, variant=square, label=self.tr("Discount (F4)"), name="line-discount"
        )
        self.note_button = Button(
            look, icon="sticky-note", kind=ghost, variant=square, label=self.tr("Note"), name="line-note"
        )
        self.remove_button = Button(
            look,
            icon="trash-2",
            kind=ghost,
            ink="danger",
            variant=square,
            label=self.tr("Remove line"),
            name="line-remove",
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 5, 6, 5)
        row.setSpacing(0)
        row.addWidget(self.minus)
        row.addWidget(self.quantity)
        row.addWidget(self.plus)
        row.addStretch(1)
        for button in (self.discount_button, self.note_button, self.remove_button):
            row.addWidget(button)
            row.addSpacing(4)
        self.minus.clicked.connect(self.fewer)
        self.plus.clicked.connect(self.more)
        self.discount_button.clicked.connect(self.discount)
        self.note_button.clicked.connect(self.note)
        self.remove_button.clicked.connect(self.remove)
        self._look = look
        look.follow(self._dress)
        self.show_quantity("")

    def show_quantity(self, text: str) -> None:
        """The quantity of the selected line; empty when no line is selected, and every button says why it is off."""
        self.quantity.setText(text or "–")
        self.quantity.set_tone("text" if text else "disabled")
        for button in (self.minus, self.plus, self.discount_button, self.note_button, self.remove_button):
            if text:
                button.enable()
            else:
                button.disable(self.tr("Select a line first"))

    def _dress(self) -> None:
        self.quantity.setMinimumWidth(self._look.px(53))
