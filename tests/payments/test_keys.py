"""Which Stripe keys a store may use."""

from __future__ import annotations

import pytest

from aurora_desk.domain.payments import UnsafeStripeKeyError
from aurora_desk.payments.keys import check_key, is_live

LIVE, TEST = "sk_live_0123456789", "sk_test_0123456789"
LOOPBACK = "http://127.0.0.1:8420"


@pytest.mark.parametrize(
    ("key", "base", "training", "took_live"),
    [
        (TEST, None, True, False),
        (TEST, LOOPBACK, True, False),
        (TEST, "http://localhost:8420", True, False),
        ("rk_test_1", LOOPBACK, False, False),
        (TEST, None, False, False),
        (LIVE, None, False, False),
        (LIVE, None, False, True),
        (LIVE, "https://api.stripe.com", False, True),
    ],
)
def test_a_key_that_fits_the_store_is_taken(key: str, base: str | None, *, training: bool, took_live: bool) -> None:
    check_key(key, base, training=training, took_live_key=took_live)


@pytest.mark.parametrize(
    ("key", "base", "training", "took_live"),
    [
        (LIVE, None, True, False),
        ("rk_live_1", None, True, False),
        (TEST, None, False, True),
        (LIVE, LOOPBACK, False, False),
        (LIVE, "https://evil.example", False, False),
        (LIVE, "https://api.stripe.com.evil.example", False, False),
        (LIVE, "https://api.stripe.com@evil.example", False, False),
        (LIVE, "http://api.stripe.com", False, False),
        (LIVE, "https://api.stripe.com:8443", False, False),
        (LIVE, "https://[", False, False),
        (TEST, "https://api.stripe.com", True, False),
        (TEST, "http://192.168.1.9:8420", True, False),
        (TEST, "http://127.0.0.1.evil.example:8420", True, False),
        ("", None, False, False),
        ("pk_live_1", None, False, False),
        (" " + LIVE, None, False, False),
        ("sk_live_01 23", None, False, False),
        ("sk_test_1\n", None, True, False),
        ("sk_tеst_1", None, True, False),
    ],
)
def test_a_key_that_could_move_or_hide_money_wrongly_is_refused(
    key: str, base: str | None, *, training: bool, took_live: bool
) -> None:
    with pytest.raises(UnsafeStripeKeyError) as refused:
        check_key(key, base, training=training, took_live_key=took_live)
    assert key.strip() == "" or key not in str(refused.value)


def test_live_keys_are_told_from_test_keys() -> None:
    assert is_live(LIVE)
    assert not is_live(TEST)
