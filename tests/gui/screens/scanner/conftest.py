"""A till with somebody at it and a scanner that may be slow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
from gui.shell.staging import Stage, stages


@pytest.fixture
def till(qtbot: QtBot, look: Look, demo_services: Services) -> Iterator[Stage]:
    with stages(qtbot, look, demo_services) as make:
        stage = make()
        stage.sign_in()
        yield stage
