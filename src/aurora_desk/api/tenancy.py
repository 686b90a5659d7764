"""Who may call, which tenant a request is for, and whether the web page it comes from may speak to that tenant."""

import time
from collections.abc import Callable
from functools import partial

from fastapi import Request

from aurora_desk.api.callers import Caller
from aurora_desk.api.errors import ApiError
from aurora_desk.api.guard import foreign_origin
from aurora_desk.api.strict_json import JsonObject
from aurora_desk.domain.access import Access, LanAccess, NoKeyError
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import TenantId
from aurora_desk.services.facade import Services

_KEPT_S = 1.0
_NOT_WHOLE = "appID must be a whole number."


class AccessBook:
    """What the store says about access, read again when it is older than a second."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._services, self._clock = services, clock
        self._read_at = -_KEPT_S
        self._access = Access()

    async def access(self) -> Access:
        """Who may call, under which names, and from which web origins; at most a second old."""
        now = self._clock()
        if now - self._read_at >= _KEPT_S:
            self._access = await self._services.read_async(partial(self._services.tenants.access))
            self._read_at = now
        return self._access

    async def caller_of_key(self, key: str, address: str | None) -> Caller:
        """Who has this key, read afresh so that a revoked one ends at once; raises `NoKeyError`."""
        client = await self._services.read_async(partial(self._services.clients.of_key, key=key))
        return Caller(client.prefix, client.tenant_id, address, key)

    async def is_welcome(self, caller: Caller) -> bool:
        """Whether a caller that was let in once still would be: its key may be revoked, the LAN closed. Read afresh."""
        if caller.address is not None:
            access = await self._services.read_async(partial(self._services.tenants.access))
            if access.lan is LanAccess.OFF or (caller.key is None and access.lan is not LanAccess.OPEN):
                return False
        if caller.key is None:
            return True
        try:
            await self.caller_of_key(caller.key, caller.address)
        except NoKeyError:
            return False
        return True

    async def tenant_of(self, request: Request, caller: Caller, body: JsonObject | None) -> TenantId:
        """The tenant that a request names, or else its caller's; raises 403 for one that it may not name."""
        named = named_in_body(body) if body is not None else named_in_head(request)
        if named is None:
            return caller.tenant_id or self._services.facts.default_tenant
        if caller.tenant_id not in (None, named):
            raise ApiError(403, "This program is paired with another shop than the one with this appID.")
        if TenantId(named) not in (await self.access()).origins:
            raise ApiError(403, "There is no shop with this appID here.")
        return TenantId(named)

    async def check_origin(self, request: Request, tenant_id: TenantId) -> None:
        """Raise 403 where the request comes from a web page that may not speak to this tenant."""
        origin = foreign_origin(request.scope)
        if origin is not None and origin not in (await self.access()).origins.get(tenant_id, frozenset()):
            raise ApiError(403, "Web pages of that origin may not speak to this shop.")


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
