"""The table of operations: which method and address takes which parameters and does what."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from urllib.parse import unquote

from aurora_desk.simulator import (
    at_reader,
    balance,
    captures,
    charges,
    configurations,
    connection_tokens,
    customers,
    displays,
    events,
    intents,
    locations,
    payment_methods,
    reader_refunds,
    readers,
    refunds,
    sessions,
    taps,
)
from aurora_desk.simulator.commands import command
from aurora_desk.simulator.errors import ApiError
from aurora_desk.simulator.params import EXPAND, Fields, Text
from aurora_desk.simulator.shape import Json
from aurora_desk.simulator.turn import Turn

OnAll = Callable[[Turn, Json], Json]
OnOne = Callable[[Turn, str, Json], Json]

RETRIEVE = Fields({"expand": EXPAND})
NOTHING = Fields({})
VERBS_ON_ALL: Mapping[str, str] = MappingProxyType({"GET": "list", "POST": "create"})
VERBS_ON_ONE: Mapping[str, str] = MappingProxyType({"GET": "retrieve", "POST": "update", "DELETE": "delete"})
VERBS_ON_SINGLE: Mapping[str, str] = MappingProxyType({"GET": "retrieve"})
SINGLE = frozenset(["balance"])
"""Addresses without an id that name one object and not a list."""


@dataclass(frozen=True)
class Operation:
    """One operation; its template holds `{id}` where the address names an object."""

    method: str
    template: str
    params: Fields
    on_all: OnAll | None = None
    on_one: OnOne | None = None

    @cached_property
    def name(self) -> str:
        """As the SDK calls it: `payment_intents.create`."""
        parts = self.template.removeprefix("/v1/").split("/")
        if parts[-1] != "{id}" and "{id}" in parts:
            return ".".join(part for part in parts if part != "{id}")
        verbs = VERBS_ON_ONE if "{id}" in parts else VERBS_ON_SINGLE if parts[-1] in SINGLE else VERBS_ON_ALL
        return ".".join([*(part for part in parts if part != "{id}"), verbs[self.method]])

    @property
    def names(self) -> tuple[str, str]:
        """What a fault can call it."""
        return self.name, f"{self.method} {self.template}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the addresses of this operation, still percent-encoded."""
        return re.compile(re.escape(self.template).replace(r"\{id\}", "([^/]+)"))

    def run(self, turn: Turn, object_id: str, params: Json) -> Json:
        """Do it, and give the answer's body."""
        if self.on_one is not None:
            return self.on_one(turn, object_id, params)
        assert self.on_all is not None, "an operation is on one object or on all"
        return self.on_all(turn, params)


def _all(method: str, template: str, params: Fields, run: OnAll) -> Operation:
    return Operation(method, template, params, on_all=run)


def _one(method: str, template: str, params: Fields, run: OnOne) -> Operation:
    return Operation(method, template, params, on_one=run)


INTENTS, INTENT = "/v1/payment_intents", "/v1/payment_intents/{id}"
READERS, READER = "/v1/terminal/readers", "/v1/terminal/readers/{id}"
SESSIONS, SESSION = "/v1/checkout/sessions", "/v1/checkout/sessions/{id}"
LOCATION, CUSTOMER = "/v1/terminal/locations/{id}", "/v1/customers/{id}"
CONFIGURATIONS, CONFIGURATION = "/v1/terminal/configurations", "/v1/terminal/configurations/{id}"
PRESENT = "/v1/test_helpers/terminal/readers/{id}/present_payment_method"

