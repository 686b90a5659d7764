"""A short hostile run on a real process, and that its judge sees the faults that it looks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fuzz.run import run
from fuzz.shots import Shot
from fuzz.verdicts import Tally, fault_of
from fuzz.wire import Answer, Heard

ORDER = Shot("POST /ecommerce/createOrder", b"")
HEADERS = {"content-type": "application/json", "x-content-type-options": "nosniff"}


def answer(
    status: int = 404, body: object = None, headers: dict[str, str] = HEADERS, *, text: bytes | None = None
) -> Answer:
    envelope = {"status": "Failed", "message": "There is nothing at this address.", "data": {}}
    return Answer(status, headers, json.dumps(body or envelope).encode() if text is None else text)


def test_three_hundred_hostile_requests_find_no_fault(tmp_path: Path) -> None:
    said: list[str] = []

    status = run(tmp_path, requests=300, seed=7, say=said.append)

    assert status == 0, "\n".join(said)


def test_what_the_contract_promises_is_no_fault() -> None:
    assert fault_of(ORDER, answer()) is None
    assert fault_of(ORDER, answer(201, {"status": "Success"})) is None
    assert (
        fault_of(Shot("GET /o/…", b"", has_pages=True), answer(headers=HEADERS | {"content-type": "text/html"})) is None
    )


@pytest.mark.parametrize(
    "wrong",
    [
        answer(500),
        answer(503),
        answer(text=b"Not Found"),
        answer(body={"detail": "Not Found"}),
        answer(body={"status": "Failed", "message": "", "data": {}}),
        answer(body={"status": "Failed", "message": "No.", "data": []}),
        answer(body={"status": "Failed", "message": "Traceback (most recent call last)", "data": {}}),
        answer(headers=HEADERS | {"content-type": "text/html"}),
        answer(headers=HEADERS | {"server": "uvicorn"}),
        answer(headers={"content-type": "application/json"}),
    ],
)
def test_the_judge_sees_a_wrong_answer(wrong: Answer) -> None:
    tally = Tally()

    tally.add(ORDER, Heard((wrong,), ended=False))

    assert len(tally.faults) == 1


@pytest.mark.parametrize(
    ("shot", "heard"),
    [
        (ORDER, Heard((), ended=False)),
        (Shot("placing", b"", must=frozenset({201})), Heard((answer(404),), ended=False)),
        (Shot("smuggling", b"", is_noise=True, is_smuggling=True), Heard((answer(400), answer(400)), ended=True)),
        (Shot("smuggling", b"", is_noise=True, is_smuggling=True), Heard((answer(400),), ended=False)),
    ],
)
def test_the_judge_sees_a_wrong_course(shot: Shot, heard: Heard) -> None:
    tally = Tally()

    tally.add(shot, heard)

    assert len(tally.faults) == 1
