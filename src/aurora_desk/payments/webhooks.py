"""Stripe's messages: who signed them and which intent they are about. What they say of it is not believed."""

from __future__ import annotations

import json

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import IntentId

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
        import stripe

        try:
            text = body.decode()
            stripe.WebhookSignature.verify_header(text, signature, self._secret, TOLERANCE_S)
            about = json.loads(text)["data"]["object"]
            kind, own, other = about["object"], about.get("id"), about.get("payment_intent")
        except (ValueError, LookupError, TypeError, AttributeError, stripe.SignatureVerificationError):
            raise WebhookError from None
        found = own if kind == "payment_intent" else other
        return IntentId(found) if isinstance(found, str) else None
