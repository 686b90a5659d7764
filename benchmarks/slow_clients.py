"""How others are served while many clients send their requests a byte at a time.

    python benchmarks/slow_clients.py [SLOW] [SECONDS]

300 clients trickle: a third their heads, a third a body of known length, a third a body in chunks; who is cut does not
come back. Beside them eight clients read and place orders. Prints how long these wait without and with the slow ones,
and how long the slow ones lived. Promised: p95 of the others under 250 ms, every slow client cut within 60 s
(docs/ARCHITECTURE.md, Measured).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator

from load import BODY as ORDER
from load import percentile
from serving import demo_folder, start_server, stop

OTHERS = 8
PAUSE_S = 0.05
"""Between two requests of one of the others: they are programs of a shop, not a load test."""


def head(port: int, path: str, length: int) -> bytes:
    """The head of a POST."""
    return (
        f"POST /ecommerce/{path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


def endless(kind: int, port: int) -> Iterator[bytes]:
    """What a slow client says, a piece a second: it never comes to an end by itself."""
    begin = head(port, "getOrder", 1000)
    if kind == 0:
        yield begin.partition(b"Content-Length")[0]
        while True:
            yield b"X"
    elif kind == 1:
        yield begin + b'{"orderID": '
        while True:
            yield b" "
    else:
        yield begin.replace(b"Content-Length: 1000", b"Transfer-Encoding: chunked")
        while True:
            yield b"1\r\n \r\n"


async def slow_client(kind: int, port: int, lived: list[float]) -> None:
    """Trickle until cut."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    cut = asyncio.create_task(reader.read())
    try:
        for piece in endless(kind, port):
            writer.write(piece)
            await writer.drain()
            done, _ = await asyncio.wait([cut], timeout=1)
            if done:
                break
    except OSError:
        pass
    lived.append(time.monotonic() - began)
    await asyncio.gather(cut, return_exceptions=True)
    writer.close()


async def other_client(port: int, until: float, times: list[float]) -> None:
    """Place an order, read it, and so on."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def ask(path: str, body: bytes) -> bytes:
        began = time.monotonic()
        writer.write(head(port, path, len(body)) + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        content = await reader.readexactly(length)
        times.append(time.monotonic() - began)
        assert answer.startswith(b"HTTP/1.1 20"), answer
        await asyncio.sleep(PAUSE_S)
        return content

    while time.monotonic() < until:
        placed = json.loads(await ask("createOrder", ORDER))
        await ask("getOrder", json.dumps({"orderID": placed["data"]["orderID"]}).encode())
    writer.close()


async def others(port: int, seconds: float) -> list[float]:
    """How long each request of the others took."""
    times: list[float] = []
    until = time.monotonic() + seconds
    await asyncio.gather(*(other_client(port, until, times) for _ in range(OTHERS)))
    return times


async def measure(port: int, slow: int, seconds: float) -> None:
    """Measure both in one run and print the comparison."""
    alone = await others(port, seconds)
    lived: list[float] = []
    crowd = [asyncio.create_task(slow_client(number % 3, port, lived)) for number in range(slow)]
    await asyncio.sleep(1)  # all of them are connected
    beside = await others(port, seconds)
    await asyncio.gather(*crowd)
    for name, times in (("others alone", alone), (f"others beside {slow} slow", beside)):
        print(
            f"{name:<26} p50 {percentile(times, 0.5) * 1000:6.1f} ms   p95 {percentile(times, 0.95) * 1000:6.1f} ms   "
            f"({len(times)} requests)"
        )
    p95 = percentile(beside, 0.95)
    print(f"p95 beside / alone: {p95 / percentile(alone, 0.95):.1f}x; promised under 250 ms: {p95 * 1000:.1f} ms")
    print(f"slow clients lived {min(lived):.1f} to {max(lived):.1f} s; promised: all cut within 60 s: {len(lived)} cut")


def main() -> None:
    """Serve a demo store and measure on it."""
    slow = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    with demo_folder() as folder:
        server, port, _ = start_server(folder)
        try:
            asyncio.run(measure(port, slow, seconds))
        finally:
            stop(server)


if __name__ == "__main__":
    main()
