"""Whether something is sold although none should be left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.confirm import Confirm


class SoldOutSheet(Confirm):
    """Asked before the line is added, or before the cart is paid where somebody else has filled it."""

    def __init__(self, look: Look, host: QWidget, product: Product) -> None:
        words = self.tr("%1 is sold out. If you have one here after all, sell it: the stock count goes below zero.")
        super().__init__(
            look,
            host,
            self.tr("Sell anyway?"),
            words.replace("%1", product.name),
            verb=self.tr("Sell anyway"),
            safe=self.tr("Leave it"),
            danger=False,
            name="sold-out",
        )
