"""How a till is to look: what its settings say, where they say nothing the system, and the copy for the first frame."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.settings import CONTRAST, LANGUAGE, LESS_MOTION, TEXT_SIZE, THEME, Setting
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import DARK, LIGHT, Theme, high_contrast

V = TypeVar("V", bool, int, str)
MOST_BYTES = 4096
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Appearance:
    """The settings that count for the eye; the language counts when the desk starts."""

    theme: str = THEME.default
    contrast: str = CONTRAST.default
    text_size: int = TEXT_SIZE.default
    less_motion: bool = LESS_MOTION.default
    language: str = LANGUAGE.default


class Values(Protocol):
    """Something that knows what each setting is set to."""

    def __call__(self, setting: Setting[V], /) -> V:
        """The value of one."""


class SystemLook(QObject):
    """What the computer asks for; `changed` when its user switches it. What the program was told goes first."""

    changed = Signal()

    def __init__(
        self, app: QApplication, *, theme: Theme | None = None, less_motion: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._hints, self._told = app.styleHints(), theme
        self.less_motion = less_motion
        """Qt 6.11 does not tell what the system says of motion."""
        self._hints.colorSchemeChanged.connect(self.changed)
        self._hints.accessibility().contrastPreferenceChanged.connect(self.changed)

    @property
    def theme(self) -> Theme:
        """Light or dark."""
        if self._told is not None:
            return self._told
        return DARK if self._hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    @property
    def high_contrast(self) -> bool:
        """Whether stronger edges and text are asked for."""
        return self._hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast


def wear(look: Look, wanted: Appearance, system: SystemLook) -> None:
    """Dress the desk as its till wants it."""
    theme = {"light": LIGHT, "dark": DARK}.get(wanted.theme, system.theme)
    high = system.high_contrast if wanted.contrast == CONTRAST.default else wanted.contrast == "high"
    look.wear(
        high_contrast(theme) if high else theme,
        scale=wanted.text_size,
        less_motion=wanted.less_motion or system.less_motion,
    )


def appearance_of(values: Values) -> Appearance:
    """What the settings say."""
    return Appearance(values(THEME), values(CONTRAST), values(TEXT_SIZE), values(LESS_MOTION), values(LANGUAGE))


def read_kept(path: Path | None) -> Appearance:
    """The look of the last time, for the first frame; a file that is missing or broken means the usual one."""
    if path is None:
        return Appearance()
    try:
        with path.open("rb") as file:
            kept = json.loads(file.read(MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return Appearance()
    return appearance_of(_Kept(kept)) if isinstance(kept, dict) else Appearance()


def keep(path: Path, wanted: Appearance) -> None:
    """Keep a look for the next start; the file is whole at every moment. Blocks."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text(json.dumps(asdict(wanted)), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        # The settings themselves are in the store: all that is lost is the colour of the next first frame.
        log.warning("the look could not be kept for the next start: %s", error.strerror)
        fresh.unlink(missing_ok=True)


class _Kept:
    """Values of the kept file; what fits no more is at its default."""

    def __init__(self, kept: Mapping[str, object]) -> None:
        self._kept = kept

    def __call__(self, setting: Setting[V], /) -> V:
        try:
            return setting.checked(self._kept[setting.name])
        except (KeyError, InvalidError):
            return setting.default
