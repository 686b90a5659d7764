"""The server's life: the port it tells, the port it is refused, and a clean end on SIGTERM."""

import signal
import socket
import subprocess
import sys

import pytest
from fastapi import FastAPI

from aurora_desk.api.server import ApiServer

PROGRAM = """
from fastapi import FastAPI
from aurora_desk.api.server import ApiServer

app = FastAPI(openapi_url=None)
ApiServer(app, "127.0.0.1", 0, ready=lambda port: print("port", port, flush=True)).run()
print("the store is closed", flush=True)
"""


@pytest.mark.parametrize("wish", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_its_owner_goes_on_to_the_end(wish: signal.Signals) -> None:
    with subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[1])
        with socket.create_connection(("127.0.0.1", port), timeout=10):
            process.send_signal(wish)
            rest = process.stdout.read()

    assert rest == "the store is closed\n"
    assert process.returncode == 0


def test_a_taken_port_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        ApiServer(FastAPI(), "127.0.0.1", taken.getsockname()[1], ready=lambda _: None)
