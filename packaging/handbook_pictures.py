"""Renews the handbook's pictures from a tour: `python packaging/handbook_pictures.py TOUR`.

Only what a page shows is kept, in light colours at 1280×800, with as few colours as the eye needs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image

HANDBOOK = Path(__file__).parents[1] / "docs" / "handbook"
VIEW = "light-1280"
COLOURS = 128
_SHOWN = re.compile(r"\(pictures/([\w-]+)\.png\)")


def renew(tour: Path) -> None:
    """Write every picture that a page shows; raises `FileNotFoundError` for one that the tour did not take."""
    folder = HANDBOOK / "pictures"
    folder.mkdir(exist_ok=True)
    shown = {name for page in HANDBOOK.glob("*.md") for name in _SHOWN.findall(page.read_text(encoding="utf-8"))}
    for old in folder.glob("*.png"):
        if old.stem not in shown:
            old.unlink()
    for name in sorted(shown):
        with Image.open(tour / f"{name}-{VIEW}.png") as picture:
            few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    renew(Path(sys.argv[1]))
