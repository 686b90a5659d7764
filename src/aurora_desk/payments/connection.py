"""The one door to Stripe: every call is HTTP by the official SDK; in training its address is the simulator's.

Only a parsed 4xx says «not done». Everything else (no answer, 5xx, an unreadable body) is unknown and raises
`StripeUnreachableError`: ask again, never charge again. (Payments notes, sections 0 and 1.)
"""

from __future__ import annotations

import json
import logging
import os
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, TypeVar

import certifi

from aurora_desk.domain.payments import (
    CardAmountError,
    StripeBusyError,
    StripeKeyError,
    StripeKeyReusedError,
    StripeRefusedError,
    StripeUnreachableError,
)
from aurora_desk.domain.words import Sentence, say
from aurora_desk.payments.keys import is_live

if TYPE_CHECKING:
    import stripe

Answer = TypeVar("Answer")
T = TypeVar("T")
log = logging.getLogger(__name__)

STRIPE = "https://api.stripe.com"

_AMOUNT_CODES = frozenset({"amount_too_small", "amount_too_large"})
_BUSY_PAUSES_S = (1.0, 2.0, 4.0)
"""After «too many requests» nothing was done: the same call with the same key again, ever later."""


class Kind(Enum):
    """What a call is for: connect and read time-outs in seconds, and how often the SDK tries it again."""

    QUESTION = (3, 10, 0)
    """The next look is the retry."""
    CHANGE = (5, 22, 2)
    """Three tries of at most 27 s and short pauses stay below the 90 s that an API request may take."""
    READER = (5, 70, 0)
    """Stripe answers a reader command only when the reader has acknowledged."""


