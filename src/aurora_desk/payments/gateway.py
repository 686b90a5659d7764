"""Card payments at Stripe: intents, and the readers that they are handed to."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from aurora_desk.domain.ids import IntentId, ReaderId
from aurora_desk.domain.money import Money, from_stripe, to_stripe
from aurora_desk.domain.payments import Intent, IntentStatus, ReaderAction, ReaderState
from aurora_desk.payments.connection import Connection, Kind
from aurora_desk.payments.readers import StripeReaders

if TYPE_CHECKING:
    import stripe

CHARGE = {"expand": ["latest_charge"]}
_SHORTEST_HOLD = timedelta(days=2)


class Gateway:
    """Stripe, as the payment services see it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.readers = StripeReaders(connection)

    @classmethod
    def at(cls, api_key: str, api_base: str | None = None, *, pause: Callable[[float], None] = time.sleep) -> Gateway:
        """Stripe at an address, by a key; `pause` waits where Stripe has too many requests."""
        return cls(Connection(api_key, api_base, pause=pause))

    def create_intent(
        self, amount: Money, *, key: str, metadata: Mapping[str, str], ways: Sequence[str], manual: bool = False
    ) -> Intent:
        """Make an intent that can be paid in these `ways`; the same key gives the same intent again.

        `manual`: a card at a reader is only authorised; single-message networks take the money at once all the same.
        """
        params: dict[str, Any] = {
            "amount": to_stripe(amount),
            "currency": amount.currency.lower(),
            "metadata": dict(metadata),
            # The older name of this parameter is refused since API version 2026-09-30.
            "allowed_payment_method_types": list(ways),
            **CHARGE,
        }
        if manual:
            params["payment_method_options"] = {"card_present": {"capture_method": "manual_preferred"}}
        return self.connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.payment_intents.create(
                params,  # type: ignore[arg-type]  # a plain dict of the right shape
                {"idempotency_key": key},
            ),
            intent_of,
        )

    def retrieve(self, intent_id: IntentId) -> Intent:
        """What Stripe says of an intent now: the only proof of a payment."""
        return self.connection.ask(
            Kind.QUESTION,
            lambda client: client.v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]}),
            intent_of,
        )

    def update_amount(self, intent_id: IntentId, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        """Change the amount of an intent that nobody has begun to pay."""
        return self.connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.payment_intents.update(
                intent_id,
                {"amount": to_stripe(amount), "metadata": dict(metadata), "expand": ["latest_charge"]},
                {"idempotency_key": key},
            ),
            intent_of,
        )

    def capture(self, intent_id: IntentId, *, key: str) -> Intent:
        """Take the money that is reserved; raises `StripeRefusedError` where there is nothing (more) to take."""
        return self.connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.payment_intents.capture(
                intent_id, {"expand": ["latest_charge"]}, {"idempotency_key": key}
            ),
            intent_of,
        )

    def cancel(self, intent_id: IntentId, *, key: str) -> Intent:
        """Cancel an intent; raises `StripeRefusedError` where it is too late."""
        return self.connection.ask(
            Kind.CHANGE,
            lambda client: client.v1.payment_intents.cancel(
                intent_id, {"expand": ["latest_charge"]}, {"idempotency_key": key}
            ),
            intent_of,
        )

    def process(self, reader_id: ReaderId, intent_id: IntentId, *, key: str, tips: bool = False) -> ReaderState:
        """Hand an intent to a reader, which then asks for the card, and with `tips` for a tip before it."""
        return self.connection.ask(
            Kind.READER,
            lambda client: client.v1.terminal.readers.process_payment_intent(
                reader_id,
                {
                    "payment_intent": intent_id,
                    "process_config": {"enable_customer_cancellation": True, "skip_tipping": not tips},
                },
                {"idempotency_key": key},
            ),
            partial(_reader, intent_id=intent_id),
        )

    def reader(self, reader_id: ReaderId, intent_id: IntentId) -> ReaderState:
        """What a reader is doing with an intent."""
        return self.connection.ask(
            Kind.QUESTION,
            lambda client: client.v1.terminal.readers.retrieve(reader_id),
            partial(_reader, intent_id=intent_id),
        )

    def cancel_action(self, reader_id: ReaderId, *, key: str) -> None:
        """Take whatever a reader shows off its screen; says nothing about the money."""
        self.connection.ask(
            Kind.READER,
            lambda client: client.v1.terminal.readers.cancel_action(reader_id, {}, {"idempotency_key": key}),
            _nothing,
        )

    def answers(self) -> bool:
        """Whether Stripe answers and knows the key."""
        return self.connection.answers()


def _nothing(_answer: object) -> None:
    """The answer's arrival says all."""


def intent_of(answer: stripe.PaymentIntent) -> Intent:
    """An answered intent as the services know it; its charge must be expanded."""
    status = answer.status
    charge: dict[str, Any] = {}
    if answer.latest_charge is not None and not isinstance(answer.latest_charge, str):
        charge = answer.latest_charge.to_dict()
    details = charge.get("payment_method_details") or {}
    card = details.get("card_present") or details.get("interac_present") or details.get("card") or {}
    receipt = {name: str(value) for name, value in (card.get("receipt") or {}).items() if value is not None}
    plain = answer.to_dict()
    error = plain.get("last_payment_error") or {}
    tip = ((plain.get("amount_details") or {}).get("tip") or {}).get("amount") or 0
    return Intent(
        intent_id=IntentId(answer.id),
        status=IntentStatus(status) if status in set(IntentStatus) else IntentStatus.OTHER,
        amount=from_stripe(answer.amount, answer.currency),
        received_minor=from_stripe(answer.amount_received or 0, answer.currency).amount_minor,
        tip_minor=from_stripe(tip, answer.currency).amount_minor,
        metadata=dict(plain.get("metadata") or {}),
        card_brand=card.get("brand") or "",
        card_last4=card.get("last4") or "",
        read_method=card.get("read_method") or "",
        receipt=receipt,
        charge_id=charge.get("id", ""),
        decline=error.get("decline_code") or error.get("code") or "",
        client_secret=answer.client_secret or "",
        created_at=datetime.fromtimestamp(answer.created, UTC),
        live=answer.livemode,
        capture_before=_held_until(answer, card) if status == "requires_capture" else None,
        refunded_minor=from_stripe(charge.get("amount_refunded") or 0, answer.currency).amount_minor,
        disputed=bool(charge.get("disputed")),
        cancellation=plain.get("cancellation_reason") or "",
        request_id=getattr(answer.last_response, "request_id", None) or "",
    )


def _reader(answer: stripe.terminal.Reader, intent_id: IntentId) -> ReaderState:
    plain = answer.to_dict()
    action = plain.get("action") or {}
    process = action.get("process_payment_intent") or {}
    # The slot holds the latest action of anybody: only one about our intent says anything about our payment.
    ours = process.get("payment_intent") == intent_id
    status = action.get("status") if ours else None
    return ReaderState(
        reader_id=ReaderId(answer.id),
        label=answer.label,
        online=answer.status != "offline",
        action=ReaderAction(status) if status in set(ReaderAction) else ReaderAction.NONE,
        failure=(action.get("failure_code") or "") if ours else "",
    )


def _held_until(answer: stripe.PaymentIntent, card: Mapping[str, Any]) -> datetime:
    """When an authorised amount is released; two days where the charge doesn't say (payments notes, section 2)."""
    told = card.get("capture_before")
    return datetime.fromtimestamp(told, UTC) if told else datetime.fromtimestamp(answer.created, UTC) + _SHORTEST_HOLD
