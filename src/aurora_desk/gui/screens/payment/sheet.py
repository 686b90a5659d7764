"""The payment sheet: one sale from what is due to paid, given back, or left waiting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.customers import Customer
from aurora_desk.domain.ids import OrderId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartTarget, OrderTarget, PaymentStatus, Target
from aurora_desk.domain.split import SplitPlan
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.attempts import Attempts
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.bookings import Bookings
from aurora_desk.gui.screens.payment.card_controller import CardController, Pace
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.done_panel import BACK_AFTER_MS
from aurora_desk.gui.screens.payment.stage import Panel, Stage
from aurora_desk.gui.screens.payment.steps import Steps
from aurora_desk.gui.screens.payment.tender_column import CARD, CASH, OTHER, QR, SPLIT, TenderColumn
from aurora_desk.gui.screens.payment.tenders import Tenders
from aurora_desk.gui.screens.payment.way_out import WayOut
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.theme.status import TEST_MODE
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize

KEYS: Mapping[int, str] = MappingProxyType(
    {Qt.Key.Key_F9: CASH, Qt.Key.Key_F10: CARD, Qt.Key.Key_F11: QR, Qt.Key.Key_S: SPLIT, Qt.Key.Key_O: OTHER}
)
STRIPES = (CARD, QR)
"""Tenders that Stripe decides."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PaymentSheet(Sheet):
    """Built anew for every sale, and gone after it. `ended` comes once, before `closed`."""

    ended = Signal(object)
    """An `Order` (paid, part paid or waiting), the `Cart` given back, or None where nothing came of it."""
    customer_attached = Signal(object)
    """The `Cart` with the customer whose code was scanned."""
    told = Signal(str, str)
    """A sentence for the toast, and its tone."""
    receipt_wanted = Signal(object, str)
    """The `OrderId`, and how: `print`. Whoever prints tells the end to `show_receipt_news`."""

    def __init__(
        self,
        context: Context,
        target: Target,
        to_pay: Money,
        who: str,
        tender: str = "",
        *,
        host: QWidget,
        pace: Pace | None = None,
        back_after_ms: int = BACK_AFTER_MS,
    ) -> None:
        super().__init__(context.look, host, "", size=SheetSize.LARGE, name="payment")
        self.set_title(self.tr("Payment"))
        self._context, self._from, self._tender = context, target, tender
        self._bill = Bill(to_pay, context.session.tenant.cash_step_minor)
        self._tenders = Tenders(context.services, context.session.actor(), to_pay)
        self._order: Order | None = None
        self._current = ""
        self._left = self._stopped = False
        self._steps = Steps(context.jobs, self)
        self._way_out = WayOut(self._tenders, self._steps, context.look, host, self)
        self._next_step: Callable[[], object] = self._show_cash
        self.controller = CardController(self._tenders, context.jobs, target, pace=pace, parent=self)
        look = context.look
        self.column = TenderColumn(look, to_pay, who)
        training = context.services.facts.training
        self.stage = Stage(look, to_pay, back_after_ms=back_after_ms, training=training)
        self.cash, self.card_panel = self.stage.cash, self.stage.card
        self.qr, self.split, self.other = self.stage.qr, self.stage.split, self.stage.other
        self.message, self.done = self.stage.message, self.stage.done
        self._attempts = Attempts(context, self._tenders, self.controller, self._bill, self.stage, self)
        self._bookings = Bookings(self._tenders, self._steps, self.controller, self._bill, self.stage, self)
        self._shows = {CASH: self._show_cash, SPLIT: self._show_split, OTHER: self._show_other}
        self._build(context)
        self._connect()
        self._show_bill()
        self._show_target()

    @property
    def left(self) -> bool:
        """Whether it is on its way out: nobody reads it any more."""
        return self._left

    def open(self) -> None:
        """Show the sheet, straight in the tender it was asked for."""
        self._allow()
        wanted = self._tender if self._tender in STRIPES else CARD
        if self._tender == CASH or self._attempts.why_not(wanted):
            self._show_cash()
        else:
            self._attempts.show(wanted, send=self._tender in STRIPES)
        super().open()
        # The parts of a sheet take the focus only once it can be seen.
        self.stage.shown.take_focus()
        self._attempts.find_readers()
        self._context.jobs.start(self, self._tenders.cash_step, done=self._on_cash_step, failed=self._on_no_cash_step)

    def ask_close(self) -> None:
        """Esc and the cross: off the reader first, then away; nothing is left open that could still be charged."""
        phase = self.controller.state.phase
        if self._steps.busy or phase in (CardPhase.APPROVING, CardPhase.CANCELLING, CardPhase.LOST, CardPhase.UNKNOWN):
            return
        if self.stage.shown is self.done:
            self._finish()
        elif self.stage.shown is self.split and self.split.back():
            return
        elif phase in (CardPhase.SENDING, CardPhase.WAITING):
            self.controller.cancel()
        elif phase is CardPhase.DECLINED:
            self._attempts.cancel_then(self._give_up)
        else:
            self._give_up()

    def show_receipt_news(self, sentence: str, tone: str = "muted") -> None:
        """How printing the receipt went, in words; danger and warning keep the sheet open."""
        self.done.show_news(sentence, tone)

    def scanned(self, scan: Scan) -> bool:
        """A slip's own bar code fills in its number, a customer's code attaches; the rest is the desk's to answer."""
        if self.stage.shown is self.other:
            self.other.scan(scan.text)
        elif scan.customer is not None:
            self._attach(scan.customer)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shown = self.stage.shown
        tender = tender_of(event)
        if tender:
            self._choose(tender)
        elif event.key() in ENTER and shown is not self.cash:
            if not event.isAutoRepeat():
                self._enter()
        elif not (
            (shown is self.cash and self.cash.handle_key(event))
            or (shown is self.split and self.split.handle_key(event))
        ):
            super().keyPressEvent(event)
        event.accept()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.controller.resume()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.controller.pause()

    def _attach(self, customer: Customer) -> None:
        target, at_rest = self.controller.target, self.controller.state.phase is CardPhase.READY
        if not isinstance(target, CartTarget) or self.controller.order_id is not None or not at_rest:
            self.told.emit(self.tr("The order is made already. Its customer stays as it is."), "danger")
            return
        attach = partial(self._tenders.attach, target, customer)
        self._steps.run(attach, self._on_attached, lambda error: self.told.emit(words_of(error), "danger"))

    def _on_attached(self, cart: Cart) -> None:
        self.customer_attached.emit(cart)
        self.told.emit(self.tr("%1 is the customer of this order.").replace("%1", cart.customer_name), "success")

    def _build(self, context: Context) -> None:
        if context.services.facts.training:
            pill = Pill(context.look, TEST_MODE.word, TEST_MODE.tone, TEST_MODE.icon, name="payment-test-mode")
            self.header.insertWidget(2, pill)
        row = QHBoxLayout()
        row.setSpacing(22)
        row.addWidget(self.column)
        row.addWidget(self.stage, 1)
        self.body.addLayout(row, 1)

    def _connect(self) -> None:
        self.column.chosen.connect(self._choose)
        self._bookings.booked.connect(self._on_order)
        self._bookings.stopped.connect(self._stop)
        self._bookings.refused.connect(self._on_not_booked)
        self._attempts.front_wanted.connect(self._show)
        self._attempts.ready.connect(self._take_focus)
        self._attempts.changed.connect(self._allow)
        self._attempts.changed.connect(self._show_target)
        self._attempts.paid.connect(self._read_paid)
        self._attempts.blocked.connect(self._stop)
        self._attempts.other_wanted.connect(self._show_rest)
        self._attempts.leave_wanted.connect(self._leave_waiting)
        self._attempts.stuck.connect(self._tell)
        self.message.acted.connect(self._go_next)
        self.done.finished.connect(self._finish)
        self.done.print_wanted.connect(self._on_print)
        self.done.code_wanted.connect(self._on_code)
        self.split.changed.connect(self._on_plan)
        self.split.pay_wanted.connect(self._on_part_chosen)
        self.split.lines_wanted.connect(self._read_lines)
        self._way_out.left.connect(self._leave)
        self._way_out.moved_on.connect(self._on_order)
        self._way_out.stuck.connect(self._tell)
        self.closed.connect(self.deleteLater)
        self._context.session.changed.connect(self._on_session)

    def _on_session(self) -> None:
        # The sale goes on with whoever is at the till: what is taken from now on is taken by that person.
        if self._context.session.person is not None:
            self._tenders.go_on_as(self._context.session.actor())

    def _choose(self, tender: str) -> None:
        shown = self.stage.shown
        if self._steps.busy or shown in (self.done, self.message):
            return
        if not self.column.tenders[tender].isEnabled():
            return
        if tender not in STRIPES:
            self._attempts.cancel_then(self._shows[tender])
        elif shown is not self._attempts.panel_of(tender) or self.controller.state.phase is CardPhase.READY:
            self._attempts.cancel_then(partial(self._attempts.show, tender, send=True))

    def _show_cash(self) -> None:
        self.controller.forget()
        self._show(self.cash, CASH)

    def _show_split(self) -> None:
        self.controller.forget()
        self.split.show_plan(self._bill.split(self._order))
        self._show(self.split, SPLIT)

    def _on_plan(self, plan: SplitPlan) -> None:
        self._bill.plan = plan
        self._show_bill()

    def _on_part_chosen(self) -> None:
        """By card where cards are taken; the other tenders are a key away."""
        if self.column.card.isEnabled():
            self._attempts.show(CARD, send=False)
        else:
            self._show_cash()

    def _read_lines(self) -> None:
        read = partial(self._tenders.lines, self.controller.target)
        self._steps.run(read, self.split.show_lines, self._on_no_lines)

    def _on_no_lines(self, error: Exception) -> None:
        self._tell(words_of(error), self.tr("Try again"), self._show_split)

    def _show_other(self) -> None:
        self.controller.forget()
        self._show(self.other, OTHER)

    def _show(self, panel: Panel, tender: str) -> None:
        self._current = tender
        self.column.show_current(tender)
        self._show_bill()
        self._allow()
        self.stage.show_panel(panel)

    def _take_focus(self) -> None:
        # On its way out the sheet has given the focus back already.
        if not self._left:
            self.stage.shown.take_focus()

    def _allow(self) -> None:
        if not self._stopped:
            nothing = "" if self._bill.due else self.tr("Nothing to pay")
            reasons = {tender: self._attempts.why_not(tender) for tender in STRIPES}
            reasons |= {SPLIT: nothing, OTHER: nothing}
            self.column.allow(self.controller.state.phase, self._attempts.tender, reasons)

    def _enter(self) -> None:
        shown = self.stage.shown
        if shown in (self.card_panel, self.qr):
            self._attempts.panel.enter()
        elif shown is self.split:
            self.split.enter()
        elif shown is self.other:
            self.other.enter()
        elif shown is self.message:
            self._go_next()
        else:
            self.done.go_on()

    def _on_not_booked(self, sentence: str, tender: str) -> None:
        again = self.tr("Back to cash") if tender == CASH else self.tr("Try again")
        self._tell(sentence, again, self._shows[tender])

    def _on_cash_step(self, step_minor: int) -> None:
        """The owner may have changed the smallest coin since this till was started."""
        if step_minor != self._bill.step_minor:
            self._bill.step_minor = step_minor
            self._show_bill()

    def _on_no_cash_step(self, _error: Exception) -> None:
        """What the till began with stays; taking cash asks the store again."""

    def _read_paid(self) -> None:
        order_id = self.controller.order_id
        assert order_id is not None
        self._steps.run(partial(self._tenders.order, order_id), self._on_order, self._on_paid_unread)

    def _on_paid_unread(self, _error: Exception) -> None:
        words = self.tr("The card was charged. The order could not be read just now. Do not charge again.")
        self._tell(words, self.tr("Try again"), self._read_paid)

    def _on_order(self, order: Order) -> None:
        self._order = order
        self.controller.target = OrderTarget(order.order_id)
        self._show_target()
        if order.due:
            self._go_on(order)
        else:
            self._show_done(order)

    def _go_on(self, order: Order) -> None:
        """A part is paid: the rest with any tender."""
        self._bill.follow(order)
        self._show_rest()

    def _show_rest(self) -> None:
        """Where the next tender is chosen: the plan of a split bill, else cash."""
        if self._bill.plan is not None and self._bill.due:
            self._show_split()
        else:
            self._show_cash()

    def _show_bill(self) -> None:
        """What the next tender is asked for; on the plan of a split bill, what is due in all."""
        self.stage.ask(self._bill)
        bill, order, paid_words = self._bill, self._order, ""
        money = self._context.look.money
        if order is not None and order.paid_minor:
            paid = self._sum([order.paid_minor])
            paid_words = self.tr("Paid %1 of %2").replace("%1", money(paid)).replace("%2", money(order.total))
        if self._current == SPLIT or bill.plan is None or bill.part_minor is None:
            self.column.show_due(bill.due, paid_words)
        else:
            caption = self.tr("Part %1 of %2").replace("%1", str(bill.plan.current + 1))
            caption = caption.replace("%2", str(len(bill.plan.parts)))
            self.column.show_due(bill.asked, paid_words, caption=caption)
        self.column.show_rounded(bill.rounded if self._current == CASH else None)

    def _show_done(self, order: Order) -> None:
        paid = [payment for payment in order.payments if payment.status is PaymentStatus.SUCCEEDED]
        taken = order.total + self._sum(payment.rounding_minor for payment in paid)
        change = self._sum(payment.change_minor for payment in paid[-1:])
        self.column.show_paid(taken)
        self.stage.show_panel(self.done)
        self.done.show_paid(taken, change, order.number, tip=self._sum(payment.tip_minor for payment in paid))

    def _sum(self, amounts_minor: Iterable[int]) -> Money:
        return Money(sum(amounts_minor), self._bill.due.currency)

    def _on_print(self) -> None:
        assert self._order is not None
        self.receipt_wanted.emit(self._order.order_id, "print")

    def _on_code(self) -> None:
        assert self._order is not None
        code = partial(self._tenders.code_of, self._order.order_id)
        self._context.jobs.start(self, code, done=self.done.show_code, failed=self._on_no_code)

    def _on_no_code(self, error: Exception) -> None:
        self.done.show_news(words_of(error), "danger")

    def _leave_waiting(self) -> None:
        order_id = self.controller.order_id
        assert order_id is not None
        self._way_out.leave_waiting(order_id)

    def _give_up(self) -> None:
        from_cart = isinstance(self._from, CartTarget)
        self._way_out.give_up(self.controller.order_id, self._order, from_cart=from_cart)

    def _stop(self, sentence: str) -> None:
        """Nothing can be paid now, by any tender."""
        self._stopped = True
        self.column.stop()
        self._tell(sentence, self.tr("Close"), self._give_up)

    def _finish(self) -> None:
        self._leave(self._order)

    def _leave(self, outcome: Order | Cart | None) -> None:
        if self._left:
            return
        self._left = True
        self.done.stay()
        self.ended.emit(outcome)
        self.close_sheet()

    def _go_next(self) -> None:
        self._next_step()

    def _tell(self, sentence: str, action: str, next_step: Callable[[], None]) -> None:
        self._next_step = next_step
        self.message.show_words(sentence, action)
        self.stage.show_panel(self.message)

    def _show_target(self) -> None:
        order_id = self.controller.order_id
        title = self.tr("Order %1").replace("%1", _short(order_id)) if order_id is not None else ""
        self.set_title(self.tr("Payment"), title)


def tender_of(event: QKeyEvent) -> str:
    """The tender that a key chooses; empty for any other key, and for one that is held down."""
    if event.isAutoRepeat() or event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
        return ""
    return KEYS.get(event.key(), "")


def _short(order_id: OrderId) -> str:
    return f"#{order_id}"
