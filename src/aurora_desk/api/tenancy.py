"""Which tenant a request is for, and whether the web page it comes from may speak to that tenant."""

import time
from collections.abc import Callable, Mapping
from functools import partial

from fastapi import Request

from aurora_desk.api.errors import ApiError
from aurora_desk.api.guard import foreign_origin
from aurora_desk.api.strict_json import JsonObject
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import TenantId
from aurora_desk.services.facade import Services

_KEPT_S = 1.0
_NOT_WHOLE = "appID must be a whole number."


class TenantBook:
    """The tenants of the store and the web origins each of them allows."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._services, self._clock = services, clock
        self._read_at = -_KEPT_S
        self._origins: Mapping[TenantId, frozenset[str]] = {}

    async def origins(self) -> Mapping[TenantId, frozenset[str]]:
        """Every tenant with its origins, at most a second old."""
        now = self._clock()
        if now - self._read_at >= _KEPT_S:
            self._origins = await self._services.read_async(partial(self._services.tenants.origins))
            self._read_at = now
        return self._origins

    async def every_origin(self) -> frozenset[str]:
        """The origins of all tenants: what is let in before the tenant is known."""
        return frozenset().union(*(await self.origins()).values())

    async def tenant_of(self, request: Request, body: JsonObject | None) -> TenantId:
        """The tenant that a request names, or the store's default one; raises 403 for one it may not name."""
        named = named_in_body(body) if body is not None else named_in_head(request)
        tenant_id = self._services.facts.default_tenant if named is None else TenantId(named)
        origin = foreign_origin(request.scope)
        if named is None and origin is None:
            return tenant_id
        origins = (await self.origins()).get(tenant_id)
        if origins is None:
            raise ApiError(403, "There is no shop with this appID here.")
        if origin is not None and origin not in origins:
            raise ApiError(403, "Web pages of that origin may not speak to this shop.")
        return tenant_id


def named_in_body(body: JsonObject) -> int | None:
    """The appID of a POST."""
    named = body.get("appID")
    if named is None:
        return None
    if not isinstance(named, int) or isinstance(named, bool):
        raise InvalidError("appID", _NOT_WHOLE)
    return named


def named_in_head(request: Request) -> int | None:
    """The appID of a GET: in the query or as X-App-ID, which must agree where both are there."""
    texts = {*request.query_params.getlist("appID"), *request.headers.getlist("x-app-id")}
    if not texts:
        return None
    text = texts.pop()
    if texts:
        raise InvalidError("appID", "appID is given twice with different values.")
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InvalidError("appID", _NOT_WHOLE)
    return int(text)
