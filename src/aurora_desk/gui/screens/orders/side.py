"""The place of the detail beside a list."""

from __future__ import annotations

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.detail import side_width

MOST_PERCENT = 36


def panel_width(look: Look, window_width: int) -> int:
    """As wide as the cart; with large text it grows only as far as the list beside it keeps its columns."""
    usual = side_width(window_width)
    return min(look.px(usual), max(usual, window_width * MOST_PERCENT // 100))
