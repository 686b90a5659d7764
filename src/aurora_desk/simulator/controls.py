"""The doors outside `/v1` that tests and storms steer the simulator by.

`faults` says what `/faults` takes. `POST /clock` with `advance_s` moves the simulator's clock forward, and all happens
that is due by then (holds expire, refunds fail late, sessions end); `GET /clock` gives its time, `now`.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from aurora_desk.simulator.api import Api
from aurora_desk.simulator.clock import ADVANCE
from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.faults import KINDS, STATUSES, Faults, Storm, defaults
from aurora_desk.simulator.keys import check_secret_key
from aurora_desk.simulator.local import check_from_here
from aurora_desk.simulator.params import Choice, Decimals, Fields, Flag, Integer, ListOf, Text, decode_form
from aurora_desk.simulator.shape import Json, new_id

SECONDS = Decimals(0, 3600)
FAULT = Fields(
    {
        "acts": Flag(),
        "amount": Integer(1),
        "charged": Flag(),
        "code": Text(),
        "decline_code": Text(),
        "operation": Text(),
        "reader": Text(),
        "seconds": SECONDS,
        "should_retry": Flag(),
        "skip": Integer(0),
        "status": Integer(200, 599),
        "stored": Flag(),
        "times": Integer(1),
        "what": Choice(KINDS),
        "when": Choice(("before", "after")),
    },
    required=["what"],
)
STORM = Fields(
    {
        "kinds": ListOf(Choice(KINDS)),
        "operation": Text(),
        "seconds": SECONDS,
        "seed": Integer(),
        "share": Decimals(0, 1),
    },
    required=["seed", "share"],
)


def control_routes(api: Api, faults: Faults, largest_body: int) -> list[Route]:
    """`/faults` and `/clock`, for a test key from this computer."""

    async def change_faults(request: Request) -> Json:
        if request.method == "POST":
            return _set(faults, await sent(request))
        if request.method == "DELETE":
            faults.clear()
        return faults.show()

    async def change_clock(request: Request) -> Json:
        by_s = ADVANCE.read(await sent(request))["advance_s"] if request.method == "POST" else 0
        return {"now": await run_in_threadpool(api.advance_clock, by_s)}

    def route(path: str, methods: list[str], run: Callable[[Request], Awaitable[Json]]) -> Route:
        async def control(request: Request) -> Response:
            try:
                check_from_here(request)
                check_secret_key(request.headers.get("authorization", ""))
                return JSONResponse(await run(request))
            except ApiError as error:
                return JSONResponse(error.body(new_id("req")), error.status)

        return Route(path, control, methods=methods, max_body_size=largest_body)

    return [
        route("/faults", ["GET", "POST", "DELETE"], change_faults),
        route("/clock", ["GET", "POST"], change_clock),
    ]


async def sent(request: Request) -> Json:
    """The parameters of a form or of JSON, both as a form would have them."""
    body = (await request.body()).decode("utf-8", "replace")
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return decode_form(body)
    try:
        asked = _as_form(json.loads(body))
    except ValueError:
        raise invalid("This is not JSON.") from None
    if not isinstance(asked, dict):
        raise invalid("This is not a JSON object.")
    return asked


def _set(faults: Faults, asked: Json) -> Json:
    if "seed" in asked:
        read = STORM.read(asked)
        kinds = {"kinds": tuple(read["kinds"])} if read.get("kinds") else {}
        storm = Storm(**(read | kinds))
        faults.begin_storm(storm if storm.share else None)
        return faults.show()
    read = FAULT.read(asked)
    _check_status(read)
    return faults.add(replace(defaults(read["what"]), **read))


def _check_status(read: Json) -> None:
    allowed = {"status": STATUSES, "html": (502, 200)}.get(read["what"], ())
    if "status" in read and read["status"] not in allowed:
        raise invalid(f"A fault {read['what']} has one of the statuses {allowed}.", param="status")
    if "stored" in read and read["what"] != "status":
        raise invalid("Only a fault `status` can be stored.", param="stored")


def _as_form(value: Any) -> Any:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return {name: _as_form(one) for name, one in value.items() if one is not None}
        case list():
            return {str(index): _as_form(one) for index, one in enumerate(value)}
        case float():
            return f"{value:f}"
        case _:
            return str(value)
