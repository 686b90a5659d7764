"""Request bodies read once and strictly: one object in UTF-8, nothing twice, nothing that costs more than its bytes."""

import json
import re
from decimal import Decimal
from typing import NoReturn

from aurora_desk.api.errors import ApiError

JsonValue = None | bool | int | Decimal | str | list["JsonValue"] | dict[str, "JsonValue"]
JsonObject = dict[str, JsonValue]

DEEPEST = 32
MOST_DIGITS = 25
"""Fewer than the 28 that decimal arithmetic keeps, so that no number is ever rounded on its way in."""
LARGEST_EXPONENT = 25

_NUMBER = re.compile(r"-?(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?")


class MalformedJsonError(ApiError):
    """A body that is not one strict JSON object."""

    def __init__(self, sentence: str) -> None:
        super().__init__(400, sentence)


def parse_object(body: bytes) -> JsonObject:
    """The object that `body` holds; raises `MalformedJsonError` for everything else."""
    try:
        value: JsonValue = _DECODER.decode(_text(body))
    except RecursionError:
        raise MalformedJsonError("The body is nested too deeply.") from None
    except json.JSONDecodeError:
        raise MalformedJsonError("The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise MalformedJsonError("The body must be one JSON object.")
    _check_depth_and_text(value)
    return value


def canonical(value: JsonValue) -> str:
    """One text for all spellings of the same parsed body; what an idempotency key's fingerprint is made of."""
    match value:
        case dict():
            inner = ",".join(f"{json.dumps(key)}:{canonical(value[key])}" for key in sorted(value))
            return f"{{{inner}}}"
        case list():
            return f"[{','.join(canonical(item) for item in value)}]"
        case Decimal():
            plain = f"{value:f}"
            return (plain.rstrip("0").rstrip(".") if "." in plain else plain).replace("-0", "0", plain == "-0")
        case _:
            return json.dumps(value)


def _text(body: bytes) -> str:
    if not body.strip():
        raise MalformedJsonError("The body is empty; it must be one JSON object.")
    if body.startswith(b"\xef\xbb\xbf"):
        raise MalformedJsonError("The body starts with a byte order mark; send plain UTF-8.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedJsonError("The body is not UTF-8.") from None


def _check_depth_and_text(top: JsonObject) -> None:
    level: list[JsonValue] = [top]
    for _ in range(DEEPEST):
        following: list[JsonValue] = []
        for value in level:
            match value:
                case dict():
                    for key in value:
                        _check_text(key)
                    following.extend(value.values())
                case list():
                    following.extend(value)
                case str():
                    _check_text(value)
        if not following:
            return
        level = following
    raise MalformedJsonError("The body is nested too deeply.")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedJsonError("A text in the body holds half a character (a lone surrogate).") from None


def _object(pairs: list[tuple[str, JsonValue]]) -> JsonObject:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedJsonError("A field stands twice in the same object.")
    return found


def _number(text: str) -> re.Match[str]:
    """The parts of a number, its size judged by counting characters alone: no arithmetic has happened yet."""
    parts = _NUMBER.fullmatch(text)
    assert parts is not None, "the JSON scanner lets only numbers through"
    whole, fraction, exponent = parts.groups(default="")
    digits_of_exponent = exponent.lstrip("+-").lstrip("0")
    if (
        len(whole) + len(fraction) > MOST_DIGITS
        or len(digits_of_exponent) > 2
        or int(digits_of_exponent or 0) > LARGEST_EXPONENT
    ):
        raise MalformedJsonError("A number in the body is too long.")
    return parts


def _whole(text: str) -> int:
    _number(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    _number(text)
    return Decimal(text)


def _constant(name: str) -> NoReturn:
    raise MalformedJsonError(f"{name} is not a JSON number.")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_decimal, parse_int=_whole, parse_constant=_constant)
