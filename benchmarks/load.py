"""A load of orders over HTTP: as many connections as asked for, each sending as soon as it is answered.

python benchmarks/load.py PORT CONNECTIONS SECONDS     prints requests a second and the slowest percent
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

BODY = json.dumps(
    {
        "customerID": 123,
        "items": [
            {"productID": 101, "quantity": 2, "price": 299.99},
            {"productID": 102, "quantity": 1, "price": 399.99},
            {"productID": 103, "quantity": 1},
        ],
    }
).encode()


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all values do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


async def _client(port: int, head: bytes, body: bytes, status: bytes, until: float, times: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while True:
        began = time.monotonic()
        writer.write(head + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        if not answer.startswith(b"HTTP/1.1 " + status):
            raise AssertionError(answer)
        times.append(time.monotonic() - began)
        if time.monotonic() >= until:
            break
    writer.close()


async def ask_all(port: int, path: str, body: bytes, status: int, connections: int, seconds: float) -> list[float]:
    """Ask one endpoint over many connections for a while; the seconds of each answer, at least one a connection."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    times: list[float] = []
    until = time.monotonic() + seconds
    clients = (_client(port, head, body, str(status).encode(), until, times) for _ in range(connections))
    await asyncio.gather(*clients)
    return times


def main() -> None:
    """Load a server and print what it did."""
    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    times = asyncio.run(ask_all(port, "/ecommerce/createOrder", BODY, 201, connections, seconds))
    print(
        f"{len(times) / seconds:.0f} orders/s from {connections} connections; "
        f"median {percentile(times, 0.5) * 1000:.1f} ms, p99 {percentile(times, 0.99) * 1000:.1f} ms",
        flush=True,
    )


if __name__ == "__main__":
    main()
