"""The full shapes of Stripe's objects, null fields included."""

from __future__ import annotations

import string
from collections.abc import Mapping

from aurora_desk.simulator.cards import Card
from aurora_desk.simulator.shape import Json, new_id, token

NOWHERE: tuple[str, ...] = ("city", "country", "line1", "line2", "postal_code", "state")
CARD_EXPIRES = {"exp_month": 12, "exp_year": 2034}


def payment_intent(*, amount: int, currency: str, created: int, method_types: list[str]) -> Json:
    """An intent with nothing tried yet."""
    intent_id = new_id("pi")
    return {
        "id": intent_id,
        "object": "payment_intent",
        "allowed_payment_method_types": None,
        "amount": amount,
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": None,
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic",
        "client_secret": f"{intent_id}_secret_{token(24)}",
        "confirmation_method": "automatic",
        "created": created,
        "currency": currency,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": method_types,
        "payment_record": None,
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "requires_payment_method",
        "transfer_group": None,
    }


def payment_method(card: Card, *, kind: str, created: int) -> Json:
    """A card as it was given (`card`, or a kind of a card at a reader); remembers the test card behind it."""
    shared: Json = {
        "brand": card.brand,
        "country": "US",
        **CARD_EXPIRES,
        "fingerprint": None,
        "funding": card.funding,
        "last4": card.last4,
        "networks": {"available": [card.brand], "preferred": None},
    }
    online: Json = {
        "checks": _checks(),
        "display_brand": card.brand,
        "generated_from": None,
        "regulated_status": None,
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }
    in_person: Json = {
        "cardholder_name": None,
        "preferred_locales": ["en"],
        "read_method": card.read_method,
    }
    if kind == "card_present":
        in_person |= {"brand_product": None, "offline": None}
    return {
        "id": new_id("pm"),
        "object": "payment_method",
        "billing_details": _billing_details(),
        kind: shared | (online if kind == "card" else in_person),
        "created": created,
        "customer": None,
        "customer_account": None,
        "livemode": False,
        "metadata": {},
        "type": kind,
        "_number": card.number,
    }


def charge(intent: Json, method: Json, details: Json, *, created: int) -> Json:
    """A charge that went well; a decline changes its outcome."""
    return {
        "id": new_id("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"],
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": _billing_details(),
        "calculated_statement_descriptor": None,
        "captured": True,
        "created": created,
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": dict(intent["metadata"]),
        "on_behalf_of": None,
        "outcome": outcome(),
        "paid": True,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": details,
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": "succeeded",
        "transfer_data": None,
        "transfer_group": None,
    }


def outcome(reason: str | None = None) -> Json:
    """What the card network said: yes, or no for a reason."""
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network" if reason is None else "declined_by_network",
        "reason": reason,
        "risk_level": "normal",
        "seller_message": "Payment complete." if reason is None else "The bank did not approve the payment.",
        "type": "authorized" if reason is None else "issuer_declined",
    }


def online_details(card: Card, amount: int) -> Json:
    """`payment_method_details` of a card given online."""
    return {
        "type": "card",
        "card": {
            "amount_authorized": amount,
            "authorization_code": _digits(6),
            "brand": card.brand,
            "checks": _checks(),
            "country": "US",
            **CARD_EXPIRES,
            "fingerprint": None,
            "funding": card.funding,
            "installments": None,
            "last4": card.last4,
            "mandate": None,
            "network": card.brand,
            "network_token": {"used": False},
            "network_transaction_id": _digits(15),
            "regulated_status": None,
            "three_d_secure": None,
            "transaction_link_id": None,
            "wallet": None,
        },
    }


def in_person_details(card: Card, amount: int, reader: Json) -> Json:
    """`payment_method_details` of a card at a reader, with what an EMV receipt prints."""
    details: Json = {
        "brand": card.brand,
        "cardholder_name": None,
        "country": "US",
        "emv_auth_data": None,
        **CARD_EXPIRES,
        "fingerprint": None,
        "funding": card.funding,
        "generated_card": None,
        "last4": card.last4,
        "network": card.brand,
        "network_transaction_id": _digits(15),
        "preferred_locales": ["en"],
        "read_method": card.read_method,
        "reader": reader["id"],
        "receipt": _receipt(card),
    }
    if reader["location"] is not None:
        details["location"] = reader["location"]
    if card.kind == "card_present":
        details |= {
            "amount_authorized": amount,
            "brand_product": None,
            "incremental_authorization_supported": False,
            "offline": None,
            "overcapture_supported": False,
        }
    return {"type": card.kind, card.kind: details}


def refund(paid: Json, *, amount: int, reason: str | None, metadata: dict[str, str], created: int) -> Json:
    """Money given back of a charge."""
    return {
        "id": new_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": paid["id"],
        "created": created,
        "currency": paid["currency"],
        "customer": paid["customer"],
        "customer_account": None,
        "metadata": metadata,
        "payment_intent": paid["payment_intent"],
        "payment_method": paid["payment_method"],
        "reason": reason,
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }


def location(
    *, location_id: str, display_name: str, address: Mapping[str, str | None], metadata: dict[str, str]
) -> Json:
    """A place where readers stand."""
    return {
        "id": location_id,
        "object": "terminal.location",
        "address": {**dict.fromkeys(NOWHERE), **address},
        "display_name": display_name,
        "livemode": False,
        "metadata": metadata,
    }


def reader(
    *, reader_id: str, label: str, device_type: str, location_id: str | None, metadata: dict[str, str], at: float
) -> Json:
    """A card reader with nothing to do."""
    return {
        "id": reader_id,
        "object": "terminal.reader",
        "action": None,
        "device_sw_version": "2.34.0.5",
        "device_type": device_type,
        "ip_address": "127.0.0.1",
        "label": label,
        "last_seen_at": int(at * 1000),
        "livemode": False,
        "location": location_id,
        "metadata": metadata,
        "serial_number": f"WSC{_digits(12)}",
        "status": "online",
    }


def _receipt(card: Card) -> Json:
    return {
        "account_type": card.account_type,
        "application_cryptogram": token(16, "0123456789ABCDEF"),
        "application_preferred_name": card.application,
        "authorization_code": _digits(6),
        "authorization_response_code": "3030",
        "cardholder_verification_method": card.verification,
        "dedicated_file_name": card.aid,
        "terminal_verification_results": "0000000000",
        "transaction_status_information": "0000",
    }


def _checks() -> Json:
    return {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"}


def _billing_details() -> Json:
    return {"address": dict.fromkeys(NOWHERE), "email": None, "name": None, "phone": None, "tax_id": None}


def _digits(length: int) -> str:
    return token(length, string.digits)
