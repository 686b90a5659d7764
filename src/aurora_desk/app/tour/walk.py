"""The whole walk: a demo store of its own, every chapter in order, a folder of pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from aurora_desk.app.desk_store import DeskPlan
from aurora_desk.app.options import Folders, StartError, read_environment
from aurora_desk.app.tour import (
    customers,
    desk,
    goods,
    orders,
    payment,
    refunds,
    reports,
    rights,
    selling,
    setting_up,
    signing_in,
    unfinished,
)
from aurora_desk.app.tour.camera import Camera
from aurora_desk.app.tour.guide import Guide, LostError
from aurora_desk.app.tour.on_tour import OnTour, offscreen_app
from aurora_desk.app.tour.stage import Stage

CHAPTERS: Mapping[str, Callable[[Stage], None]] = {
    "signin": signing_in.chapter,
    "sell": selling.chapter,
    "pay": payment.chapter,
    "goods": goods.chapter,
    "rights": rights.chapter,
    "orders": orders.chapter,
    "refund": refunds.chapter,
    "customers": customers.chapter,
    "unfinished": unfinished.chapter,
    "reports": reports.chapter,
    "desk": desk.chapter,
    "lock": signing_in.locked,
}
"""Each leaves the desk where the next begins. Set-up comes before all of them, on a desk of its own."""
LAST = "lock"


def tour(out: Path, say: Callable[[str], None], *, until: str = LAST) -> int:
    """Write the pictures into `out`; raises `StartError` with a sentence where the desk loses the way.

    `until`: the chapter after which it ends.
    """
    if until not in CHAPTERS:
        raise StartError(f"The tour has no chapter called {until}. Its chapters are {', '.join(CHAPTERS)}.")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"The folder {out} cannot be written ({error.strerror}). Choose another one.") from None
    app = offscreen_app()
    try:
        for walk, demo in ((set_up, False), (partial(sell, until=until), True)):
            with tempfile.TemporaryDirectory() as folder:
                folders = Folders(Path(folder), Path(folder) / "keys")
                for picture in walk(app, DeskPlan(read_environment({}), folders, demo=demo, api_port=0), out):
                    say(str(picture))
    except LostError as error:
        raise StartError(str(error)) from None
    return 0


def sell(app: QApplication, plan: DeskPlan, out: Path, *, until: str = LAST) -> list[Path]:
    """Open the demo, go through the chapters, close it; the pictures taken."""
    on_tour, guide = _desk(app, plan, out)
    try:
        on_tour.begin(guide)
        stage = Stage(on_tour, guide)
        stage.find_api()
        for name, chapter in CHAPTERS.items():
            chapter(stage)
            if name == until:
                break
    finally:
        on_tour.desk.close()
    return guide.camera.pictures


def set_up(app: QApplication, plan: DeskPlan, out: Path) -> list[Path]:
    """Open a desk without a store and set a shop up; the pictures taken."""
    on_tour, guide = _desk(app, plan, out)
    try:
        on_tour.begin(guide)
        setting_up.chapter(on_tour, guide)
    finally:
        on_tour.desk.close()
    return guide.camera.pictures


def _desk(app: QApplication, plan: DeskPlan, out: Path) -> tuple[OnTour, Guide]:
    on_tour = OnTour(app, plan)
    return on_tour, Guide(on_tour.desk, Camera(on_tour.desk, out))
