"""The till's four sounds. Each has a twin that is seen, so nothing is lost where none can be played."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from importlib import import_module
from typing import Protocol

from PySide6.QtCore import QObject, QUrl

from aurora_desk.gui.theme.resources import resource

USUAL_PERCENT = 60
log = logging.getLogger(__name__)


class Sound(StrEnum):
    """What a sound says."""

    TICK = "tick"
    """A scan added a line; the line glows."""
    ERROR = "error"
    """An unknown code or a refused act; a sheet or a toast says why."""
    PAID = "paid"
    """Money was taken; the payment sheet says so."""
    ATTENTION = "attention"
    """The customer is to act at the reader; the payment sheet says so."""


class Player(Protocol):
    """One sound, ready to be played."""

    def setVolume(self, volume: float) -> None:
        """How loud, 0 to 1."""

    def play(self) -> None:
        """From the start."""


Load = Callable[[QObject], Mapping[Sound, Player]]


class Sounds(QObject):
    """Plays at the volume that the till's settings say; silent at 0, and where this computer has no sound.

    Qt's multimedia library is large and slow to load, so it is loaded by the first sound that is to be heard.
    """

    def __init__(self, *, load: Load | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load or load_effects
        self._players: Mapping[Sound, Player] | None = None
        self._percent = USUAL_PERCENT

    @property
    def volume(self) -> int:
        """How loud, in percent; 0 is off."""
        return self._percent

    @property
    def available(self) -> bool:
        """Whether this installation can play anything."""
        return bool(self._ready())

    def set_volume(self, percent: int) -> None:
        """Play louder, more quietly, or with 0 not at all."""
        self._percent = percent

    def play(self, sound: Sound) -> None:
        """Play a sound from its start."""
        if self._percent <= 0:
            return
        player = self._ready().get(sound)
        if player is not None:
            player.setVolume(self._percent / 100)
            player.play()

    def _ready(self) -> Mapping[Sound, Player]:
        if self._players is None:
            self._players = self._load(self)
        return self._players


def import_multimedia() -> None:
    """Load Qt's multimedia library, where it is; called in a job, so that no sound makes the desk wait for it."""
    with suppress(ImportError):
        import_module("PySide6.QtMultimedia")


def load_effects(parent: QObject) -> Mapping[Sound, Player]:
    """The sounds as Qt's effects; none without the extra `aurora-desk[sound]` or without a sound card."""
    try:
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
    except ImportError:
        log.info("no sounds: PySide6-Addons is not installed")
        return {}
    if QMediaDevices.defaultAudioOutput().isNull():
        log.info("no sounds: this computer has no sound output")
        return {}
    effects: dict[Sound, Player] = {}
    for sound in Sound:
        effect = QSoundEffect(parent)
        effect.setSource(QUrl.fromLocalFile(str(resource(f"sounds/{sound}.wav"))))
        effects[sound] = effect
    return effects
