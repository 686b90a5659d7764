"""A customer's code that is scanned while the sale is paid."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.payments import CartTarget
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.card_controller import CardController
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.steps import Steps
from aurora_desk.gui.screens.payment.tenders import Tenders


class Attaching(QObject):
    """Puts the customer on the cart while no order is made of it; an order keeps the customer it has."""

    attached = Signal(object)
    """The `Cart` with its customer."""
    told = Signal(str, str)
    """What came of it, and the tone of the toast."""

    def __init__(self, tenders: Tenders, controller: CardController, steps: Steps, parent: QObject) -> None:
        super().__init__(parent)
        self._tenders, self._controller, self._steps = tenders, controller, steps

    def attach(self, customer: Customer) -> None:
        """The code of this customer was scanned."""
        target, phase = self._controller.target, self._controller.state.phase
        if not isinstance(target, CartTarget) or phase is not CardPhase.READY:
            self.told.emit(self.tr("The order is made already. Its customer stays as it is."), "danger")
            return
        self._steps.run(partial(self._tenders.attach, target, customer), self._on_attached, self._on_failed)

    def _on_attached(self, cart: Cart) -> None:
        self.attached.emit(cart)
        self.told.emit(self.tr("%1 is the customer of this order.").replace("%1", cart.customer_name), "success")

    def _on_failed(self, error: Exception) -> None:
        self.told.emit(words_of(error), "danger")
