"""What Stripe and the machines before it say when they are in trouble."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aurora_desk.simulator.errors import ApiError

KINDS: Mapping[int, tuple[str, str | None, str]] = MappingProxyType(
    {
        409: (
            "idempotency_error",
            "idempotency_key_in_use",
            "There is currently another in-progress request using this Idempotent Key.",
        ),
        429: ("invalid_request_error", "rate_limit", "Request rate limit exceeded."),
    }
)
"""Type, code and message by status; any other status is trouble of the API itself."""


def refusal(status: int) -> ApiError:
    """The answer of a service that can't serve now; what was done before stays done."""
    kind, code, message = KINDS.get(status, ("api_error", None, "An unknown error occurred. Please try again."))
    return ApiError(status, message, code=code, kind=kind, effect_stays=True)
