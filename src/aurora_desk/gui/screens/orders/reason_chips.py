"""The reasons that one of is chosen, in rows of chips."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.chip import Chip

Rows = Sequence[Sequence[tuple[str, str]]]
"""The reasons by row, each a key and its words."""


def reason_chips(look: Look, group: QButtonGroup, rows: Rows, *, name: str) -> tuple[QVBoxLayout, dict[str, Chip]]:
    """The rows as a layout, and the chips by their keys; `name` begins the object names."""
    chips: dict[str, Chip] = {}
    column = QVBoxLayout()
    column.setSpacing(8)
    for reasons in rows:
        row = QHBoxLayout()
        row.setSpacing(8)
        for key, words in reasons:
            chips[key] = Chip(look, words, name=f"{name}-{key}")
            group.addButton(chips[key])
            row.addWidget(chips[key])
        row.addStretch(1)
        column.addLayout(row)
    return column, chips
