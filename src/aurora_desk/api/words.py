"""Validation faults in our own plain words; the library's never leave the program."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Fault = Mapping[str, Any]

_PLACES = frozenset({"body", "query", "path", "header"})


def _limit(words: str, name: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda context: words.format(context[name])


def _at_least(things: str) -> Callable[[Mapping[str, Any]], str]:
    def words(context: Mapping[str, Any]) -> str:
        least = context["min_length"]
        return "must not be empty" if least == 1 else f"must have at least {least} {things}"

    return words


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is required",
    "int_type": lambda _: "must be a whole number",
    "int_parsing": lambda _: "must be a whole number",
    "int_parsing_size": lambda _: "must be a smaller whole number",
    "string_type": lambda _: "must be text",
    "list_type": lambda _: "must be a list",
    "model_type": lambda _: "must be an object",
    "string_too_short": _at_least("characters"),
    "string_too_long": _limit("must have at most {} characters", "max_length"),
    "too_short": _at_least("entries"),
    "too_long": _limit("must have at most {} entries", "max_length"),
    "greater_than_equal": _limit("must be at least {}", "ge"),
    "less_than_equal": _limit("must be at most {}", "le"),
    "literal_error": _limit("must be {}", "expected"),
    "value_error": lambda context: str(context["error"]),
}

_OF_TEXT: Mapping[str, str] = {"too_short": "string_too_short", "too_long": "string_too_long"}


def field_name(location: Sequence[int | str]) -> str:
    """The field as the caller wrote it: `items.0.quantity`."""
    parts = [str(part) for part in location]
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
    return ".".join(parts) or "body"


def words_of(field: str, fault: Fault) -> str:
    """One sentence about a fault."""
    kind = fault["type"]
    if kind in _OF_TEXT and isinstance(fault.get("input"), str):
        kind = _OF_TEXT[kind]  # the library calls checked text a sequence
    words = _WORDS.get(kind)
    return f"{field} {words(fault.get('ctx', {})) if words else 'has a value that can not be used here'}."