OPERATIONS: Sequence[Operation] = (
    _all("POST", INTENTS, intents.CREATE, intents.create),
    _all("GET", INTENTS, intents.LIST, intents.listed),
    _one("GET", INTENT, Fields({"client_secret": Text(), "expand": EXPAND}), intents.retrieve),
    _one("POST", INTENT, intents.UPDATE, intents.update),
    _one("POST", f"{INTENT}/confirm", intents.CONFIRM, intents.confirm),
    _one("POST", f"{INTENT}/cancel", intents.CANCEL, intents.cancel),
    _one("POST", f"{INTENT}/capture", captures.CAPTURE, captures.capture),
    _all("GET", "/v1/charges", charges.LIST, charges.listed),
    _one("GET", "/v1/charges/{id}", RETRIEVE, charges.retrieve),
    _one("POST", "/v1/charges/{id}", charges.UPDATE, charges.update),
    _one("POST", "/v1/charges/{id}/capture", captures.CAPTURE_CHARGE, captures.capture_charge),
    _all("POST", "/v1/refunds", refunds.CREATE, refunds.create),
    _all("GET", "/v1/refunds", refunds.LIST, refunds.listed),
    _one("GET", "/v1/refunds/{id}", RETRIEVE, refunds.retrieve),
    _one("POST", "/v1/refunds/{id}", refunds.UPDATE, refunds.update),
    _one("POST", "/v1/refunds/{id}/cancel", refunds.CANCEL, refunds.cancel),
    _all("POST", "/v1/terminal/locations", locations.CREATE, locations.create),
    _all("GET", "/v1/terminal/locations", locations.LIST, locations.listed),
    _one("GET", LOCATION, RETRIEVE, locations.retrieve),
    _one("POST", LOCATION, locations.UPDATE, locations.update),
    _one("DELETE", LOCATION, NOTHING, locations.delete),
    _all("POST", CONFIGURATIONS, configurations.CHANGE, configurations.create),
    _all("GET", CONFIGURATIONS, configurations.LIST, configurations.listed),
    _one("GET", CONFIGURATION, RETRIEVE, configurations.retrieve),
    _one("POST", CONFIGURATION, configurations.CHANGE, configurations.update),
    _one("DELETE", CONFIGURATION, NOTHING, configurations.delete),
    _all("POST", "/v1/terminal/connection_tokens", connection_tokens.CREATE, connection_tokens.create),
    _all("POST", READERS, readers.CREATE, readers.create),
    _all("GET", READERS, readers.LIST, readers.listed),
    _one("GET", READER, RETRIEVE, readers.retrieve),
    _one("POST", READER, readers.UPDATE, readers.update),
    _one("DELETE", READER, NOTHING, readers.delete),
    _one("POST", f"{READER}/cancel_action", RETRIEVE, command(readers.cancel_action)),
    _one(
        "POST", f"{READER}/collect_payment_method", at_reader.COLLECT_METHOD, command(at_reader.collect_payment_method)
    ),
    _one(
        "POST", f"{READER}/confirm_payment_intent", at_reader.CONFIRM_INTENT, command(at_reader.confirm_payment_intent)
    ),
    _one(
        "POST", f"{READER}/process_payment_intent", at_reader.PROCESS_INTENT, command(at_reader.process_payment_intent)
    ),
    _one("POST", f"{READER}/refund_payment", reader_refunds.REFUND_PAYMENT, command(reader_refunds.refund_payment)),
    _one("POST", f"{READER}/set_reader_display", displays.SET_DISPLAY, command(displays.set_reader_display)),
    _one("POST", PRESENT, taps.PRESENT, taps.present_payment_method),
    _all("POST", SESSIONS, sessions.CREATE, sessions.create),
    _all("GET", SESSIONS, sessions.LIST, sessions.listed),
    _one("GET", SESSION, RETRIEVE, sessions.retrieve),
    _one("POST", f"{SESSION}/expire", RETRIEVE, sessions.expire),
    _one("GET", f"{SESSION}/line_items", sessions.LINES, sessions.lines_of),
    _all("POST", "/v1/customers", customers.CHANGE, customers.create),
    _all("GET", "/v1/customers", customers.LIST, customers.listed),
    _one("GET", CUSTOMER, RETRIEVE, customers.retrieve),
    _one("POST", CUSTOMER, customers.CHANGE, customers.update),
    _one("DELETE", CUSTOMER, NOTHING, customers.delete),
    _all("POST", "/v1/payment_methods", payment_methods.CREATE, payment_methods.create),
    _one("GET", "/v1/payment_methods/{id}", RETRIEVE, payment_methods.retrieve),
    _all("GET", "/v1/events", events.LIST, events.listed),
    _one("GET", "/v1/events/{id}", RETRIEVE, events.retrieve),
    _all("GET", "/v1/balance", RETRIEVE, balance.retrieve),
)


def find(method: str, path: str) -> tuple[Operation, str]:
    """The operation at an address, and the id in it; 404 for an address Stripe, or this simulator, doesn't have."""
    for operation in OPERATIONS:
        if operation.method == method and (match := operation.pattern.fullmatch(path)):
            return operation, unquote(match.group(1)) if match.groups() else ""
    raise ApiError(404, f"Unrecognized request URL ({method}: {path}).")
