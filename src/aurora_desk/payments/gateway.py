"""The one door to Stripe. Every call is HTTP by the official SDK; in training its address is the simulator's.

Only a parsed 4xx says «not done». Everything else (no answer, 5xx, an unreadable body) is unknown and raises
`StripeUnreachableError`: ask again, never charge again. (Payments notes, sections 0 and 1.)
"""

from __future__ import annotations

import logging
import os
import ssl
import threading
import urllib.request
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar

import certifi

from aurora_desk.domain.ids import IntentId, ReaderId
from aurora_desk.domain.money import Money, from_stripe, to_stripe
from aurora_desk.domain.payments import (
    CardAmountError,
    Intent,
    IntentStatus,
    ReaderAction,
    ReaderState,
    StripeRefusedError,
    StripeUnreachableError,
)

if TYPE_CHECKING:
    import stripe

Answer = TypeVar("Answer")
T = TypeVar("T")
log = logging.getLogger(__name__)

STRIPE = "https://api.stripe.com"

_AMOUNT_CODES = frozenset({"amount_too_small", "amount_too_large"})

_CONNECT_S, _READ_S = 3, 10
"""For questions: the next poll is the retry."""
_WRITE_CONNECT_S, _WRITE_READ_S, _WRITE_RETRIES = 5, 22, 2
"""For changes: three tries of at most 27 s and short pauses stay below the 90 s that an API request may take."""
_READER_READ_S = 70
"""Stripe answers a reader command only when the reader has acknowledged."""


