"""Stripe's messages: who signed them and which intent they are about. What they say of it is not believed."""

from __future__ import annotations

import json
import re

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import IntentId
from aurora_desk.payments.connection import signed_by_stripe

_INTENT = re.compile(r"pi_[A-Za-z0-9_]{1,250}")
TOLERANCE_S = 300
"""How old a signature may be."""


class WebhookError(AuroraError):
    """A message that Stripe did not sign, or signed too long ago."""

    code = "webhook_signature"

    def __init__(self) -> None:
        super().__init__("The signature of this message is not right or too old. Nothing was done.")


class Webhook:
    """Reads messages with the secret that Stripe shows for this endpoint."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def __repr__(self) -> str:
        return "Webhook()"

    def intent_of(self, body: bytes, signature: str) -> IntentId | None:
        """The intent that a message is about, None for messages about other things; raises `WebhookError`.

        Imports the SDK: called off the event loop.
        """
        try:
            text = body.decode()
        except ValueError:
            raise WebhookError from None
        if not signed_by_stripe(text, signature, self._secret, TOLERANCE_S):
            raise WebhookError
        return _intent_in(text)


def _intent_in(text: str) -> IntentId | None:
    try:
        about = json.loads(text)["data"]["object"]
        found = about["id"] if about["object"] == "payment_intent" else about.get("payment_intent")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None  # Stripe signed it, and it is about something else
    return IntentId(found) if isinstance(found, str) and _INTENT.fullmatch(found) else None
