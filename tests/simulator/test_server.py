"""The simulator as a process: its address, its end, and what a crash leaves."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import stripe

from aurora_desk.simulator.seed import READER_ID
from aurora_desk.simulator.server import serve

from .running import TEST_KEY, running_simulator

PROGRAM = (
    "import sys; from pathlib import Path; from aurora_desk.simulator.server import serve;"
    "serve('127.0.0.1', 0, Path(sys.argv[1]), None)"
)


@contextmanager
def simulator_process(state_file: Path) -> Iterator[tuple[subprocess.Popen[str], stripe.StripeClient]]:
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(state_file)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            words = process.stdout.readline().split()
            assert words[:3] == ["Stripe", "simulator", "at"]
            yield process, stripe.StripeClient(TEST_KEY, base_addresses={"api": words[3]})
        finally:
            process.kill()


def test_what_was_answered_survives_a_crash(tmp_path: Path) -> None:
    state_file = tmp_path / "new folder" / "simulator.db"
    with simulator_process(state_file) as (process, client):
        waiting = client.v1.payment_intents.create(
            {"amount": 1000, "currency": "usd", "allowed_payment_method_types": ["card_present"]}
        )
        client.v1.terminal.readers.process_payment_intent(READER_ID, {"payment_intent": waiting.id})
        paid = client.v1.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
        client.v1.payment_intents.confirm(paid.id, {"payment_method": "pm_card_visa"})
        process.send_signal(signal.SIGKILL)
        process.wait(30)

    with simulator_process(state_file) as (_, client):
        assert client.v1.payment_intents.retrieve(paid.id).status == "succeeded"
        again = client.v1.payment_intents.create({"amount": 500, "currency": "usd"}, {"idempotency_key": "a"})
        assert again.id == paid.id
        client.v1.test_helpers.terminal.readers.present_payment_method(READER_ID)
        assert client.v1.payment_intents.retrieve(waiting.id).status == "succeeded"
        assert len(client.v1.terminal.readers.list().data) == 1


def test_two_servers_on_one_file_know_the_same(tmp_path: Path) -> None:
    state_file = tmp_path / "simulator.db"
    with running_simulator(state_file=state_file) as one, running_simulator(state_file=state_file) as other:
        first, second = (stripe.StripeClient(TEST_KEY, base_addresses={"api": base}) for base in (one, other))

        made = first.v1.payment_intents.create({"amount": 500, "currency": "usd"})

        assert second.v1.payment_intents.retrieve(made.id).amount == 500
        assert len(second.v1.terminal.readers.list().data) == 1


def test_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    with simulator_process(tmp_path / "simulator.db") as (process, client):
        client.v1.balance.retrieve()

        process.send_signal(signal.SIGTERM)

        assert process.wait(30) == 0


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve("127.0.0.1", taken.getsockname()[1], tmp_path / "simulator.db", None)

    assert list(tmp_path.iterdir()) == []
