"""The left side of Reports: the days, the three columns, and what differs between them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from aurora_desk.domain.truth import Board, Period
from aurora_desk.gui.context import Context
from aurora_desk.gui.models.truth import BoardModel, BoardRow
from aurora_desk.gui.screens.reports.columns import Columns
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.banner import Banner
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.chip import ChipRow
from aurora_desk.gui.widgets.empty import Empty
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.skeleton import Skeleton
from aurora_desk.gui.widgets.table import Table
from aurora_desk.gui.widgets.text import Text

ORDER_COLUMN = 1
_SHOWS_ORDER_FROM = 640


class BoardView(QWidget):
    """Says when Stripe was last asked, and lets a person ask now."""

    period_chosen = Signal()
    compare_pressed = Signal()
    again_pressed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = context.look
        self._look = look
        self._board: Board | None = None
        self.chips = ChipRow(look, name="board-period", label=self.tr("Which days"))
        self.chips.add(Period.TODAY, self.tr("Today"))
        self.chips.add(Period.YESTERDAY, self.tr("Yesterday"))
        self.chips.add(Period.WEEK, self.tr("7 days"))
        self.chips.add(Period.MONTH, self.tr("30 days"))
        self.compare = Button(look, self.tr("Compare now"), icon="refresh-cw", name="board-compare")
        self.clock = Banner(look, name="board-clock")
        self.columns = Columns(look)
        self.verdict = Pill(look, name="board-verdict")
        self.told = Text(look, "", Type.STRONG, name="board-told")
        self.model = BoardModel(look, parent=self)
        self.table = Table(look, self.model, label=self.tr("What was compared"), name="board-table")
        self._skeleton = Skeleton(look, block_height=120, name="board-skeleton")
        self._trouble = Empty(look, "circle-alert", "", name="board-trouble")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._skeleton)
        self._stack.addWidget(self._filled())
        self._stack.addWidget(self._trouble)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.chips, 1)
        head.addWidget(self.compare)
        inside = QVBoxLayout()
        inside.setContentsMargins(20, 16, 20, 16)
        inside.setSpacing(12)
        inside.addLayout(head)
        inside.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.clock)
        column.addLayout(inside, 1)
        self.chips.chosen.connect(lambda _period: self.period_chosen.emit())
        self.compare.clicked.connect(self.compare_pressed)
        self._trouble.acted.connect(self.again_pressed)

    @property
    def period(self) -> Period:
        """The days that are shown."""
        period = self.chips.key
        assert isinstance(period, Period)
        return period

    @property
    def board(self) -> Board | None:
        """What is shown; None before the first answer."""
        return self._board

    def wait(self) -> None:
        """The first answer is on its way."""
        if self._board is None:
            self._stack.setCurrentIndex(0)
            self._skeleton.start()

    def show_board(self, board: Board) -> None:
        """Show a board; a selected row stays selected."""
        self._board = board
        self._skeleton.stop()
        self.columns.show_board(board)
        self._show_verdict(board)
        rows: tuple[BoardRow, ...] = (*board.items, *board.verdicts)
        if rows != self.model.rows:
            chosen = self.table.row
            self.model.show_rows(rows)
            self.select(None if chosen is None else self.model.key(chosen))
        narrow = self.width() < self._look.px(_SHOWS_ORDER_FROM)
        self.table.setColumnHidden(ORDER_COLUMN, narrow or not board.items)
        self.compare.setVisible(board.with_stripe)
        self._stack.setCurrentIndex(1)

    def show_trouble(self, sentence: str) -> None:
        """Say why there is no board; one that is shown stays."""
        self._skeleton.stop()
        if self._board is None:
            self._trouble.show_words(self.tr("The board could not be read"), sentence, self.tr("Try again"))
            self._stack.setCurrentIndex(2)

    def show_clock(self, wrong_by_s: int) -> None:
        """Say that the computer's clock is wrong, where it is."""
        if not wrong_by_s:
            self.clock.hide()
            return
        minutes = max(1, round(abs(wrong_by_s) / 60))
        ahead = self.tr("This computer's clock is ahead of Stripe's by %1 min.")
        behind = self.tr("This computer's clock is behind Stripe's by %1 min.")
        words = (ahead if wrong_by_s > 0 else behind).replace("%1", self._look.locale.toString(minutes))
        more = self.tr("Sales stand on the wrong time of day. Set the clock of the computer.")
        self.clock.show_trouble(f"{words} {more}")

    def show_age(self) -> None:
        """Say how long ago Stripe was asked, as time goes by."""
        self.columns.show_age()

    def select(self, key: object) -> None:
        """Mark a row, or none."""
        self.table.mark(key)

    def _filled(self) -> QWidget:
        page = QWidget()
        heading = QHBoxLayout()
        heading.setSpacing(10)
        heading.addWidget(self.verdict)
        heading.addWidget(self.told, 1)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.columns)
        column.addLayout(heading)
        column.addWidget(self.table, 1)
        return page

    def _show_verdict(self, board: Board) -> None:
        if board.agrees:
            self.verdict.show_text(self.tr("Agrees"), "success", "circle-check")
            self.told.setText(self.tr("Everything agrees."))
            return
        count = len(board.items)
        self.verdict.show_text(self.tr("Differs"), "danger", "circle-x")
        if not count:
            self.told.setText(self.tr("The sums differ. Compare now, then look again."))
        else:
            self.told.setText(self.tr("%n differences to settle", "", count))
