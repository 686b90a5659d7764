"""The course of a sale: from the first tender to paid, with the panel that belongs to each step."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.cart import Cart
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.payments import CartTarget, Method, OrderTarget, Target
from aurora_desk.domain.split import SplitPlan
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.payment.attaching import Attaching
from aurora_desk.gui.screens.payment.attempts import Attempts
from aurora_desk.gui.screens.payment.bill import Bill
from aurora_desk.gui.screens.payment.bill_view import BillView
from aurora_desk.gui.screens.payment.bookings import Bookings
from aurora_desk.gui.screens.payment.card_controller import CardController, Pace
from aurora_desk.gui.screens.payment.card_state import CardPhase
from aurora_desk.gui.screens.payment.live import Live
from aurora_desk.gui.screens.payment.mailing import Mailing
from aurora_desk.gui.screens.payment.receiving import Receiving
from aurora_desk.gui.screens.payment.stage import Panel, Stage
from aurora_desk.gui.screens.payment.steps import Steps
from aurora_desk.gui.screens.payment.tender_column import CARD, CASH, OTHER, QR, SPLIT, TenderColumn
from aurora_desk.gui.screens.payment.tenders import Rules, Tenders
from aurora_desk.gui.screens.payment.way_out import WayOut

STRIPES = (CARD, QR)
"""Tenders that Stripe decides."""
HELD = (CardPhase.APPROVING, CardPhase.CANCELLING, CardPhase.LOST, CardPhase.UNKNOWN)
"""The sheet can't be left by Esc: only an answer ends these."""


