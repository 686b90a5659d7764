"""A desk on a store of its own, the same with every start, for the tour and where there is no display."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from aurora_desk.app.desk_store import DeskPlan, open_store
from aurora_desk.app.display import go_offscreen
from aurora_desk.app.options import StartError
from aurora_desk.app.tour.camera import SMALL
from aurora_desk.app.tour.guide import Guide
from aurora_desk.gui.desk import Desk, DeskOptions
from aurora_desk.gui.screens.sell.screen import SellScreen
from aurora_desk.gui.shell.health import ApiState
from aurora_desk.gui.shell.opened import NoStore, Opened
from aurora_desk.gui.theme.look import ARGUMENTS
from aurora_desk.gui.theme.tokens import LIGHT

OWNER_PIN = "1234"


def offscreen_app() -> QApplication:
    """The application, painting without a display."""
    with tempfile.TemporaryDirectory() as folder:
        go_offscreen(Path(folder))
        app = QApplication.instance() or QApplication([*ARGUMENTS])
    assert isinstance(app, QApplication)
    app.setApplicationName("Aurora Desk")
    return app


ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)


class OnTour:
    """A desk on a plan's store, the same with every start: in one language, without motion."""

    def __init__(self, app: QApplication, plan: DeskPlan, locale: QLocale = ENGLISH) -> None:
        self._plan = plan
        self._opened: Opened | None = None
        self.is_open = False
        """Whether the shop is there, behind its lock."""
        self.desk = Desk(app, DeskOptions(self._open, theme=LIGHT, size=SMALL, locale=locale, less_motion=True))

    def _open(self) -> Opened | NoStore:
        store = open_store(self._plan)
        if isinstance(store, Opened):
            self._opened = store
        return store

    @property
    def has_store(self) -> bool:
        """Whether a store was opened, not the set-up page."""
        return self._opened is not None

    @property
    def simulator(self) -> str:
        """Where the simulated Stripe is."""
        assert self._opened is not None
        return self._opened.simulator

    def api(self) -> ApiState:
        """How the API is now."""
        assert self._opened is not None
        return self._opened.ask_api()

    def _on_open(self) -> None:
        self.is_open = True

    def begin(self, guide: Guide) -> None:
        """Show the desk and wait until its store is open; raises `StartError` with why it can't be."""
        here: list[bool] = []
        trouble: list[str] = []
        self.desk.opened.connect(self._on_open)
        self.desk.opened.connect(lambda: here.append(True))
        self.desk.set_up_wanted.connect(lambda: here.append(True))
        self.desk.failed.connect(trouble.append)
        self.desk.show()
        guide.until(lambda: here or trouble, "the store to open")
        if trouble:
            raise StartError(trouble[0])
        # Commands on function keys run only in the active window.
        self.desk.window.activateWindow()
        guide.until(self.desk.window.isActiveWindow, "the window to be active")


def sign_in(desk: Desk, guide: Guide) -> None:
    """Sign in as the demo's owner with her PIN."""
    guide.write(OWNER_PIN)
    guide.until(lambda: desk.context.session.person is not None, "the owner to be signed in")
    sell = guide.wait_for(SellScreen, "sell")
    guide.until(lambda: sell.controller.cart is not None, "the till's cart to be read")
