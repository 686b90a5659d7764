"""The whole walk: a demo store of its own, every chapter in order, a folder of pictures."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from aurora_desk.app.desk_store import DeskPlan
from aurora_desk.app.options import Folders, StartError, read_environment
from aurora_desk.app.tour import customers, orders, payment, refunds, reports, selling, signing_in, unfinished
from aurora_desk.app.tour.camera import Camera
from aurora_desk.app.tour.guide import Guide, LostError
from aurora_desk.app.tour.on_tour import OnTour, offscreen_app
from aurora_desk.app.tour.stage import Stage

CHAPTERS: tuple[Callable[[Stage], None], ...] = (
    signing_in.chapter,
    selling.chapter,
    payment.chapter,
    orders.chapter,
    refunds.chapter,
    customers.chapter,
    unfinished.chapter,
    reports.chapter,
    signing_in.locked,
)
"""Each leaves the desk where the next begins."""


def tour(out: Path, say: Callable[[str], None]) -> int:
    """Write the pictures into `out`; raises `StartError` with a sentence where the desk loses the way."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StartError(f"The folder {out} cannot be written ({error.strerror}). Choose another one.") from None
    app = offscreen_app()
    with tempfile.TemporaryDirectory() as folder:
        plan = DeskPlan(read_environment({}), Folders(Path(folder), Path(folder) / "keys"), demo=True, api_port=0)
        try:
            pictures = walk(app, plan, out)
        except LostError as error:
            raise StartError(str(error)) from None
    for picture in pictures:
        say(str(picture))
    return 0


def walk(app: QApplication, plan: DeskPlan, out: Path) -> list[Path]:
    """Open a desk, go through everything, close it; the pictures taken."""
    on_tour = OnTour(app, plan)
    camera = Camera(on_tour.desk, out)
    guide = Guide(on_tour.desk, camera)
    try:
        on_tour.begin(guide)
        stage = Stage(on_tour, guide)
        stage.find_api()
        for chapter in CHAPTERS:
            chapter(stage)
    finally:
        on_tour.desk.close()
    return camera.pictures
