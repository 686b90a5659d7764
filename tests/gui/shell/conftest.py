"""A desk with stand-in screens on a demo store of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from aurora_desk.gui.desk import Desk
from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
from gui.shell.real_desk import OpenDesk, desks, opened, selling
from gui.shell.staging import Stage, StageMaker, stages


@pytest.fixture
def make_stage(qtbot: QtBot, look: Look, demo_services: Services) -> Iterator[StageMaker]:
    with stages(qtbot, look, demo_services) as make:
        yield make


@pytest.fixture
def stage(make_stage: StageMaker) -> Stage:
    return make_stage()


@pytest.fixture
def desk(stage: Stage) -> Stage:
    """A stage with Mara signed in."""
    stage.sign_in()
    return stage


@pytest.fixture
def open_desk(qtbot: QtBot, look: Look, qapp: QApplication) -> Iterator[OpenDesk]:
    with desks(qtbot, qapp) as make:
        yield make


@pytest.fixture
def shop(qtbot: QtBot, demo_services: Services, open_desk: OpenDesk, tmp_path: Path) -> Desk:
    """The whole desk on the demo store with Mara signed in and Sell in front."""
    # The services come first, so that they go last: a job of the desk must not meet a closed store.
    return selling(open_desk(lambda: opened(demo_services, tmp_path, [])), qtbot)
