"""The command: the real desk with its API child and its simulator, pictures of each step in every view.

That the walk comes through every chapter is tested where the same walk looks for what is cut or not translated:
`tests/gui/language/test_every_screen.py`.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from aurora_desk.app.options import StartError
from aurora_desk.app.tour.walk import tour

pytestmark = pytest.mark.long
CHAPTERS = {"setup", "signin", "sell"}
STEPS = 19
SIZES = {"1280": (1280, 800), "1920": (1920, 1080)}
VIEWS = {f"{theme}-{width}" for theme in ("light", "dark") for width in SIZES}


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tour that was made by the command itself."""
    folder = tmp_path_factory.mktemp("tour")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AURORA_")}
    done = subprocess.run(
        [sys.executable, "-m", "aurora_desk", "tour", "--out", str(folder), "--until", "sell"],
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


def test_the_tour_goes_as_far_as_it_is_told_and_shows_each_step_in_all_views(pictures: Path) -> None:
    views: dict[str, set[str]] = {}
    for path in pictures.iterdir():
        views.setdefault(step_of(path), set()).add(path.stem.removeprefix(step_of(path) + "-"))

    assert {step.partition("-")[0] for step in views} == CHAPTERS
    assert len(views) >= STEPS
    assert {step: seen for step, seen in views.items() if seen != VIEWS} == {}


def test_every_picture_is_a_whole_window_with_something_on_it(pictures: Path) -> None:
    for path in pictures.iterdir():
        with Image.open(path) as picture:
            assert picture.size == SIZES[path.stem.rpartition("-")[2]], path.name
            # None are more than asked for; room for all that there may be would take a fifth of a second a picture.
            assert picture.convert("RGB").getcolors(maxcolors=100) is None, path.name


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


def test_a_chapter_that_there_is_not_is_told_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(StartError, match=r"no chapter called cellar\. Its chapters are signin, sell, pay, "):
        tour(tmp_path / "tour", lambda _line: None, until="cellar")

    assert not (tmp_path / "tour").exists()
