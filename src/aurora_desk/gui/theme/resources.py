"""Where fonts, icons and pictures are: beside the source, in the frozen program, or installed."""

import sys
from pathlib import Path


class MissingResourceError(AssertionError):
    """The installation lacks its own files; a defect of the package, never the cashier's."""


def resource(path: str) -> Path:
    """The file or folder `path` of the shipped resources, for example `icons/coffee.svg`."""
    for root in _roots():
        if (root / path).exists():
            return root / path
    raise MissingResourceError(f"Aurora Desk was installed without its file {path}. Install it again.")


def _roots() -> tuple[Path, ...]:
    source = Path(__file__).resolve().parents[4] / "resources"
    frozen = Path(getattr(sys, "_MEIPASS", sys.prefix)) / "resources"
    return source, frozen, Path(sys.prefix) / "share" / "aurora-desk" / "resources"
