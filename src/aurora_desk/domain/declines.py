"""Why a card was not charged, and what its customer is asked for next, in words for the cashier."""

from __future__ import annotations

from aurora_desk.domain.words import Sentence, say

_DECLINES = {
    "insufficient_funds": say("not enough funds"),
    "expired_card": say("the card has expired"),
    "processing_error": say("the card network had an error"),
    "incorrect_pin": say("the PIN was wrong"),
    "pin_try_exceeded": say("too many wrong PINs"),
    "withdrawal_count_limit_exceeded": say("the card is over its limit"),
    "call_issuer": say("the bank asks for a call"),
    "customer_canceled": say("the customer cancelled"),
    "connection_error": say("the reader lost its connection"),
    "card_read_timed_out": say("no card was read in time"),
}


def decline_words(code: str) -> Sentence:
    """Why a card was not charged, for the cashier; codes about lost or stolen cards are never told."""
    return _DECLINES.get(code, say("the bank said no"))


_PIN_WANTED = ("online_or_offline_pin_required", "offline_pin_required", "incorrect_pin")
_SAME_CARD = ("", "customer_canceled", "card_read_timed_out", "connection_error", "processing_error")


def asked_words(decline: str) -> Sentence | None:
    """What a reader that has the payment again asks the customer for, after the try before it; None for any card."""
    if decline in _SAME_CARD:
        return None
    why = decline_words(decline)
    if decline in _PIN_WANTED:
        return say(
            "Ask the customer to insert the card and enter the PIN. The try before was not charged: {why}.", why=why
        )
    return say("Ask the customer to try another card. The one before was not charged: {why}.", why=why)
