"""Finding a code in a picture; zxing-cpp comes with the extra `aurora-desk[camera]`."""

from __future__ import annotations

from importlib.util import find_spec

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

LONGEST_SIDE = 1280
"""More pixels than that only take longer."""


def can_decode() -> bool:
    """Whether the library that finds codes is installed."""
    return find_spec("zxingcpp") is not None


def decode(picture: QImage) -> str:
    """The text of the first code in a picture, empty without one; slow, so never on the GUI thread."""
    import zxingcpp

    if max(picture.width(), picture.height()) > LONGEST_SIDE:
        picture = picture.scaled(LONGEST_SIDE, LONGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    # Rows are padded to four bytes; the padding is read as part of the picture and holds no code.
    pixels = memoryview(bytes(grey.constBits())).cast("B", shape=[grey.height(), grey.bytesPerLine()])
    found = zxingcpp.read_barcode(pixels)
    return "" if found is None else str(found.text).strip()
