"""The HTTP application: Stripe's addresses below `/v1`, and the customer's page."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from aurora_desk.simulator import page
from aurora_desk.simulator.api import Api, Call
from aurora_desk.simulator.connections import Breakable
from aurora_desk.simulator.controls import control_routes
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.faults import ANSWER_KINDS, Faults, Storm
from aurora_desk.simulator.local import check_from_here
from aurora_desk.simulator.seed import seed
from aurora_desk.simulator.shape import new_id
from aurora_desk.simulator.spoiling import Sleep, spoilt, whole
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
}
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

    def show(request: Request) -> Response:
        check_from_here(request)
        with api.turn(new_id("req")) as turn:
            return HTMLResponse(page.page(turn), headers=PAGE_HEADERS)

    def act(request: Request) -> Response:
        check_from_here(request)
        params = request.path_params
        with api.turn(new_id("req")) as turn:
            known = page.act(turn, params["kind"], params["object_id"], params["deed"])
        return RedirectResponse("/", 303) if known else PlainTextResponse("There is no such button.", 404)

    def refuse(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError), "it is registered for these"
        return PlainTextResponse(error.message, error.status)

    return Starlette(
        routes=[
            Route("/", show, methods=["GET"]),
            Route("/customer/{kind}/{object_id}/{deed}", act, methods=["POST"]),
            *control_routes(api, faults, LARGEST_BODY),
            Route("/v1/{rest:path}", stripe, methods=["GET", "POST", "DELETE"], max_body_size=LARGEST_BODY),
        ],
        exception_handlers={ApiError: refuse},
        middleware=[Middleware(Breakable)],
    )