class Connection:
    """Stripe's address and key; safe to use from several threads, none of them the GUI's."""

    def __init__(self, api_key: str, api_base: str | None, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._api_key, self._api_base, self._pause = api_key, api_base, pause
        self._lock = threading.Lock()
        self._clients: dict[Kind, stripe.StripeClient] = {}
        self._clock_ahead_s = 0.0
        # Asked to say more, the SDK writes whole answers, client secrets included, to the log and the screen.
        os.environ.pop("STRIPE_LOG", None)
        logging.getLogger("stripe").setLevel(logging.WARNING)

    def __repr__(self) -> str:
        return f"Connection({self._api_base or STRIPE})"

    @property
    def api_base(self) -> str:
        """Where the simulator of training and tests is; empty for Stripe itself."""
        return self._api_base or ""

    @property
    def live(self) -> bool:
        """Whether the key moves real money."""
        return is_live(self._api_key)

    @property
    def clock_ahead_s(self) -> float:
        """By how many seconds this computer's clock was ahead of Stripe's at the last answer; below zero: behind."""
        return self._clock_ahead_s

    def answers(self) -> bool:
        """Whether Stripe answers and knows the key."""
        return self.glance("/v1/balance") is not None

    def glance(self, path: str) -> dict[str, Any] | None:
        """What Stripe has at an address, None where it doesn't answer or has nothing there.

        Asked without the SDK: a till looks every few seconds from its start on, and the SDK (0.3 s, 20 MB) is not
        needed before its first card.
        """
        request = urllib.request.Request(  # noqa: S310 - http only to a simulator on this computer
            f"{self._api_base or STRIPE}{path}", headers={"Authorization": f"Bearer {self._api_key}"}
        )
        trusted = None if request.type == "http" else ssl.create_default_context(cafile=certifi.where())
        try:
            with urllib.request.urlopen(request, timeout=Kind.QUESTION.value[1], context=trusted) as answer:  # noqa: S310 - the same
                self._compare_clocks(answer.headers.get("Date"))
                told = json.loads(answer.read()) if answer.status == HTTPStatus.OK else None
        except (OSError, ValueError, HTTPException):
            return None
        return told if isinstance(told, dict) else None

    def ask(self, kind: Kind, call: Callable[[stripe.StripeClient], Answer], read: Callable[[Answer], T]) -> T:
        """Make a call and read its answer; raises `StripeUnreachableError` or `StripeRefusedError`."""
        for pause_s in _BUSY_PAUSES_S if kind is not Kind.QUESTION else ():
            try:
                return self._ask(kind, call, read)
            except StripeBusyError:
                self._pause(pause_s)
        return self._ask(kind, call, read)

    def _client(self, kind: Kind) -> stripe.StripeClient:
        with self._lock:
            if kind not in self._clients:
                import stripe

                stripe.enable_telemetry = False
                connect_s, read_s, retries = kind.value
                self._clients[kind] = stripe.StripeClient(
                    self._api_key,
                    base_addresses={"api": self._api_base} if self._api_base else {},
                    max_network_retries=retries,
                    http_client=stripe.RequestsClient(timeout=(connect_s, read_s)),
                )
            return self._clients[kind]

    def _ask(self, kind: Kind, call: Callable[[stripe.StripeClient], Answer], read: Callable[[Answer], T]) -> T:
        import stripe

        try:
            answer = call(self._client(kind))
            self._note_clock(answer)
            return read(answer)
        except stripe.IdempotencyError as error:
            # Only a defect of our keys gets here. The call that had this key first may have been done.
            log.error("stripe has this key with other parameters: %s", error.request_id)  # noqa: TRY400 - no trace
            raise StripeKeyReusedError from error
        except stripe.RateLimitError as error:
            log.warning("stripe has too many requests: %s", error.request_id)
            raise StripeBusyError from error
        except (stripe.CardError, stripe.InvalidRequestError) as error:
            code = error.code or (error.error.code if error.error else None) or ""
            log.warning("stripe refused: %s %s", code, error.request_id)
            refusal = CardAmountError if code in _AMOUNT_CODES else StripeRefusedError
            raise refusal(refused_words(code), reason=code) from error
        except (stripe.AuthenticationError, stripe.PermissionError) as error:
            log.warning("stripe does not accept the key: %s", error.request_id)
            raise StripeKeyError from error
        except stripe.StripeError as error:
            log.warning("no readable answer from stripe: %s", type(error).__name__)
            raise StripeUnreachableError from error
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # A proxy's page or half an answer under status 200: as good as no answer.
            log.warning("an answer of stripe cannot be read: %s", type(error).__name__)
            raise StripeUnreachableError from error

    def _note_clock(self, answer: object) -> None:
        response = getattr(answer, "last_response", None)
        headers = getattr(response, "headers", None) or {}
        self._compare_clocks(headers.get("Date"))

    def _compare_clocks(self, date: str | None) -> None:
        try:
            self._clock_ahead_s = time.time() - parsedate_to_datetime(date or "").timestamp()
        except ValueError:
            return  # no date, or none that can be read: what was known stays


def signed_by_stripe(text: str, signature: str, secret: str, tolerance_s: int) -> bool:
    """Whether a message is Stripe's, and no older than `tolerance_s`; imports the SDK, so never on an event loop."""
    import stripe

    try:
        return bool(stripe.WebhookSignature.verify_header(text, signature, secret, tolerance_s))
    except (ValueError, stripe.SignatureVerificationError):
        return False


def refused_words(code: str) -> Sentence:
    """Why Stripe said no, what it means for the money, and what to do: by the code of its error."""
    words = {
        "terminal_reader_busy": say("The reader is busy. Nothing was charged. Wait a moment and try again."),
        "terminal_reader_offline": say(
            "The reader is not connected. Nothing was charged. Check its power and network."
        ),
        "terminal_reader_hardware_fault": say(
            "The reader has a defect. Nothing was charged. Use another reader, or take cash."
        ),
        "terminal_reader_timeout": say(
            "The reader did not answer. Nothing was charged. Look at the reader and try again."
        ),
        "terminal_reader_invalid_location_for_payment": say(
            "The reader is registered for another place. Nothing was charged. Pair it again in this shop."
        ),
        "terminal_location_country_unsupported": say(
            "The reader's country can't take this currency. Nothing was charged. Check the reader's location at Stripe."
        ),
        "amount_too_small": say("The amount is too small for a card. Nothing was charged. Take cash."),
        "amount_too_large": say("The amount is too large for one card payment. Nothing was charged."),
        "resource_missing": say(
            "Stripe does not know this payment or reader. Nothing was charged. "
            "The key may belong to another account or mode: check the Stripe key."
        ),
        "livemode_mismatch": say(
            "This belongs to Stripe's other mode, live or test. Nothing was charged. Check which key is in use."
        ),
    }
    return words.get(code, say("Stripe refused this. Nothing was charged by it. Try again or take cash."))
