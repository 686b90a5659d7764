"""Asking how old the customer is, wherever the question comes up: as a product is added, or before its cart is paid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.catalogue import Product
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.age_sheet import AgeSheet
from aurora_desk.gui.screens.sell.controller import CartController
from aurora_desk.gui.screens.sell.sheet_host import SheetHost


class AgeQuestion(QObject):
    """Shows the sheet; who is too young is written to the journal with who looked."""

    failed = Signal(str)

    def __init__(
        self, context: Context, sheets: SheetHost, controller: CartController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._context, self._sheets, self._controller = context, sheets, controller

    def ask(self, product: Product, *, checked: Callable[[], object], refused: Callable[[], object]) -> None:
        """Ask, and go on with what the answer calls for."""
        today = self._context.session.tenant.local(datetime.now(UTC)).date()
        sheet = AgeSheet(self._context.look, self._sheets.window, product, today=today)
        sheet.checked.connect(checked)
        sheet.refused.connect(partial(self._on_refused, product, refused))
        self._sheets.open(sheet)

    def _on_refused(self, product: Product, refused: Callable[[], object]) -> None:
        cart = self._controller.cart
        if cart is None or self._context.session.person is None:
            return
        services = self._context.services
        unit = partial(
            services.sales.refuse_age,
            actor=self._context.session.actor(),
            cart_id=cart.cart_id,
            product_id=product.product_id,
            age=product.age_limit,
        )
        self._context.jobs.start(
            self, partial(services.write, unit), done=lambda _done: None, failed=lambda e: self.failed.emit(words_of(e))
        )
        refused()
