"""Values that nobody means well with, and JSON text that may hold what no JSON library would write."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any


class Raw(str):
    """Text that goes into JSON as it is."""

    __slots__ = ()


STRINGS: tuple[str, ...] = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\r\nSet-Cookie: a=b",
    "'; DROP TABLE orders; --",
    "1 OR 1=1",
    "%s%n%x{0}",
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "\u202eevil\u202c",
    "\ufeffbom",
    "Ａurora_customers",
    "aurora_customers ",
    "\u212aelvin@example.com",
    "e\u0301" * 40,
    "Z" + "\u0300" * 200,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U000e0001\U0010ffff\ufffe",
    "x" * 5_000,
    "ß" * 129,
    "4242424242424242",
    "__proto__",
    "NaN",
    "null",
    "true",
    "101",
    "１０１",
    "-0",
    "pi_1",
    "pi_%2e%2e%2fcharges",
    "pi_x/../../refunds",
)
NUMBERS: tuple[Any, ...] = (
    0,
    -1,
    1,
    2**31 - 1,
    2**31,
    2**63,
    -(2**63) - 1,
    10**24,
    Raw("1e999999999"),
    Raw("1e-999999999"),
    Raw("1e25"),
    Raw("-0"),
    Raw("-0.0"),
    Raw("0.1e1"),
    Raw("101.0"),
    Raw("0." + "0" * 23 + "1"),
    Raw("9" * 400),
    Raw("9" * 100_000),
    Raw("NaN"),
    Raw("-Infinity"),
    Raw("01"),
    Raw("1."),
    Raw("0x10"),
    299.99,
    299.989999,
    1e15,
    0.0001,
)
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"a": 1},
    [1, "2", None],
    Raw("[" * 40 + "]" * 40),
    Raw("[" * 20_000),
    Raw('{"a":' * 5_000),
    Raw('"\\ud800"'),
    Raw('"\\udc00\\ud800"'),
    Raw('"\x01"'),
    Raw('"\\x41"'),
    Raw('{"a":1,"\\u0061":2}'),
    Raw("undefined"),
    Raw("/**/1"),
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("Origin", "null"),
    ("Origin", "https://evil.example"),
    ("Origin", "https://app.example.com"),
    ("Origin", "https://app.example.com.evil.example"),
    ("Host", "evil.example"),
    ("Host", "127.0.0.1"),
    ("Host", "127.0.0.1:1@evil.example"),
    ("Host", ""),
    ("Authorization", "Bearer nobody"),
    ("Authorization", "Bearer"),
    ("Authorization", "Basic YTpi"),
    ("X-App-ID", "43"),
    ("X-App-ID", "0"),
    ("X-App-ID", "42abc"),
    ("X-App-ID", "9" * 30),
    ("Idempotency-Key", ""),
    ("Idempotency-Key", "k"),
    ("Idempotency-Key", "x" * 300),
    ("Idempotency-Key", "a b"),
    ("Idempotency-Key", "käse"),
    ("Content-Type", "text/plain"),
    ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", "application/json, text/html"),
    ("Content-Type", "multipart/form-data; boundary=x"),
    ("Content-Encoding", "gzip"),
    ("Accept", "text/html"),
    ("Accept", "\x00"),
    ("Accept-Encoding", "gzip;q=9999, *"),
    ("Range", "bytes=0-1,2-3"),
    ("Range", "bytes=99999999-"),
    ("Range", "bytes=9-1"),
    ("If-Range", "x"),
    ("If-None-Match", "*"),
    ("Expect", "100-continue"),
    ("Connection", "Upgrade"),
    ("Upgrade", "websocket"),
    ("Upgrade", "h2c"),
    ("Last-Event-ID", "-1"),
    ("Last-Event-ID", "9" * 19),
    ("Stripe-Signature", "t=1,v1=00"),
    ("Stripe-Signature", "t=" + "9" * 400 + ",v1="),
    ("X-Forwarded-For", "10.0.0.1"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-HTTP-Method-Override", "DELETE"),
    ("Cookie", "session=1; " * 50),
    ("X-Long", "y" * 31_000),
    ("X-Too-Long", "y" * 40_000),
    ("Transfer-Encoding", "gzip, chunked"),
    ("Content-Length", "5"),
)
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "POST", "LOCK", "M-SEARCH")


def hostile(random: Random) -> Any:
    """Some value to put where another one belongs."""
    return random.choice(random.choice((STRINGS, NUMBERS, ODD)))


def to_json(value: object) -> str:
    """JSON text of a value, `Raw` parts as they are."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{json.dumps(key)}:{to_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ",".join(map(to_json, value)) + "]"
    return json.dumps(value)


def spoiled(random: Random, body: Mapping[str, Any]) -> dict[str, Any]:
    """A body with one to three things wrong in it."""
    changed = dict(body)
    for _ in range(random.randint(1, 3)):
        _spoil(random, changed)
    return changed


def _spoil(random: Random, body: dict[str, Any]) -> None:
    how = random.randrange(5)
    name = random.choice([*body, "appID"])
    if how == 0:
        body.pop(name, None)
    elif how == 1:
        body[random.choice((name.upper(), f"{name}\u0000", f" {name}", "status", "total", "paymentStatus"))] = hostile(
            random
        )
    elif how == 2 and isinstance(body.get(name), list) and body[name]:
        items = list(body[name])
        items[0] = spoiled(random, items[0]) if isinstance(items[0], dict) else hostile(random)
        body[name] = items * random.choice((1, 1, 1, 600))
    elif how == 3 and isinstance(body.get(name), dict) and body[name]:
        body[name] = spoiled(random, body[name])
    else:
        body[name] = hostile(random)


def spoiled_text(random: Random, text: bytes) -> bytes:
    """A body's bytes, now and then no longer JSON, or no longer UTF-8."""
    how = random.randrange(24)
    if how == 0:
        text = text[: random.randrange(len(text) + 1)]
    elif how == 1:
        text = b"\xef\xbb\xbf" + text
    elif how == 2:
        text = text.decode("utf-8", "replace").encode("utf-16")
    elif how == 3:
        text += random.choice((b"x", b"{}", b"\x00", b",", b"\xff"))
    elif how == 4:
        place = random.randrange(len(text) + 1)
        text = text[:place] + random.randbytes(random.randint(1, 4)) + text[place:]
    elif how == 5:
        text = random.choice((b"", b"null", b"[]", b'"text"', b"[" + text + b"]", b"{" * 100_000))
    elif how == 6:
        text += b" " * (2**20 - len(text) + random.choice((0, 1)))
    return text
