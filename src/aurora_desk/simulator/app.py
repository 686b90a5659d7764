"""The HTTP application: Stripe's addresses below `/v1`, pages for people, and doors for tests."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from aurora_desk.simulator.api import Api, Call
from aurora_desk.simulator.connections import Breakable
from aurora_desk.simulator.controls import control_routes
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.faults import ANSWER_KINDS, Faults, Storm
from aurora_desk.simulator.pages import page_routes
from aurora_desk.simulator.seed import seed
from aurora_desk.simulator.shape import new_id
from aurora_desk.simulator.spoiling import Sleep, spoilt, whole
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

LARGEST_BODY = 256 * 1024


def create_app(
    state: State,
    *,
    clock: Callable[[], float] = time.time,
    pace: Pace | None = None,
    storm: Storm | None = None,
    sleep: Sleep = asyncio.sleep,
) -> Starlette:
    """The simulator on this store; a store without a reader gets one."""
    faults = Faults(storm)
    api = Api(state, clock, pace or Pace(), faults)
    with api.turn(new_id("req")) as turn:
        seed(turn)

    async def stripe(request: Request) -> Response:
        body = await request.body()
        raw_path: bytes = request.scope["raw_path"]
        call = Call(
            method=request.method,
            path=raw_path.decode("latin-1"),
            form=body.decode("utf-8", "replace") if request.method == "POST" else request.url.query,
            headers={name.lower(): value for name, value in request.headers.items()},
        )
        luck = api.luck(call)
        fault = luck.take(*ANSWER_KINDS)
        if fault is not None:
            return await spoilt(fault, partial(api.answer, call, luck), sleep)
        return whole(await run_in_threadpool(api.answer, call, luck))

    def refuse(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError), "it is registered for these"
        return PlainTextResponse(error.message, error.status)

    return Starlette(
        routes=[
            *page_routes(api, LARGEST_BODY),
            *control_routes(api, faults, LARGEST_BODY),
            Route("/v1/{rest:path}", stripe, methods=["GET", "POST", "DELETE"], max_body_size=LARGEST_BODY),
        ],
        exception_handlers={ApiError: refuse},
        middleware=[Middleware(Breakable)],
    )
