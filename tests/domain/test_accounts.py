"""How long an account waits after wrong passwords, and what an owner may name."""

import pytest

from aurora_desk.domain.accounts import wait_after


@pytest.mark.parametrize(
    ("failed", "wait_s"), [(0, None), (5, None), (6, 1), (7, 2), (8, 4), (15, 512), (16, 900), (99, 900), (10**6, 900)]
)
def test_five_tries_are_free_then_the_wait_doubles_up_to_fifteen_minutes(failed: int, wait_s: int | None) -> None:
    wait = wait_after(failed)

    assert (None if wait is None else wait.total_seconds()) == wait_s
