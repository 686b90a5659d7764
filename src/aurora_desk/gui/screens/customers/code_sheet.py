"""A customer's code, large enough to be scanned from the screen or from a phone's photo of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.screens.customers.reading import CustomerCode
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

SIDE = 280


class CustomerCodeSheet(Sheet):
    """The code as a picture and as text. It names a number, never a person."""

    copied = Signal()

    def __init__(self, look: Look, host: QWidget, code: CustomerCode) -> None:
        super().__init__(look, host, code.name, size=SheetSize.SMALL, name="customer-code-sheet")
        self._code = code
        middle = Qt.AlignmentFlag.AlignHCenter
        label = self.tr("Code of %1").replace("%1", code.name)
        view = QrView(look, label=label, side=SIDE, name="customer-code-view")
        view.show_modules(code.modules)
        words = self.tr("Scan it on Sell to put the customer on the cart, here to open the customer.")
        hint = Text(look, words, Type.BODY, tone="muted", wrap=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy_button = Button(
            look, self.tr("Copy code"), icon="copy", variant=Variant.LG, name="customer-code-copy"
        )
        self.body.addWidget(view, 0, middle)
        self.body.addWidget(hint)
        text = Text(look, isolated(code.text, look.locale), Type.LABEL, name="customer-code-text")
        self.body.addWidget(text, 0, middle)
        self.footer.addWidget(self.copy_button, 1)
        self.copy_button.clicked.connect(self._on_copy)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code.text)
        self.copied.emit()
