"""Doors for this computer only."""

from __future__ import annotations

from starlette.requests import Request

from aurora_desk.simulator.errors import ApiError

LOOPBACK = frozenset(["127.0.0.1", "localhost", "[::1]"])


def check_from_here(request: Request) -> None:
    """Let in who asks from this computer, and no page of some other site through the browser."""
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
    origin = request.headers.get("origin")
    if name not in LOOPBACK or origin not in (None, f"http://{host}"):
        raise ApiError(403, "This page is for this computer only.")
