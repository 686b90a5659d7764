"""Programs that end with their test, and a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.programs import Programs
from aurora_desk.app.opening import make_first_shop
from aurora_desk.services.shop import NewShop
from aurora_desk.store.creating import Place


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    """Starts programs; ends those that still run."""
    home = tmp_path / "home"
    home.mkdir()
    started = Programs(home)
    yield started
    started.close()


@pytest.fixture
def real_folder(tmp_path: Path) -> Path:
    """A folder with a real store."""
    folder = tmp_path / "real"
    shop = NewShop("Corner shop", "EUR", "DE", "Europe/Berlin", "Ada", "1234")
    make_first_shop(Place(f"sqlite:///{folder / 'store.db'}", folder / "keys" / "keys.json"), shop, bcrypt_cost=4)
    return folder
