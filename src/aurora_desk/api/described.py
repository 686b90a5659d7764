"""What routes say of themselves in OpenAPI: the codes they can answer, and the header that POSTs may carry."""

from collections.abc import Mapping
from typing import Any

from aurora_desk.api.docs_models import Failure
from aurora_desk.api.errors import JSON

_WORDS: Mapping[int, tuple[str, str]] = {
    400: ("The request or its JSON is malformed.", "The body is not valid JSON."),
    401: (
        "Wrong credentials, or the key of a paired client is missing, wrong or revoked.",
        "This program needs a client key. Pair it with the desk, and send the key as Authorization: Bearer.",
    ),
    402: (
        "The payment is not complete.",
        "The payment is not complete: Stripe says requires_payment_method.",
    ),
    403: ("Unknown appID, or the caller may not do this.", "There is no shop with this appID here."),
    404: ("What was named does not exist.", "There is no order 9."),
    409: (
        "Price, amount or state do not allow this, or the Idempotency-Key was used with another body or is in use.",
        "This Idempotency-Key was used with another body. Nothing was done. Use a new key.",
    ),
    413: ("The body is larger than 1 MiB.", "The body is larger than 1 MiB."),
    415: ("The Content-Type is not application/json.", "The Content-Type must be application/json."),
    422: ("A field breaks a rule.", "quantity must be a number."),
    429: (
        "The caller has too much under way.",
        "You have too many requests under way. Nothing was done. Wait for their answers first.",
    ),
    431: ("The head has too many or too large fields.", "The request has too many or too large headers."),
    500: (
        "A defect; the message names its log entry.",
        "Something went wrong in the program. The log has it as error 1f2e3d4c.",
    ),
    502: (
        "Stripe could not be reached or said no.",
        "Stripe cannot be reached. Cash still works. Try again in a moment.",
    ),
    503: (
        "Something needed is not available for the moment.",
        "The program is busy with other requests. Nothing was done. Try again in a moment.",
    ),
}
"""What each failure means, and a sentence it may come with."""

_FAULTS = {"errors": [{"field": "items.0.quantity", "message": "quantity must be a number."}]}
_RETRY_AFTER = {
    "Retry-After": {"description": "Seconds until it is worth asking again.", "schema": {"type": "integer"}}
}

Described = dict[int | str, dict[str, Any]]


def failures(*codes: int) -> Described:
    """The failures that a GET can answer, beside those that any can."""
    return {code: _failure(code) for code in sorted({*codes, 400, 401, 403, 431, 500, 503})}


def post_failures(*codes: int) -> Described:
    """The failures that a POST can answer, beside those that any can."""
    return failures(*codes, 409, 413, 415, 422)


def account_failures(*codes: int, **sentences: str) -> Described:
    """The failures that a POST about an account can answer; `on_401="…"` is the sentence that the reference prints."""
    described = failures(*codes, 413, 415, 422, 429)
    return described | {
        int(name.removeprefix("on_")): _failure(int(name.removeprefix("on_")), sentence)
        for name, sentence in sentences.items()
    }


def _failure(code: int, sentence: str = "") -> dict[str, Any]:
    meaning, usual = _WORDS[code]
    example = {"status": "Failed", "message": sentence or usual, "data": _FAULTS if code == 422 else {}}
    described: dict[str, Any] = {
        "model": Failure,
        "description": meaning,
        "content": {JSON: {"example": example}},
    }
    if code in {429, 503}:
        described["headers"] = _RETRY_AFTER
    return described


def keyed() -> dict[str, Any]:
    """The Idempotency-Key header, which is read before anything else of the call."""
    return {
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "The same key with the same body gets the same answer for 24 hours, and one effect.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        ]
    }


def tenant_in_head() -> dict[str, Any]:
    """The two places where a GET may name its tenant."""
    words = "The tenant; left out, the caller's own."
    schema = {"type": "integer"}
    return {
        "parameters": [
            {"name": "appID", "in": "query", "required": False, "description": words, "schema": schema},
            {"name": "X-App-ID", "in": "header", "required": False, "description": words, "schema": schema},
        ]
    }
