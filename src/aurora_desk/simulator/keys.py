"""API keys: a secret test key may do all, a publishable one may only finish a payment whose client secret it has."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from aurora_desk.simulator.errors import ApiError

FOR_CLIENTS = frozenset(["payment_intents.retrieve", "payment_intents.confirm"])


def check_secret_key(authorization: str) -> None:
    """Let secret test keys in, by Bearer or Basic; a live key never belongs here."""
    if _test_key(authorization).startswith("pk_test_"):
        raise _secret_key_required()


def check_key(authorization: str, operation: str, form: dict[str, Any]) -> None:
    """Let in whom this operation is for."""
    if not _test_key(authorization).startswith("pk_test_"):
        return
    if operation not in FOR_CLIENTS:
        raise _secret_key_required()
    if not form.get("client_secret"):
        raise ApiError(400, "Missing required param: client_secret.", code="parameter_missing", param="client_secret")


def _test_key(authorization: str) -> str:
    scheme, _, given = authorization.partition(" ")
    key = given.strip() if scheme.lower() == "bearer" else _basic_user(given) if scheme.lower() == "basic" else ""
    if not key:
        raise ApiError(401, "You did not provide an API key. Give a secret test key (sk_test_…) as a Bearer token.")
    if not key.startswith(("sk_test_", "pk_test_")):
        raise ApiError(401, "Invalid API Key provided. The simulator takes secret test keys (sk_test_…) only.")
    return key


def _secret_key_required() -> ApiError:
    return ApiError(
        403,
        "This API call cannot be made with a publishable API key. Please use a secret API key.",
        code="secret_key_required",
    )


def _basic_user(given: str) -> str:
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
