"""The tour is a test of the whole: the real desk, its API child and its simulator, through every screen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

STEPS = 38
THEMES = ("light", "dark")


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


def test_the_tour_reaches_every_step_in_both_themes(pictures: Path) -> None:
    names = sorted(path.name for path in pictures.iterdir())

    assert len(names) == STEPS * len(THEMES)
    assert all(name.endswith(("-light.png", "-dark.png")) for name in names)


def test_every_picture_is_a_whole_window_with_something_on_it(pictures: Path) -> None:
    for path in pictures.iterdir():
        with Image.open(path) as picture:
            assert picture.size in ((1280, 800), (1920, 1080)), path.name
            assert len(picture.convert("RGB").getcolors(maxcolors=1 << 24) or ()) > 100, path.name


def test_light_and_dark_differ(pictures: Path) -> None:
    for name in {path.name.rpartition("-")[0] for path in pictures.iterdir()}:
        brightness = []
        for theme in THEMES:
            with Image.open(pictures / f"{name}-{theme}.png") as picture:
                brightness.append(picture.convert("L").resize((1, 1)).getpixel((0, 0)))

        light, dark = brightness
        assert isinstance(light, int | float)
        assert isinstance(dark, int | float)
        assert light > dark + 20, name
