"""From one HTTP call to its answer: key, operation, parameters, idempotency, and the store around it all."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from aurora_desk.simulator import idempotency, operations
from aurora_desk.simulator.clock import advance, ahead_s
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.faults import CallFaults, Fault, Faults
from aurora_desk.simulator.keys import check_key, check_secret_key
from aurora_desk.simulator.params import decode_form
from aurora_desk.simulator.races import run_before
from aurora_desk.simulator.refusals import refusal
from aurora_desk.simulator.settling import settle
from aurora_desk.simulator.shape import Json, new_id
from aurora_desk.simulator.state import State, StoredAnswer
from aurora_desk.simulator.turn import API_VERSION, Pace, Turn

EVENTS_KEPT_S = 30 * 24 * 3600

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """A request to an address below `/v1`."""

    method: str
    path: str
    form: str
    """The query of a GET, the body of a POST."""
    headers: Mapping[str, str]
    """By name in lower case."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, JSON text and headers."""

    status: int
    body: str
    headers: Mapping[str, str]


class Api:
    """Answers calls, one at a time; an answer is given only when its effect is stored."""

    def __init__(self, state: State, clock: Callable[[], float], pace: Pace, faults: Faults) -> None:
        self._state, self._clock, self._pace, self._faults = state, clock, pace, faults
        self._running = idempotency.RunningKeys()

    def luck(self, call: Call) -> CallFaults:
        """What is to go wrong with a call; nothing with one to an unknown address."""
        try:
            operation, _ = operations.find(call.method, call.path)
        except ApiError:
            return CallFaults(self._faults, ())
        return self._faults.begin_call(operation.names)

    @contextmanager
    def turn(
        self, request_id: str, key: str | None = None, luck: CallFaults | None = None, host: str = "127.0.0.1"
    ) -> Iterator[Turn]:
        """A transaction of the store, with all that is due having happened."""
        with self._state.transaction():
            turn = Turn(
                self._state,
                self._clock() + ahead_s(self._state),
                self._pace,
                request_id,
                luck or CallFaults(self._faults, ("customer",)),
                f"http://{host}",
                key,
            )
            settle(turn)
            yield turn

    def advance_clock(self, by_s: float) -> float:
        """Move the clock forward and let all happen that is due then; gives the new time."""
        with self._state.transaction():
            advance(self._state, by_s)
        with self.turn(new_id("req")) as turn:
            return turn.at

    def answer(self, call: Call, luck: CallFaults | None = None, stored_fault: Fault | None = None) -> Answer:
        """Answer a call, whatever it is; a stored fault is answered, and kept, in place of what came of it."""
        request_id = new_id("req")
        key = call.headers.get("idempotency-key") if call.method == "POST" else None
        replayed = False
        try:
            stored, replayed = self._run(call, request_id, key, luck, stored_fault)
            status, body = stored.status, stored.body
        except ApiError as error:
            status, body = error.status, json.dumps(error.body(request_id))
        except Exception:
            log.exception("simulator.call_failed", extra={"request_id": request_id})
            broken = ApiError(500, "The simulator failed; nothing was stored.", kind="api_error")
            status, body = broken.status, json.dumps(broken.body(request_id))
        headers = {"Request-Id": request_id, "Stripe-Version": call.headers.get("stripe-version", API_VERSION)}
        if key is not None:
            headers["Idempotency-Key"] = key
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        return Answer(status, body, headers)

    def _run(
        self, call: Call, request_id: str, key: str | None, luck: CallFaults | None, stored_fault: Fault | None
    ) -> tuple[StoredAnswer, bool]:
        authorization, host = call.headers.get("authorization", ""), call.headers.get("host", "127.0.0.1")
        operation, object_id, form = _asked(call, authorization)
        params = operation.params.read(form)
        asked = idempotency.fingerprint(call.method, call.path, form)

        def execute(turn: Turn) -> StoredAnswer:
            run_before(turn)
            turn.state.mark()
            try:
                if stored_fault is not None and not stored_fault.takes_effect:
                    raise refusal(stored_fault.status)
                answer = operation.run(turn, object_id, params)
                if stored_fault is not None:
                    raise refusal(stored_fault.status)
                return StoredAnswer(asked, 200, json.dumps(answer))
            except ApiError as error:
                if not error.effect_stays:
                    turn.state.undo_to_mark()
                return StoredAnswer(asked, error.status, json.dumps(error.body(request_id)))

        if key is None:
            with self.turn(request_id, luck=luck, host=host) as turn:
                return execute(turn), False
        idempotency.check_key(key)
        with self._running.hold(key), self.turn(request_id, key, luck, host) as turn:
            turn.state.forget(answers_before=turn.at - idempotency.KEPT_S, events_before=turn.at - EVENTS_KEPT_S)
            earlier = idempotency.recall(turn.state, key, asked)
            if earlier is not None:
                return earlier, True
            answer = execute(turn)
            turn.state.save_answer(key, answer, at=turn.at)
            return answer, False


def _asked(call: Call, authorization: str) -> tuple[operations.Operation, str, Json]:
    """What a call asks for, if its key may; a wrong key learns nothing about addresses."""
    try:
        operation, object_id = operations.find(call.method, call.path)
    except ApiError:
        check_secret_key(authorization)
        raise
    form = decode_form(call.form)
    check_key(authorization, operation.name, form)
    return operation, object_id, form