class Gateway:
    """Stripe, as the payment services see it; safe to use from several threads, none of them the GUI's."""

    def __init__(self, api_key: str, api_base: str | None = None) -> None:
        self._api_key = api_key
        self._api_base = api_base
        self._lock = threading.Lock()
        self._clients: dict[str, stripe.StripeClient] = {}
        # Asked to say more, the SDK writes whole answers, client secrets included, to the log and the screen.
        os.environ.pop("STRIPE_LOG", None)
        logging.getLogger("stripe").setLevel(logging.WARNING)

    def create_intent(self, amount: Money, *, key: str, metadata: Mapping[str, str], at_reader: bool) -> Intent:
        """Make an intent; the same key gives the same intent again."""
        params: dict[str, Any] = {
            "amount": to_stripe(amount),
            "currency": amount.currency.lower(),
            "metadata": dict(metadata),
            # The older name of this parameter is refused since API version 2026-09-30.
            "allowed_payment_method_types": ["card_present"] if at_reader else ["card"],
            "expand": ["latest_charge"],
        }
        return self._ask(
            lambda: self._client("write").v1.payment_intents.create(
                params,  # type: ignore[arg-type]  # a plain dict of the right shape
                {"idempotency_key": key},
            ),
            _intent,
        )

    def retrieve(self, intent_id: IntentId) -> Intent:
        """What Stripe says of an intent now: the only proof of a payment."""
        return self._ask(
            lambda: self._client("read").v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]}), _intent
        )

    def update_amount(self, intent_id: IntentId, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        """Change the amount of an intent that nobody has begun to pay."""
        return self._ask(
            lambda: self._client("write").v1.payment_intents.update(
                intent_id,
                {"amount": to_stripe(amount), "metadata": dict(metadata), "expand": ["latest_charge"]},
                {"idempotency_key": key},
            ),
            _intent,
        )

    def cancel(self, intent_id: IntentId, *, key: str) -> Intent:
        """Cancel an intent; raises `StripeRefusedError` where it is too late."""
        return self._ask(
            lambda: self._client("write").v1.payment_intents.cancel(
                intent_id, {"expand": ["latest_charge"]}, {"idempotency_key": key}
            ),
            _intent,
        )

    def process(self, reader_id: ReaderId, intent_id: IntentId, *, key: str) -> ReaderState:
        """Hand an intent to a reader, which then asks for the card."""
        return self._ask(
            lambda: self._client("reader").v1.terminal.readers.process_payment_intent(
                reader_id, {"payment_intent": intent_id}, {"idempotency_key": key}
            ),
            partial(_reader, intent_id=intent_id),
        )

    def reader(self, reader_id: ReaderId, intent_id: IntentId) -> ReaderState:
        """What a reader is doing with an intent."""
        return self._ask(
            lambda: self._client("read").v1.terminal.readers.retrieve(reader_id), partial(_reader, intent_id=intent_id)
        )

    def cancel_action(self, reader_id: ReaderId, *, key: str) -> None:
        """Take whatever a reader shows off its screen; says nothing about the money."""
        self._ask(
            lambda: self._client("reader").v1.terminal.readers.cancel_action(reader_id, {}, {"idempotency_key": key}),
            _nothing,
        )

    def answers(self) -> bool:
        """Whether Stripe answers and knows the key.

        Asked without the SDK: a till looks every few seconds from its start on, and the SDK (0.3 s, 20 MB) is not
        needed before its first card.
        """
        request = urllib.request.Request(  # noqa: S310 - http only to a simulator on this computer
            f"{self._api_base or STRIPE}/v1/balance", headers={"Authorization": f"Bearer {self._api_key}"}
        )
        trusted = None if request.type == "http" else ssl.create_default_context(cafile=certifi.where())
        try:
            with urllib.request.urlopen(request, timeout=_READ_S, context=trusted) as answer:  # noqa: S310 - the same
                return bool(answer.status == HTTPStatus.OK)
        except (OSError, ValueError, HTTPException):
            return False

    def _client(self, kind: str) -> stripe.StripeClient:
        """A client for questions, for changes, or for reader commands; made when first needed."""
        with self._lock:
            if kind not in self._clients:
                import stripe

                stripe.enable_telemetry = False
                timeout = {
                    "read": (_CONNECT_S, _READ_S),
                    "write": (_WRITE_CONNECT_S, _WRITE_READ_S),
                    "reader": (_WRITE_CONNECT_S, _READER_READ_S),
                }[kind]
                self._clients[kind] = stripe.StripeClient(
                    self._api_key,
                    base_addresses={"api": self._api_base} if self._api_base else {},
                    max_network_retries=_WRITE_RETRIES if kind == "write" else 0,
                    http_client=stripe.RequestsClient(timeout=timeout),
                )
            return self._clients[kind]

    def _ask(self, call: Callable[[], Answer], read: Callable[[Answer], T]) -> T:
        import stripe

        try:
            return read(call())
        except stripe.IdempotencyError as error:
            # Only a defect of our keys gets here. The call that had this key first may have been done.
            log.error("stripe has this key with other parameters: %s", error.request_id)  # noqa: TRY400 - no trace
            raise StripeUnreachableError from error
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            code = error.code or (error.error.code if error.error else None) or ""
            log.warning("stripe refused: %s %s", code, error.request_id)
            refusal = CardAmountError if code in _AMOUNT_CODES else StripeRefusedError
            raise refusal(_refused_words(code), reason=code) from error
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            log.warning("stripe does not accept the key: %s", error.request_id)
            raise StripeRefusedError(
                "Stripe does not accept this shop's key. Nothing was charged. Take cash and check the key.",
                reason="key",
            ) from error
        except stripe.StripeError as error:
            log.warning("no readable answer from stripe: %s", type(error).__name__)
            raise StripeUnreachableError from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # A proxy's page or half an answer under status 200: as good as no answer.
            log.warning("an answer of stripe cannot be read: %s", type(error).__name__)
            raise StripeUnreachableError from error


def _nothing(_answer: object) -> None:
    """The answer's arrival says all."""


def _refused_words(code: str) -> str:
    words = {
        "terminal_reader_busy": "The reader is busy. Nothing was charged. Wait a moment and try again.",
        "terminal_reader_offline": "The reader is not connected. Nothing was charged. Check its power and network.",
        "amount_too_small": "The amount is too small for a card. Nothing was charged. Take cash.",
        "amount_too_large": "The amount is too large for one card payment. Nothing was charged.",
        "resource_missing": "Stripe does not know this payment or reader. Nothing was charged. Check the Stripe key.",
    }
    return words.get(code, "Stripe refused this. Nothing was charged by it. Try again or take cash.")


def _intent(answer: stripe.PaymentIntent) -> Intent:
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
