"""A desk with stand-in screens on a demo store of the test's own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from aurora_desk.gui.theme.look import Look
from aurora_desk.services.facade import Services
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
