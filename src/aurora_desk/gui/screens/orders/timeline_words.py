"""An order's events in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from aurora_desk.domain.declines import decline_words
from aurora_desk.domain.money import Money
from aurora_desk.domain.orders import NOT_PAID, Handover, OrderEvent, VoidReason
from aurora_desk.domain.outbox import MailKind
from aurora_desk.domain.payments import Method
from aurora_desk.domain.refund_progress import refund_failure_words
from aurora_desk.domain.refunds import RefundReason, RefundWay
from aurora_desk.domain.rights import Right
from aurora_desk.domain.work_items import WORDS, Ending, WorkKind
from aurora_desk.gui.screens.clients import this_computer
from aurora_desk.gui.theme.format import quantity_label
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.widgets.timeline import TimelineEntry

_BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "diners": "Diners Club",
    "eftpos_au": "eftpos",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}
JOIN = " · "


def _tr(text: str) -> str:
    return QCoreApplication.translate("OrderTimeline", text)


def card_words(brand: str, last4: str) -> str:
    """Which card it was: «Visa ending 4242»."""
    name = _BRANDS.get(brand, brand.replace("_", " ").title()) or _tr("Card")
    return _tr("%1 ending %2").replace("%1", name).replace("%2", last4) if last4 else name


def read_words(read_method: str) -> str:
    """How the reader read the card: contactless, chip or stripe; empty for a payment without one."""
    if read_method.startswith("contactless"):
        return _tr("contactless")
    if read_method.startswith("contact"):
        return _tr("chip")
    return _tr("swiped") if read_method.startswith("magnetic") else ""


def _attempt(event: OrderEvent) -> tuple[object, object]:
    """Which try of which refund an event is about."""
    return event.facts.get("refund_id"), event.facts.get("attempt")


class TimelineWords:
    """Turns events into entries; an event that repeats what its neighbour says is left out."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._writers: dict[str, Callable[[OrderEvent], tuple[str, str, str, str]]] = {
            "cart.opened": self._cart_opened,
            "order.placed": self._placed,
            "order.paid": self._nothing_to_pay,
            "order.submitted": self._submitted,
            "order.ready": self._ready,
            "order.collected": self._collected,
            "order.handover": self._nothing_left,
            "order.noted": self._noted,
            "order.voided": self._voided,
            "receipt.printed": self._printed,
            "approval.given": self._approved,
            "cart.age_checked": self._age_checked,
            "order.age_checked": self._age_checked,
            "order.age_refused": self._age_refused,
            "cart.sold_out_accepted": self._sold_out,
            "cart.discount_cut": self._cut,
            "payment.started": self._started,
            "transfer.awaited": self._transfer_awaited,
            "payment.succeeded": self._paid,
            "payment.failed": self._failed,
            "payment.canceled": self._canceled,
            "payment.unknown": self._unknown,
            "mail.sent": self._mailed,
            "mail.failed": self._not_mailed,
            "refund.planned": self._refund_planned,
            "refund.started": self._refund_started,
            "refund.succeeded": self._refunded,
            "refund.failed": self._refund_failed,
            "money.difference_found": self._differs,
            "money.refund_started": self._difference_asked,
            **{f"money.difference_{ending}": self._settled for ending in Ending},
        }

    def entries(self, events: Sequence[OrderEvent]) -> tuple[TimelineEntry, ...]:
        """The entries of a timeline, oldest first."""
        paid = any(event.event == "payment.succeeded" for event in events)
        ended = {_attempt(event) for event in events if event.event in ("refund.succeeded", "refund.failed")}
        told: list[TimelineEntry] = []
        before, day = "", self._look.date(datetime.now(UTC))
        for event in events:
            writer = self._writers.get(event.event)
            if writer is None or (event.event == "order.paid" and paid):
                continue
            if event.event == "refund.started" and _attempt(event) in ended:
                continue
            icon, tone, what, more = writer(event)
            who = self._who(event)
            # What is worth knowing of the event comes first; who did it is told again only where it is somebody else.
            below = JOIN.join((more, who)) if more and who != before else more or who
            before = who
            when = self._look.time(event.at)
            if self._look.date(event.at) != day:
                # Said once a day: the entries below it are of the same one.
                day = self._look.date(event.at)
                when = _tr("%1 %2").replace("%2", when).replace("%1", day)
            told.append(TimelineEntry(icon, tone, what, below, when))
        return tuple(told)

    def _who(self, event: OrderEvent) -> str:
        if event.who and not event.till_name:
            return this_computer(event.who) or _tr("%1, over the network").replace("%1", event.who)
        return JOIN.join(part for part in (event.who or _tr("Aurora Desk"), event.till_name) if part)

    def _amount(self, event: OrderEvent, fact: str = "amount") -> str:
        return self._look.money(Money(int(str(event.facts.get(fact, 0))), str(event.facts.get("currency", ""))))

    def _cart_opened(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "shopping-cart", "info", _tr("Cart opened"), ""

    def _placed(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = _tr("Order placed %1").replace("%1", self._amount(event, "total"))
        return "receipt-text", "info", words, ""

    def _nothing_to_pay(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "circle-check", "success", _tr("Nothing to pay"), ""

    def _submitted(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "package", "info", _tr("Handed over for processing"), ""

    def _voided(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = {
            VoidReason.NOT_WANTED.value: _tr("No longer wanted"),
            VoidReason.MISTAKE.value: _tr("Rung up by mistake"),
            VoidReason.TWICE.value: _tr("Ordered twice"),
            NOT_PAID: _tr("Not paid"),
        }
        reason = str(event.facts.get("reason", ""))
        return "ban", "muted", _tr("Voided"), str(event.facts.get("words", "")) or words.get(reason, "")

    def _ready(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "package", "success", _tr("Ready to be collected"), ""

    def _collected(self, event: OrderEvent) -> tuple[str, str, str, str]:
        part = event.facts.get("handover") == Handover.PART
        return "package", "success", _tr("Part collected") if part else _tr("Collected"), self._goods(event)

    def _nothing_left(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "package", "info", _tr("Nothing is left to collect"), ""

    def _noted(self, event: OrderEvent) -> tuple[str, str, str, str]:
        return "sticky-note", "violet", _tr("Note"), str(event.facts.get("words", ""))

    def _printed(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "printer", "violet", _tr("Receipt printed"), ""

    def _approved(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = {
            Right.REFUND.value: _tr("Refund approved"),
            Right.VOID.value: _tr("Void approved"),
            Right.DISCOUNT.value: _tr("Discount approved"),
            Right.PRICE_LIST.value: _tr("Price list approved"),
            Right.TAX_FREE.value: _tr("Selling tax-free approved"),
            Right.TAKE_OVER.value: _tr("Taking over approved"),
        }
        by = str(event.facts.get("by_name", ""))
        what = words.get(str(event.facts.get("right")), _tr("Approved"))
        return "circle-check", "info", what, _tr("by %1").replace("%1", by) if by else ""

    def _age_checked(self, event: OrderEvent) -> tuple[str, str, str, str]:
        return "circle-check", "info", _tr("Age checked: %1 or older").replace("%1", str(event.facts.get("age"))), ""

    def _age_refused(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = _tr("Refused: not shown to be %1 or older")
        return "ban", "warning", words.replace("%1", str(event.facts.get("age"))), ""

    def _sold_out(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "circle-check", "info", _tr("Sold although sold out"), ""

    def _cut(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "circle-alert", "warning", _tr("Discount made less after a program took something out"), ""

    def _goods(self, event: OrderEvent) -> str:
        """What an event is about: «2× Almond croissant, 1× Espresso»."""
        lines = event.facts.get("lines")
        goods = []
        for line in lines if isinstance(lines, list) else ():
            if isinstance(line, dict) and line.get("name"):
                quantity = quantity_label(int(str(line.get("quantity", 0))), self._look.locale)
                goods.append(_tr("%1× %2").replace("%1", quantity).replace("%2", str(line["name"])))
        return ", ".join(goods)

    def _mailed(self, event: OrderEvent) -> tuple[str, str, str, str]:
        receipt = event.facts.get("kind") == MailKind.RECEIPT
        return "mail", "info", _tr("Receipt emailed") if receipt else _tr("Link to pay emailed"), ""

    def _not_mailed(self, event: OrderEvent) -> tuple[str, str, str, str]:
        receipt = event.facts.get("kind") == MailKind.RECEIPT
        return "mail", "warning", _tr("Receipt not emailed") if receipt else _tr("Link to pay not emailed"), ""

    def _started(self, event: OrderEvent) -> tuple[str, str, str, str]:
        method = event.facts.get("method")
        if method == Method.QR:
            words = _tr("Code shown for %1")
            return "qr-code", "info", words.replace("%1", self._amount(event)), ""
        words = _tr("Online payment started %1") if method == Method.STRIPE else _tr("Card payment started %1")
        return "credit-card", "info", words.replace("%1", self._amount(event)), ""

    def _paid(self, event: OrderEvent) -> tuple[str, str, str, str]:
        what = _tr("Paid %1").replace("%1", self._amount(event))
        if event.facts.get("method") == Method.CASH:
            change = event.facts.get("change")
            more = _tr("Cash")
            if change:
                more = _tr("Cash %1").replace("%1", self._amount(event, "tendered"))
                more += JOIN + _tr("Change %1").replace("%1", self._amount(event, "change"))
            return "circle-check", "success", what, more
        if event.facts.get("method") == Method.OTHER_CARD:
            more = _tr("Card, other machine, slip %1").replace("%1", str(event.facts.get("slip", "")))
            return "circle-check", "success", what, more
        if event.facts.get("method") in (Method.TRANSFER, Method.OWN):
            own = str(event.facts.get("tender", "")) or _tr("Bank transfer")
            more = JOIN.join(part for part in (own, str(event.facts.get("slip", ""))) if part)
            return "circle-check", "success", what, more
        card = card_words(str(event.facts.get("brand", "")), str(event.facts.get("last4", "")))
        read = read_words(str(event.facts.get("read_method", "")))
        return "circle-check", "success", what, JOIN.join(part for part in (card, read) if part)

    def _transfer_awaited(self, event: OrderEvent) -> tuple[str, str, str, str]:
        what = _tr("Waits for a bank transfer of %1").replace("%1", self._amount(event))
        return "landmark", "warning", what, _tr("Not paid before somebody has seen the money")

    def _failed(self, event: OrderEvent) -> tuple[str, str, str, str]:
        reason = str(event.facts.get("reason", ""))
        if not reason:
            return "circle-x", "danger", _tr("Payment not started"), _tr("Nothing was charged")
        words = _tr("Declined: %1").replace("%1", said(decline_words(reason)))
        return "circle-x", "danger", words, _tr("Nothing was charged")

    def _differs(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = self._kind(event)
        here = _tr("Here %1").replace("%1", self._amount(event, "here"))
        there = _tr("Stripe %1").replace("%1", self._amount(event, "stripe"))
        return "circle-alert", "danger", words, here + JOIN + there

    def _difference_asked(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = _tr("Stripe was asked to give back %1").replace("%1", self._amount(event, "stripe"))
        return "rotate-ccw", "info", words, self._kind(event)

    def _settled(self, event: OrderEvent) -> tuple[str, str, str, str]:
        words = {
            Ending.AGREES: _tr("Agrees with Stripe now"),
            Ending.REFUNDED: _tr("Charge given back"),
            Ending.ATTACHED: _tr("Charge attached"),
            Ending.BOOKED: _tr("Refund of Stripe booked"),
            Ending.ACCEPTED: _tr("Settled otherwise"),
        }[Ending(event.event.removeprefix("money.difference_"))]
        return "circle-check", "success", words, self._kind(event)

    def _kind(self, event: OrderEvent) -> str:
        return said(WORDS[WorkKind(str(event.facts.get("kind")))].title)

    def _canceled(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "ban", "muted", _tr("Payment cancelled"), _tr("Nothing was charged")

    def _unknown(self, _event: OrderEvent) -> tuple[str, str, str, str]:
        return "triangle-alert", "warning", _tr("Not known yet whether it was charged"), _tr("Do not charge again")

    def _refund_planned(self, event: OrderEvent) -> tuple[str, str, str, str]:
        lines = event.facts.get("lines")
        returned = [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []
        words = {
            RefundReason.DAMAGED: _tr("Damaged"),
            RefundReason.WRONG_ITEM: _tr("Wrong item"),
            RefundReason.CHANGED_MIND: _tr("Changed mind"),
        }
        reason = words.get(RefundReason(str(event.facts["reason"])), "") if event.facts["reason"] != "other" else ""
        restocked = any(line.get("restocked") for line in returned)
        stock = _tr("back to stock") if restocked else ""
        more = JOIN.join(part for part in (self._goods(event), reason, stock) if part)
        what = _tr("Goods came back") if returned else _tr("Refund decided")
        if returned and all(line.get("from_customer") == 0 for line in returned):
            what = _tr("Refunded before it was collected")
        return "package", "info", what, more

    def _refund_started(self, event: OrderEvent) -> tuple[str, str, str, str]:
        return "rotate-ccw", "info", _tr("Refund started %1").replace("%1", self._given(event)), self._way(event)

    def _refunded(self, event: OrderEvent) -> tuple[str, str, str, str]:
        return "rotate-ccw", "success", _tr("Refunded %1").replace("%1", self._given(event)), self._way(event)

    def _refund_failed(self, event: OrderEvent) -> tuple[str, str, str, str]:
        what = _tr("Refund of %1 failed").replace("%1", self._given(event))
        return "circle-x", "danger", what, said(refund_failure_words(str(event.facts.get("reason", ""))))

    def _given(self, event: OrderEvent) -> str:
        minor = sum(int(str(event.facts.get(fact, 0))) for fact in ("amount", "tip", "rounding"))
        return self._look.money(Money(minor, str(event.facts.get("currency", ""))))

    def _way(self, event: OrderEvent) -> str:
        via = event.facts.get("via")
        if via == RefundWay.CASH:
            return _tr("Cash")
        if via == RefundWay.OTHER_CARD:
            return _tr("Card on another machine")
        if via in (RefundWay.TRANSFER, RefundWay.OWN):
            return str(event.facts.get("tender", "")) or _tr("Bank transfer")
        return card_words(str(event.facts.get("brand", "")), str(event.facts.get("last4", "")))
