"""Builds the desk around open services, in steps short enough that the window never stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.settings import LOCK_AFTER
from aurora_desk.gui.context import Context, Session
from aurora_desk.gui.events import Events
from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.screens.look.settings import LookSettings
from aurora_desk.gui.screens.look.sheet import LookSheet
from aurora_desk.gui.screens.screen import Screen
from aurora_desk.gui.screens.signin.owner_password import OwnerPasswordSheet
from aurora_desk.gui.screens.signin.screen import SignInScreen
from aurora_desk.gui.shell.connection import Connection
from aurora_desk.gui.shell.door_help import DoorHelp
from aurora_desk.gui.shell.health import Device, Finding, Watch
from aurora_desk.gui.shell.idle import IdleWatch
from aurora_desk.gui.shell.main_window import MainWindow
from aurora_desk.gui.shell.opened import AtTheDoor, Opened, at_the_door
from aurora_desk.gui.shell.pages import Page
from aurora_desk.gui.shell.probes import probes, system_printer
from aurora_desk.gui.shell.scanning import Scanning
from aurora_desk.gui.shell.shell import Shell
from aurora_desk.gui.shell.status_strip import StatusStrip
from aurora_desk.gui.shell.till_settings import TillSettings
from aurora_desk.gui.theme.appearance import SystemLook
from aurora_desk.gui.theme.sentences import said
from aurora_desk.gui.theme.sounds import Sounds
from aurora_desk.gui.theme.status import NOT_REACHABLE

PAYMENT_NEWS = frozenset(
    [
        "payment.unknown",
        "payment.authorised",
        "payment.succeeded",
        "payment.failed",
        "payment.canceled",
        "payment.pending",
    ]
)
"""Rows after which the number of unfinished payments may be another one."""
SHIFT_NEWS = frozenset(["shift.opened", "shift.closed"])
PEOPLE_NEWS = frozenset(["person.added", "person.changed", "person.removed"])
"""Rows after which the lock shows other people."""
Builders = Mapping[Page, Callable[[Context], Screen]]


class Closing(Protocol):
    """What connects the screens, and lets its own jobs end."""

    def wait(self) -> None:
        """Let what runs end."""


def now_utc() -> datetime:
    """The clock of the status strip."""
    return datetime.now(UTC)


class Assembly(QObject):
    """The desk once its store is open: context, shell, screens, scanner, health. `steps` builds it."""

    def __init__(
        self,
        window: MainWindow,
        jobs: Jobs,
        opened: Opened,
        builders: Builders,
        connect_screens: Callable[[Context, Shell], Closing],
        *,
        idle_ms: int | None,
        system: SystemLook,
        kept_look: Path | None = None,
        now: Callable[[], datetime] = now_utc,
    ) -> None:
        super().__init__(window)
        self._window, self._opened, self._builders, self._now = window, opened, builders, now
        self._connect_screens = connect_screens
        window.look.set_zone(ZoneInfo(opened.tenant.time_zone))
        services = opened.services
        self.context = Context(
            window.look,
            services,
            jobs,
            Events(services.follow, self),
            Session(opened.tenant, opened.till, self),
            Sounds(parent=self),
            photos=opened.photos,
        )
        self._system, self._kept_look = system, kept_look
        prints = self.context.prints
        asked = probes(services, opened.tenant.tenant_id, opened.ask_api, system_printer, lambda: prints.trouble)
        self.watch = Watch(jobs, asked, broken=Finding(NOT_REACHABLE), parent=self)
        self._idle_ms = idle_ms
        self._door_asked = self._door_shown = 0
        self._scanning: Scanning | None = None
        self._between_screens: Closing | None = None
        self.look_settings: LookSettings | None = None
        self.idle: IdleWatch | None = None

    def steps(self, door: AtTheDoor) -> Iterator[None]:
        """Build one part after the other; what is yielded between them lets the window breathe."""
        self.look_settings = LookSettings(
            self.context, self._system, door.preferences, kept=self._kept_look, parent=self
        )
        self._show_door(door)
        yield
        self.context.events.happened.connect(self._on_happened)
        for page, build in self._builders.items():
            self.shell.add_screen(page, build(self.context))
            yield
        self._between_screens = self._connect_screens(self.context, self.shell)
        self.shell.settle_tab_order()
        yield
        self._listen()

    def close(self) -> None:
        """Stop asking and listening; jobs that run are let end."""
        self.watch.stop()
        self.context.events.stop()
        if self.idle is not None:
            self.idle.stop()
        if self._scanning is not None:
            self._scanning.stop()
        if self.look_settings is not None:
            self.look_settings.wait()
        if self._between_screens is not None:
            self._between_screens.wait()

    def _show_door(self, door: AtTheDoor) -> None:
        context, opened = self.context, self._opened
        tenant_id, till_id = opened.tenant.tenant_id, opened.till.till_id
        check = partial(opened.services.people.sign_in, tenant_id, till_id)
        self.sign_in = SignInScreen(context.look, context.jobs, check, hint=said(opened.hint))
        self.sign_in.show_place(opened.tenant.name, opened.till.name)
        self.status = StatusStrip(context.look, self._now)
        self.status.show_till(opened.till.name, opened.tenant.name)
        self.status.show_test_mode(opened.services.facts.training)
        self.shell = Shell(context, self.sign_in, self.status)
        self.help = DoorHelp(context, self.sign_in)
        self.settings = TillSettings(context, door.preferences, parent=self)
        self.show_door(door)
        self._window.show_page(self.shell)
        self.shell.ask_first()

    def _listen(self) -> None:
        handle = self._window.handle()
        self._scanning = Scanning(self.context, self._window, self.shell, self.settings)
        self.idle = IdleWatch(handle, self._idle_for_ms(), parent=self)
        self.settings.changed.connect(self._on_settings)
        self.idle.idle.connect(self.shell.lock)
        self.context.session.changed.connect(self._on_session)
        self._on_session()
        self.shell.rail.person.look_wanted.connect(self._open_look)
        self.shell.rail.person.password_wanted.connect(self._open_password)
        connection = Connection(self.shell, self.context.reach, parent=self)
        self.watch.found.connect(connection.show)
        self.context.prints.changed.connect(lambda: self.watch.ask(Device.PRINTER))
        self.status.device_pressed.connect(self._on_device)
        self.watch.start()

    def _on_session(self) -> None:
        assert self.idle is not None
        if self.context.session.person is None:
            self.idle.stop()
        else:
            self.idle.start()

    def _idle_for_ms(self) -> int:
        return self.settings.now(LOCK_AFTER) * 1000 if self._idle_ms is None else self._idle_ms

    def _on_settings(self) -> None:
        assert self.idle is not None
        self.idle.set_idle_ms(self._idle_for_ms())

    def _open_look(self) -> None:
        if not self.shell.locked and not self.shell.sheet_open():
            assert self.look_settings is not None
            LookSheet(self.context, self.look_settings, self._window).open()

    def _open_password(self) -> None:
        person = self.context.session.person
        if person is not None and not self.shell.sheet_open():
            sheet = OwnerPasswordSheet(self.context, self._window, person)
            words = self.tr("The password is set. Owner sign-in on the sign-in screen takes it.")
            sheet.kept.connect(lambda _owner: self.shell.tell(words, "success"))
            sheet.open()

    def _on_device(self, device: Device) -> None:
        if device is Device.PAYMENTS:
            self.shell.unfinished_wanted.emit()
        else:
            # What a finger can't point at is told, and it is asked again meanwhile.
            finding = self.watch.finding(device)
            self.shell.tell(self.status.said_of(device), finding.status.tone if finding is not None else "info")
            self.watch.ask(device)

    def _on_happened(self, row: JournalRow) -> None:
        if row.event in PAYMENT_NEWS:
            self.watch.ask(Device.PAYMENTS)
        here = row.event in SHIFT_NEWS and row.till_id == self._opened.till.till_id
        if here or (row.event in PEOPLE_NEWS and row.tenant_id == self._opened.tenant.tenant_id):
            # Strip and lock keep their words if this fails; whoever opened the shift is told by the screen.
            self._door_asked += 1
            read, show = partial(at_the_door, self._opened), partial(self._on_door, self._door_asked)
            self.context.jobs.start(self, read, done=show, failed=lambda _error: None)

    def _on_door(self, asked: int, door: AtTheDoor) -> None:
        # Of two answers the one to the older question may come last.
        if asked > self._door_shown:
            self._door_shown = asked
            self.show_door(door)

    def show_door(self, door: AtTheDoor) -> None:
        """Whose shift is open, and who may sign in."""
        self.status.show_shift(door.shift)
        self.sign_in.show_people(door.people, door.shift.person_id if door.shift else None)
