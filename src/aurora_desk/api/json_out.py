"""Answers as JSON text: decimal numbers leave exactly as they are written, never through a binary float."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from aurora_desk.domain.money import Money


def encode(value: object) -> str:
    """`value` as JSON; `Money` and `Decimal` become plain decimal numbers such as `299.99`."""
    write = _WRITERS.get(type(value)) or _writer_of(type(value))
    return write(value)


def _object(value: Mapping[str, object]) -> str:
    return "{" + ",".join([f"{encode_basestring(key)}:{encode(item)}" for key, item in value.items()]) + "}"


def _array(value: Sequence[object]) -> str:
    return "[" + ",".join([encode(item) for item in value]) + "]"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    type(None): lambda _: "null",
    bool: lambda value: "true" if value else "false",
    int: str,
    Decimal: "{:f}".format,
    Money: lambda value: f"{value.decimal():f}",
    dict: _object,
    list: _array,
    Mapping: _object,
    Sequence: _array,
}
"""How each kind of value is written. A page of products holds hundreds of values: the usual kinds are found at once."""


def _writer_of(kind: type) -> Callable[[Any], str]:
    for known, write in _WRITERS.items():
        if issubclass(kind, known):
            return write
    raise TypeError(f"{kind.__name__} has no place in an answer")
