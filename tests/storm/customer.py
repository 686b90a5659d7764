"""The customers: a card held to the reader, a browser that pays; and the weather over all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from aurora_desk.app.opening import TRAINING_KEY
from aurora_desk.services.demo import DEMO_READER

CARDS = {"tap": "pm_card_visa", "decline": "pm_card_visa_chargeDeclined"}
ON_THE_PAGE = {"tap": "pay", "decline": "decline"}
_TRIES = 12
_HEADERS = {"Authorization": f"Bearer {TRAINING_KEY}"}


class Customer:
    """Acts at the simulator, not through the program."""

    def __init__(self, stripe: str) -> None:
        self._http = httpx.Client(base_url=stripe, timeout=30, headers=_HEADERS)

    def at_the_reader(self, deed: str) -> bool:
        """Hold a card to the reader, or wait a while; False where the reader asks for none."""
        if not deed:
            return True
        answer = self._http.post(f"/customer/readers/{DEMO_READER}/{deed}")
        assert answer.status_code in (httpx.codes.SEE_OTHER, httpx.codes.BAD_REQUEST), answer.text
        return answer.status_code == httpx.codes.SEE_OTHER

    def on_the_phone(self, page: str, deed: str) -> bool:
        """Pay on the page that a code leads to, or wait a while; False where nobody can pay on it."""
        if not deed or not page:
            return not deed
        answer = self._http.post(f"{page}/{ON_THE_PAGE[deed]}")
        assert answer.status_code in (httpx.codes.OK, httpx.codes.SEE_OTHER, httpx.codes.BAD_REQUEST), answer.text
        return answer.status_code != httpx.codes.BAD_REQUEST

    def in_the_browser(self, intent_id: str, deed: str, key: str) -> bool:
        """Pay an online intent, again and again under one key while no answer comes; whether Stripe said yes."""
        for _ in range(_TRIES):
            try:
                answer = self._http.post(
                    f"/v1/payment_intents/{intent_id}/confirm",
                    data={"payment_method": CARDS[deed]},
                    headers={"Idempotency-Key": key},
                )
                told = answer.json()
            except (httpx.TransportError, ValueError):
                continue
            if answer.status_code in (409, 429) or answer.status_code >= 500:
                continue
            return bool(answer.status_code == 200 and told["status"] == "succeeded")
        return False

    def let_happen(self, fault: Mapping[str, Any]) -> None:
        """Ask the simulator for one fault."""
        self._http.post("/faults", json=dict(fault)).raise_for_status()

    def close(self) -> None:
        """Go home."""
        self._http.close()
