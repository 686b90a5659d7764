"""Asking how old the customer of an order is, where a program placed it and nobody has looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Order
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.age_sheet import AgeSheet
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.widgets.button import Button
from aurora_desk.services.questions import AgeNotCheckedError


class OrderAge(QObject):
    """Asks before money is taken, and before goods are handed over that were paid without a till; keeps the answer."""

    told = Signal(str, str)

    def __init__(self, context: Context, screen: QWidget) -> None:
        super().__init__(screen)
        self._context, self._screen = context, screen

    def before_paying(
        self, order: Order, button: Button, *, pay: Callable[[], object], book_transfer: Callable[[], object]
    ) -> None:
        """Have an order paid, once whoever takes the money was asked what its goods ask.

        A transfer that has come is booked without an answer: its customer is not here, and is asked at the hand-over.
        """
        if button.busy:
            return
        services, session = self._context.services, self._context.session
        person = session.person
        refused = self.tr(
            "%1 was refused. Nothing was charged, and order %2 stays as it was. Void it, or ring up the rest on Sell."
        )
        unit = partial(services.payments.may_take, actor=session.actor(), order_id=order.order_id)

        def done(_nothing: None) -> None:
            button.set_busy(False)
            # Whoever has locked the till since is not paying any more.
            if session.person is person:
                pay()

        def failed(error: Exception) -> None:
            button.set_busy(False)
            if not isinstance(error, AgeNotCheckedError):
                self.told.emit(words_of(error), "danger")
            elif session.person is person:
                self._ask(order.order_id, error.product, pay, refused, book_transfer)

        button.set_busy(True)
        self._context.jobs.start(self, partial(services.read, unit), done=done, failed=failed)

    def before_handing_over(self, order_id: OrderId, product: Product, hand_over: Callable[[], object]) -> None:
        """Ask for the age that the goods call for, and then hand them over."""
        words = self.tr(
            "%1 was refused. Nothing was handed over, and order %2 stays paid. Hand over the rest, or refund it."
        )
        self._ask(order_id, product, hand_over, words)

    def _ask(
        self,
        order_id: OrderId,
        product: Product,
        go_on: Callable[[], object],
        refused: str,
        book_transfer: Callable[[], object] | None = None,
    ) -> None:
        today = self._context.session.tenant.local(datetime.now(UTC)).date()
        sheet = AgeSheet(self._context.look, self._screen.window(), product, today=today)
        sheet.checked.connect(partial(self._on_checked, order_id, product, go_on))
        sheet.refused.connect(partial(self._on_refused, order_id, product, refused))
        sheet.closed.connect(sheet.deleteLater)
        if book_transfer is not None:
            sheet.offer_apart(self.tr("Book a bank transfer"))
            sheet.apart.connect(book_transfer)
        sheet.open()

    def _on_checked(self, order_id: OrderId, product: Product, go_on: Callable[[], object]) -> None:
        services, session = self._context.services, self._context.session
        person = session.person
        unit = partial(services.orders.check_age, actor=session.actor(), order_id=order_id, age=product.age_limit)

        def done(_nothing: None) -> None:
            if session.person is person:
                go_on()

        self._context.jobs.start(self, partial(services.write, unit), done=done, failed=self._on_failed)

    def _on_refused(self, order_id: OrderId, product: Product, words: str) -> None:
        services = self._context.services
        unit = partial(
            services.orders.refuse_age,
            actor=self._context.session.actor(),
            order_id=order_id,
            product_id=product.product_id,
            age=product.age_limit,
        )
        self._context.jobs.start(
            self, partial(services.write, unit), done=lambda _nothing: None, failed=self._on_failed
        )
        number = isolated(f"#{order_id}", self._context.look.locale)
        self.told.emit(words.replace("%2", number).replace("%1", product.name), "danger")

    def _on_failed(self, error: Exception) -> None:
        self.told.emit(words_of(error), "danger")
