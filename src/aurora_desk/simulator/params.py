"""Form-encoded parameters: decoding Stripe's brackets, and checking them against what an operation takes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl

from aurora_desk.simulator.errors import ApiError, invalid
from aurora_desk.simulator.shape import Json

BRACKETS = re.compile(r"\[([^\]]*)\]")
WHOLE = re.compile(r"-?[0-9]{1,18}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
LONGEST_TEXT = 5000
DEEPEST = 8
METADATA_KEYS, METADATA_NAME, METADATA_VALUE = 50, 40, 500


def decode_form(text: str) -> Json:
    """`a[b][0]=c&d[]=e` as nested dictionaries; a list is a dictionary whose names count from 0."""
    root: Json = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        head = key.split("[", 1)[0]
        parts = [head, *BRACKETS.findall(key[len(head) :])]
        if len(parts) > DEEPEST:
            raise invalid(f"Invalid parameter: {head}", param=head)
        node = root
        for part in parts[:-1]:
            inner = node.setdefault(part or str(len(node)), {})
            if not isinstance(inner, dict):
                raise invalid(f"Invalid hash: {head}", param=head)
            node = inner
        node[parts[-1] or str(len(node))] = value
    return root


class Kind(Protocol):
    """What a parameter may be; `read` gives its typed value or refuses it by its name."""

    def read(self, value: Any, name: str) -> Any: ...


@dataclass(frozen=True, slots=True)
class Text:
    """Words; an empty value clears the field where that is allowed."""

    clearable: bool = False

    def read(self, value: Any, name: str) -> str | None:
        if not isinstance(value, str):
            raise invalid(f"Invalid string: {name}", param=name)
        if not value and not self.clearable:
            raise invalid(
                f"You passed an empty string for '{name}'. We assume empty values are an attempt to unset a "
                f"parameter; however '{name}' cannot be unset.",
                code="parameter_invalid_empty",
                param=name,
            )
        if len(value) > LONGEST_TEXT:
            raise invalid(f"Invalid string: {name} must be at most {LONGEST_TEXT} characters", param=name)
        return value or None


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number within its bounds."""

    least: int | None = None
    most: int | None = None

    def read(self, value: Any, name: str) -> int:
        if not isinstance(value, str) or not WHOLE.fullmatch(value):
            raise self._refused(f"Invalid integer: {value}", name)
        number = int(value)
        if self.least is not None and number < self.least:
            raise self._refused(f"This value must be greater than or equal to {self.least}.", name)
        if self.most is not None and number > self.most:
            raise self._refused(f"This value must be less than or equal to {self.most}.", name)
        return number

    def _refused(self, message: str, name: str) -> ApiError:
        return invalid(message, code="parameter_invalid_integer", param=name)


@dataclass(frozen=True, slots=True)
class Decimals:
    """A number that needn't be whole, within its bounds."""

    least: float
    most: float

    def read(self, value: Any, name: str) -> float:
        if not isinstance(value, str) or not DECIMAL.fullmatch(value):
            raise invalid(f"Invalid decimal: {value}", param=name)
        if not self.least <= float(value) <= self.most:
            raise invalid(f"This value must be between {self.least:g} and {self.most:g}.", param=name)
        return float(value)


@dataclass(frozen=True, slots=True)
class Flag:
    """`true` or `false`."""

    def read(self, value: Any, name: str) -> bool:
        if value not in ("true", "false"):
            raise invalid(f"Invalid boolean: {value}", param=name)
        return bool(value == "true")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, value: Any, name: str) -> str:
        if not isinstance(value, str) or value not in self.words:
            raise invalid(f"Invalid {name}: must be one of {', '.join(self.words)}", param=name)
        return value


@dataclass(frozen=True, slots=True)
class ListOf:
    """Several values of one kind."""

    item: Kind

    def read(self, value: Any, name: str) -> list[Any]:
        if not isinstance(value, dict) or not all(index.isdigit() for index in value):
            raise invalid("Invalid array", param=name)
        ordered = sorted(value.items(), key=lambda pair: int(pair[0]))
        return [self.item.read(one, f"{name}[{index}]") for index, one in ordered]


@dataclass(frozen=True, slots=True)
class Cleared:
    """Something that an empty value takes away (`None`)."""

    whole: Kind

    def read(self, value: Any, name: str) -> Any:
        return None if value == "" else self.whole.read(value, name)


@dataclass(frozen=True, slots=True)
class Metadata:
    """The caller's own names and values; an empty value deletes its name, an empty whole deletes all (`None`)."""

    def read(self, value: Any, name: str) -> dict[str, str] | None:
        if value == "":
            return None
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise invalid("Invalid metadata: names and values are text", param=name)
        for key, one in value.items():
            if len(key) > METADATA_NAME or len(one) > METADATA_VALUE:
                raise invalid(
                    f"Metadata names have up to {METADATA_NAME} characters and values up to {METADATA_VALUE}",
                    param=f"{name}[{key}]",
                )
        return value


@dataclass(frozen=True, slots=True)
class Window:
    """A time in seconds, or bounds of it (`gt`, `gte`, `lt`, `lte`), as half-open `(from, until)`."""

    def read(self, value: Any, name: str) -> tuple[int, int]:
        if isinstance(value, str):
            exact = Integer().read(value, name)
            return exact, exact + 1
        bounds = Fields(dict.fromkeys(("gt", "gte", "lt", "lte"), Integer())).read(value, name)
        first = max(bounds.get("gte", 0), bounds.get("gt", -1) + 1)
        until = min(bounds.get("lt", 2**62), bounds.get("lte", 2**62) + 1)
        return first, until


@dataclass(frozen=True, slots=True)
class Fields:
    """Parameters by name; one that isn't declared is refused, as Stripe does."""

    kinds: Mapping[str, Kind]
    required: Sequence[str] = ()

    def read(self, value: Any, name: str = "") -> Json:
        if not isinstance(value, dict):
            raise invalid("Invalid hash", param=name)
        for key in value:
            if key not in self.kinds:
                where = self._name(name, key)
                raise invalid(f"Received unknown parameter: {where}", code="parameter_unknown", param=where)
        for key in self.required:
            if key not in value:
                where = self._name(name, key)
                raise invalid(f"Missing required param: {where}.", code="parameter_missing", param=where)
        return {key: self.kinds[key].read(one, self._name(name, key)) for key, one in value.items()}

    def _name(self, name: str, key: str) -> str:
        return f"{name}[{key}]" if name else key


EXPAND = ListOf(Text())


def merged(stored: dict[str, str], change: dict[str, str] | None) -> dict[str, str]:
    """Metadata after a change: names are added or replaced, empty values delete, `None` deletes all."""
    if change is None:
        return {}
    result = {name: value for name, value in (stored | change).items() if value}
    if len(result) > METADATA_KEYS:
        raise invalid(f"You can only specify up to {METADATA_KEYS} keys of metadata", param="metadata")
    return result