class Course(QObject):
    """Decides what comes next; its panels ask for it, Stripe and other tills change it."""

    left = Signal(object)
    """It is over: an `Order` (paid, part paid or waiting), the `Cart` given back, or None where nothing came of it."""
    held = Signal(str)
    """Why the sheet can't be left just now; empty when it can."""
    titled = Signal(str)
    """Which order it is by now, in words."""
    told = Signal(str, str)
    """What became of the sale, to be read after the sheet is gone, and its tone."""
    print_wanted = Signal(object)
    """The `OrderId` whose receipt is to be printed."""

    def __init__(
        self,
        context: Context,
        target: Target,
        to_pay: Money,
        order: Order | None,
        column: TenderColumn,
        stage: Stage,
        *,
        host: QWidget,
        pace: Pace | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._from, self._order = context, target, order
        self._column, self._stage = column, stage
        self._current = ""
        self._over = self._stopped = False
        look, jobs = context.look, context.jobs
        self._bill = Bill(to_pay, context.session.tenant.cash_step_minor)
        self._view = BillView(look, self._bill, column, stage)
        self._tenders = Tenders(context.services, context.session.actor(), to_pay)
        self._steps = Steps(jobs, self)
        self.controller = CardController(self._tenders, jobs, target, pace=pace, parent=self)
        self._attempts = Attempts(context, self._tenders, self.controller, self._bill, stage, self)
        self._bookings = Bookings(self._tenders, self._steps, self.controller, self._bill, stage, self)
        self._live = Live(context, self._tenders, self.controller, self._steps, self._bill, self)
        self._way_out = WayOut(self._tenders, self._steps, look, host, self)
        self._mailing = Mailing(self._tenders, jobs, look, host, self)
        self.attaching = Attaching(self._tenders, self.controller, self._steps, self)
        self._receiving = Receiving(self._tenders, jobs, self._mailing, stage.done, self)
        self._shows = {CASH: self._show_cash, SPLIT: self._show_split, OTHER: self._show_other}
        self._next_step: Callable[[], object] = self._show_cash
        self._connect()
        self._show_bill()

    @property
    def over(self) -> bool:
        """Whether it has its end: nobody reads the sheet any more."""
        return self._over

    def begin(self, tender: str) -> None:
        """Straight in the tender that was asked for, else ready for a card; of the others, a bank transfer."""
        self._show_title()
        self._allow()
        wanted = tender if tender in STRIPES else CARD
        cut_off = tender != wanted and not self._context.reach.stripe
        if tender == OTHER:
            self._stage.other.choose(Method.TRANSFER)
            self._show_other()
        elif tender == CASH or cut_off or self._attempts.why_not(wanted):
            self._show_cash()
        else:
            self._attempts.show(wanted, send=tender in STRIPES)

    def look_up(self) -> None:
        """What takes a moment to know: the readers, and what the owner has changed."""
        self._attempts.find_readers()
        self._read_rules()

    def _read_rules(self) -> None:
        self._context.jobs.start(self, self._tenders.rules, done=self._on_rules, failed=self._on_no_rules)

    def choose(self, tender: str) -> None:
        """A tender was pressed, or its key."""
        shown = self._stage.shown
        if self._steps.busy or shown in (self._stage.done, self._stage.message):
            return
        if not self._column.tenders[tender].isEnabled():
            return
        if tender not in STRIPES:
            self._attempts.cancel_then(self._shows[tender])
        elif shown is not self._attempts.panel_of(tender) or self.controller.state.phase is CardPhase.READY:
            self._attempts.cancel_then(partial(self._attempts.show, tender, send=True))

    def enter(self) -> None:
        """Enter, where the panel itself has no use for it: the one next step."""
        stage = self._stage
        if stage.shown in (stage.card, stage.qr):
            self._attempts.panel.enter()
        elif stage.shown is stage.message:
            self._go_next()
        elif stage.shown is stage.done:
            stage.done.go_on()
        elif stage.shown in (stage.split, stage.other):
            (stage.split if stage.shown is stage.split else stage.other).enter()

    def back(self) -> None:
        """Esc and the cross: off the reader first, then away; nothing is left open that could still be charged."""
        phase, stage = self.controller.state.phase, self._stage
        if self._steps.busy or phase in HELD:
            return
        if stage.shown is stage.done:
            self._leave(self._order)
        elif stage.shown is stage.split and stage.split.back():
            return
        elif phase in (CardPhase.SENDING, CardPhase.WAITING, CardPhase.READER_ASKS):
            self.controller.cancel()
        elif phase is CardPhase.DECLINED:
            self._attempts.cancel_then(self._give_up)
        else:
            self._give_up()

    def take_focus(self) -> None:
        """The focus on what comes next; on its way out the sheet has given it back already."""
        if not self._over:
            self._stage.shown.take_focus()

    def _connect(self) -> None:
        self._column.chosen.connect(self.choose)
        self._bookings.booked.connect(self._on_order)
        self._bookings.awaited.connect(self._on_awaited)
        self._bookings.stopped.connect(self._stop)
        self._bookings.refused.connect(self._on_not_booked)
        self._attempts.front_wanted.connect(self._show)
        self._attempts.ready.connect(self.take_focus)
        self._attempts.changed.connect(self._allow)
        self._attempts.changed.connect(self._show_title)
        self._attempts.paid.connect(self._read_paid)
        self._attempts.blocked.connect(self._stop)
        self._attempts.other_wanted.connect(self._show_rest)
        self._attempts.leave_wanted.connect(self._leave_waiting)
        self._attempts.mail_wanted.connect(self._mail_page)
        self._attempts.stuck.connect(self._tell)
        self._live.moved.connect(self._on_moved)
        self._live.taken.connect(self._on_taken)
        self._live.gone.connect(self._on_gone)
        self._stage.message.acted.connect(self._go_next)
        self._stage.done.finished.connect(lambda: self._leave(self._order))
        self._receiving.print_wanted.connect(self.print_wanted)
        self._mailing.page_queued.connect(self._on_page_queued)
        self._stage.split.changed.connect(self._on_plan)
        self._stage.split.pay_wanted.connect(self._on_part_chosen)
        self._stage.split.lines_wanted.connect(self._read_lines)
        self._way_out.left.connect(self._leave)
        self._way_out.moved_on.connect(self._on_order)
        self._way_out.stuck.connect(self._tell)
        self._context.session.changed.connect(self._on_session)
        self._context.reach.changed.connect(self._allow)

    def _on_session(self) -> None:
        # The sale goes on with whoever is at the till: what is taken from now on is taken by that person.
        if self._context.session.person is None:
            self._attempts.drop_next()
        else:
            self._tenders.go_on_as(self._context.session.actor())

    def _show_cash(self) -> None:
        self.controller.forget()
        self._show(self._stage.cash, CASH)

    def _show_other(self) -> None:
        # The owner may have taken a tender away since the sheet opened.
        self._read_rules()
        self.controller.forget()
        self._show(self._stage.other, OTHER)

    def _show_split(self) -> None:
        self.controller.forget()
        self._stage.split.show_plan(self._bill.split(self._order))
        self._show(self._stage.split, SPLIT)

    def _show_rest(self) -> None:
        """Where the next tender is chosen: the plan of a split bill, else cash."""
        if self._bill.plan is not None and self._bill.due:
            self._show_split()
        else:
            self._show_cash()

    def _show(self, panel: Panel, tender: str) -> None:
        self._current = tender
        self._column.show_current(tender)
        self._show_bill()
        self._allow()
        self._stage.show_panel(panel)

    def _show_bill(self) -> None:
        self._view.show(self._order, self._current)

    def _show_title(self) -> None:
        self.titled.emit(self._view.title(self.controller.order_id))

    def _allow(self) -> None:
        phase, running = self.controller.state.phase, self._attempts.tender
        self.held.emit(self._column.busy_words(phase, running) if phase in HELD else "")
        if not self._stopped:
            nothing = "" if self._bill.due else self.tr("Nothing to pay")
            reasons = {tender: self._attempts.why_not(tender) for tender in STRIPES}
            reasons |= {SPLIT: nothing, OTHER: nothing}
            hint = "" if self._context.reach.stripe else self.tr("Needs a connection")
            hints = dict.fromkeys(STRIPES, hint)
            self._column.allow(phase, running, reasons, hints)

    def _on_plan(self, plan: SplitPlan) -> None:
        self._bill.plan = plan
        self._show_bill()

    def _on_part_chosen(self) -> None:
        """By card where cards are taken; the other tenders are a key away."""
        if self._stage.pause.running:
            return  # the second tap of a double one paid the part before
        if self._column.card.isEnabled() and self._context.reach.stripe:
            self._attempts.show(CARD, send=False)
        else:
            self._show_cash()

    def _read_lines(self) -> None:
        read = partial(self._tenders.lines, self.controller.target)
        self._steps.run(read, self._stage.split.show_lines, self._on_no_lines)

    def _on_no_lines(self, error: Exception) -> None:
        self._tell(words_of(error), self.tr("Try again"), self._show_split)

    def _on_not_booked(self, sentence: str, tender: str) -> None:
        again = self.tr("Back to cash") if tender == CASH else self.tr("Try again")
        self._tell(sentence, again, self._shows[tender])

    def _on_awaited(self, order: Order) -> None:
        words = self.tr("%1 waits for a bank transfer of %2. It is not paid: take the payment once the money is there.")
        money, which = self._context.look.money(order.due), self._view.title(order.order_id)
        self.told.emit(words.replace("%2", money).replace("%1", which), "info")
        self._leave(order)

    def _on_rules(self, rules: Rules) -> None:
        self._stage.other.show_own(rules.own)
        self._stage.done.prefer(rules.receipt)
        if rules.cash_step_minor != self._bill.step_minor:
            self._bill.step_minor = rules.cash_step_minor
            self._show_bill()

    def _on_no_rules(self, _error: Exception) -> None:
        """What the till began with stays; taking cash asks the store again."""

    def _read_paid(self) -> None:
        order_id = self.controller.order_id
        assert order_id is not None
        self._steps.run(partial(self._tenders.order, order_id), self._on_order, self._on_paid_unread)

    def _on_paid_unread(self, _error: Exception) -> None:
        words = self.tr("The card was charged. The order could not be read just now. Do not charge again.")
        self._tell(words, self.tr("Try again"), self._read_paid)

    def _on_order(self, order: Order) -> None:
        """Something was paid here: the rest with any tender, or done."""
        self._follow(order)
        if order.due:
            self._stage.pause.start()
            if self._bill.plan is None:
                self._stage.cash.ask_anew()
            self._show_rest()
        else:
            self._done(order)

    def _on_moved(self, order: Order) -> None:
        """Something was paid by somebody else, or can be paid here again."""
        if self._over or self._stage.shown is self._stage.done:
            return
        before, self._stopped = self._bill.due, False
        self._follow(order)
        if not order.due:
            self._done(order, elsewhere=True)
        elif order.due == before:
            self._show_rest()
        else:
            money = self._context.look.money
            words = self.tr("%1 of this order was paid somewhere else. %2 is still to pay.")
            words = words.replace("%1", money(before - order.due)).replace("%2", money(order.due))
            self._tell(words, self.tr("Go on paying"), self._show_rest)

    def _on_taken(self, sentence: str) -> None:
        if self._over or self._stage.shown is self._stage.done:
            return
        self._stopped = True
        self._column.stop()
        self._tell(sentence, self.tr("Check now"), self._live.look)

    def _on_gone(self, sentence: str) -> None:
        """There is nothing left to give up: whoever changed it has done that."""
        self._stop(sentence, partial(self._leave, None))

    def _follow(self, order: Order) -> None:
        self._order = order
        self.controller.target = OrderTarget(order.order_id)
        self._show_title()
        if order.due:
            self._bill.follow(order)
            self._show_bill()

    def _done(self, order: Order, *, elsewhere: bool = False) -> None:
        self._mailing.close()
        self._receiving.follow(order)
        self._view.show_done(order, elsewhere=elsewhere)

    def _mail_page(self) -> None:
        payment, order_id = self.controller.state.payment, self.controller.order_id
        assert payment is not None
        assert order_id is not None
        ask = partial(self._mailing.send_page, payment.payment_id)
        # Who the customer is, is good to know, not needed.
        find = partial(self._tenders.address_of, order_id)
        self._context.jobs.start(self, find, done=ask, failed=lambda _error: ask(""))

    def _on_page_queued(self, address: str) -> None:
        self._stage.qr.show_mailed(self.tr("The link goes to %1.").replace("%1", address))

    def _leave_waiting(self) -> None:
        order_id = self.controller.order_id
        assert order_id is not None
        self._way_out.leave_waiting(order_id)

    def _give_up(self) -> None:
        self._attempts.begin_nothing()
        from_cart = isinstance(self._from, CartTarget)
        self._way_out.give_up(self.controller.order_id, self._order, from_cart=from_cart)

    def _stop(self, sentence: str, close: Callable[[], object] | None = None) -> None:
        """Nothing can be paid now, by any tender."""
        if self._over or self._stage.shown is self._stage.done:
            return
        self._stopped = True
        self._column.stop()
        self._tell(sentence, self.tr("Close"), close or self._give_up)

    def _leave(self, outcome: Order | Cart | None) -> None:
        if not self._over:
            self._over = True
            self._stage.done.stay()
            self.left.emit(outcome)

    def _go_next(self) -> None:
        self._next_step()

    def _tell(self, sentence: str, action: str, next_step: Callable[[], object]) -> None:
        self._next_step = next_step
        self._mailing.close()
        self._stage.message.show_words(sentence, action)
        self._stage.show_panel(self._stage.message)
