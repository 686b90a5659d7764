"""A till with a cashier at it, who needs a manager."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
from gui.shell.staging import Stage, stages


@pytest.fixture
def till(qtbot: QtBot, look: Look, demo_services: Services) -> Iterator[Stage]:
    """A till where Priya, a cashier, is signed in."""
    with stages(qtbot, look, demo_services) as make:
        stage = make()
        stage.pick("Priya Raman")
        stage.sign_in("3456")
        yield stage
