"""The envelope and the table from our errors to HTTP."""

import json

import pytest

from aurora_desk.api.errors import refused, status_of
from aurora_desk.domain.errors import (
    AuroraError,
    ConflictError,
    InvalidError,
    NotFoundError,
    UnavailableError,
)
from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import (
    BeingPaidError,
    CardAmountError,
    CardNotSetUpError,
    PaymentFailedError,
    StripeRefusedError,
    StripeUnreachableError,
)
from aurora_desk.domain.shifts import NoShiftError


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("No."), 404),
        (ConflictError("No."), 409),
        (BeingPaidError(), 409),
        (NoShiftError(), 409),
        (InvalidError("field", "No."), 422),
        (PaymentFailedError("No."), 402),
        (StripeUnreachableError(), 502),
        (StripeRefusedError("No."), 502),
        (CardAmountError("No."), 409),
        (CardNotSetUpError(), 503),
        (UnavailableError("No."), 503),
        (AuroraError("No."), 409),
    ],
)
def test_each_of_our_errors_has_its_status_and_the_one_envelope(error: AuroraError, status: int) -> None:
    answer = refused(error)

    body = json.loads(bytes(answer.body))
    assert (status_of(error), answer.status_code) == (status, status)
    assert set(body) == {"status", "message", "data"}
    assert body["status"] == "Failed"
    assert (status == 503) == ("retry-after" in answer.headers)


def test_a_conflict_tells_what_would_be_right() -> None:
    answer = refused(ConflictError("The price is another.", facts={"price": Money(29999, "USD")}))

    assert json.loads(bytes(answer.body))["data"] == {"price": 299.99}


def test_a_field_at_fault_is_named() -> None:
    answer = refused(InvalidError("items.0.quantity", "The quantity must be between 1 and 9,999."))

    assert json.loads(bytes(answer.body))["data"] == {
        "errors": [{"field": "items.0.quantity", "message": "The quantity must be between 1 and 9,999."}]
    }
