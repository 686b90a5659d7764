"""Answers as they arrive when something goes wrong on their way."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Protocol

from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from aurora_desk.simulator.api import Answer
from aurora_desk.simulator.connections import BrokenConnectionError
from aurora_desk.simulator.faults import Fault
from aurora_desk.simulator.refusals import refusal
from aurora_desk.simulator.shape import new_id

HTML = "<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>"


Sleep = Callable[[float], Awaitable[None]]


class Doing(Protocol):
    """Does the call and answers it; a stored fault is answered in place of what came of it."""

    def __call__(self, stored_fault: Fault | None = None, /) -> Answer: ...


def whole(answer: Answer) -> Response:
    """The answer as it should arrive."""
    return Response(answer.body, answer.status, answer.headers, media_type="application/json")


async def spoilt(fault: Fault, do: Doing, sleep: Sleep) -> Response:
    """The answer as the fault leaves it; raises `BrokenConnectionError` where nothing whole arrives."""
    if not fault.takes_effect:
        await sleep(fault.seconds)
    answer = await _done(fault, do)
    if fault.takes_effect:
        await sleep(fault.seconds)
    response = _response(fault, answer)
    if fault.should_retry is not None:
        response.headers["Stripe-Should-Retry"] = str(fault.should_retry).lower()
    return response


async def _done(fault: Fault, do: Callable[[Fault | None], Answer]) -> Answer | None:
    if fault.stored:
        return await run_in_threadpool(do, fault)
    return await run_in_threadpool(do, None) if fault.takes_effect or fault.what == "delay" else None


def _response(fault: Fault, answer: Answer | None) -> Response:
    match fault.what:
        case "html":
            return HTMLResponse(HTML, fault.status)
        case "status" if answer is None or not fault.stored:
            request_id = new_id("req") if answer is None else answer.headers["Request-Id"]
            body = json.dumps(refusal(fault.status).body(request_id))
            return Response(body, fault.status, {"Request-Id": request_id}, media_type="application/json")
        case "lost_request" | "lost_answer":
            raise BrokenConnectionError
    assert answer is not None, "all other faults let the call be done"
    if fault.what == "cut":
        raise BrokenConnectionError(whole(answer))
    return whole(answer)
