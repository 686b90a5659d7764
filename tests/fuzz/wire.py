"""A connection that sends whatever it is given, and reads what comes back without trusting it."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

LONGEST_WAIT_S = 30.0
_SILENCE_S = 0.2
_LARGEST = 32 * 2**20


class HangError(Exception):
    """A whole request has had no answer for 30 seconds."""


@dataclass(frozen=True)
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Heard:
    """What came back for what was sent, and whether the server ended the connection."""

    answers: tuple[Answer, ...]
    ended: bool


class Line:
    """One connection at a time to a server, opened again whenever it ended."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, request: bytes, *, has_body: bool = True) -> Heard:
        """Send one whole request and hear its answer; an ended connection without one is heard as none."""
        await self._send(request)
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                answer = await self._answer(has_body=has_body)
        except TimeoutError:
            await self.close()
            raise HangError from None
        except (asyncio.IncompleteReadError, ConnectionError):
            await self.close()
            return Heard((), ended=True)
        if answer.headers.get("connection", "").lower() == "close" or _streams(answer):
            await self.close()
        return Heard((answer,), ended=self._writer is None)

    async def provoke(self, noise: bytes, *, patience_s: float = _SILENCE_S) -> Heard:
        """Send bytes on a connection of their own, and hear what is said to them until it ends or is silent."""
        await self.close()
        await self._send(noise)
        answers: list[Answer] = []
        ended = False
        try:
            while True:
                async with asyncio.timeout(patience_s):
                    answers.append(await self._answer(has_body=True))
        except TimeoutError:
            pass  # it waits for the rest of a request, as it may
        except (asyncio.IncompleteReadError, ConnectionError):
            ended = True
        await self.close()
        return Heard(tuple(answers), ended)

    async def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
            with contextlib.suppress(OSError):
                await self._writer.wait_closed()
        self._reader = self._writer = None

    async def _send(self, data: bytes) -> None:
        if self._writer is None or self._reader is None or self._reader.at_eof():
            await self.close()
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port, limit=_LARGEST)
        with contextlib.suppress(ConnectionError):  # refused before it was all sent: the answer tells
            self._writer.write(data)
            await self._writer.drain()

    async def _answer(self, *, has_body: bool) -> Answer:
        assert self._reader is not None
        head = await self._reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        status = int(first.split()[1])
        if 100 <= status < 200:
            return await self._answer(has_body=has_body)
        body = b""
        if has_body and status not in (204, 304):
            body = await self._body(headers)
        return Answer(status, headers, body)

    async def _body(self, headers: dict[str, str]) -> bytes:
        assert self._reader is not None
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        body = b""
        while True:
            size = int(await self._reader.readuntil(b"\r\n"), 16)
            body += (await self._reader.readexactly(size + 2))[:-2]
            if size == 0 or "event-stream" in headers.get("content-type", ""):
                return body


def _streams(answer: Answer) -> bool:
    return "event-stream" in answer.headers.get("content-type", "")
