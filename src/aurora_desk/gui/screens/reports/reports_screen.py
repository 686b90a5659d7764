"""The Reports screen: the money truth board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.rights import ApprovalId, NeedsApprovalError
from aurora_desk.domain.truth import Board, Line, Verdict
from aurora_desk.domain.work_items import Deed, WorkItem
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.models.truth import BoardRow
from aurora_desk.gui.screens.approval.sheet import ask_manager
from aurora_desk.gui.screens.reports.accept_sheet import AcceptSheet
from aurora_desk.gui.screens.reports.board_view import BoardView
from aurora_desk.gui.screens.reports.reading import BoardReader
from aurora_desk.gui.screens.reports.side_detail import ItemDetail, SumDetail
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.widgets.confirm import Confirm
from aurora_desk.gui.widgets.detail import panel_width
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.polish import Ground

OLD, OLD_WITH_NEWS = timedelta(minutes=10), timedelta(minutes=1)
"""A comparison older than this is made anew as the screen comes to the front; sooner where payments came since."""
GATHER_MS = 300
AGE_MS = 30_000
_NEWS = ("order.", "payment.", "refund.", "money.", "shift.", "clock.")


class ReportsScreen(Screen):
    """Orders, Stripe and drawers side by side; what differs is opened and settled at the side."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, name="reports", parent=parent)
        self._reader = BoardReader(context.services, context.session.tenant_id)
        self._open: object = None
        self._asked = self._asked_lines = 0
        self._stale, self._entered, self._reading = True, False, False
        self.board = BoardView(context)
        self.sum = SumDetail(context.look)
        self.item = ItemDetail(context.look)
        self._side = QStackedWidget()
        for panel in (self._nothing_open(), self.sum, self.item):
            self._side.addWidget(panel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.board, 1)
        row.addWidget(self._side)
        # News come in handfuls; they are read together once the handful is told.
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(GATHER_MS)
        self._gather.timeout.connect(self._on_gathered)
        self._age = QTimer(self)
        self._age.setInterval(AGE_MS)
        self._age.timeout.connect(self.board.show_age)
        self._age.start()
        self._connect()

    def entered(self) -> None:
        self._entered = True
        if self._stale:
            self.read()
        elif self.board.board is not None:
            self._compare_if_old(self.board.board)
        if not self._holds_focus(self):
            self.board.table.setFocus()

    def read(self) -> None:
        """Ask for the board; what is shown stays until the answer is there."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale, self._reading = False, True
        self._asked += 1
        self.board.wait()
        self.context.jobs.start(
            self,
            partial(self._reader.board, self.board.period),
            done=partial(self._show, self._asked),
            failed=partial(self._not_read, self._asked),
        )

    def escape(self) -> bool:
        if self._open is None:
            return False
        self._close()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.escape():
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(panel_width(self.context.look, self.window().width()))

    def _nothing_open(self) -> QWidget:
        panel = Ground("panel", name="report-none")
        column = QVBoxLayout(panel)
        words = (
            self.tr("Choose a row"),
            self.tr("The payments behind a sum, and what can be done about a difference, are shown here."),
        )
        column.addWidget(Empty(self.context.look, "chart-column", *words, name="report-none-words"))
        return panel

    def _connect(self) -> None:
        self.board.period_chosen.connect(self._on_period)
        self.board.compare_pressed.connect(self._compare)
        self.board.again_pressed.connect(self.read)
        self.board.table.row_selected.connect(self._on_selected)
        self.board.table.row_opened.connect(partial(self._show_row, focus=True))
        for panel in (self.sum, self.item):
            panel.closed.connect(self._close)
        self.sum.order_chosen.connect(self._on_line)
        self.item.order_pressed.connect(self._on_order)
        self.item.deed_pressed.connect(self._on_deed)
        self.context.events.happened.connect(self._on_happened)

    def _on_period(self) -> None:
        self._close()
        self.read()

    def _show(self, asked: int, board: Board) -> None:
        if asked != self._asked:
            return
        self._reading = False
        if self._stale:
            # More happened while it was read.
            self._gather.start()
        self.board.show_board(board)
        self.board.show_clock(self.context.services.truth.clock.wrong_by_s())
        self._show_open_again()
        self._compare_if_old(board)

    def _not_read(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            missed, self._stale, self._reading = self._stale, True, False
            self.board.show_trouble(words_of(error))
            if missed:
                self._gather.start()

    def _compare_if_old(self, board: Board) -> None:
        """Once each time the screen comes to the front: what a person looks at is not an hour old."""
        if self._entered and _is_old(board):
            self._compare()
        self._entered = False

    def _compare(self) -> None:
        if not self.board.compare.busy:
            self.board.compare.set_busy(True)
            self.context.jobs.start(self, self._reader.compare, done=self._on_compared, failed=self._on_not_compared)

    def _on_compared(self, _nothing: None) -> None:
        self.board.compare.set_busy(False)
        self.read()

    def _on_not_compared(self, error: Exception) -> None:
        self.board.compare.set_busy(False)
        self.told.emit(words_of(error), "danger")

    def _on_selected(self, row: BoardRow) -> None:
        if self.board.model.key(row) != self._open:
            self._show_row(row)

    def _show_row(self, row: BoardRow, *, focus: bool = False) -> None:
        self._open = self.board.model.key(row)
        if isinstance(row, WorkItem):
            self.item.show_item(row)
            self._side.setCurrentWidget(self.item)
            if focus:
                self.item.focus_actions()
            return
        self._asked_lines += 1
        self.context.jobs.start(
            self,
            partial(self._reader.lines, self.board.period, row.side),
            done=partial(self._show_lines, self._asked_lines, row, focus),
            failed=lambda error: self.told.emit(words_of(error), "danger"),
        )

    def _show_lines(self, asked: int, verdict: Verdict, focus: bool, lines: tuple[Line, ...]) -> None:
        board = self.board.board
        if asked != self._asked_lines or self._open != verdict.side or board is None:
            return
        self.sum.show_sum(verdict, board, lines)
        self._side.setCurrentWidget(self.sum)
        if focus:
            self.sum.table.setFocus()

    def _show_open_again(self) -> None:
        """Bring the side up to date with the board; a difference that has gone closes."""
        if self._open is None:
            return
        place = self.board.model.place_of(self._open)
        if place is None:
            self._close()
        else:
            self._show_row(self.board.model.rows[place])

    def _close(self) -> None:
        held_focus = self._holds_focus(self._side)
        self._asked_lines += 1
        self._open = None
        self.item.set_busy(None)
        self.board.select(None)
        self._side.setCurrentIndex(0)
        if held_focus:
            self.board.table.setFocus()

    def _holds_focus(self, part: QWidget) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and part.isAncestorOf(focused)

    def _on_line(self, line: Line) -> None:
        self.order_wanted.emit(line.payment.order_id)

    def _on_order(self) -> None:
        if self.item.item is not None and self.item.item.order_id is not None:
            self.order_wanted.emit(self.item.item.order_id)

    def _on_deed(self, deed: Deed) -> None:
        item = self.item.item
        if item is None:
            return
        if deed is Deed.ACCEPT:
            self._ask_note(item)
        elif item.refunding:
            self._do(item, deed)
        else:
            self._ask(item, deed)

    def _ask(self, item: WorkItem, deed: Deed) -> None:
        verb = self.item.deed_words(item, deed)
        words = {
            Deed.REFUND: self.tr("The whole amount goes back to the card. This can't be taken back."),
            Deed.ATTACH: self.tr("The order then counts this charge as its payment."),
            Deed.BOOK: self.tr("The order then counts this refund. No money is moved: Stripe gave it back already."),
        }[deed]
        sheet = Confirm(
            self.context.look,
            self.window(),
            self.tr("%1?").replace("%1", verb),
            words,
            verb=verb,
            safe=self.tr("Back"),
            danger=deed is Deed.REFUND,
            name="deed",
        )
        sheet.confirmed.connect(partial(self._do, item, deed))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _ask_note(self, item: WorkItem) -> None:
        sheet = AcceptSheet(self.context.look, self.window())

        def accept(note: str, approval_id: ApprovalId | None = None) -> None:
            self.context.jobs.start(
                sheet,
                partial(self._reader.do, self.context.session.actor(), item, Deed.ACCEPT, note, approval_id),
                done=lambda _nothing: sheet.close_sheet(),
                failed=partial(refused, note),
            )

        def refused(note: str, error: Exception) -> None:
            sheet.show_refusal(error)
            if isinstance(error, NeedsApprovalError):
                ask_manager(self.context, self.window(), error, partial(accept, note))

        sheet.accepted.connect(accept)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def _do(self, item: WorkItem, deed: Deed, approval_id: ApprovalId | None = None) -> None:
        self.item.set_busy(deed)
        self.context.jobs.start(
            self,
            partial(self._reader.do, self.context.session.actor(), item, deed, approval_id=approval_id),
            done=partial(self._on_done, item, deed),
            failed=partial(self._on_not_done, item, deed),
        )

    def _on_done(self, item: WorkItem, deed: Deed, _nothing: None) -> None:
        self.item.set_busy(None)
        amount = self.context.look.money(item.stripe)
        words = {
            Deed.REFUND: self.tr("%1 goes back to the card"),
            Deed.ATTACH: self.tr("%1 is booked on its order"),
            Deed.BOOK: self.tr("The refund of %1 is booked"),
        }[deed]
        self.told.emit(words.replace("%1", amount), "success")
        self.read()

    def _on_not_done(self, item: WorkItem, deed: Deed, error: Exception) -> None:
        self.item.set_busy(None)
        if isinstance(error, NeedsApprovalError):
            ask_manager(self.context, self.window(), error, partial(self._do, item, deed))
            return
        self.told.emit(words_of(error), "danger")
        self.read()

    def _on_happened(self, row: JournalRow) -> None:
        if row.tenant_id == self.context.session.tenant_id and row.event.startswith(_NEWS):
            self._stale = True
            # Never put off by the next row: where one comes after the other, the board still follows.
            if self.isVisible() and not self._gather.isActive():
                self._gather.start()

    def _on_gathered(self) -> None:
        if not self._reading:
            self.read()


def _is_old(board: Board) -> bool:
    if not board.with_stripe or board.compared_at is None:
        return board.with_stripe
    return datetime.now(UTC) - board.compared_at > (OLD_WITH_NEWS if board.uncompared.count else OLD)
