"""Connections that break: closed without an answer, or in the middle of one."""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


class BrokenConnectionError(Exception):
    """Raised by an endpoint to close the connection; of `answer`, if there is one, the first half is sent before."""

    def __init__(self, answer: Response | None = None) -> None:
        super().__init__("The connection is closed on purpose.")
        self.answer = answer


class Breakable:
    """Closes the connection where the application inside asks for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; a broken connection gets no end of its answer, and nothing is logged about it."""
        try:
            await self._app(scope, receive, send)
        except BrokenConnectionError as broken:
            if broken.answer is not None:
                await _send_half(broken.answer, send)
            # ASGI has no word for it. uvicorn hands out the methods of its cycle of one request, which has the
            # connection; leaving without an answer would have it send a 500 of its own.
            receive.__self__.transport.close()  # type: ignore[attr-defined]
            while (await receive())["type"] != "http.disconnect":
                pass


async def _send_half(answer: Response, send: Send) -> None:
    start = {"type": "http.response.start", "status": answer.status_code, "headers": answer.raw_headers}
    await send(start)
    half = bytes(answer.body)[: len(answer.body) // 2]
    await send({"type": "http.response.body", "body": half, "more_body": True})
