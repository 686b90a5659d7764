"""The desk: a window at once, then the shop in it.

Until the first frame is on the screen only the theme and a few widgets are imported. Services, screens and their
libraries (SQLAlchemy, stripe) are imported by the job that opens the store, and the screens are built after it, a
step a turn of the event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QSize, QTimer, Signal
from PySide6.QtWidgets import QApplication

from aurora_desk.domain.settings import LANGUAGE
from aurora_desk.gui.jobs import Jobs, words_of
from aurora_desk.gui.shell.main_window import MainWindow
from aurora_desk.gui.shell.start_page import StartPage
from aurora_desk.gui.sources import leave_sources_unread
from aurora_desk.gui.theme.appearance import SystemLook, read_kept, wear
from aurora_desk.gui.theme.language import Speech, language_of, locale_of, system_locale
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import Theme

if TYPE_CHECKING:
    from aurora_desk.gui.context import Context
    from aurora_desk.gui.shell.assembly import Assembly
    from aurora_desk.gui.shell.opened import AtTheDoor, NoStore, Opened

WIDTHS = "widths.json"


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """What the program says about its desk. `open_store` is called in a job and may import and block as it needs."""

    open_store: Callable[[], Opened | NoStore]
    theme: Theme | None = None
    """None: light or dark as the system is."""
    size: QSize | None = None
    """None: as large as the screen."""
    locale: QLocale | None = None
    less_motion: bool = False
    kept_look: Path | None = None
    """A small file with the look of the last time, for the first frame; None: nothing is kept, no widths either."""
    idle_ms: int | None = None
    """After how long without a touch the till locks itself, 0 never; None: as the till is set."""


class Desk(QObject):
    """The window and what is built in it, a step at a time."""

    first_frame = Signal()
    opened = Signal()
    """Everything is there."""
    set_up_wanted = Signal()
    """There is no store yet; the set-up page is shown."""
    failed = Signal(str)
    """The store could not be opened, and why; the window says the same."""

    def __init__(self, app: QApplication, options: DeskOptions) -> None:
        # Owned by the application: without a parent Python's collector might take it apart in a pool thread.
        super().__init__(app)
        leave_sources_unread()
        self._options = options
        self._store: Opened | None = None
        self._assembly: Assembly | None = None
        self._steps: Iterator[object] = iter(())
        self._closed = False
        self.jobs = Jobs(self)
        self._system = SystemLook(app, theme=options.theme, less_motion=options.less_motion, parent=self)
        self.look = Look(parent=self)
        self._speech = Speech(app)
        kept = read_kept(options.kept_look)
        self._speak(kept.language)
        wear(self.look, kept, self._system)
        self.look.apply(app)
        self.window = MainWindow(self.look)
        self._start_page = StartPage(self.look)
        self.window.show_page(self._start_page)
        self._start_page.painted.connect(self._on_first_frame)

    def show(self) -> None:
        """Show the window; the shop opens behind its first frame."""
        if self._options.size is None:
            self.window.showMaximized()
        else:
            self.window.resize(self._options.size)
            self.window.show()

    @property
    def assembly(self) -> Assembly:
        """What is built around the store; only after `opened`."""
        assert self._assembly is not None
        return self._assembly

    @property
    def context(self) -> Context:
        """What every screen is built with; only after `opened`."""
        return self.assembly.context

    def close(self) -> None:
        """Close the window, let jobs end, let go of the store."""
        self._closed = True
        self.window.may_close = lambda: True
        self.window.hide()
        if self._assembly is not None:
            self._assembly.close()
        self.jobs.wait()
        self.window.close()
        self._speech.silence()
        if self._store is not None:
            self._store.close()
            self._store = None

    def _on_first_frame(self) -> None:
        self.first_frame.emit()
        self.jobs.start(self, self._open, done=self._on_store, failed=self._on_failed)

    def _open(self) -> tuple[Opened, AtTheDoor] | NoStore:
        from aurora_desk.gui.shell.opened import NoStore

        store = self._options.open_store()
        if isinstance(store, NoStore):
            return store
        return self._enter(store)

    def _enter(self, store: Opened) -> tuple[Opened, AtTheDoor]:
        from aurora_desk.gui.shell import flows  # noqa: F401 - imported here so that the GUI thread finds it done
        from aurora_desk.gui.shell.opened import at_the_door
        from aurora_desk.gui.theme.sounds import import_multimedia

        import_multimedia()
        if self._options.kept_look is not None:
            # No table is built yet.
            self.look.widths.read(self._options.kept_look.with_name(WIDTHS))
        # Kept from this thread already: a window closed meanwhile still lets go of it.
        self._store = store
        return store, at_the_door(store)

    def _on_store(self, found: tuple[Opened, AtTheDoor] | NoStore) -> None:
        if isinstance(found, tuple):
            self._build(*found)
        else:
            self._set_up(found)

    def _set_up(self, nothing: NoStore) -> None:
        from aurora_desk.gui.screens.setup.screen import SetupScreen

        page = SetupScreen(
            self.look,
            self.jobs,
            lambda shop: self._enter(nothing.make_shop(shop)),
            lambda: self._enter(nothing.open_demo()),
        )
        page.made.connect(self._on_store)
        self.window.show_page(page)
        page.enter()
        self.set_up_wanted.emit()

    def _speak(self, choice: str) -> None:
        """Speak the language of the settings from here on; what is built already keeps its words."""
        system = self._options.locale or system_locale()
        locale = locale_of(choice, system)
        self._speech.speak(language_of(locale))
        if locale != self.look.locale:
            self.look.set_locale(locale)

    def _build(self, store: Opened, door: AtTheDoor) -> None:
        from aurora_desk.gui.shell.assembly import Assembly
        from aurora_desk.gui.shell.flows import BUILDERS, Flows
        from aurora_desk.gui.shell.kept_widths import KeptWidths
        from aurora_desk.gui.shell.receipts import Receipts

        if self._options.kept_look is not None:
            KeptWidths(self.look.widths, self.jobs, self._options.kept_look.with_name(WIDTHS), self)
        # Before the screens are built: the copy for the first frame may be older than the settings.
        self._speak(door.preferences(LANGUAGE))
        self._assembly = Assembly(
            self.window,
            self.jobs,
            store,
            BUILDERS,
            lambda context, shell: Flows(context, shell, Receipts(context, store.receipts, parent=shell)),
            idle_ms=self._options.idle_ms,
            system=self._system,
            kept_look=self._options.kept_look,
        )
        self._steps = self._assembly.steps(door)
        self._step()

    def _step(self) -> None:
        if self._closed:
            return
        done = object()
        if next(self._steps, done) is done:
            self.opened.emit()
        else:
            QTimer.singleShot(0, self, self._step)

    def _on_failed(self, error: Exception) -> None:
        self._start_page.show_failure(words_of(error))
        self.failed.emit(words_of(error))
