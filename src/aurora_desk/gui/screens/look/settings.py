"""The till's look and sound: as its settings say, and changed by a person who sees it at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from aurora_desk.domain.journal import JournalRow
from aurora_desk.domain.settings import CONTRAST, LANGUAGE, LESS_MOTION, SOUND, TEXT_SIZE, THEME, Scope, Setting
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.theme.appearance import SystemLook, appearance_of, keep, wear
from aurora_desk.services.preferences import Preferences

V = TypeVar("V", bool, int, str)
OURS = frozenset(setting.name for setting in (THEME, CONTRAST, TEXT_SIZE, LESS_MOTION, LANGUAGE, SOUND))


class LookSettings(QObject):
    """Dresses the desk as the store says, whoever changed it, and keeps a copy for the next start's first frame."""

    changed = Signal()
    """A value is another one."""
    failed = Signal(str)
    """A change could not be kept, and why; the desk looks as the store says again."""

    def __init__(
        self,
        context: Context,
        system: SystemLook,
        preferences: Preferences,
        *,
        kept: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._system, self._kept = context, system, kept
        self._preferences = preferences
        self.spoken = preferences(LANGUAGE)
        """The choice of language that this desk was started with: another one counts from its next start."""
        # One after the other: of two quick taps the last one counts.
        self._lane = Lane(parent=self)
        self._saving, self._stale, self._trouble = 0, False, ""
        system.changed.connect(self._wear)
        context.events.happened.connect(self._on_happened)
        self._show(preferences)

    def value(self, setting: Setting[V]) -> V:
        """What a setting of the till is now."""
        return self._preferences(setting)

    def change(self, setting: Setting[V], value: V) -> None:
        """Show a change at once and store it."""
        if setting.checked(value) == self.value(setting):
            return
        assert setting.scope is Scope.TILL
        before = self._preferences
        self._saving += 1
        self._show(Preferences(before.shop, {**before.till, setting.name: value}))
        services, actor = self._context.services, self._context.session.actor()
        unit = partial(services.settings.change, actor=actor, setting=setting, value=value)
        self._lane.start(self, partial(services.write, unit), done=self._on_stored, failed=self._on_failed)

    def wait(self) -> None:
        """Let what is being stored end."""
        self._lane.wait()

    def _show(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._context.sounds.set_volume(preferences(SOUND))
        self._wear()
        self.changed.emit()

    def _wear(self) -> None:
        wear(self._context.look, appearance_of(self._preferences), self._system)

    def _on_happened(self, row: JournalRow) -> None:
        of_till = row.facts.get("till_id") == self._context.session.till.till_id
        if row.event == "setting.changed" and of_till and row.facts.get("name") in OURS:
            self._read()

    def _read(self) -> None:
        # What is on its way to the store is newer than what a reading would find.
        self._stale = True
        if self._saving == 0:
            self._stale = False
            self._lane.start(self, self._read_and_keep, done=self._show_unless_newer, failed=self._on_unread)

    def _read_and_keep(self) -> Preferences:
        services, session = self._context.services, self._context.session
        unit = partial(services.settings.of_till, tenant_id=session.tenant_id, till_id=session.till.till_id)
        preferences = services.read(unit)
        if self._kept is not None:
            keep(self._kept, appearance_of(preferences))
        return preferences

    def _show_unless_newer(self, preferences: Preferences) -> None:
        if self._saving == 0:
            self._show(preferences)
            self._tell()

    def _on_stored(self, _nothing: None) -> None:
        self._saving -= 1
        if self._stale:
            self._read()

    def _on_failed(self, error: Exception) -> None:
        self._saving -= 1
        self._trouble = words_of(error)
        self._read()

    def _on_unread(self, _error: Exception) -> None:
        """The look stays as it is; the next change reads again."""
        self._tell()

    def _tell(self) -> None:
        trouble, self._trouble = self._trouble, ""
        if trouble:
            self.failed.emit(trouble)
