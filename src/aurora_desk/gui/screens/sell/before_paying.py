"""What the cashier is asked about a cart before it is paid, where nobody was asked while it was filled."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.cart import check_age
from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.sell.asking_age import AgeQuestion
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.sheet_host import SheetHost
from aurora_desk.gui.screens.sell.sheets.sold_out import SoldOutSheet
from aurora_desk.services.questions import AgeNotCheckedError, SoldOutError


class BeforePaying(QObject):
    """One question at a time; the answer stays with the cart, so that nobody is asked twice."""

    answered = Signal()
    """The payment may be tried again."""
    refused = Signal(str)
    """Why it is not, and what to do."""

    def __init__(
        self, context: Context, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._sheets, self._controller = context.look, sheets, controller
        self._age = AgeQuestion(context, sheets, controller, self)
        self._age.failed.connect(self.refused)
        controller.question_wanted.connect(self._ask)

    def _ask(self, question: AgeNotCheckedError | SoldOutError) -> None:
        if isinstance(question, AgeNotCheckedError):
            product = question.product
            checked, refused = partial(self._on_checked, product), partial(self._on_too_young, product)
            self._age.ask(product, checked=checked, refused=refused)
        else:
            self._ask_sold_out(question.product)

    def _on_checked(self, product: Product) -> None:
        if self._controller.apply(partial(check_age, age=product.age_limit)):
            self.answered.emit()

    def _on_too_young(self, product: Product) -> None:
        words = self.tr("%1 was refused. Nothing was charged. Take it out of the cart, then press Pay.")
        self.refused.emit(words.replace("%1", product.name))

    def _ask_sold_out(self, product: Product) -> None:
        sheet = SoldOutSheet(self._look, self._sheets.window, product)
        sheet.confirmed.connect(partial(self._on_sold, product))
        self._sheets.open(sheet)

    def _on_sold(self, product: Product) -> None:
        self._controller.accept_sold_out(product.product_id)
        self.answered.emit()
