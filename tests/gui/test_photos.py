"""Photos of products: cropped to fill, kept on disk, and no harm where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from aurora_desk.gui.jobs import Lane
from aurora_desk.gui.photos import KEPT_IN, Photos, fitting_photo

ART = QSize(168, 62)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a tall photo: green in the middle, red above and below."""
    photo = QImage(400, 900, QImage.Format.Format_RGB32)
    photo.fill(QColor("red"))
    for x in range(400):
        for y in range(400, 500):
            photo.setPixelColor(x, y, QColor("lime"))
    assert photo.save(str(tmp_path / "cup.png"))
    return tmp_path


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[Lane]:
    """Where photos are decoded."""
    made = Lane()
    yield made
    made.wait()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_photo_arrives_cropped_to_its_middle_and_is_kept_on_disk(
    qtbot: QtBot, lane: Lane, folder: Path, ratio: float
) -> None:
    photos = Photos(folder, lane)
    with qtbot.waitSignal(photos.ready) as told:
        assert photos.pixmap("cup.png", ART, ratio) is None

    assert told.args == ["cup.png"]
    shown = photos.pixmap("cup.png", ART, ratio)
    assert shown is not None
    assert shown.deviceIndependentSize() == ART.toSizeF()
    image = shown.toImage()
    assert image.pixelColor(image.rect().center()) == QColor("lime")
    assert image.pixelColor(0, 0).alpha() == 0, "round corners"
    (small,) = (folder / KEPT_IN).iterdir()
    made_at = small.stat().st_mtime_ns
    assert not fitting_photo(folder, ("cup.png", ART.width(), ART.height(), ratio)).isNull()
    assert small.stat().st_mtime_ns == made_at


@pytest.mark.parametrize("name", ["", "none.png", "../cup.png", "broken.png"])
def test_what_is_no_photo_leaves_the_tile_as_it_is(qtbot: QtBot, lane: Lane, folder: Path, name: str) -> None:
    (folder / "broken.png").write_bytes(b"no picture")
    photos = Photos(folder, lane)

    assert photos.pixmap(name, ART, 1.0) is None
    lane.wait()
    qtbot.wait(10)

    assert photos.pixmap(name, ART, 1.0) is None
