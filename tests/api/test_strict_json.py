"""Strict JSON: what is one object, and what is refused before it costs anything."""

import contextlib
import json
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.api.json_out import encode
from aurora_desk.api.strict_json import DEEPEST, MalformedJsonError, canonical, parse_object
from aurora_desk.domain.money import Money


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"null",
        b"[]",
        b'"text"',
        b"1",
        b"{",
        b"{}x",
        b"{} {}",
        b"{'a':1}",
        b'{"a":1,}',
        b'{"a":01}',
        b'{"a":+1}',
        b'{"a":1.}',
        b'{"a":.5}',
        b'{"a":0x10}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":-Infinity}',
        b'{"a":1,"a":1}',
        b'{"a":1,"\\u0061":2}',
        b'{"b":{"a":1,"a":2}}',
        b"\xef\xbb\xbf{}",
        '{"a":1}'.encode("utf-16"),
        b'{"a":"\xff"}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\\ud800"}',
        b'{"\\udfff":1}',
        b'{"a":"\x01"}',
        b'{"a":1}\x00',
    ],
)
def test_what_is_not_one_strict_object_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedJsonError) as refused:
        parse_object(body)

    assert refused.value.status == 400
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "9" * 1_000_000, "0." + "0" * 1_000_000 + "1"])
def test_a_giant_number_is_refused_before_any_arithmetic(number: str) -> None:
    started = time.process_time()

    with pytest.raises(MalformedJsonError):
        parse_object(b'{"price":' + number.encode() + b"}")

    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("bomb", [b'{"a":' * 100_000, b'{"a":' + b"[" * 500_000, b'{"a":%b}' % (b"[" * 60 + b"]" * 60)])
def test_a_depth_bomb_is_refused(bomb: bytes) -> None:
    with pytest.raises(MalformedJsonError):
        parse_object(bomb)


def test_nesting_is_allowed_up_to_the_bound_and_not_beyond() -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"

    assert parse_object(nested(DEEPEST))
    with pytest.raises(MalformedJsonError):
        parse_object(nested(DEEPEST + 1))


def test_numbers_keep_their_text_exactly_and_whole_ones_stay_whole() -> None:
    parsed = parse_object(b'{"a": 299.99, "b": 2, "c": true, "d": 1e2, "e": -0}')

    assert parsed == {"a": Decimal("299.99"), "b": 2, "c": True, "d": Decimal("1e2"), "e": 0}
    assert type(parsed["b"]) is int
    assert parsed["c"] is True


def test_a_surrogate_pair_is_a_character() -> None:
    assert parse_object(b'{"a":"\\ud83d\\ude00"}') == {"a": "\U0001f600"}


TEXTS = st.text(st.characters(codec="utf-8"))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, JSON_VALUES, max_size=4), st.booleans())
def test_what_a_json_library_writes_is_read_back_the_same(value: dict[str, Any], ascii_only: bool) -> None:
    assert parse_object(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_an_object_or_a_plain_refusal(body: bytes) -> None:
    with contextlib.suppress(MalformedJsonError):
        assert isinstance(parse_object(body), dict)


@given(st.dictionaries(TEXTS, JSON_VALUES, max_size=4))
def test_the_canonical_text_does_not_depend_on_order_or_spacing(value: dict[str, Any]) -> None:
    other_way_round = dict(reversed(value.items()))

    assert canonical(parse_object(json.dumps(value, indent=3).encode())) == canonical(
        parse_object(json.dumps(other_way_round).encode())
    )


def test_the_canonical_text_tells_different_bodies_apart() -> None:
    texts = [b'{"a":1}', b'{"a":"1"}', b'{"a":true}', b'{"a":1.5}', b'{"a":[1]}', b'{"a":null}', b"{}", b'{"a":10}']

    assert len({canonical(parse_object(text)) for text in texts}) == len(texts)
    assert canonical(parse_object(b'{"a":1.50}')) == canonical(parse_object(b'{"a":15e-1}'))


@given(st.integers(-99_999_999_999, 99_999_999_999), st.sampled_from(["USD", "JPY", "KWD"]))
def test_money_leaves_as_the_exact_decimal_number(amount_minor: int, currency: str) -> None:
    money = Money(amount_minor, currency)

    assert json.loads(encode({"a": money}), parse_float=Decimal, parse_int=Decimal)["a"] == money.decimal()


@given(st.dictionaries(TEXTS, JSON_VALUES, max_size=4))
def test_answers_are_json_that_any_library_reads_back(value: dict[str, Any]) -> None:
    assert json.loads(encode(value)) == value


def test_money_is_printed_as_the_reference_prints_it() -> None:
    assert encode({"total": Money(99997, "USD"), "yen": Money(500, "JPY")}) == '{"total":999.97,"yen":500}'
