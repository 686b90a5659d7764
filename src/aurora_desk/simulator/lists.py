"""Pages of objects: newest first, a cursor in either direction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from types import MappingProxyType

from aurora_desk.simulator.errors import invalid
from aurora_desk.simulator.expand import shown
from aurora_desk.simulator.params import EXPAND, Integer, Kind, Text, Window
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

PAGING: Mapping[str, Kind] = MappingProxyType(
    {"limit": Integer(1, 100), "starting_after": Text(), "ending_before": Text(), "expand": EXPAND}
)
DATED: Mapping[str, Kind] = MappingProxyType({**PAGING, "created": Window()})
USUAL_LIMIT = 10


def page(turn: Turn, kind: str, url: str, params: Json, *, keep: Callable[[Json], bool] | None = None) -> Json:
    """One page of the objects of a kind for which `keep` is true."""
    limit = params.get("limit", USUAL_LIMIT)
    after, before, window = params.get("starting_after"), params.get("ending_before"), params.get("created")
    if after and before:
        raise invalid("You can only use one of starting_after and ending_before.", code="parameters_exclusive")
    for name in ("starting_after", "ending_before"):
        if name in params:
            turn.get(kind, params[name], param=name)
    found: Iterable[Json] = (
        turn.state.oldest_first(kind, after=before, window=window)
        if before
        else turn.state.newest_first(kind, before=after, window=window)
    )
    rows = list(islice(filter(keep, found) if keep else found, limit + 1))
    data = rows[:limit]
    if before:
        data.reverse()
    answer = {"object": "list", "data": data, "has_more": len(rows) > limit, "url": url}
    return shown(turn.state, answer | {"data": [shown(turn.state, row, {}) for row in data]}, params)


def matching(params: Json, *names: str) -> Callable[[Json], bool]:
    """Keeps objects whose fields equal the given parameters among `names`."""
    wanted = {name: params[name] for name in names if name in params}
    return lambda stored: all(stored[name] == value for name, value in wanted.items())
