"""The desk where there is no display: the same program out of sight, with its API up and pictures of its screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.guide import Guide, LostError
from aurora_desk.app.options import StartError
from aurora_desk.app.signals import quit_on_signals
from aurora_desk.app.tour import OnTour, offscreen_app, sign_in
from aurora_desk.gui.shell.health import ApiCondition
from aurora_desk.gui.theme.tokens import LIGHT

if TYPE_CHECKING:
    from aurora_desk.app.desk_store import DeskPlan

SCREENS = ((Qt.Key.Key_1, "sell"), (Qt.Key.Key_2, "orders"), (Qt.Key.Key_3, "customers"))


def run_offscreen(plan: DeskPlan, folder: Path, say: Callable[[str], None]) -> int:
    """Serve until Ctrl-C or SIGTERM; pictures of the screens go into `folder`."""
    say("There is no display here: the desk runs offscreen. Its API answers all the same.")
    app = offscreen_app()
    on_tour = OnTour(app, plan, theme=LIGHT)
    guide = Guide(on_tour.desk, folder, LIGHT.name)
    ended: list[bool] = []
    try:
        with quit_on_signals(lambda: ended.append(True)):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _take_pictures(on_tour, guide, training=plan.demo)
                address = _address(on_tour, guide)
            except LostError as error:
                raise StartError(str(error)) from None
            say(f"Pictures of the screens are in {folder}/: {', '.join(path.name for path in guide.pictures)}")
            say(f"The API answers at {address}, its description is at {address}/docs. Ctrl-C ends.")
            while not ended:
                guide.pause(0.2)
    finally:
        on_tour.desk.close()
    return 0


def _take_pictures(on_tour: OnTour, guide: Guide, *, training: bool) -> None:
    on_tour.begin(guide)
    guide.picture("sign-in")
    if not training:
        return  # nobody knows the PINs of a real shop
    sign_in(on_tour.desk, guide)
    for key, name in SCREENS:
        guide.control(key)
        guide.wait_for(QWidget, name)
        guide.pause(0.5)
        guide.picture(name)
    guide.control(Qt.Key.Key_1)
    guide.control(Qt.Key.Key_L)


def _address(on_tour: OnTour, guide: Guide) -> str:
    found: list[str] = []

    def answers() -> bool:
        state = on_tour.api()
        if state.condition is ApiCondition.RUNNING:
            found.append(f"http://{state.address}")
        elif state.condition is ApiCondition.PORT_TAKEN:
            found.append("no address, because its port is in use by another program; it")
        return bool(found)

    guide.until(answers, "the API to answer")
    return found[0]
