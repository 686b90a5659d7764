"""Makes the till's four sounds in `resources/sounds` from sine tones; nothing in them is anybody else's.

    python packaging/build_sounds.py resources/sounds

Run again they come out the same to the byte.
"""

from __future__ import annotations

import math
import sys
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 22_050
LOUDEST = 0.55
"""Of full scale: above all else a sound at the till must not startle."""


@dataclass(frozen=True, slots=True)
class Tone:
    """A struck tone: when it starts, how high, how long, how fast it dies away, how loud."""

    at_s: float
    hertz: float
    seconds: float
    fades: float
    strength: float = 1.0


SOUNDS = {
    "tick": (Tone(0.0, 1760.0, 0.07, 60.0),),
    "error": (Tone(0.0, 233.1, 0.16, 9.0), Tone(0.18, 185.0, 0.26, 9.0)),
    "paid": (Tone(0.0, 659.3, 0.30, 9.0, 0.8), Tone(0.13, 987.8, 0.50, 7.0)),
    "attention": (Tone(0.0, 880.0, 0.22, 12.0, 0.9), Tone(0.24, 880.0, 0.34, 10.0)),
}
"""A short tick; two low tones; a rising pair; the same tone twice."""


def samples(tones: tuple[Tone, ...]) -> array[int]:
    """The tones as 16-bit samples, with soft ends so that nothing clicks."""
    length = max(tone.at_s + tone.seconds for tone in tones)
    mixed = [0.0] * round(length * RATE_HZ)
    for tone in tones:
        first, count = round(tone.at_s * RATE_HZ), round(tone.seconds * RATE_HZ)
        for place in range(min(count, len(mixed) - first)):
            mixed[first + place] += tone.strength * _strike(tone, place / RATE_HZ)
    peak = max(abs(value) for value in mixed)
    return array("h", (round(value / peak * LOUDEST * 32767) for value in mixed))


def write(path: Path, tones: tuple[Tone, ...]) -> None:
    """Write one sound as a WAV file, one channel."""
    found = samples(tones)
    if sys.byteorder == "big":
        found.byteswap()
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE_HZ)
        out.writeframes(found.tobytes())


def main() -> None:
    """Write all of them."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, tones in SOUNDS.items():
        path = folder / f"{name}.wav"
        write(path, tones)
        print(f"{path.name}: {path.stat().st_size // 1024} KB")


def _strike(tone: Tone, at_s: float) -> float:
    attack, release = min(1.0, at_s / 0.004), min(1.0, (tone.seconds - at_s) / 0.02)
    # A little of the octave makes a sine less like a test tone.
    wave_of = math.sin(math.tau * tone.hertz * at_s) + 0.25 * math.sin(2 * math.tau * tone.hertz * at_s)
    return attack * release * math.exp(-tone.fades * at_s) * wave_of


if __name__ == "__main__":
    main()
