"""The way a request takes to its route: strict JSON, the tenant, the idempotency key, then the route."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from aurora_desk.api.address_limits import FailedLogins, MailsAsked
from aurora_desk.api.call import Call, answer
from aurora_desk.api.callers import caller_of
from aurora_desk.api.errors import JSON, ApiError
from aurora_desk.api.once import Twins, keyed_call
from aurora_desk.api.pools import BoundedPool
from aurora_desk.api.strict_json import JsonObject, parse_object
from aurora_desk.api.tenancy import AccessBook
from aurora_desk.domain.idempotency import StoredAnswer
from aurora_desk.services.facade import Services

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Door:
    """What all requests share."""

    def __init__(self, services: Services, *, mail_is_set_up: bool) -> None:
        self.services, self.mail_is_set_up = services, mail_is_set_up
        self.book = AccessBook(services)
        self.twins = Twins()
        self.outside_pool = BoundedPool("outside", threads=8, waiting=32)
        self.drawing_pool = BoundedPool("drawing", threads=2, waiting=32)
        self.hashing_pool = BoundedPool("hashing", threads=1, waiting=16)
        self.failed_logins = FailedLogins()
        self.mails_asked = MailsAsked()

    async def call(self, request: Request, body: JsonObject | None, route: DoorRoute) -> Call:
        """The call that a request makes on a route."""
        caller = caller_of(request.scope)
        tenant_id = await self.book.tenant_of(request, caller, body)
        if not route.tenant_is_found_later:
            await self.book.check_origin(request, tenant_id)
        keyed = None
        if route.takes_key and body is not None:
            keyed = keyed_call(self.services, request, tenant_id, caller.client_id, body)
        return Call(self.services, tenant_id, caller, keyed, self)

    def close(self) -> None:
        """Let go of the threads."""
        self.outside_pool.close()
        self.drawing_pool.close()
        self.hashing_pool.close()


class DoorRoute(APIRoute):
    """A route behind the door."""

    takes_key = True
    """Whether an Idempotency-Key counts on this route."""
    tenant_is_found_later = False
    """Whether something in the body finds the tenant; then the route asks whether the page may speak to it."""

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
            call = request.state.call = await door.call(request, body, self)
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


class AccountRoute(DoorRoute):
    """A route on which an Idempotency-Key is ignored: what comes in holds a password."""

    takes_key = False


class TokenRoute(AccountRoute):
    """An account's route whose token finds the tenant."""

    tenant_is_found_later = True


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
