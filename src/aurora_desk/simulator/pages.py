"""The pages for people: the simulator's own, and those of Checkout Sessions."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from aurora_desk.simulator import deeds, hosted_page, page
from aurora_desk.simulator.api import Api
from aurora_desk.simulator.local import check_from_here
from aurora_desk.simulator.params import decode_form
from aurora_desk.simulator.sessions import KIND
from aurora_desk.simulator.shape import new_id
from aurora_desk.simulator.turn import Turn


def page_routes(api: Api, largest_body: int) -> list[Route]:
    """`/` and `/pay/…`, with the buttons on them."""

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

    return [
        Route("/", show, methods=["GET"]),
        Route("/customer/{kind}/{object_id}/{deed}", act, methods=["POST"], max_body_size=largest_body),
        Route("/pay/{session_id}", show_session, methods=["GET"]),
        Route("/pay/{session_id}/{deed}", act_on_session, methods=["POST"]),
    ]


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
