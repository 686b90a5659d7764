"""Where `serve` listens: on this computer alone until its owner lets others call."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from app.programs import Programs, assert_one_sentence, everything_in
from app.test_child import until
from aurora_desk.app.child import ApiChild
from aurora_desk.app.listening import EVERYWHERE, host_here, is_loopback, listening_host
from aurora_desk.app.options import StartError
from aurora_desk.domain.access import LanAccess
from aurora_desk.gui.shell.health import ApiCondition

OTHER_LOOPBACK = "127.0.0.2"
"""Reached only where a server listens on more than 127.0.0.1."""


def answers_at(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError:
        return False
    return True


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@pytest.mark.parametrize("lan", [LanAccess.PAIRED, LanAccess.OPEN])
def test_what_the_owner_allows_decides_where_nothing_is_asked_for(lan: LanAccess) -> None:
    assert listening_host(None, LanAccess.OFF) == "127.0.0.1"
    assert listening_host(None, lan) == EVERYWHERE
    assert listening_host("127.0.0.1", lan) == "127.0.0.1"
    assert listening_host("::", lan) == "::"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "fe80::1", "255.255.255.255"])
def test_a_host_beyond_this_computer_is_refused_while_lan_access_is_off(host: str) -> None:
    with pytest.raises(StartError, match="lan paired"):
        listening_host(host, LanAccess.OFF)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_the_names_of_this_computer_are_loopback(host: str) -> None:
    assert is_loopback(host)
    assert listening_host(host, LanAccess.OFF) == host


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("localhost", "localhost"),
        ("192.0.2.1", "192.0.2.1"),
    ],
)
def test_the_address_that_is_told_is_one_that_this_computer_can_ask(host: str, here: str) -> None:
    assert host_here(host) == here


def test_serve_refuses_a_host_beyond_this_computer_and_changes_nothing(
    programs: Programs, demo_folder: Path, tmp_path: Path
) -> None:
    before = everything_in(demo_folder)["store.db"]
    result = programs.run("serve", "--data-dir", demo_folder, "--port", 0, "--host", "0.0.0.0")
    assert "lan paired" in assert_one_sentence(result, 1)
    assert everything_in(demo_folder)["store.db"] == before

    new = tmp_path / "new"
    assert_one_sentence(programs.run("serve", "--demo", "--data-dir", new, "--port", 0, "--host", "0.0.0.0"), 1)
    assert not (new / "store.db").exists()


def test_serve_listens_beyond_this_computer_once_its_owner_pairs_and_warns_once(
    programs: Programs, demo_folder: Path
) -> None:
    closed = programs.serve(demo_folder)
    assert not answers_at(OTHER_LOOPBACK, port_of(closed.address))
    assert closed.end() == 0

    assert programs.run("lan", "paired", "--data-dir", demo_folder).returncode == 0
    opened = programs.serve(demo_folder)

    assert opened.address.startswith("http://127.0.0.1:")
    assert opened.address in (demo_folder / "serve.json").read_text()
    assert answers_at(OTHER_LOOPBACK, port_of(opened.address))
    assert (programs.home / "programs.log").read_text().count("WITHOUT encryption") == 1
    assert opened.end() == 0

    only_here = programs.serve(demo_folder, "--host", "127.0.0.1")
    assert not answers_at(OTHER_LOOPBACK, port_of(only_here.address))
    assert (programs.home / "programs.log").read_text().count("WITHOUT encryption") == 1


def test_the_desks_child_follows_its_owner_too(programs: Programs, demo_folder: Path) -> None:
    assert programs.run("lan", "open", "--data-dir", demo_folder).returncode == 0
    child = ApiChild(["--data-dir", str(demo_folder), "--port", "0"], {})
    child.start()
    try:
        until(lambda: child.state().condition is ApiCondition.RUNNING)
        assert child.address.startswith("http://127.0.0.1:")
        assert answers_at(OTHER_LOOPBACK, port_of(child.address))
    finally:
        child.close()
