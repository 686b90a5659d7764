"""One setting as chips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from aurora_desk.domain.settings import Setting
from aurora_desk.gui.screens.look.settings import LookSettings
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.widgets.chip import ChipRow

V = TypeVar("V", bool, int, str)


class SettingChips(ChipRow, Generic[V]):
    """Shows what a setting is, whoever set it, and changes it as a chip is chosen."""

    def __init__(
        self, look: Look, settings: LookSettings, setting: Setting[V], label: str, choices: Sequence[tuple[V, str]]
    ) -> None:
        super().__init__(look, name=f"look-{setting.name}", label=label)
        self._settings = settings
        self._setting: Setting[V] = setting
        self._values: list[V] = [value for value, _words in choices]
        for value, words in choices:
            self.add(value, words)
        self._show()
        settings.changed.connect(self._show)
        self.chosen.connect(self._on_chosen)

    def _show(self) -> None:
        self.choose(nearest(self._values, self._settings.value(self._setting)))

    def _on_chosen(self, value: V) -> None:
        # Showing what another hand set is no choice of this one's.
        if value != nearest(self._values, self._settings.value(self._setting)):
            self._settings.change(self._setting, value)


def nearest(values: Sequence[V], value: V) -> V:
    """The choice that says a value best: of numbers the nearest one, of all else itself."""
    if value in values or not isinstance(value, int):
        return value
    return min(values, key=lambda known: abs(int(known) - value))
