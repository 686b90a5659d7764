"""The tour is a test of the whole: the real desk, its API child and its simulator, through every screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

CHAPTERS = [
    "setup",
    "signin",
    "sell",
    "pay",
    "goods",
    "rights",
    "orders",
    "refund",
    "customers",
    "unfinished",
    "reports",
    "desk",
    "scanner",
]
STEPS = 70
SIZES = {"1280": (1280, 800), "1920": (1920, 1080)}
VIEWS = {f"{theme}-{width}" for theme in ("light", "dark") for width in SIZES}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tour that was made by the command itself."""
    folder = tmp_path_factory.mktemp("tour")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AURORA_")}
    done = subprocess.run(
        [sys.executable, "-m", "aurora_desk", "tour", "--out", str(folder)],
        capture_output=True,
        text=True,
        timeout=500,
        env=clean,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder


def step_of(path: Path) -> str:
    return path.stem.rsplit("-", 2)[0]


def test_the_tour_reaches_every_chapter_and_shows_each_step_in_all_views(pictures: Path) -> None:
    views: dict[str, set[str]] = {}
    for path in pictures.iterdir():
        views.setdefault(step_of(path), set()).add(path.stem.removeprefix(step_of(path) + "-"))

    assert {step.partition("-")[0] for step in views} == set(CHAPTERS)
    assert len(views) >= STEPS
    assert {step: seen for step, seen in views.items() if seen != VIEWS} == {}


def test_every_picture_is_a_whole_window_with_something_on_it(pictures: Path) -> None:
    for path in pictures.iterdir():
        with Image.open(path) as picture:
            assert picture.size == SIZES[path.stem.rpartition("-")[2]], path.name
            assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or ()) > 100, path.name


def test_light_and_dark_differ(pictures: Path) -> None:
    for step in {step_of(path) for path in pictures.iterdir()}:
        brightness = []
        for theme in ("light", "dark"):
            with Image.open(pictures / f"{step}-{theme}-1280.png") as picture:
                brightness.append(picture.convert("L").resize((1, 1)).getpixel((0, 0)))

        light, dark = brightness
        assert isinstance(light, int | float)
        assert isinstance(dark, int | float)
        assert light > dark + 20, step
