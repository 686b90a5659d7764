"""What routes say of themselves in OpenAPI: the codes they can answer, and the header that POSTs may carry."""

from typing import Any

from aurora_desk.api.docs_models import Failure

_WORDS = {
    400: "The request or its JSON is malformed.",
    401: "Wrong credentials, or the key of a paired client is missing or revoked.",
    402: "The payment is not complete.",
    403: "Unknown appID, or the caller may not do this.",
    404: "What was named does not exist.",
    409: "Price, amount or state do not allow this, or the Idempotency-Key was used with another body.",
    413: "The body is larger than 1 MiB.",
    415: "The Content-Type is not application/json.",
    422: "A field breaks a rule.",
    429: "Too many tries; Retry-After says when to come back.",
    500: "A defect; the message names its log entry.",
    502: "Stripe could not be reached or said no.",
    503: "Something needed is not available for the moment.",
}

Described = dict[int | str, dict[str, Any]]


def failures(*codes: int) -> Described:
    """The failures that a GET can answer, beside those that any can."""
    return {code: {"model": Failure, "description": _WORDS[code]} for code in sorted({*codes, 400, 403, 500, 503})}


def post_failures(*codes: int) -> Described:
    """The failures that a POST can answer, beside those that any can."""
    return failures(*codes, 409, 413, 415, 422)


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
