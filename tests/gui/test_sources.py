"""Rules for the sources of screens and shell that no type checker knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aurora_desk import gui

ROOT = Path(next(iter(gui.__path__)))
SOURCES = sorted(path for folder in ("screens", "shell") for path in (ROOT / folder).rglob("*.py"))
FORBIDDEN = {
    "sets a stylesheet of its own": r"setStyleSheet",
    "names a colour by its hex value": r"""["']#(?:[0-9a-fA-F]{3}){1,2}(?:[0-9a-fA-F]{2})?["']""",
    "names a colour of Qt": r"GlobalColor\.(?!transparent)|QColor\(\s*[\"'0-9]",
    "makes a font of its own": r"\bQFont\(",
    "puts markup on screen": r"TextFormat\.(?:RichText|AutoText|MarkdownText)",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_screen_leaves_colours_fonts_and_boxes_to_the_theme(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert [fault for fault, pattern in FORBIDDEN.items() if re.search(pattern, source)] == []


@pytest.mark.parametrize(
    "line",
    [
        'self.setStyleSheet("color: red")',
        'QColor("#fff")',
        "ink = '#0A6A5C'",
        "QColor(1, 2, 3)",
        "Qt.GlobalColor.red",
        "QFont()",
    ],
)
def test_what_is_forbidden_would_be_found(line: str) -> None:
    assert [fault for fault, pattern in FORBIDDEN.items() if re.search(pattern, line)]
