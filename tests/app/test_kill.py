"""The power goes: what was answered is there, once, and what was not answered can be asked again."""

from __future__ import annotations

import random
import signal
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import sqlcipher3.dbapi2

from app.programs import Program, Programs
from aurora_desk.app.opening import look, open_services
from aurora_desk.store.creating import Place

CALLERS = 6
BODY = {"items": [{"productID": 103, "quantity": 1}, {"productID": 104, "quantity": 2}]}


@dataclass
class Caller:
    """A program that places orders, each under a key of its own, until nobody answers."""

    name: str
    asked: list[str] = field(default_factory=list)
    answered: dict[str, int] = field(default_factory=dict)

    def place(self, client: httpx.Client, key: str) -> int:
        """createOrder; the number of the order."""
        answer = client.post("/ecommerce/createOrder", json=BODY, headers={"Idempotency-Key": key})
        assert answer.status_code == httpx.codes.CREATED, answer.text
        return int(answer.json()["data"]["orderID"])

    def go_on(self, address: str) -> None:
        """Place orders until the connection breaks."""
        with httpx.Client(base_url=address, timeout=30) as client:
            try:
                while True:
                    key = f"{self.name}-{len(self.asked)}"
                    self.asked.append(key)
                    self.answered[key] = self.place(client, key)
            except httpx.TransportError:
                return


def kill_under_load(program: Program, callers: list[Caller], after_s: float) -> None:
    threads = [threading.Thread(target=caller.go_on, args=(program.address,)) for caller in callers]
    before = sum(len(caller.answered) for caller in callers)
    for thread in threads:
        thread.start()
    while sum(len(caller.answered) for caller in callers) < before + CALLERS:
        time.sleep(0.005)
    time.sleep(after_s)
    program.end(signal.SIGKILL)
    for thread in threads:
        thread.join()


def test_no_answered_order_is_lost_and_none_is_doubled(
    programs: Programs, demo_folder: Path, demo_place: Place
) -> None:
    callers = [Caller(str(number)) for number in range(CALLERS)]
    for _ in range(2):
        kill_under_load(programs.serve(demo_folder), callers, random.uniform(0.05, 0.6))
    program = programs.serve(demo_folder)

    with httpx.Client(base_url=program.address, timeout=30) as client:
        again = {key: caller.place(client, key) for caller in callers for key in caller.asked}
    program.end()

    answered = {key: number for caller in callers for key, number in caller.answered.items()}
    assert len(answered) >= 2 * CALLERS
    assert {key: again[key] for key in answered} == answered
    assert sorted(again.values()) == list(range(5001, 5001 + len(again)))
    connection = sqlcipher3.dbapi2.connect(str(demo_place.file))
    try:
        numbers = [row[0] for row in connection.execute("SELECT order_id FROM shop_order ORDER BY order_id")]
        sold = connection.execute(
            "SELECT -sum(quantity_milli) FROM stock_movement WHERE reason = 'sold' AND product_id = 104"
        )
        assert numbers == sorted(again.values())
        assert sold.fetchone() == (2000 * len(again),)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        connection.close()
    facts = look(demo_place, demo_wanted=True)
    assert facts is not None
    services = open_services(demo_place, facts, None, server=False)
    try:
        assert services.first_bad_row() is None
    finally:
        services.close()
