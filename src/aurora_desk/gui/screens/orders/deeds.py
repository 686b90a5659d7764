"""What is done with an order beside money: voiding it, handing it over, writing on it, mailing its receipt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.handover import Collected
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.orders import Handover, Order
from aurora_desk.domain.outbox import OutgoingMail
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.orders.asking_age import OrderAge
from aurora_desk.gui.screens.orders.collect_sheet import CollectSheet
from aurora_desk.gui.screens.orders.reading import OpenedOrder
from aurora_desk.gui.screens.orders.void_sheet import VoidSheet
from aurora_desk.gui.screens.orders.words_sheet import WordsSheet
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.widgets.button import Button
from aurora_desk.services.questions import AgeNotCheckedError


class OrderDeeds(QObject):
    """Opens the sheets over the screen and tells what came of them; facts come back as news of the journal."""

    told = Signal(str, str)

    def __init__(self, context: Context, age: OrderAge, screen: QWidget) -> None:
        super().__init__(screen)
        self._context, self._age, self._screen = context, age, screen

    def void(self, order: Order) -> None:
        """Ask why, and void."""
        sheet = VoidSheet(self._context.look, self._screen.window(), order)
        sheet.given.connect(partial(self._void, sheet, order.order_id, None))
        sheet.open()

    def ready(self, order: Order, button: Button) -> None:
        """The goods lie ready."""
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.handovers.ready, actor=actor, order_id=order.order_id)
        self._press(button, partial(services.write, unit), lambda _order: None)

    def collect(self, order: Order, button: Button) -> None:
        """The customer takes all that is left."""
        # One visit, however often it has to be sent.
        work = self._collecting(order.order_id, uuid4().hex, None)

        def give() -> None:
            self._press(button, work, self._on_collected, asked=ask)

        def ask(error: AgeNotCheckedError) -> None:
            self._age.before_handing_over(order.order_id, error.product, give)

        give()

    def part(self, opened: OpenedOrder) -> None:
        """Ask what the customer takes."""
        order_id = opened.order.order_id
        sheet = CollectSheet(self._context.look, self._screen.window(), order_id, opened.goods)
        # One visit, however often it has to be sent.
        visit = uuid4().hex

        def give(goods: tuple[Collected, ...]) -> None:
            def done(order: Order) -> None:
                sheet.close_sheet()
                self._on_collected(order)

            def failed(error: Exception) -> None:
                sheet.show_refusal(error)
                if isinstance(error, AgeNotCheckedError):
                    self._age.before_handing_over(order_id, error.product, sheet.give)

            work = self._collecting(order_id, visit, goods)
            self._context.jobs.start(sheet, work, done=done, failed=failed)

        sheet.given.connect(give)
        sheet.open()

    def note(self, order: Order) -> None:
        """Ask for a note."""
        sheet = WordsSheet(
            self._context.look,
            self._screen.window(),
            self.tr("Note on order %1").replace("%1", self._number(order.order_id)),
            self.tr("It stays with the order, with your name and the time. Customers do not see it."),
            label=self.tr("Note"),
            example=self.tr("Comes back on Friday"),
            verb=self.tr("Add note"),
            name="note",
        )
        services = self._context.services

        def add(words: str) -> None:
            unit = partial(
                services.orders.note, actor=self._context.session.actor(), order_id=order.order_id, words=words
            )
            self._send(sheet, partial(services.write, unit), lambda _nothing: None)

        sheet.given.connect(add)
        sheet.open()

    def mail(self, order: Order) -> None:
        """Ask for an address, and put the receipt into the outbox."""
        services = self._context.services
        words = self.tr("The receipt of order %1 is sent as an email.").replace("%1", self._number(order.order_id))
        sheet = WordsSheet(
            self._context.look,
            self._screen.window(),
            self.tr("Email receipt"),
            words,
            label=self.tr("Email"),
            example=self.tr("name@example.com"),
            written=order.contact.email if order.contact is not None else "",
            verb=self.tr("Send receipt"),
            name="mail",
        )

        def send(address: str) -> None:
            unit = partial(
                services.order_mails.receipt, actor=self._context.session.actor(), order_id=order.order_id, to=address
            )
            self._send(sheet, partial(services.write, unit), self._on_mailed)

        sheet.given.connect(send)
        sheet.open()

    def _void(self, sheet: VoidSheet, order_id: OrderId, approval_id: ApprovalId | None, reason: str) -> None:
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.orders.void, actor=actor, order_id=order_id, reason=reason, approval_id=approval_id)

        def done(_order: Order) -> None:
            sheet.closable = True
            sheet.close_sheet()
            words = self.tr("Order %1 is voided. Its goods are back in stock.")
            self.told.emit(words.replace("%1", self._number(order_id)), "success")

        def failed(error: Exception) -> None:
            if not isinstance(error, NeedsApprovalError):
                sheet.show_refusal(error)
                return
            sheet.set_busy(False)

            def again(approval: ApprovalId) -> None:
                sheet.set_busy(True)
                self._void(sheet, order_id, approval, reason)

            ask_manager(self._context, self._screen.window(), error, again)

        self._context.jobs.start(sheet, partial(services.write, unit), done=done, failed=failed)

    def _collecting(self, order_id: OrderId, visit: str, goods: tuple[Collected, ...] | None) -> Callable[[], Order]:
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.handovers.collect, actor=actor, order_id=order_id, collection_id=visit, goods=goods)
        return partial(services.write, unit)

    def _press(
        self,
        button: Button,
        work: Callable[[], Order],
        done: Callable[[Order], object],
        asked: Callable[[AgeNotCheckedError], object] | None = None,
    ) -> None:
        if button.busy:
            return
        button.set_busy(True)

        def ended(order: Order) -> None:
            button.set_busy(False)
            done(order)

        def failed(error: Exception) -> None:
            button.set_busy(False)
            if asked is not None and isinstance(error, AgeNotCheckedError):
                asked(error)
            else:
                self.told.emit(words_of(error), "danger")

        self._context.jobs.start(self, work, done=ended, failed=failed)

    def _send(self, sheet: WordsSheet, work: Callable[[], object], done: Callable[[object], object]) -> None:
        def ended(what: object) -> None:
            sheet.close_sheet()
            done(what)

        self._context.jobs.start(sheet, work, done=ended, failed=sheet.show_refusal)

    def _on_collected(self, order: Order) -> None:
        words = self.tr("Order %1 is collected")
        if order.handover is not Handover.COLLECTED:
            words = self.tr("Part of order %1 is collected")
        self.told.emit(words.replace("%1", self._number(order.order_id)), "success")

    def _on_mailed(self, mail: object) -> None:
        assert isinstance(mail, OutgoingMail)
        words = self.tr("The receipt goes to %1")
        if not self._context.services.outbox.ready:
            words = self.tr("The receipt waits for %1 until the owner has set up email")
        self.told.emit(words.replace("%1", isolated(mail.to, self._context.look.locale)), "success")

    def _number(self, order_id: OrderId) -> str:
        return isolated(f"#{order_id}", self._context.look.locale)
