"""An order's code, large enough to be scanned from the screen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.screens.orders.reading import OrderCode
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

SIDE = 280


class CodeSheet(Sheet):
    """The order's number, its code as a picture and as text, and what copies the text or the customer's link."""

    copied = Signal()
    link_copied = Signal()

    def __init__(self, look: Look, host: QWidget, code: OrderCode) -> None:
        number = isolated(f"#{code.order_id}", look.locale)
        super().__init__(look, host, self.tr("Order %1").replace("%1", number), size=SheetSize.SMALL, name="order-code")
        self._code = code
        middle = Qt.AlignmentFlag.AlignHCenter
        view = QrView(look, label=self.tr("Code of order %1").replace("%1", number), side=SIDE, name="order-code-view")
        view.show_modules(code.modules)
        self.body.addWidget(view, 0, middle)
        hint = Text(
            look, self.tr("Scan it at any till of this shop to open the order."), Type.BODY, tone="muted", wrap=True
        )
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(hint)
        text = Text(look, isolated(code.text, look.locale), Type.LABEL, name="order-code-text")
        self.body.addWidget(text, 0, middle)
        self.copy_button = Button(
            look, self.tr("Copy code"), icon="copy", kind=Kind.SECONDARY, variant=Variant.LG, name="order-code-copy"
        )
        self.footer.addWidget(self.copy_button, 1)
        self.copy_button.clicked.connect(self._on_copy)
        self.link_button = Button(
            look, self.tr("Copy link"), icon="copy", kind=Kind.SECONDARY, variant=Variant.LG, name="order-link-copy"
        )
        self.link_button.setToolTip(self.tr("The page that shows the customer how the order stands"))
        self.link_button.setVisible(bool(code.page))
        self.footer.addWidget(self.link_button, 1)
        self.link_button.clicked.connect(self._on_copy_link)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._code.text)
        self.copied.emit()

    def _on_copy_link(self) -> None:
        QGuiApplication.clipboard().setText(self._code.page)
        self.link_copied.emit()
