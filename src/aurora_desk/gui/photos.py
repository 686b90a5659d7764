"""Photos of products: decoded, cropped and scaled in a worker, and kept on disk for the next time."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPixmap

from aurora_desk.gui.jobs import Lane
from aurora_desk.gui.theme.spacing import Radius

MOST_KEPT = 200
KEPT_IN = ".tiles"
LARGEST_MIB = 256

Key = tuple[str, int, int, float]


class Photos(QObject):
    """Pixmaps of a size, at hand or on their way; a photo that can't be read is asked for once."""

    ready = Signal(str)
    """The photo of that name can be painted now."""

    def __init__(self, folder: Path | None, lane: Lane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._lane = folder, lane
        self._kept: dict[Key, QPixmap | None] = {}

    def pixmap(self, name: str, size: QSize, ratio: float) -> QPixmap | None:
        """The photo, cropped to fill `size` at a screen's density; None until it is there."""
        if self._folder is None or not name or Path(name).name != name or size.isEmpty():
            return None
        key = (name, size.width(), size.height(), ratio)
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = None
            work = partial(fitting_photo, self._folder, key)
            self._lane.start(self, work, done=partial(self._on_read, key), failed=self._on_failed)
        return self._kept[key]

    def _on_read(self, key: Key, photo: QImage) -> None:
        if not photo.isNull():
            self._kept[key] = QPixmap.fromImage(photo)
            self.ready.emit(key[0])

    def _on_failed(self, _error: Exception) -> None:
        """The tile keeps its tint and icon."""


def fitting_photo(folder: Path, key: Key) -> QImage:
    """The photo as it is painted, from the small one on disk where it was made before; blocks, null without one."""
    name, width, height, ratio = key
    source = folder / name
    if not source.is_file():
        return QImage()
    changed = source.stat().st_mtime_ns
    print_of = hashlib.sha256(f"{name} {changed}".encode()).hexdigest()[:24]
    small = folder / KEPT_IN / f"{print_of}-{width}x{height}@{ratio:g}.png"
    made = QImage(str(small)) if small.is_file() else QImage()
    if made.isNull():
        made = _cropped(source, QSize(width, height) * ratio, Radius.BUTTON * ratio)
        if not made.isNull():
            small.parent.mkdir(exist_ok=True)
            made.save(str(small))
    made.setDevicePixelRatio(ratio)
    return made


def _cropped(source: Path, size: QSize, radius: float) -> QImage:
    """The middle of a picture that fills `size`, with round corners."""
    reader = QImageReader(str(source))
    reader.setAutoTransform(True)
    QImageReader.setAllocationLimit(LARGEST_MIB)
    whole = reader.read()
    if whole.isNull():
        return QImage()
    filling = whole.scaled(
        size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    part = QRect(0, 0, size.width(), size.height())
    part.moveCenter(filling.rect().center())
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    shape = QPainterPath()
    shape.addRoundedRect(made.rect(), radius, radius)
    painter.setClipPath(shape)
    painter.drawImage(made.rect(), filling, part)
    painter.end()
    return made
