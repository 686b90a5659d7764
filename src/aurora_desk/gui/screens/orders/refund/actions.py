"""Refunds from the order's detail: the sheet, and what ends a refund that failed or is not known."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.domain.ids import RefundId
from aurora_desk.domain.money import Money, to_step
from aurora_desk.domain.orders import Order, Refund
from aurora_desk.domain.refund_progress import RefundProgress, RefundStep
from aurora_desk.domain.refunds import Refundable
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.orders.refund.calls import RefundCalls
from aurora_desk.gui.screens.orders.refund.sheet import RefundSheet
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.widgets.confirm import Confirm

_TONES = {RefundStep.GIVEN: "success", RefundStep.UNKNOWN: "warning", RefundStep.FAILED: "danger"}


class RefundActions(QObject):
    """Opens sheets over `host` and tells the screen what came of it."""

    told = Signal(str, str)
    receipt_wanted = Signal(object)
    busy_changed = Signal(object, bool)
    """A `RefundId`, and whether an answer about it is awaited."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._screen = context, parent
        self._opening = False

    def open(self, order: Order) -> None:
        """Read what can be given back of an order, and show the planner."""
        if self._opening:
            return
        self._opening = True
        plan = partial(RefundCalls(self._context).plan, order.order_id)
        self._context.jobs.start(self, plan, done=partial(self._show, order), failed=self._on_not_read)

    def try_again(self, refund_id: RefundId) -> None:
        """A failed refund once more."""
        self._run(refund_id, RefundCalls.try_again)

    def check(self, refund_id: RefundId) -> None:
        """Ask Stripe how a refund stands."""
        self._run(refund_id, RefundCalls.check)

    def give_cash(self, refund: Refund) -> None:
        """Ask before the drawer gives what a card could not take back."""
        currency = refund.amount.currency
        step_minor = self._context.session.tenant.cash_step_minor
        amount = self._context.look.money(Money(to_step(refund.given_minor, step_minor), currency))
        confirm = Confirm(
            self._context.look,
            self._screen.window(),
            self.tr("Give cash instead?"),
            self.tr("The card did not take the money back. Give the customer %1 from the drawer.").replace(
                "%1", amount
            ),
            verb=self.tr("Give %1").replace("%1", amount),
            safe=self.tr("Cancel"),
            danger=False,
            name="cash-instead",
        )
        confirm.confirmed.connect(lambda: self._run(refund.refund_id, RefundCalls.give_cash))
        confirm.closed.connect(confirm.deleteLater)
        confirm.open()

    def _show(self, order: Order, desk: Refundable) -> None:
        self._opening = False
        if self._context.session.person is None:
            return
        if not desk.left_minor:
            self.told.emit(self.tr("Nothing is left to refund of this order."), "info")
            return
        sheet = RefundSheet(self._context, self._screen.window(), order, desk)
        sheet.receipt_wanted.connect(self.receipt_wanted)
        sheet.open()

    def _on_not_read(self, error: Exception) -> None:
        self._opening = False
        self.told.emit(words_of(error), "danger")

    def _run(self, refund_id: RefundId, call: Callable[[RefundCalls, RefundId], RefundProgress]) -> None:
        self.busy_changed.emit(refund_id, True)
        done, failed = partial(self._on_done, refund_id), partial(self._on_failed, call, refund_id)
        self._context.jobs.start(self, partial(call, RefundCalls(self._context), refund_id), done=done, failed=failed)

    def _on_done(self, refund_id: RefundId, progress: RefundProgress) -> None:
        self.busy_changed.emit(refund_id, False)
        sentence = said(progress.sentence)
        if progress.step is RefundStep.GIVEN:
            amount = Money(progress.refund.given_minor, progress.refund.amount.currency)
            sentence = self.tr("Refunded %1").replace("%1", self._context.look.money(amount))
        self.told.emit(sentence, _TONES.get(progress.step, "info"))

    def _on_failed(self, call: Callable[..., RefundProgress], refund_id: RefundId, error: Exception) -> None:
        self.busy_changed.emit(refund_id, False)
        if isinstance(error, NeedsApprovalError):

            def again(approval_id: ApprovalId) -> None:
                self._run(refund_id, partial(call, approval_id=approval_id))

            ask_manager(self._context, self._screen.window(), error, again)
            return
        self.told.emit(words_of(error), "danger")
