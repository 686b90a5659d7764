"""`expand[]`: an identifier in an answer gives way to the object it names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.shape import Json, public
from aurora_desk.simulator.state import State

EXPANDABLE: Mapping[str | None, Mapping[str, str]] = MappingProxyType(
    {
        "checkout.session": {"customer": "customer", "payment_intent": "payment_intent"},
        "payment_intent": {"customer": "customer", "latest_charge": "charge", "payment_method": "payment_method"},
        "charge": {"customer": "customer", "payment_intent": "payment_intent"},
        "refund": {"charge": "charge", "payment_intent": "payment_intent", "payment_method": "payment_method"},
        "terminal.reader": {"location": "terminal.location"},
        None: {"charge": "charge", "payment_intent": "payment_intent", "refund": "refund"},
    }
)
"""Fields by the kind of object they are in (None: the details of a reader's action), and what they name."""
DEEPEST = 4


def shown(state: State, stored: Json, params: Json) -> Json:
    """The object as it is answered to these parameters."""
    answer = public(stored)
    for path in params.get("expand", []):
        parts = path.split(".")
        if len(parts) > DEEPEST:
            raise _refused(path)
        _expand(state, answer, parts, path)
    return answer


def _expand(state: State, node: Any, parts: list[str], path: str) -> None:
    if node is None or not parts:
        return
    if isinstance(node, list):
        for one in node:
            _expand(state, one, parts, path)
        return
    name, rest = parts[0], parts[1:]
    if not isinstance(node, dict) or name not in node:
        raise _refused(path)
    kind = EXPANDABLE.get(node.get("object"), {}).get(name)
    if kind is None and not (rest and isinstance(node[name], dict | list | None)):
        raise _refused(path)
    if kind is not None and isinstance(node[name], str):
        found = state.find(kind, node[name])
        node[name] = None if found is None else public(found)
    _expand(state, node[name], rest, path)


def _refused(path: str) -> ApiError:
    return invalid(f"This property cannot be expanded ({path}).", param="expand")
