"""Commands to a reader, which have to reach it first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType

from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.faults import READER_KINDS
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

Command = Callable[[Turn, str, Json], Json]

BUSY = (
    "Reader is currently busy processing another request, please refer to the integration guide at "
    "https://stripe.com/docs/terminal/payments/collect-payment?terminal-sdk-platform=server-driven "
    "for details on how to handle this error."
)
MESSAGES: Mapping[str, str] = MappingProxyType(
    {
        "reader_busy": BUSY,
        "reader_hardware_fault": "The reader reports a hardware fault. Restart it; replace it if that doesn't help.",
        "reader_offline": "Reader is currently offline, please ensure the reader is powered on and connected to the "
        "internet before retrying your request.",
        "reader_timeout": "There was a timeout when sending this command to the reader.",
    }
)


def command(run: Command) -> Command:
    """The command as it fares on its way to the reader."""

    @wraps(run)
    def sent(turn: Turn, object_id: str, params: Json) -> Json:
        reader = turn.get("terminal.reader", object_id)
        fault = turn.luck.take(*READER_KINDS, reader=object_id)
        if fault is None:
            _be(turn, reader, "online")
            return run(turn, object_id, params)
        if fault.what == "reader_offline":
            _be(turn, reader, "offline")
        if fault.what == "reader_timeout" and fault.acts:
            run(turn, object_id, params)
        raise refused(fault.what)

    return sent


def refused(what: str) -> ApiError:
    """400: the reader did not take the command."""
    return ApiError(400, MESSAGES[what], code=f"terminal_{what}", effect_stays=True)


def _be(turn: Turn, reader: Json, status: str) -> None:
    if reader["status"] != status:
        reader["status"] = status
        turn.save(reader)
