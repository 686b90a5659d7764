"""Refunds of an order that somebody has to do something about: failed ones, and those whose end is not known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from aurora_desk.domain.ids import RefundId
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Order, Refund, RefundStatus
from aurora_desk.domain.refund_progress import GIVEN_BACK_ALREADY, refund_failure_words
from aurora_desk.domain.refunds import undecided
from aurora_desk.gui.screens.orders.refund.words import back_words
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

SIDE = 12


class Trouble(Ground):
    """One refund: what is wrong with it, and the buttons that end it."""

    again = Signal(object)
    cash = Signal(object)
    check = Signal(object)

    def __init__(self, look: Look, order: Order, refund: Refund, place: int, parent: QWidget | None = None) -> None:
        super().__init__("card", name=f"trouble-{place}", parent=parent)
        self._look, self.refund = look, refund
        failed = refund.status is RefundStatus.FAILED
        amount = look.money(Money(refund.given_minor, refund.amount.currency))
        self._icon = QLabel()
        self._tone = "danger" if failed else "info" if refund.stripe_refund_id else "warning"
        self.what = Text(look, self._words(amount), Type.STRONG, wrap=True, name=f"trouble-{place}-what")
        where = back_words(refund, order.payments)
        below = self.tr("%1. Do not refund again.")
        if refund.failure == GIVEN_BACK_ALREADY:
            below = self.tr("%1: %2. Look at it in Stripe before you give cash.")
        elif failed:
            below = self.tr("%1: %2. Nothing was given back.")
        words = below.replace("%1", where).replace("%2", said(refund_failure_words(refund.failure)))
        self.more = Text(look, words, Type.LABEL, tone="muted", weight=400, wrap=True, name=f"trouble-{place}-more")
        self.buttons: list[Button] = []
        self._actions = actions = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        actions.setSpacing(8)
        if failed:
            self._add(
                actions, Button(look, self.tr("Try again"), variant=Variant.ROW, name=f"trouble-{place}-again")
            ).clicked.connect(lambda: self.again.emit(refund.refund_id))
            self._add(
                actions, Button(look, self.tr("Give cash"), variant=Variant.ROW, name=f"trouble-{place}-cash")
            ).clicked.connect(lambda: self.cash.emit(refund))
        else:
            self._add(
                actions, Button(look, self.tr("Check now"), variant=Variant.ROW, name=f"trouble-{place}-check")
            ).clicked.connect(lambda: self.check.emit(refund.refund_id))
        for button in self.buttons:
            button.setAccessibleName(f"{button.text()}: {amount}, {where}")
        self._build(actions)
        look.follow(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Side by side only where both keep the size of their words.
        needs = sum(button.sizeHint().width() for button in self.buttons) + 2 * SIDE + self._actions.spacing()
        beside = needs <= event.size().width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._actions.setDirection(direction)

    def _words(self, amount: str) -> str:
        if self.refund.status is RefundStatus.FAILED:
            words = self.tr("Refund of %1 failed")
        elif self.refund.stripe_refund_id is not None:
            words = self.tr("Refund of %1 is on its way")
        else:
            words = self.tr("Refund of %1 is being checked")
        return words.replace("%1", amount)

    def _add(self, row: QBoxLayout, button: Button) -> Button:
        self.buttons.append(button)
        row.addWidget(button, 1)
        return button

    def _build(self, actions: QBoxLayout) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.what)
        words.addWidget(self.more)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SIDE, 10, SIDE, 10)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(actions)

    def _dress(self) -> None:
        icon = {"danger": "circle-x", "info": "clock"}.get(self._tone, "triangle-alert")
        self.what.set_tone(self._tone)
        self._icon.setPixmap(self._look.pixmap(icon, self._tone, 20, self.devicePixelRatioF()))


class Troubles(QWidget):
    """One card a refund; empty, and without room, where all is settled."""

    again = Signal(object)
    """A `RefundId`."""
    cash = Signal(object)
    """The failed `Refund`."""
    check = Signal(object)
    """A `RefundId`."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("order-troubles")
        self.cards: list[Trouble] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_order(self, order: Order) -> None:
        """Show what is not settled of an order's refunds, newest first."""
        pending = tuple(one for one in order.refunds if one.status is RefundStatus.PENDING)
        refunds = sorted((*undecided(order.refunds), *pending), key=lambda one: one.created_at, reverse=True)
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [Trouble(self._look, order, refund, place) for place, refund in enumerate(refunds)]
        for card in self.cards:
            self._column.addWidget(card)
            card.again.connect(self.again)
            card.cash.connect(self.cash)
            card.check.connect(self.check)
        self.setVisible(bool(self.cards))

    def set_busy(self, refund_id: RefundId, busy: bool) -> None:
        """Nothing else may be done about a refund while an answer is awaited."""
        for card in self.cards:
            if card.refund.refund_id == refund_id:
                for button in card.buttons:
                    button.setEnabled(not busy)
                card.buttons[0].setEnabled(True)
                card.buttons[0].set_busy(busy)
