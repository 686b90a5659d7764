"""The refund sheet: the planner, then what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from aurora_desk.domain.ids import RefundId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order
from aurora_desk.domain.refund_progress import RefundProgress, RefundStep
from aurora_desk.domain.refunds import Refundable, RefundablePayment
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.orders.refund.calls import RefundCalls
from aurora_desk.gui.screens.orders.refund.draft import RefundDraft
from aurora_desk.gui.screens.orders.refund.part_sheet import PartSheet
from aurora_desk.gui.screens.orders.refund.planner import Planner
from aurora_desk.gui.screens.orders.refund.result_panel import ResultPanel
from aurora_desk.gui.screens.orders.refund.words import payment_words
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.discarding import ask_to_discard
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize

LOOK_AGAIN_MS = 1_000
"""How often a reader is asked while a card is awaited."""


class RefundSheet(Sheet):
    """Stays open until somebody has seen what became of the refund; it can't be closed while that is on its way."""

    receipt_wanted = Signal(object)
    """The `OrderId` whose receipt is to be printed."""

    def __init__(
        self, context: Context, host: QWidget, order: Order, desk: Refundable, *, look_again_ms: int = LOOK_AGAIN_MS
    ) -> None:
        look = context.look
        number = isolated(f"#{order.order_id}", look.locale)
        super().__init__(look, host, self.tr("Refund of %1").replace("%1", number), size=SheetSize.LARGE, name="refund")
        self.subtitle.setText(self._left_words(desk))
        self._context, self._order = context, order
        self._calls = RefundCalls(context)
        """As it was made last: for whoever pressed something."""
        self._told: list[RefundProgress] = []
        self.planner = Planner(look, RefundDraft(desk))
        self.result = ResultPanel(look)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.planner)
        self._pages.addWidget(self.result)
        self.cancel = Button(look, self.tr("Cancel"), variant=Variant.XL, name="refund-cancel")
        self.receipt = Button(look, self.tr("Print receipt"), icon="printer", variant=Variant.XL, name="refund-receipt")
        self.give = Button(look, "", kind=Kind.PRIMARY, variant=Variant.XL, name="refund-give")
        self.done = Button(look, self.tr("Done"), kind=Kind.PRIMARY, variant=Variant.XL, name="refund-done")
        self.body.addWidget(self._pages)
        for button, stretch in ((self.cancel, 0), (self.receipt, 1), (self.give, 1), (self.done, 1)):
            self.footer.addWidget(button, stretch)
        self.receipt.hide()
        self.done.hide()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(look_again_ms)
        self._connect()
        self.set_first_focus(self.planner.first)
        self._show_amount()

    def ask_close(self) -> None:
        planning = self._pages.currentWidget() is self.planner
        if self.closable and planning and self.planner.draft.begun:
            title, text = self.tr("Discard this refund?"), self.tr("Nothing has been refunded yet.")
            ask_to_discard(self._look, self._host, self, title, text, name="discard-refund")
        else:
            super().ask_close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        planning = self._pages.currentWidget() is self.planner and not self.give.busy
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if planning and control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.give.click()
        elif event.key() == Qt.Key.Key_Escape or not (planning and self.planner.handle_key(event)):
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.planner.changed.connect(self._show_amount)
        self.planner.part_wanted.connect(self._on_part_wanted)
        self.give.clicked.connect(self._on_give)
        self.cancel.clicked.connect(self.ask_close)
        self.done.clicked.connect(self.ask_close)
        self.receipt.clicked.connect(lambda: self.receipt_wanted.emit(self._order.order_id))
        self.result.again.connect(partial(self._act, RefundCalls.try_again))
        self.result.cash.connect(partial(self._act, RefundCalls.give_cash))
        self.result.check.connect(partial(self._act, RefundCalls.check))
        self.result.cancel.connect(partial(self._act, RefundCalls.cancel))
        self._again.timeout.connect(self._look_at_reader)
        self.closed.connect(self._again.stop)
        self.closed.connect(self.deleteLater)

    def _left_words(self, desk: Refundable) -> str:
        left = self._look.money(Money(desk.left_minor, desk.currency))
        return self.tr("%1 left to refund").replace("%1", left)

    def _show_amount(self) -> None:
        draft = self.planner.draft
        amount = self._look.money(Money(draft.given_minor, draft.desk.currency))
        self.give.setText(self.tr("Refund %1").replace("%1", amount))

    def _on_part_wanted(self, one: RefundablePayment) -> None:
        draft = self.planner.draft
        least, most = draft.bounds(one)

        def money(amount_minor: int) -> Money:
            return Money(amount_minor, draft.desk.currency)

        title = self.tr("Back to %1").replace("%1", payment_words(one.payment))
        shown, low, high = money(draft.share(one)), money(least), money(most)
        sheet = PartSheet(self._look, self._host, title, shown=shown, least=low, most=high, name="refund-part")

        def take(amount_minor: int) -> None:
            draft.set_part(one.payment.payment_id, amount_minor)
            self.planner.follow()
            self._show_amount()

        sheet.entered.connect(take)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _on_give(self) -> None:
        if self.give.busy:
            return
        problem = self.planner.draft.problem()
        if problem is not None:
            self.planner.show_problem(problem)
            return
        self._start(None)

    def _start(self, approval_id: ApprovalId | None) -> None:
        self._set_busy(True)
        self._calls = RefundCalls(self._context)
        request = replace(self.planner.draft.request(), approval_id=approval_id)
        start = partial(self._calls.start, request, needs_reader=self.planner.draft.needs_reader())
        self._context.jobs.start(self, start, done=self._on_started, failed=self._on_refused)

    def _set_busy(self, busy: bool) -> None:
        self.closable = not busy
        self.give.set_busy(busy)
        self.cancel.setEnabled(not busy)
        self.planner.setEnabled(not busy)

    def _on_started(self, progress: tuple[RefundProgress, ...]) -> None:
        self._set_busy(False)
        self._show_result(list(progress))

    def _on_refused(self, error: Exception) -> None:
        """Nothing was refunded, or nobody can tell: what can be given back by now is read before anything is said."""
        if isinstance(error, NeedsApprovalError):
            self._set_busy(False)
            self.planner.say(words_of(error))
            ask_manager(self._context, self._host, error, self._start)
            return
        read = partial(self._calls.plan, self._order.order_id)
        done, failed = partial(self._on_read_again, error), partial(self._on_not_read_again, error)
        self._context.jobs.start(self, read, done=done, failed=failed)

    def _on_read_again(self, error: Exception, desk: Refundable) -> None:
        self._set_busy(False)
        if _same(desk, self.planner.draft.desk):
            self.planner.say(words_of(error))
            return
        old, self.planner = self.planner, Planner(self._look, RefundDraft(desk))
        self._pages.removeWidget(old)
        old.hide()
        old.deleteLater()
        self._pages.insertWidget(0, self.planner)
        self._pages.setCurrentWidget(self.planner)
        self.planner.changed.connect(self._show_amount)
        self.planner.part_wanted.connect(self._on_part_wanted)
        self.subtitle.setText(self._left_words(desk))
        self._show_amount()
        self.planner.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.planner.say(words_of(error))

    def _on_not_read_again(self, error: Exception, _second: Exception) -> None:
        self._set_busy(False)
        self.planner.say(words_of(error))

    def _show_result(self, progress: list[RefundProgress]) -> None:
        # Asked for every second while a reader waits: the focus stays where a person has put it.
        turned = [one.step for one in progress] != [one.step for one in self._told] or not self.result.isVisible()
        self._told = progress
        self.result.show_progress(progress, self._order.payments)
        self._pages.setCurrentWidget(self.result)
        self.subtitle.setText("")
        for button in (self.cancel, self.give):
            button.hide()
        for button in (self.receipt, self.done):
            button.show()
        first = self.result.button()
        if turned and self.isVisible():
            (first or self.done).setFocus(Qt.FocusReason.OtherFocusReason)
        if any(one.step is RefundStep.AT_READER for one in progress):
            self._again.start()

    def _act(self, call: Callable[[RefundCalls, RefundId], RefundProgress], refund_id: RefundId) -> None:
        for part in self.result.parts:
            part.set_busy(part.progress.refund.refund_id == refund_id)
        self._again.stop()
        self._calls = RefundCalls(self._context)
        self._run(call, refund_id)

    def _run(self, call: Callable[[RefundCalls, RefundId], RefundProgress], refund_id: RefundId) -> None:
        done, failed = partial(self._on_acted, refund_id), partial(self._on_not_acted, call, refund_id)
        self._context.jobs.start(self, partial(call, self._calls, refund_id), done=done, failed=failed)

    def _on_acted(self, refund_id: RefundId, now: RefundProgress) -> None:
        changed = [now if one.refund.refund_id == refund_id else one for one in self._told]
        self._show_result(changed)

    def _on_not_acted(self, call: Callable[..., RefundProgress], refund_id: RefundId, error: Exception) -> None:
        self._show_result(self._told)
        if isinstance(error, NeedsApprovalError):

            def again(approval_id: ApprovalId) -> None:
                self._act(partial(call, approval_id=approval_id), refund_id)

            ask_manager(self._context, self._host, error, again)
        part = next(one for one in self.result.parts if one.progress.refund.refund_id == refund_id)
        part.sentence.setText(words_of(error))

    def _look_at_reader(self) -> None:
        waiting = next((one for one in self._told if one.step is RefundStep.AT_READER), None)
        if waiting is not None:
            self._run(RefundCalls.check, waiting.refund.refund_id)


def _same(one: Refundable, other: Refundable) -> bool:
    return (one.lines, one.payments) == (other.lines, other.payments)
