"""A demo store, its services and a simulator, for every test that needs a shop."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from aurora_desk.app.opening import TRAINING_KEY, Stripe, look, make_demo, open_services
from aurora_desk.services.facade import Services
from aurora_desk.simulator.app import create_app
from aurora_desk.simulator.state import State
from aurora_desk.store.creating import Place
from browser import Browser, open_browser, why_no_browser
from simulator.running import CurrentApp, served

TEST_COST = 4
"""bcrypt's cheapest cost; `tests/services/test_people.py` proves that the product's is 12."""

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `pytest tests/gui/test_pictures.py --renew-pictures`, which takes the pictures of the gallery anew."""
    parser.addoption("--renew-pictures", action="store_true", help="take the reference pictures of the gallery anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that at the end no worker is left alone with it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def place_in(folder: Path) -> Place:
    """A store's place in a folder of its own."""
    return Place(f"sqlite:///{folder / 'store.db'}", folder / "keys" / "keys.json")


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh demo store, made once a test process."""
    folder = tmp_path_factory.mktemp("template")
    make_demo(place_in(folder), bcrypt_cost=TEST_COST)
    return folder


@pytest.fixture
def demo_folder(demo_template: Path, tmp_path: Path) -> Path:
    """A folder with a fresh demo store of this test's own."""
    folder = tmp_path / "demo"
    shutil.copytree(demo_template, folder)
    return folder


@pytest.fixture
def demo_place(demo_folder: Path) -> Place:
    """Where this test's demo store is."""
    return place_in(demo_folder)


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[tuple[CurrentApp, str]]:
    """A server, and its address, that every test gives a simulator of its own to serve."""
    current = CurrentApp()
    with served(current) as base:
        yield current, base


@pytest.fixture
def stripe_base(stripe_server: tuple[CurrentApp, str]) -> Iterator[str]:
    """The address of a Stripe simulator of this test's own."""
    current, base = stripe_server
    with closing(State(None)) as state:
        current.app = create_app(state)
        yield base


@pytest.fixture
def demo_services(demo_place: Place, stripe_base: str) -> Iterator[Services]:
    """The services of a desk on this test's demo store; cards go to its simulator."""
    services = open_as_desk(demo_place, stripe_base)
    yield services
    services.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser for the tests of a module; where there is none, they are skipped."""
    if reason := why_no_browser():
        pytest.skip(reason)
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def browser_without_javascript() -> Iterator[Browser]:
    """The same with JavaScript switched off."""
    if reason := why_no_browser():
        pytest.skip(reason)
    with open_browser(javascript=False) as opened:
        yield opened


def open_as_desk(place: Place, stripe_base: str | None, *, server: bool = False) -> Services:
    """Another process's view of a demo store, in this one."""
    facts = look(place, demo_wanted=True)
    assert facts is not None
    stripe = Stripe(TRAINING_KEY, stripe_base) if stripe_base else None
    return open_services(place, facts, stripe, server=server, bcrypt_cost=TEST_COST)
