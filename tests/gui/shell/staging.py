"""The shell on a demo store, with stand-ins for the screens: what they are told is noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from aurora_desk.domain.ids import OrderId
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.screen import Scan, Screen
from aurora_desk.gui.shell.assembly import Assembly
from aurora_desk.gui.shell.health import ApiCondition, ApiState
from aurora_desk.gui.shell.main_window import MainWindow
from aurora_desk.gui.shell.opened import Opened, at_the_door
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.shell.shell import Shell
from aurora_desk.gui.theme.appearance import SystemLook
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import LIGHT
from aurora_desk.gui.widgets.sheet import Sheet
from aurora_desk.services.facade import Services

HINT = "Demo PINs: Mara 1234 · Jonas 2345 · Priya 3456"
AT = datetime(2026, 5, 4, 14, 26, tzinfo=UTC)
RUNNING = ApiState(ApiCondition.RUNNING, "127.0.0.1:8787")
Found = TypeVar("Found", bound=QWidget)


def application() -> QApplication:
    """The application that the test runs in."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


class StandIn(Screen):
    """A screen with one field that notes what the shell asks of it."""

    def __init__(self, page: Page, context: Context) -> None:
        super().__init__(context, name=page.value)
        self.takes = False
        self.scans: list[Scan] = []
        self.searches = self.escapes = self.entries = 0
        self.field = QLineEdit()
        self.field.setObjectName(f"{page}-field")
        self.field.setAccessibleName("Field")
        QVBoxLayout(self).addWidget(self.field)

    def entered(self) -> None:
        self.entries += 1

    def scanned(self, scan: Scan) -> bool:
        self.scans.append(scan)
        return self.takes

    def focus_search(self) -> None:
        self.searches += 1

    def escape(self) -> bool:
        self.escapes += 1
        return True


def scan(window: QWidget, text: str, *, at_ms: int | None = None, gap_ms: int = 1) -> None:
    """A scan: keys with time stamps so many milliseconds apart, then Enter."""
    handle = window.windowHandle()
    clock = int(datetime.now(UTC).timestamp() * 1000) & 0x7FFFFFFF if at_ms is None else at_ms
    keys = [(Qt.Key(ord(letter.upper())), letter) for letter in text] + [(Qt.Key.Key_Return, "\r")]
    for place, (key, letter) in enumerate(keys):
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
            event.setTimestamp(clock + place * gap_ms)
            QCoreApplication.sendEvent(handle, event)


class Stage:
    """An assembled desk and ways to touch it."""

    def __init__(self, qtbot: QtBot, look: Look, services: Services, *, idle_ms: int | None, api: ApiState) -> None:
        self.qtbot, self.services, self.api = qtbot, services, api
        self._clock_ms = 0
        self.window = MainWindow(look)
        self.jobs = Jobs(self.window)
        qtbot.addWidget(self.window)
        tenant_id = services.facts.default_tenant
        tenant = services.read(partial(services.tenants.get, tenant_id=tenant_id))
        till = services.read(partial(services.tenants.first_till, tenant_id=tenant_id))
        opened = Opened(services, tenant, till, lambda: self.api, lambda: None, HINT)
        self.orders_opened: list[OrderId] = []
        builders = {page: partial(StandIn, page) for page in Page}
        self.assembly = Assembly(
            self.window,
            self.jobs,
            opened,
            builders,
            self._connect,
            idle_ms=idle_ms,
            system=SystemLook(application(), theme=LIGHT, less_motion=True, parent=self.window),
            now=lambda: AT,
        )
        for _ in self.assembly.steps(at_the_door(opened)):
            pass
        self.shell = self.assembly.shell
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)

    def _connect(self, _context: Context, shell: Shell) -> Stage:
        shell.order_wanted.connect(self.orders_opened.append)
        return self

    def wait(self) -> None:
        """Nothing of the stand-ins runs."""

    def find(self, kind: type[Found], name: str) -> Found:
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    def screen(self, page: Page) -> StandIn:
        screen = self.shell.screen_of(page)
        assert isinstance(screen, StandIn)
        return screen

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key the way the window system does."""
        QTest.keyClick(self.window.windowHandle(), key, modifiers)

    def tap(self, kind: type[QWidget], name: str) -> None:
        """Press a button with the finger or the mouse."""
        QTest.mouseClick(self.find(kind, name), Qt.MouseButton.LeftButton)

    def click(self, widget: QWidget) -> None:
        """Press this very widget, where several have the name."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def pick(self, name: str) -> None:
        """Choose a person on the lock screen."""
        tiles = self.assembly.sign_in.people.tiles
        self.click(next(tile for tile in tiles if tile.person.name == name))

    def type_slowly(self, text: str) -> None:
        """Typing of a person: every key later than the scanner's gap."""
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), ord(letter))
            self.qtbot.wait(60)

    def scan(self, text: str, *, gap_ms: int = 1) -> None:
        """A scan with the scanner of the desk, later than the one before by the keys' own time stamps."""
        self._clock_ms = max(self._clock_ms + 30_000, int(datetime.now(UTC).timestamp() * 1000) & 0x7FFFFFFF)
        scan(self.window, text, at_ms=self._clock_ms, gap_ms=gap_ms)

    def sign_in(self, pin: str = "1234") -> None:
        self.type_slowly(pin)
        self.qtbot.waitUntil(lambda: not self.shell.locked)

    def toast(self) -> str:
        current = self.shell.toast_layer.toasts.current
        return current.text if current is not None else ""

    def open_sheet(self, name: str = "some-sheet", kind: type[Sheet] = Sheet) -> Sheet:
        sheet = kind(self.window.look, self.window, "A sheet", name=name)
        field = QLineEdit()
        field.setAccessibleName("In the sheet")
        field.setObjectName("sheet-field")
        sheet.body.addWidget(field)
        sheet.open()
        return sheet

    def close(self) -> None:
        self.assembly.close()
        self.jobs.wait()


StageMaker = Callable[..., Stage]


@contextmanager
def stages(qtbot: QtBot, look: Look, services: Services) -> Iterator[StageMaker]:
    """Makes stages, and closes them."""
    made: list[Stage] = []

    def make(*, idle_ms: int | None = 0, api: ApiState = RUNNING) -> Stage:
        made.append(Stage(qtbot, look, services, idle_ms=idle_ms, api=api))
        return made[-1]

    yield make
    for stage in made:
        stage.close()
