"""Fixtures of the API's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.shop import Shop, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The two shops, shared by the tests of a module."""
    with open_shop(tmp_path_factory.mktemp("shop")) as opened:
        yield opened


@pytest.fixture
def fresh_shop(tmp_path: Path) -> Iterator[Shop]:
    """The two shops of one test alone."""
    with open_shop(tmp_path) as opened:
        yield opened
