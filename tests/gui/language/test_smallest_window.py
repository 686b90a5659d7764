"""The whole tour in the smallest window, in the largest text and in a language of long words: nothing cut or hidden."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget

from aurora_desk.app.desk_store import DeskPlan
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.app.tour.camera import Camera
from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.on_tour import OnTour
from aurora_desk.app.tour.stage import Stage
from aurora_desk.app.tour.walk import CHAPTERS
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.shell.main_window import SMALLEST
from aurora_desk.gui.theme.format import NO_BREAK
from aurora_desk.gui.theme.look import SCALES, Look
from aurora_desk.services import demo
from gui.language.seeing import Painting, cut, overlapping, scrolling_early, watched_painting
from gui.walking import too_small

pytestmark = pytest.mark.long
GIVES_WAY: Final = ("status-shift", "status-till")
"""Lines that are shortened on purpose and say all in their tooltips."""
STEPS = 80


class Inspector(Camera):
    """Looks where the tour takes pictures, and notes what is cut, lies on something or is too small for a finger."""

    def __init__(self, desk: Desk, folder: Path, painting: Painting) -> None:
        super().__init__(desk, folder)
        self._painting = painting
        self.steps: set[str] = set()
        self.faults: set[str] = set()

    def take(self, name: str, *, settle: Callable[[], None]) -> None:
        window = self._desk.window
        # What was painted before the last layout is not what stays.
        window.grab()
        settle()
        self._painting.lines.clear()
        window.grab()
        self.steps.add(name)
        for line in self._painting.lines:
            if line.cut and not line.where.endswith(GIVES_WAY) and not is_a_product(line.text):
                self.faults.add(f"{name}: {line.where}: {line.text}")
        self.faults |= {f"{name}: {found}" for found in _faults_of(window)}


def _faults_of(window: QWidget) -> Iterator[str]:
    yield from cut(window)
    yield from overlapping(window)
    yield from scrolling_early(window)
    yield from too_small(window)


def is_a_product(text: str) -> bool:
    """What a shop calls its goods may be shortened; amounts and the desk's own words not."""
    return f'"{text.replace(NO_BREAK, " ")}"' in inspect.getsource(demo)


def test_every_screen_fits_the_smallest_window_in_the_largest_text(
    qapp: QApplication, look: Look, tmp_path: Path
) -> None:
    # With every screen imported, all of their painting is watched.
    importlib.import_module("aurora_desk.gui.shell.flows")
    plan = DeskPlan(read_environment({}), Folders(tmp_path / "data", tmp_path / "keys"), demo=True, api_port=0)
    with watched_painting() as painting:
        tour = OnTour(qapp, plan, QLocale("de_DE"))
        try:
            inspector = Inspector(tour.desk, tmp_path, painting)
            guide = Guide(tour.desk, inspector)
            tour.begin(guide)
            tour.desk.look.set_scale(SCALES[-1])
            tour.desk.window.resize(SMALLEST)
            stage = Stage(tour, guide)
            stage.find_api()
            for chapter in CHAPTERS.values():
                chapter(stage)
        finally:
            tour.desk.close()
            look.apply(qapp)

    assert len(inspector.steps) >= STEPS
    assert not inspector.faults, "\n".join(sorted(inspector.faults))
