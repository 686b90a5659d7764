"""The HTTP application: Stripe's addresses below `/v1`, and the customer's page."""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from aurora_desk.simulator import page
from aurora_desk.simulator.api import Api, Call
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.seed import seed
from aurora_desk.simulator.shape import new_id
from aurora_desk.simulator.state import State
from aurora_desk.simulator.turn import Pace

LOOPBACK = frozenset(["127.0.0.1", "localhost", "[::1]"])
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
}
LARGEST_BODY = 256 * 1024


def create_app(state: State, *, clock: Callable[[], float] = time.time, pace: Pace | None = None) -> Starlette:
    """The simulator on this store; a store without a reader gets one."""
    api = Api(state, clock, pace or Pace())
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
        answer = await run_in_threadpool(api.answer, call)
        return Response(answer.body, answer.status, answer.headers, media_type="application/json")

    def show(request: Request) -> Response:
        if not _from_here(request):
            return PlainTextResponse("This page is for this computer only.", 403)
        with api.turn(new_id("req")) as turn:
            return HTMLResponse(page.page(turn), headers=PAGE_HEADERS)

    def act(request: Request) -> Response:
        if not _from_here(request):
            return PlainTextResponse("This page is for this computer only.", 403)
        params = request.path_params
        try:
            with api.turn(new_id("req")) as turn:
                known = page.act(turn, params["kind"], params["object_id"], params["deed"])
        except ApiError as error:
            return PlainTextResponse(error.message, error.status)
        return RedirectResponse("/", 303) if known else PlainTextResponse("There is no such button.", 404)

    return Starlette(
        routes=[
            Route("/", show, methods=["GET"]),
            Route("/customer/{kind}/{object_id}/{deed}", act, methods=["POST"]),
            Route("/v1/{rest:path}", stripe, methods=["GET", "POST", "DELETE"], max_body_size=LARGEST_BODY),
        ]
    )


def _from_here(request: Request) -> bool:
    """Whether a person on this computer asks, and not a page of some other site through the browser."""
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    origin = request.headers.get("origin")
    return name in LOOPBACK and origin in (None, f"http://{host}")
