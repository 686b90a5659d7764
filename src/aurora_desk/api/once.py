"""Idempotency-Key: a call that repeats itself is answered again and has no second effect."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import Request

from aurora_desk.api.errors import ApiError
from aurora_desk.api.strict_json import JsonObject, canonical
from aurora_desk.domain.idempotency import CallKey, StoredAnswer
from aurora_desk.domain.ids import TenantId
from aurora_desk.services.facade import Services, Work

_VISIBLE = re.compile(r"[!-~]{1,255}")
_LONGEST_WAIT_S = 5.0


@dataclass(frozen=True, slots=True)
class KeyedCall:
    """A call with an idempotency key, and the fingerprint of its body."""

    call: CallKey
    fingerprint: str
    services: Services

    def find(self, work: Work) -> StoredAnswer | None:
        """The answer given before; raises 409 if that was to another body."""
        call = self.call
        stored = self.services.idempotency.find(
            work, call.tenant_id, client=call.client, method=call.method, path=call.path, key=call.key
        )
        if stored is not None and stored.fingerprint != self.fingerprint:
            raise ApiError(409, "This Idempotency-Key was used with another body. Nothing was done. Use a new key.")
        return stored

    def keep(self, work: Work, status: int, body: str) -> None:
        """Keep the answer, in the transaction of its effect; nothing may be kept for the key yet."""
        call = self.call
        self.services.idempotency.store(
            work,
            call.tenant_id,
            client=call.client,
            method=call.method,
            path=call.path,
            key=call.key,
            answer=StoredAnswer(self.fingerprint, status, body),
        )


def keyed_call(
    services: Services, request: Request, tenant_id: TenantId, client: str, body: JsonObject
) -> KeyedCall | None:
    """What the Idempotency-Key header makes of a call; None without one, 400 if it is malformed."""
    keys = request.headers.getlist("idempotency-key")
    if not keys:
        return None
    if len(keys) > 1 or not _VISIBLE.fullmatch(keys[0]):
        raise ApiError(400, "The Idempotency-Key must be one value of 1 to 255 visible ASCII characters.")
    call = CallKey(tenant_id, client, request.method, request.url.path, keys[0])
    return KeyedCall(call, services.idempotency.fingerprint(canonical(body).encode()), services)


class Twins:
    """The keyed calls that run right now: a second call with the same key waits for the first."""

    def __init__(self, longest_wait_s: float = _LONGEST_WAIT_S) -> None:
        self._running: dict[CallKey, asyncio.Event] = {}
        self._longest_wait_s = longest_wait_s

    @asynccontextmanager
    async def turn(self, call: CallKey) -> AsyncIterator[None]:
        """Hold the key alone; raises 409 with Retry-After if its holder takes too long."""
        deadline = asyncio.get_running_loop().time() + self._longest_wait_s
        while (ended := self._running.get(call)) is not None:
            try:
                async with asyncio.timeout_at(deadline):
                    await ended.wait()
            except TimeoutError:
                raise ApiError(
                    409,
                    "The first call with this Idempotency-Key is still running. Ask again with the same key.",
                    headers={"Retry-After": "2"},
                ) from None
        mine = self._running[call] = asyncio.Event()
        try:
            yield
        finally:
            del self._running[call]
            mine.set()
