"""A sale from the PIN to the change in every language, in the smallest window and in the largest text: nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from aurora_desk.app.desk_store import DeskPlan
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.app.tour.camera import Camera
from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.on_tour import OnTour, sign_in
from aurora_desk.app.tour.payment import STATES
from aurora_desk.app.tour.stage import Stage
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.screens.payment.sheet import PaymentSheet
from aurora_desk.gui.theme.look import Look
from gui.language.seeing import Painting, cut, overlapping, watched_painting

pytestmark = pytest.mark.long
LOCALES: Final = {"en": "en_US", "de": "de_DE", "es": "es_ES"}
SHOWN: Final = ((QSize(1280, 800), 100), (QSize(1024, 720), 100), (QSize(1280, 800), 150), (QSize(1024, 720), 150))
"""Windows and text sizes."""
GIVES_WAY: Final = ("status-shift", "status-till")
"""Lines that are shortened on purpose and say all in their tooltips."""
GOODS: Final = frozenset({"Butter croissant", "Ethiopia Guji 250 g", "Cinnamon bun", "Flat white"})
"""What products are called may be shortened; amounts and the desk's own words not."""
CARD_STEPS: Final = ("sending", "waiting", "declined", "unknown")


class Inspector(Camera):
    """Looks where pictures are taken, in every window and text size, and notes what is cut or lies on something."""

    def __init__(self, desk: Desk, folder: Path, painting: Painting) -> None:
        super().__init__(desk, folder)
        self._desk, self._painting = desk, painting
        self.faults: set[str] = set()

    def take(self, name: str, *, settle: Callable[[], None]) -> None:
        look, window = self._desk.look, self._desk.window
        for size, scale in (*SHOWN, SHOWN[0]):
            look.set_scale(scale)
            window.resize(size)
            self._painting.lines.clear()
            settle()
            window.grab()
            where = f"{name} at {size.width()} in {scale} %"
            painted = [line for line in self._painting.lines if line.cut and not line.where.endswith(GIVES_WAY)]
            self.faults |= {f"{where}: {line.where}: {line.text}" for line in painted if line.text not in GOODS}
            self.faults |= {f"{where}: {found}" for found in (*cut(window), *overlapping(window))}


@pytest.fixture(params=LOCALES)
def on_tour(qapp: QApplication, look: Look, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[OnTour]:
    """A desk in a language; afterwards the application wears what it wore before."""
    plan = DeskPlan(read_environment({}), Folders(tmp_path / "data", tmp_path / "keys"), demo=True, api_port=0)
    tour = OnTour(qapp, plan, QLocale(LOCALES[request.param]))
    yield tour
    tour.desk.close()
    look.apply(qapp)


def test_no_word_of_a_sale_is_cut_or_hidden(on_tour: OnTour, tmp_path: Path) -> None:
    with watched_painting() as painting:
        inspector = Inspector(on_tour.desk, tmp_path, painting)
        guide = Guide(on_tour.desk, inspector)
        on_tour.begin(guide)
        guide.picture("sign-in")
        sign_in(on_tour.desk, guide)
        stage = Stage(on_tour, guide)
        stage.scan_products(119, 104, 120, 122)
        guide.picture("cart")
        guide.key(Qt.Key.Key_F4)
        guide.wait_for(QWidget, "discount-sheet")
        guide.picture("discount")
        stage.leave("discount-sheet")
        _pay(guide)

    assert not inspector.faults, "\n".join(sorted(inspector.faults))


def _pay(guide: Guide) -> None:
    """Every way to pay is looked at; then the sale is paid in cash."""
    guide.key(Qt.Key.Key_F12)
    sheet = guide.wait_for(PaymentSheet, "payment")
    guide.wait_for(QWidget, "card-send")
    for name, state in STATES:
        if name in CARD_STEPS:
            sheet.card_panel.show_state(state)
            sheet.column.allow(state.phase, "card", {})
            guide.picture(f"card {name}")
    sheet.card_panel.show_state(STATES[0][1])
    sheet.column.allow(STATES[0][1].phase, "card", {})
    guide.key(Qt.Key.Key_S)
    guide.wait_for(QWidget, "split-by-line")
    guide.picture("split")
    guide.key(Qt.Key.Key_F9)
    guide.wait_for(QWidget, "cash-take")
    guide.write("12000")
    guide.picture("cash")
    guide.key(Qt.Key.Key_Return)
    guide.wait_for(QWidget, "done-next")
    guide.picture("paid")
