"""Refusals in the shape of Stripe's error body."""

from __future__ import annotations

from aurora_desk.simulator.shape import Json

DOC_URL = "https://stripe.com/docs/error-codes/"
LOG_URL = "https://dashboard.stripe.com/test/logs/"


class ApiError(Exception):
    """An answer that is not 2xx; `facts` are further fields of the error body, such as `payment_intent`.

    It undoes what the call did before, unless `effect_stays`: a decline is an attempt on record.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        kind: str = "invalid_request_error",
        facts: Json | None = None,
        effect_stays: bool = False,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.code, self.param, self.kind = status, message, code, param, kind
        self.facts, self.effect_stays = facts or {}, effect_stays

    def body(self, request_id: str) -> Json:
        """The whole body, `{"error": {…}}`."""
        error: Json = {"type": self.kind, "message": self.message, "request_log_url": LOG_URL + request_id}
        if self.code is not None:
            error |= {"code": self.code, "doc_url": doc_url(self.code)}
        if self.param is not None:
            error["param"] = self.param
        return {"error": error | self.facts}


def doc_url(code: str) -> str:
    """Where Stripe explains an error code."""
    return DOC_URL + code.replace("_", "-")


def invalid(message: str, *, code: str | None = None, param: str | None = None) -> ApiError:
    """400: the request itself is wrong."""
    return ApiError(400, message, code=code, param=param)


def missing(kind: str, object_id: str, *, param: str | None = None) -> ApiError:
    """An unknown id: 404 for one in the address, 400 for one that a parameter names."""
    return ApiError(
        404 if param is None else 400,
        f"No such {kind.replace('.', ' ')}: '{object_id}'",
        code="resource_missing",
        param=param or "id",
    )
