"""Every failure in one envelope, and the one table from our errors to HTTP."""

import logging
import secrets
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from aurora_desk.api.json_out import encode
from aurora_desk.api.words import field_name, words_of
from aurora_desk.domain.access import NoKeyError
from aurora_desk.domain.errors import AuroraError, InvalidError

log = logging.getLogger(__name__)

JSON = "application/json"
RETRY_AFTER_S = 2
NEEDS_KEY = {"WWW-Authenticate": "Bearer"}
"""What an answer says where a client's key is missing or does not count."""

STATUS_OF_CODE: Mapping[str, int] = {
    "not_found": 404,
    "credentials": 401,
    "client_key": 401,
    "reset_token": 400,
    "webhook_signature": 400,
    "too_many_tries": 429,
    "too_many_mails": 429,
    "conflict": 409,
    "invalid": 422,
    "payment_incomplete": 402,
    "stripe_unreachable": 502,
    "stripe_refused": 502,
    "card_amount": 409,
    "card_not_set_up": 503,
    "unavailable": 503,
    "refused": 409,
}
"""An error without an entry of its own takes that of the nearest type it derives from."""

_SENTENCES: Mapping[int, str] = {
    404: "There is nothing at this address.",
    405: "This address does not take this method.",
}


class ApiError(Exception):
    """A refusal that the door itself decides on: a status, a plain sentence, and facts for `data`."""

    def __init__(
        self,
        status: int,
        sentence: str,
        *,
        data: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status, self.data, self.headers = status, dict(data or {}), dict(headers or {})


def envelope(sentence: str, data: Mapping[str, object] | None = None) -> bytes:
    """The failure body of the contract."""
    return encode({"status": "Failed", "message": sentence, "data": data or {}}).encode()


def failure(
    status: int,
    sentence: str,
    data: Mapping[str, object] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A failure as an answer; 429 and 503 always say when to come back."""
    all_headers = dict(headers or {})
    if status in {429, 503}:
        all_headers.setdefault("Retry-After", str(RETRY_AFTER_S))
    return Response(envelope(sentence, data), status, all_headers, media_type=JSON)


def field_failure(errors: Sequence[tuple[str, str]]) -> Response:
    """A 422 that names each field at fault."""
    listed = [{"field": field, "message": message} for field, message in errors]
    sentence = errors[0][1] if len(errors) == 1 else f"{len(errors)} fields are not right; the first: {errors[0][1]}"
    return failure(422, sentence, {"errors": listed})


def status_of(error: AuroraError) -> int:
    """The HTTP status of one of our errors."""
    for kind in type(error).__mro__:
        status = STATUS_OF_CODE.get(getattr(kind, "code", ""))
        if status is not None:
            return status
    raise AssertionError("every AuroraError has a code")


def refused(error: AuroraError) -> Response:
    """One of our errors as an answer."""
    if isinstance(error, InvalidError):
        return field_failure([(error.field, error.message)])
    facts, seconds = getattr(error, "facts", None), getattr(error, "retry_after_s", None)
    headers = {} if seconds is None else {"Retry-After": str(seconds)}
    if isinstance(error, NoKeyError):
        headers |= NEEDS_KEY
    return failure(status_of(error), error.sentence, facts, headers)


def unexpected(error: Exception) -> Response:
    """A defect as an answer: an id that finds the log entry, and nothing about the inside."""
    error_id = secrets.token_hex(4)
    log.error("unexpected error %s", error_id, exc_info=error)
    return failure(500, f"Something went wrong in the program. The log has it as error {error_id}.")


def install_error_handlers(app: FastAPI) -> None:
    """Let every error that reaches the edge leave in the envelope."""
    app.add_exception_handler(ApiError, _on_api_error)
    app.add_exception_handler(AuroraError, _on_aurora_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_error)


async def _on_api_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, ApiError)
    return failure(error.status, str(error), error.data, error.headers)


async def _on_aurora_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AuroraError)
    return refused(error)


async def _on_validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [(field_name(fault["loc"]), fault) for fault in error.errors()]
    return field_failure([(field, words_of(field, fault)) for field, fault in found])


async def _on_http_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = _SENTENCES.get(error.status_code, "This request can't be answered.")
    return failure(error.status_code, sentence, headers=error.headers)
