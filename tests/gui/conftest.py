"""What tests of the desk share: a dressed application, without motion."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.column_widths import ColumnWidths
from aurora_desk.gui.theme.language import Speech
from aurora_desk.gui.theme.look import ARGUMENTS, Look
from aurora_desk.gui.theme.tokens import LIGHT

PATIENCE_MS = 30_000


def pytest_configure(config: pytest.Config) -> None:
    """The platform without a screen complains about windows with a smallest size, and menus; nothing is wrong then."""
    for what in ("propagateSizeHints", r"raise\(\)", "grabbing the keyboard"):
        config.addinivalue_line("qt_log_ignore", f"This plugin does not support {what}")


class PatientBot(QtBot):
    """Waits as long as a machine that does much else may need; what comes soon ends the wait at once."""

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **others: Any) -> Any:
        return super().waitSignal(signal, timeout=timeout, **others)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    del qapp
    return PatientBot(request)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return [*ARGUMENTS]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Iterator[Look]:
    look = Look(LIGHT, locale=QLocale("en_IE"), zone=ZoneInfo("UTC"), less_motion=True)
    look.apply(qapp)
    speech = Speech(qapp)
    speech.speak("en")
    yield look
    speech.silence()


@pytest.fixture
def look(dressed: Look, qapp: QApplication) -> Iterator[Look]:
    """The look that the application wears; after each test light, 100 %, in the same zone and without motion again."""
    yield dressed
    # A desk of the test took the zone of its shop, and somebody may have drawn columns to another width.
    dressed.set_zone(ZoneInfo("UTC"))
    dressed.widths = ColumnWidths(dressed)
    dressed.wear(LIGHT, scale=100, less_motion=True)
    # A desk of a test's own may have dressed the application otherwise.
    dressed.apply(qapp)
