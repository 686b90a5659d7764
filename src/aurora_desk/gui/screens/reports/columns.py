"""Orders, Stripe and drawers side by side."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method
from aurora_desk.domain.truth import Board
from aurora_desk.gui.models.orders import method_word
from aurora_desk.gui.screens.reports.sum_card import Figure, SumCard
from aurora_desk.gui.theme.look import Look

_ALWAYS = (Method.CARD, Method.CASH)


class Columns(QWidget):
    """What was booked, what Stripe says, what the drawers hold."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("board-columns")
        self.orders = SumCard(look, self.tr("Orders"), "receipt-text", name="board-orders")
        self.stripe = SumCard(look, self.tr("Stripe"), "credit-card", name="board-stripe")
        self._board: Board | None = None
        self.drawer = SumCard(look, self.tr("Drawer"), "banknote", name="board-drawer")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for card in (self.orders, self.stripe, self.drawer):
            row.addWidget(card, 1)

    def show_board(self, board: Board) -> None:
        """Show the sums of a board."""
        self._board = board

        def money(minor: int) -> Money:
            return Money(minor, board.currency)

        self._show_orders(board)
        if board.with_stripe:
            stripe = board.stripe
            figures = [
                Figure(self.tr("Received"), money(stripe.minor)),
                Figure(self.tr("Given back"), money(-stripe.back_minor)),
                Figure(self.tr("Kept"), money(stripe.minor - stripe.back_minor), counts=True),
            ]
            self.stripe.show_figures(figures, self._compared(board))
        else:
            self.stripe.show_figures([], self.tr("Stripe is not set up, so there is nothing to compare with."))
        drawer = board.drawer
        figures = [
            Figure(self.tr("Float"), money(drawer.float_minor)),
            Figure(self.tr("Cash taken"), money(drawer.taken_minor)),
            Figure(self.tr("Change"), money(drawer.change_minor)),
            Figure(self.tr("Given back"), money(drawer.back_minor)),
        ]
        if drawer.other_minor:
            figures.append(Figure(self.tr("Other"), money(drawer.other_minor)))
        figures.append(Figure(self.tr("Expected now"), money(drawer.expected_minor), counts=True))
        self.drawer.show_figures(figures)

    def show_age(self) -> None:
        """Say how long ago Stripe was asked, as time goes by."""
        if self._board is not None and self._board.with_stripe:
            self.stripe.show_note(self._compared(self._board))

    def _show_orders(self, board: Board) -> None:
        booked = board.booked
        figures = [
            Figure(method_word(method), Money(booked.minor(method), board.currency))
            for method in Method
            if method is not Method.OWN and (method in _ALWAYS or method in booked.taken)
        ]
        figures += [Figure(name, Money(minor, board.currency)) for name, minor in booked.own.items()]
        back = booked.stripe_back_minor + booked.cash_back_minor + booked.other_back_minor
        figures.append(Figure(self.tr("Given back"), Money(-back, board.currency)))
        kept = Money(booked.minor(*Method) - back, board.currency)
        figures.append(Figure(self.tr("Kept"), kept, counts=True))
        tips = Money(booked.tip_minor, board.currency)
        note = self.tr("Tips among it: %1").replace("%1", self._look.money(tips)) if tips else ""
        self.orders.show_figures(figures, note)

    def _compared(self, board: Board) -> str:
        if board.compared_at is None:
            return self.tr("Not compared yet")
        age, count = self._age(board.compared_at), board.uncompared.count
        if not count:
            return age
        words = self.tr("%n payments since then: %1", "", count)
        return f"{age}\n" + words.replace("%1", self._look.money(Money(board.uncompared.minor, board.currency)))

    def _age(self, at: datetime) -> str:
        minutes = int((datetime.now(UTC) - at).total_seconds() // 60)
        if minutes < 1:
            return self.tr("Compared just now")
        if minutes < 60:
            return self.tr("Compared %1 min ago").replace("%1", self._look.locale.toString(minutes))
        day = self._look.date(at)
        when = self._look.time(at) if day == self._look.date(datetime.now(UTC)) else f"{day} {self._look.time(at)}"
        return self.tr("Compared %1").replace("%1", when)
