"""Rules for the sources of these screens that no type checker knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aurora_desk.gui import screens

FOLDERS = [Path(next(iter(screens.__path__))) / name for name in ("orders", "customers", "reports")]
SOURCES = [path for folder in FOLDERS for path in sorted(folder.glob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_given_a_screen_then_it_sets_no_stylesheet_and_names_no_colour(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "setStyleSheet" not in source
    assert not re.search(r"#[0-9a-fA-F]{6}\b", source)
