from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from aurora_desk.app.garbage import search_what_comes, start_unsearched


@pytest.fixture
def searching() -> Iterator[None]:
    """Python looks for garbage as before, in everything, once the test is over."""
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("searching")
def test_what_the_start_makes_is_never_looked_through_again() -> None:
    start_unsearched()
    assert not gc.isenabled()

    search_what_comes()

    assert gc.isenabled()
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 1_000
