"""Payments and refunds in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import Refund
from aurora_desk.domain.payments import Method, Payment
from aurora_desk.domain.refund_progress import RefundProgress, RefundStep
from aurora_desk.domain.refunds import RefundWay
from aurora_desk.gui.screens.orders.timeline_words import card_words

ICONS = {
    RefundWay.CARD: "credit-card",
    RefundWay.READER: "nfc",
    RefundWay.OTHER_CARD: "credit-card",
    RefundWay.TRANSFER: "landmark",
    RefundWay.OWN: "wallet",
    RefundWay.CASH: "banknote",
}
_WORST_FIRST = (RefundStep.FAILED, RefundStep.UNKNOWN, RefundStep.AT_READER, RefundStep.ON_ITS_WAY, RefundStep.GIVEN)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Refund", text)


def payment_words(payment: Payment) -> str:
    """How something was paid: «Visa ending 4242», «Cash»."""
    if payment.method is Method.CASH:
        return _tr("Cash")
    if payment.method is Method.OTHER_CARD:
        return _tr("Card on another machine")
    if payment.method is Method.TRANSFER:
        return _tr("Bank transfer")
    if payment.method is Method.OWN:
        return payment.tender_name
    return card_words(payment.card_brand, payment.card_last4)


def way_words(way: RefundWay) -> str:
    """How money goes back, and when it is there."""
    return {
        RefundWay.CARD: _tr("up to 10 days"),
        RefundWay.READER: _tr("with the card at the reader"),
        RefundWay.OTHER_CARD: _tr("give it back on that machine"),
        RefundWay.TRANSFER: _tr("send it back by bank transfer"),
        RefundWay.OWN: _tr("give it back that way"),
        RefundWay.CASH: _tr("from the drawer, now"),
    }[way]


def back_words(refund: Refund, payments: Sequence[Payment]) -> str:
    """Where a refund goes: its payment, or the drawer in its place."""
    payment = next((one for one in payments if one.payment_id == refund.payment_id), None)
    if payment is None:
        return _tr("Payment")
    if refund.via == RefundWay.CASH and payment.method is not Method.CASH:
        return _tr("Cash, in place of %1").replace("%1", payment_words(payment))
    return payment_words(payment)


def worst(progress: Sequence[RefundProgress]) -> RefundStep:
    """The step that a person has to know of most."""
    steps = {one.step for one in progress}
    return next(step for step in _WORST_FIRST if step in steps)


def given(refunds: Sequence[Refund]) -> Money:
    """What refunds come to for the customer."""
    return Money(sum(one.given_minor for one in refunds), refunds[0].amount.currency)
