"""`aurora-desk`: the desk, with its API child and, for training, its simulator.

Nothing slow is imported before the window's first frame: the store and everything on it open in a job behind it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from aurora_desk.app.desk_store import DeskPlan, open_store
from aurora_desk.app.display import has_display
from aurora_desk.app.garbage import search_what_comes, start_unsearched
from aurora_desk.app.options import Environment, check_folder, folders

TOUR = Path("tour")
LOOK_FILE = "look.json"
"""Beside the store: how this till looked the last time."""


def run_desk(environment: Environment, *, demo: bool, data_dir: Path | None, say: Callable[[str], None]) -> int:
    """Open the desk; without a display the same desk runs offscreen and serves until Ctrl-C."""
    where = folders(environment, data_dir=data_dir, demo=demo)
    check_folder(where.data)
    plan = DeskPlan(environment, where, demo)
    if not has_display():
        from aurora_desk.app.offscreen import run_offscreen

        return run_offscreen(plan, TOUR, say)
    start_unsearched()
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QApplication

    from aurora_desk.app.signals import quit_on_signals
    from aurora_desk.gui.desk import Desk, DeskOptions
    from aurora_desk.gui.theme.look import ARGUMENTS
    from aurora_desk.gui.theme.resources import resource

    app = QApplication([*ARGUMENTS])
    app.setApplicationName("Aurora Desk")
    app.setDesktopFileName("aurora-desk")
    app.setWindowIcon(QIcon(str(resource("logo/aurora-desk.png"))))
    desk = Desk(app, DeskOptions(open_store=lambda: open_store(plan), kept_look=where.data / LOOK_FILE))
    status = [0]

    def failed(sentence: str) -> None:
        print(sentence, file=sys.stderr)
        status[0] = 1
        if any(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
            # Started from a terminal, the sentence stands there; started by its icon, the window says it.
            app.quit()

    for started in (desk.opened, desk.set_up_wanted, desk.failed):
        started.connect(search_what_comes)
    desk.failed.connect(failed)
    desk.window.closing.connect(app.quit)
    with quit_on_signals(app.quit):
        desk.show()
        try:
            app.exec()
        finally:
            desk.close()
    return status[0]
