"""In which ways a flow is gone through."""

from __future__ import annotations

import pytest

from gui.flows.hands import Way

MOUSE, KEYS, SCANNER = Way.MOUSE, Way.KEYS, Way.SCANNER


def by(*ways: Way) -> pytest.MarkDecorator:
    """Go through the flow in these ways; the test's name ends with the way, as `[mouse]`."""
    return pytest.mark.parametrize("hand", ways, ids=str, indirect=True)
