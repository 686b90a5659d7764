"""The desk where there is no display: the same program out of sight, with its API up and pictures of its screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from aurora_desk.app.options import StartError
from aurora_desk.app.signals import quit_on_signals
from aurora_desk.app.tour.camera import SMALL, Camera, View
from aurora_desk.app.tour.guide import Guide, LostError, StoppedError
from aurora_desk.app.tour.on_tour import OnTour, offscreen_app, sign_in
from aurora_desk.gui.shell.health import ApiCondition, ApiState
from aurora_desk.gui.theme.tokens import LIGHT

if TYPE_CHECKING:
    from aurora_desk.app.desk_store import DeskPlan

SCREENS = ((Qt.Key.Key_1, "sell"), (Qt.Key.Key_2, "orders"), (Qt.Key.Key_3, "customers"))


def run_offscreen(plan: DeskPlan, folder: Path, say: Callable[[str], None]) -> int:
    """Serve until Ctrl-C or SIGTERM; pictures of the screens go into `folder`."""
    say("There is no display here: the desk runs offscreen. Its API answers all the same.")
    app = offscreen_app()
    on_tour = OnTour(app, plan)
    ended: list[bool] = []
    guide = Guide(on_tour.desk, Camera(on_tour.desk, folder, [View(LIGHT, SMALL)]), stopped=lambda: bool(ended))
    try:
        with quit_on_signals(lambda: ended.append(True)):
            _serve(on_tour, guide, folder, say, training=plan.demo)
    except LostError as error:
        raise StartError(str(error)) from None
    except StoppedError:
        pass
    finally:
        on_tour.desk.close()
    return 0


def _serve(on_tour: OnTour, guide: Guide, folder: Path, say: Callable[[str], None], *, training: bool) -> NoReturn:
    """Take the pictures, say where everything is, and let the desk live until somebody asks it to end."""
    folder.mkdir(parents=True, exist_ok=True)
    on_tour.begin(guide)
    if not on_tour.has_store:
        raise StartError("There is no store yet, and no display to set one up on. Start with --demo, or on a display.")
    _take_pictures(on_tour, guide, training=training)
    say(f"Pictures of the screens are in {folder}/: {', '.join(path.name for path in guide.camera.pictures)}")
    say(_where(on_tour, guide))
    while True:
        guide.pause(0.2)


def _take_pictures(on_tour: OnTour, guide: Guide, *, training: bool) -> None:
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


def _where(on_tour: OnTour, guide: Guide) -> str:
    found: list[ApiState] = []

    def known() -> bool:
        state = on_tour.api()
        if state.condition in (ApiCondition.RUNNING, ApiCondition.PORT_TAKEN):
            found.append(state)
        return bool(found)

    guide.until(known, "the API to answer")
    if found[0].condition is ApiCondition.PORT_TAKEN:
        return "The API's port is in use by another program; the desk goes on without it. Ctrl-C ends."
    address = f"http://{found[0].address}"
    return f"The API answers at {address}, its description is at {address}/docs. Ctrl-C ends."
