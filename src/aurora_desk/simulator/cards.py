"""The test cards: what each number is, and how it fares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from aurora_desk.domain.money import minor_digits


@dataclass(frozen=True, slots=True)
class Decline:
    """Why a card did not pay; `decline_code` is the issuer's word, if it was the issuer."""

    code: str
    message: str
    decline_code: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the test tables."""

    number: str
    brand: str
    application: str
    """The name on the chip, printed on receipts."""
    aid: str
    funding: str = "credit"
    decline: Decline | None = None
    read_method: str = "contactless_emv"
    verification: str = "none"
    asks_cardholder: bool = False
    """Online the cardholder must authenticate first."""
    refund_ends: str | None = None
    """What becomes of a refund later; nothing more, if None."""

    @property
    def kind(self) -> str:
        """As which payment method it counts at a reader."""
        return "interac_present" if self.brand == "interac" else "card_present"

    @property
    def last4(self) -> str:
        """All that is ever shown of the number."""
        return self.number[-4:]

    @property
    def account_type(self) -> str:
        """As an EMV receipt prints it."""
        return "checking" if self.funding == "debit" else "credit"


def _issuer(decline_code: str) -> Decline:
    return Decline("card_declined", "Your card was declined.", decline_code)


INSUFFICIENT = Decline("card_declined", "Your card has insufficient funds.", "insufficient_funds")
EXPIRED = Decline("expired_card", "Your card has expired.")
PROCESSING = Decline("processing_error", "An error occurred while processing your card. Try again in a little bit.")
INCORRECT_PIN = Decline("card_declined", "Your card's PIN is incorrect.", "incorrect_pin")

CARD_NOT_SUPPORTED = Decline("card_declined", "Your card is not supported.", "card_not_supported")

VISA = Card("4242424242424242", "visa", "Visa Credit", "A0000000031010")
VISA_DEBIT = replace(VISA, number="4000056655665556", application="Visa Debit", funding="debit")
MASTERCARD = Card("5555555555554444", "mastercard", "Mastercard", "A0000000041010")
DECLINED = replace(VISA, number="4000000000000002", decline=_issuer("generic_decline"))
ASKS_CARDHOLDER = replace(VISA, number="4000002500003155", asks_cardholder=True)
CHIP = "contact_emv"
WITH_PIN = replace(VISA, number="4000002760000008", read_method=CHIP, verification="online_pin")
INTERAC = Card(
    "4506445006931933",
    "interac",
    "Interac",
    "A0000002771010",
    funding="debit",
    read_method=CHIP,
    verification="online_pin",
)

CARDS: tuple[Card, ...] = (
    VISA,
    VISA_DEBIT,
    MASTERCARD,
    replace(MASTERCARD, number="5200828282828210", application="Debit Mastercard", funding="debit"),
    Card("378282246310005", "amex", "American Express", "A000000025010801"),
    Card("6011111111111117", "discover", "Discover", "A0000001523010"),
    Card("3566002020360505", "jcb", "JCB Credit", "A0000000651010"),
    Card("6200000000000005", "unionpay", "UnionPay Credit", "A000000333010102"),
    INTERAC,
    DECLINED,
    replace(VISA, number="4000000000000341", decline=_issuer("generic_decline")),
    replace(VISA, number="4000000000009995", decline=INSUFFICIENT),
    replace(VISA, number="4000000000009987", decline=_issuer("lost_card")),
    replace(VISA, number="4000000000009979", decline=_issuer("stolen_card")),
    replace(VISA, number="4000000000000069", decline=EXPIRED),
    replace(VISA, number="4000000000000119", decline=PROCESSING),
    replace(VISA, number="4001007020000002", verification="offline_pin"),
    replace(VISA, number="4001000360000005", verification="online_pin"),
    replace(VISA, number="4000008260000075", read_method=CHIP, verification="offline_pin"),
    WITH_PIN,
    ASKS_CARDHOLDER,
    replace(VISA, number="4000000000005126", refund_ends="refund_fails"),
    replace(VISA, number="4000000000007726", refund_ends="refund_succeeds"),
)

ONLINE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "pm_card_visa": "4242424242424242",
        "pm_card_visa_debit": "4000056655665556",
        "pm_card_mastercard": "5555555555554444",
        "pm_card_amex": "378282246310005",
        "pm_card_discover": "6011111111111117",
        "pm_card_jcb": "3566002020360505",
        "pm_card_unionpay": "6200000000000005",
        "pm_card_chargeDeclined": "4000000000000002",
        "pm_card_visa_chargeDeclined": "4000000000000002",
        "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
        "pm_card_visa_chargeDeclinedLostCard": "4000000000009987",
        "pm_card_visa_chargeDeclinedStolenCard": "4000000000009979",
        "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
        "pm_card_chargeDeclinedProcessingError": "4000000000000119",
        "pm_card_authenticationRequired": "4000002500003155",
        "pm_card_refundFail": "4000000000005126",
        "pm_card_pendingRefund": "4000000000007726",
    }
)

AMOUNT_ENDINGS: Mapping[int, Decline] = MappingProxyType(
    {
        1: _issuer("call_issuer"),
        2: _issuer("offline_pin_required"),
        3: _issuer("online_or_offline_pin_required"),
        5: _issuer("generic_decline"),
        55: INCORRECT_PIN,
        60: _issuer("online_or_offline_pin_required"),
        65: _issuer("withdrawal_count_limit_exceeded"),
        75: _issuer("pin_try_exceeded"),
    }
)
"""What a test card presented to a simulated reader does by the last two digits of the amount."""


def card_numbered(number: str) -> Card | None:
    """The test card with this number."""
    return next((card for card in CARDS if card.number == number), None)


def decline_by_amount(amount: int, currency: str) -> Decline | None:
    """The outcome that the amount asks for; known for currencies with two decimals only."""
    return AMOUNT_ENDINGS.get(amount % 100) if minor_digits(currency.upper()) == 2 else None
