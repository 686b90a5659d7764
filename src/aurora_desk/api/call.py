"""One request on its way to a service: who calls, for which tenant, and how its answer is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request, Response

from aurora_desk.api.callers import Caller
from aurora_desk.api.errors import JSON
from aurora_desk.api.json_out import encode
from aurora_desk.api.once import KeyedCall
from aurora_desk.api.pools import BoundedPool
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.idempotency import StoredAnswer
from aurora_desk.domain.ids import TenantId
from aurora_desk.services.facade import Services, Work

T = TypeVar("T")


class Pools(Protocol):
    """The threads for what blocks, each with a bounded queue."""

    outside_pool: BoundedPool
    drawing_pool: BoundedPool
    hashing_pool: BoundedPool


def success(data: object) -> str:
    """The success body of the contract."""
    return encode({"status": "Success", "data": data})


def answer(body: str, status: int = 200) -> Response:
    """JSON text as an answer."""
    return Response(body, status, media_type=JSON)


@dataclass(frozen=True, slots=True)
class Call:
    """What a route works with."""

    services: Services
    tenant_id: TenantId
    caller: Caller
    keyed: KeyedCall | None
    pools: Pools

    @property
    def actor(self) -> Actor:
        """The journal's «who»."""
        return Actor.client(self.tenant_id, self.caller.client_id)

    async def read(self, unit: Callable[[Work], object]) -> Response:
        """Answer with what a reading unit finds."""
        return answer(success(await self.services.read_async(unit)))

    async def write(self, unit: Callable[[Work], object], status: int = 200) -> Response:
        """Answer with what a writing unit did; with a key, answer and effect are committed together."""

        def answered(work: Work) -> StoredAnswer:
            # Asked again here because another process of the store may have run the same call since.
            stored = self.keyed.find(work) if self.keyed else None
            if stored is not None:
                return stored
            body = success(unit(work))
            if self.keyed is not None:
                self.keyed.keep(work, status, body)
            return StoredAnswer("", status, body)

        done = await self.services.write_async(answered)
        return answer(done.body, done.status)

    async def outside(self, work: Callable[[], T]) -> T:
        """Run what waits for Stripe in the pool for it."""
        return await self.pools.outside_pool.run(work, who=self.caller.who)

    async def drawing(self, work: Callable[[], T]) -> T:
        """Run what draws in the pool for it."""
        return await self.pools.drawing_pool.run(work, who=self.caller.who)

    async def hashing(self, work: Callable[[], T]) -> T:
        """Run what checks or hashes a password, one at a time."""
        return await self.pools.hashing_pool.run(work, who=self.caller.who)

    def keep(self, work: Work, body: str) -> None:
        """Keep an answer in the transaction that a call outside leads to, unless another process has done so."""
        if self.keyed is not None and self.keyed.find(work) is None:
            self.keyed.keep(work, 200, body)


async def _the_call(request: Request) -> Call:
    call: Call = request.state.call
    return call


CallDep = Annotated[Call, Depends(_the_call)]
