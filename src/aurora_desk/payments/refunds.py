"""Refunds at Stripe: made by a call for most cards, with the card at a reader for Interac."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aurora_desk.domain.ids import IntentId, ReaderId
from aurora_desk.domain.money import Money, from_stripe, to_stripe
from aurora_desk.domain.payments import ReaderAction
from aurora_desk.domain.refund_progress import StripeRefund, StripeRefundStatus
from aurora_desk.payments.connection import Connection, Kind

if TYPE_CHECKING:
    import stripe


@dataclass(frozen=True, slots=True)
class ReaderRefund:
    """What a reader's one action slot says of a refund; `metadata` tells whose it is."""

    label: str
    action: ReaderAction
    metadata: Mapping[str, str]
    stripe_refund_id: str
    failure: str


class RefundCalls:
    """The calls about refunds."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, intent_id: IntentId, amount: Money, *, key: str, metadata: Mapping[str, str]) -> StripeRefund:
        """Give back `amount` of an intent; the same key gives the same refund again."""
        return self._connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.refunds.create(
                {
                    "payment_intent": intent_id,
                    "amount": to_stripe(amount),
                    "reason": "requested_by_customer",
                    "metadata": dict(metadata),
                },
                {"idempotency_key": key},
            ),
            refund_of,
        )

    def retrieve(self, stripe_refund_id: str) -> StripeRefund:
        """What Stripe says of a refund now."""
        return self._connection.ask(
            Kind.QUESTION, lambda client: client.v1.refunds.retrieve(stripe_refund_id), refund_of
        )

    def of_intent(self, intent_id: IntentId) -> tuple[StripeRefund, ...]:
        """Every refund of an intent, whoever made it."""
        return self._connection.ask(
            Kind.QUESTION,
            lambda client: list(client.v1.refunds.list({"payment_intent": intent_id, "limit": 100}).auto_paging_iter()),
            lambda answers: tuple(refund_of(answer) for answer in answers),
        )

    def must_know(self, intent_id: IntentId) -> None:
        """Raise `StripeRefusedError` where this account does not have the intent."""
        self._connection.ask(
            Kind.QUESTION, lambda client: client.v1.payment_intents.retrieve(intent_id), lambda _answer: None
        )

    def start_at_reader(
        self, reader_id: ReaderId, intent_id: IntentId, amount: Money, *, key: str, metadata: Mapping[str, str]
    ) -> ReaderRefund:
        """Let a reader ask for the card that is to get `amount` of an intent back."""
        return self._connection.ask(
            Kind.READER,
            lambda client: client.v1.terminal.readers.refund_payment(
                reader_id,
                {"payment_intent": intent_id, "amount": to_stripe(amount), "metadata": dict(metadata)},
                {"idempotency_key": key},
            ),
            _at_reader,
        )

    def at_reader(self, reader_id: ReaderId) -> ReaderRefund:
        """What a reader is doing about a refund."""
        return self._connection.ask(
            Kind.QUESTION, lambda client: client.v1.terminal.readers.retrieve(reader_id), _at_reader
        )

    def cancel_at_reader(self, reader_id: ReaderId, *, key: str) -> None:
        """Take whatever a reader shows off its screen; says nothing about the money."""
        self._connection.ask(
            Kind.READER,
            lambda client: client.v1.terminal.readers.cancel_action(reader_id, {}, {"idempotency_key": key}),
            lambda _answer: None,
        )


def refund_of(answer: stripe.Refund) -> StripeRefund:
    """An answered refund as the services know it."""
    plain: dict[str, Any] = answer.to_dict()
    status = plain.get("status") or ""
    return StripeRefund(
        stripe_refund_id=plain["id"],
        status=StripeRefundStatus(status) if status in set(StripeRefundStatus) else StripeRefundStatus.OTHER,
        amount=from_stripe(plain["amount"], plain["currency"]),
        intent_id=None if plain.get("payment_intent") is None else IntentId(_id(plain["payment_intent"])),
        metadata=dict(plain.get("metadata") or {}),
        failure=plain.get("failure_reason") or "",
        created_at=datetime.fromtimestamp(plain["created"], UTC),
    )


def _at_reader(answer: stripe.terminal.Reader) -> ReaderRefund:
    plain = answer.to_dict()
    action = plain.get("action") or {}
    refund = action.get("refund_payment") or {}
    status = action.get("status") if refund else None
    return ReaderRefund(
        label=answer.label,
        action=ReaderAction(status) if status in set(ReaderAction) else ReaderAction.NONE,
        metadata=dict(refund.get("metadata") or {}),
        stripe_refund_id=_id(refund.get("refund") or ""),
        failure=(action.get("failure_code") or "") if refund else "",
    )


def _id(value: Any) -> str:
    """An id, whether Stripe expanded the object or not."""
    return value if isinstance(value, str) else str(value["id"])
