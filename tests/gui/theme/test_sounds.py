from __future__ import annotations

import wave
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from aurora_desk.gui.theme.resources import resource
from aurora_desk.gui.theme.sounds import Player, Sound, Sounds
from build_sounds import SOUNDS, write


class Speaker:
    """Notes what is played, as a sound card would be asked to."""

    def __init__(self) -> None:
        self.loads = 0
        self.heard: list[tuple[Sound, float]] = []

    def load(self, _parent: QObject) -> Mapping[Sound, Player]:
        self.loads += 1
        return {sound: _Noted(sound, self.heard) for sound in Sound}


class _Noted:
    def __init__(self, sound: Sound, heard: list[tuple[Sound, float]]) -> None:
        self._sound, self._heard, self._volume = sound, heard, 1.0

    def setVolume(self, volume: float) -> None:
        self._volume = volume

    def play(self) -> None:
        self._heard.append((self._sound, self._volume))


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


def test_a_sound_is_played_as_loud_as_the_till_says(qapp: QApplication, speaker: Speaker) -> None:
    sounds = Sounds(load=speaker.load)

    sounds.play(Sound.TICK)
    sounds.set_volume(100)
    sounds.play(Sound.PAID)

    assert speaker.heard == [(Sound.TICK, 0.6), (Sound.PAID, 1.0)]
    assert speaker.loads == 1


def test_switched_off_nothing_is_played_or_even_loaded(qapp: QApplication, speaker: Speaker) -> None:
    sounds = Sounds(load=speaker.load)
    sounds.set_volume(0)

    sounds.play(Sound.ERROR)

    assert (speaker.heard, speaker.loads) == ([], 0)


def test_a_computer_without_sound_goes_on_without_it(qapp: QApplication) -> None:
    sounds = Sounds(load=lambda _parent: {})

    sounds.play(Sound.ATTENTION)

    assert not sounds.available


def test_sounds_can_be_asked_for_whether_or_not_the_extra_is_installed(qapp: QApplication) -> None:
    sounds = Sounds()
    sounds.set_volume(1)

    sounds.play(Sound.TICK)


@pytest.mark.parametrize("sound", list(Sound))
def test_every_sound_is_short_and_as_its_script_makes_it(sound: Sound, tmp_path: Path) -> None:
    shipped, made = resource(f"sounds/{sound}.wav"), tmp_path / "made.wav"

    write(made, SOUNDS[sound])

    with wave.open(str(shipped), "rb") as found:
        assert found.getnframes() / found.getframerate() < 1
    assert shipped.read_bytes() == made.read_bytes()
