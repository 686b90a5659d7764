"""The way a request takes to its route: strict JSON, the tenant, the idempotency key, then the route."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from aurora_desk.api.call import LOOPBACK_CLIENT, Call, answer
from aurora_desk.api.errors import JSON, ApiError
from aurora_desk.api.once import Twins, keyed_call
from aurora_desk.api.pools import BoundedPool
from aurora_desk.api.strict_json import JsonObject, parse_object
from aurora_desk.api.tenancy import TenantBook
from aurora_desk.domain.idempotency import StoredAnswer
from aurora_desk.services.facade import Services

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Door:
    """What all requests share."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self.tenants = TenantBook(services)
        self.twins = Twins()
        self.outside_pool = BoundedPool("outside", threads=8, waiting=32)
        self.drawing_pool = BoundedPool("drawing", threads=2, waiting=32)

    async def call(self, request: Request, body: JsonObject | None) -> Call:
        """The call that a request makes."""
        tenant_id = await self.tenants.tenant_of(request, body)
        keyed = None if body is None else keyed_call(self.services, request, tenant_id, LOOPBACK_CLIENT, body)
        return Call(self.services, tenant_id, keyed, self.outside_pool, self.drawing_pool)

    def close(self) -> None:
        """Let go of the threads."""
        self.outside_pool.close()
        self.drawing_pool.close()


class DoorRoute(APIRoute):
    """A route behind the door."""

    def get_route_handler(self) -> Handler:
        """The route's handler, with everything that comes before it."""
        handle = super().get_route_handler()

        async def through_the_door(request: Request) -> Response:
            door: Door = request.app.state.door
            body = None
            if request.method == "POST":
                check_content_type(request)
                body = parse_object(await request.body())
                request = _ParsedRequest(request, body)
            call = request.state.call = await door.call(request, body)
            if call.keyed is None:
                return await handle(request)
            async with door.twins.turn(call.keyed.call):
                stored = await door.services.read_async(partial(call.keyed.find))
                return await (handle(request) if stored is None else self.again(call, stored))

        return through_the_door

    async def again(self, call: Call, stored: StoredAnswer) -> Response:
        """The answer to a call that repeats itself."""
        assert call.keyed is not None
        return answer(stored.body, stored.status)


def check_content_type(request: Request) -> None:
    """Raise 415 unless the body is said to be JSON in UTF-8."""
    values = request.headers.getlist("content-type")
    kind, _, parameters = values[0].partition(";") if len(values) == 1 else ("", "", "")
    charset = parameters.replace(" ", "").replace('"', "").lower()
    if kind.strip().lower() != JSON or charset not in {"", "charset=utf-8"}:
        raise ApiError(415, f"The Content-Type must be {JSON}.")


class _ParsedRequest(Request):
    """A request whose body was read and parsed by us, so that nothing parses it a second time in another way."""

    def __init__(self, request: Request, parsed: JsonObject) -> None:
        super().__init__(request.scope, request.receive)
        self._parsed = parsed

    async def body(self) -> bytes:
        """Not empty: the framework asks only that."""
        return b"{}"

    async def json(self) -> Any:
        """The parsed object."""
        return self._parsed
