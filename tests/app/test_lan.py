"""Callers on another computer: a network namespace of the test's own, joined to this one by a virtual cable.

It takes Linux, root and iproute2; elsewhere `tests/api/test_access.py` tests the same rules without a network.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.programs import Programs

_ASK = """
import http.client, json, sys
address, port, method, path, headers, body = json.loads(sys.argv[1])
connection = http.client.HTTPConnection(address, port, timeout=20)
try:
    connection.request(method, path, body, headers)
    print(connection.getresponse().status)
except ConnectionRefusedError:
    print(0)
"""
REFUSED = 0


@dataclass(frozen=True)
class OtherComputer:
    """A computer that reaches this one under `address`."""

    name: str
    address: str

    def status(self, port: int, path: str, *, key: str = "", host: str = "", body: object = None) -> int:
        """The status of an answer to a request made there; 0 where the connection is refused."""
        headers = {"Content-Type": "application/json"} if body is not None else {}
        headers |= {"Authorization": f"Bearer {key}"} if key else {}
        headers |= {"Host": host} if host else {}
        method, text = ("GET", None) if body is None else ("POST", json.dumps(body))
        asked = json.dumps([self.address, port, method, path, headers, text])
        command = ["ip", "netns", "exec", self.name, sys.executable, "-c", _ASK, asked]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return int(done.stdout)


def _ip(*arguments: str) -> bool:
    return subprocess.run(["ip", *arguments], capture_output=True, timeout=20, check=False).returncode == 0


@pytest.fixture
def other_computer() -> Iterator[OtherComputer]:
    """Another computer on a network of two."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("a network namespace takes Linux, root and iproute2")
    number = os.getpid() % 16_000
    name, ours, theirs = f"aurora{number}", f"au{number}a", f"au{number}b"
    # From 198.18.0.0/15, which is kept for tests of networks: four addresses for each process of the tests.
    block = f"198.{18 + number // 8_000}.{number % 8_000 // 64 + 64}.{number % 64 * 4}"
    first, _, last = block.rpartition(".")
    here, there = f"{first}.{int(last) + 1}", f"{first}.{int(last) + 2}"
    if not _ip("netns", "add", name):
        pytest.skip("this machine lets nobody make network namespaces")
    try:
        joined = (
            _ip("link", "add", ours, "type", "veth", "peer", "name", theirs)
            and _ip("link", "set", theirs, "netns", name)
            and _ip("addr", "add", f"{here}/30", "dev", ours)
            and _ip("link", "set", ours, "up")
            and _ip("-n", name, "addr", "add", f"{there}/30", "dev", theirs)
            and _ip("-n", name, "link", "set", theirs, "up")
        )
        if not joined:
            pytest.skip("this machine has no virtual network devices")
        yield OtherComputer(name, here)
    finally:
        _ip("link", "del", ours)
        _ip("netns", "del", name)


def serve(programs: Programs, folder: Path) -> int:
    return int(programs.serve(folder).address.rpartition(":")[2])


def owner(programs: Programs, folder: Path, *arguments: str) -> list[str]:
    done = programs.run(*arguments, "--data-dir", folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


GET_ORDER = "/ecommerce/getOrder"
UNKNOWN_ORDER = {"orderID": 1}
"""Whoever is let in is told that there is none: 404."""


def test_while_lan_access_is_off_another_computer_gets_nothing(
    programs: Programs, demo_folder: Path, other_computer: OtherComputer
) -> None:
    port = serve(programs, demo_folder)
    assert other_computer.status(port, "/health") == REFUSED
    owner(programs, demo_folder, "lan", "paired")
    assert other_computer.status(port, "/health") == REFUSED  # until it is started again


def test_another_computer_needs_the_key_that_it_was_paired_with(
    programs: Programs, demo_folder: Path, other_computer: OtherComputer
) -> None:
    owner(programs, demo_folder, "lan", "paired")
    port = serve(programs, demo_folder)

    assert other_computer.status(port, "/health") == 200
    assert other_computer.status(port, GET_ORDER, body=UNKNOWN_ORDER) == 401
    key = owner(programs, demo_folder, "clients", "pair", "kiosk")[0]
    assert other_computer.status(port, GET_ORDER, body=UNKNOWN_ORDER, key=key) == 404
    assert other_computer.status(port, GET_ORDER, body={**UNKNOWN_ORDER, "appID": 43}, key=key) == 403
    assert other_computer.status(port, "/ecommerce/products", key=key) == 200
    assert other_computer.status(port, "/ecommerce/products", key=key, host=f"evil.example:{port}") == 403
    owner(programs, demo_folder, "clients", "revoke", "kiosk")
    assert other_computer.status(port, GET_ORDER, body=UNKNOWN_ORDER, key=key) == 401


def test_an_open_network_needs_no_key(programs: Programs, demo_folder: Path, other_computer: OtherComputer) -> None:
    owner(programs, demo_folder, "lan", "open")
    port = serve(programs, demo_folder)

    assert other_computer.status(port, GET_ORDER, body=UNKNOWN_ORDER) == 404
    assert other_computer.status(port, "/ecommerce/products") == 200
    assert other_computer.status(port, "/ecommerce/products", host=f"evil.example:{port}") == 403
