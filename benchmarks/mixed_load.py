"""A shop's network: of five requests four read and one orders, at a steady pace, from a process of low priority.

python benchmarks/mixed_load.py PORT REQUESTS_A_SECOND     until it is told to end; then it prints what was reached
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time

CONNECTIONS = 16
PRODUCTS = "/ecommerce/products?search=willow"
GET_ORDER = json.dumps({"orderID": 5001}).encode()
ORDER = json.dumps({"items": [{"productID": 1005, "quantity": 1}, {"productID": 1012, "quantity": 2}]}).encode()


def _requests(port: int) -> list[bytes]:
    """Four reads and a write."""
    head = f"Host: 127.0.0.1:{port}\r\n"
    read = _post(head, "/ecommerce/getOrder", GET_ORDER)
    search = f"GET {PRODUCTS} HTTP/1.1\r\n{head}\r\n".encode()
    return [read, read, search, read, _post(head, "/ecommerce/createOrder", ORDER)]


def _post(head: str, path: str, body: bytes) -> bytes:
    lines = f"POST {path} HTTP/1.1\r\n{head}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return lines.encode() + body


async def _client(port: int, number: int, pace_s: float, ended: asyncio.Event, answered: list[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    requests = _requests(port)
    due = time.monotonic() + number * pace_s / CONNECTIONS
    while not ended.is_set():
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        due = max(due + pace_s, time.monotonic() - 1)
        writer.write(requests[len(answered) % len(requests)])
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        answered.append(int(head[9:12]))
    writer.close()


async def _run(port: int, rate: float) -> list[int]:
    answered: list[int] = []
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    await asyncio.gather(*(_client(port, n, CONNECTIONS / rate, ended, answered) for n in range(CONNECTIONS)))
    return answered


def main() -> None:
    """Send, and say how many were answered."""
    os.nice(10)
    port, rate, began = int(sys.argv[1]), float(sys.argv[2]), time.monotonic()
    answered = asyncio.run(_run(port, rate))
    seconds = time.monotonic() - began
    failed = sum(status >= 400 for status in answered)
    print(f"{len(answered) / seconds:.0f} requests/s of {rate:.0f} asked for, {failed} refused", flush=True)


if __name__ == "__main__":
    main()
