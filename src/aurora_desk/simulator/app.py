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

from aurora_desk.simulator import deeds, hosted_page, page
from aurora_desk.simulator.api import Api, Call
from aurora_desk.simulator.connections import Breakable
from aurora_desk.simulator.controls import control_routes
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.faults import ANSWER_KINDS, Faults, Storm
from aurora_desk.simulator.local import check_from_here
from aurora_desk.simulator.params import decode_form
from aurora_desk.simulator.seed import seed
from aurora_desk.simulator.sessions import KIND
from aurora_desk.simulator.shape import new_id
from aurora_desk.simulator.spoiling import Sleep, spoilt, whole
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace, Turn

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
            return HTMLResponse(page.page(turn), headers=_page_headers())

    async def act(request: Request) -> Response:
        check_from_here(request)
        form = decode_form((await request.body()).decode("utf-8", "replace"))

        def do() -> bool:
            with api.turn(new_id("req")) as turn:
                return deeds.act(turn, form=form, **request.path_params)

        known = await run_in_threadpool(do)
        return RedirectResponse("/", 303) if known else PlainTextResponse("There is no such button.", 404)

    def show_session(request: Request) -> Response:
        check_from_here(request)
        with api.turn(new_id("req")) as turn:
            return _pay_page(turn, request.path_params["session_id"])

    def act_on_session(request: Request) -> Response:
        check_from_here(request)
        session_id = request.path_params["session_id"]
        with api.turn(new_id("req")) as turn:
            target, told = hosted_page.act(turn, session_id, request.path_params["deed"])
            return _pay_page(turn, session_id, told) if target is None else RedirectResponse(target, 303)

    def refuse(_request: Request, error: Exception) -> Response:
        assert isinstance(error, ApiError), "it is registered for these"
        return PlainTextResponse(error.message, error.status)

    return Starlette(
        routes=[
            Route("/", show, methods=["GET"]),
            Route("/customer/{kind}/{object_id}/{deed}", act, methods=["POST"], max_body_size=LARGEST_BODY),
            Route("/pay/{session_id}", show_session, methods=["GET"]),
            Route("/pay/{session_id}/{deed}", act_on_session, methods=["POST"]),
            *control_routes(api, faults, LARGEST_BODY),
            Route("/v1/{rest:path}", stripe, methods=["GET", "POST", "DELETE"], max_body_size=LARGEST_BODY),
        ],
        exception_handlers={ApiError: refuse},
        middleware=[Middleware(Breakable)],
    )


def _pay_page(turn: Turn, session_id: str, told: str | None = None) -> Response:
    targets = hosted_page.allowed_targets(turn.get(KIND, session_id))
    return HTMLResponse(hosted_page.pay_page(turn, session_id, told=told), headers=_page_headers(targets))


def _page_headers(targets: str = "'self'") -> dict[str, str]:
    """No scripts, nothing from elsewhere; forms post, and lead on, to these targets only."""
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; form-action {targets}; "
        "frame-ancestors 'none'; base-uri 'none'",
        "Cache-Control": "no-store",
    }
