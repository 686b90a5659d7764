"""What tests of the desk share: a dressed application, without motion."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import LIGHT


def pytest_configure(config: pytest.Config) -> None:
    """The platform without a screen complains about windows with a smallest size, and menus; nothing is wrong then."""
    for what in ("propagateSizeHints", r"raise\(\)", "grabbing the keyboard"):
        config.addinivalue_line("qt_log_ignore", f"This plugin does not support {what}")


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Look:
    look = Look(LIGHT, locale=QLocale("en_IE"), zone=ZoneInfo("UTC"), less_motion=True)
    look.apply(qapp)
    return look


@pytest.fixture
def look(dressed: Look) -> Iterator[Look]:
    """The look that the application wears; put back to light and 100 % after each test."""
    yield dressed
    if dressed.theme is not LIGHT:
        dressed.set_theme(LIGHT)
    if dressed.scale != 100:
        dressed.set_scale(100)
