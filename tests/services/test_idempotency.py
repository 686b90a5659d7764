"""Answers that are kept: for whom, for how long, and without what was sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aurora_desk.domain.idempotency import StoredAnswer
from aurora_desk.services.demo import CAFE, SECOND
from aurora_desk.services.idempotency import Idempotency
from aurora_desk.store.keyring import KeyRing
from services.counter import Counter

WHERE = {"client": "loopback", "method": "POST", "path": "/ecommerce/createOrder", "key": "k"}
ANSWER = StoredAnswer("fingerprint", 201, "{}")


def test_an_answer_is_given_again_for_a_day(counter: Counter) -> None:
    idempotency = counter.services.idempotency
    counter.write(idempotency.store, CAFE, **WHERE, answer=ANSWER)

    counter.clock.ahead = timedelta(hours=23, minutes=59)
    assert counter.read(idempotency.find, CAFE, **WHERE) == ANSWER
    counter.clock.ahead = timedelta(hours=24, seconds=1)
    assert counter.read(idempotency.find, CAFE, **WHERE) is None


@pytest.mark.parametrize(
    "other", [{"client": "tablet"}, {"method": "PUT"}, {"path": "/ecommerce/addCart"}, {"key": "K"}]
)
def test_a_key_counts_for_its_own_client_method_and_path_alone(counter: Counter, other: dict[str, str]) -> None:
    idempotency = counter.services.idempotency
    counter.write(idempotency.store, CAFE, **WHERE, answer=ANSWER)

    assert counter.read(idempotency.find, CAFE, **{**WHERE, **other}) is None
    assert counter.read(idempotency.find, SECOND, **WHERE) is None


def test_a_fingerprint_is_made_with_the_stores_own_key() -> None:
    one, other = KeyRing.new(), KeyRing.new()

    assert Idempotency(one).fingerprint(b"{}") == Idempotency(one).fingerprint(b"{}")
    assert Idempotency(one).fingerprint(b"{}") != Idempotency(one).fingerprint(b'{"a":1}')
    assert Idempotency(one).fingerprint(b"{}") != Idempotency(other).fingerprint(b"{}")
