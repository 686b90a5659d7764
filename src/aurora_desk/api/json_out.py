"""Answers as JSON text: decimal numbers leave exactly as they are written, never through a binary float."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from json.encoder import encode_basestring

from aurora_desk.domain.money import Money

_WORDS = {None: "null", True: "true", False: "false"}


def encode(value: object) -> str:
    """`value` as JSON; `Money` and `Decimal` become plain decimal numbers such as `299.99`."""
    match value:
        case str():
            text = encode_basestring(value)
        case None | bool():
            text = _WORDS[value]
        case int():
            text = str(value)
        case Decimal():
            text = f"{value:f}"
        case Money():
            text = f"{value.decimal():f}"
        case Mapping():
            text = "{" + ",".join(f"{encode_basestring(key)}:{encode(item)}" for key, item in value.items()) + "}"
        case Sequence():
            text = "[" + ",".join(map(encode, value)) + "]"
        case _:
            raise TypeError(f"{type(value).__name__} has no place in an answer")
    return text
