"""From an event to the end of the paint event that shows what it did, and the GUI thread's own beat."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from load import percentile

PATIENCE_S = 10


@dataclass(slots=True)
class Times:
    """Milliseconds on the clock, and of the processor in the GUI thread, for each go."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def tell(self, name: str, promised: str, reference: float) -> None:
        """Print a row; `reference` is a median of the same run."""
        median, p99 = percentile(self.wall, 0.5), percentile(self.wall, 0.99)
        print(
            f"{name:<38} p50 {median:7.2f} ms   p99 {p99:7.2f} ms   cpu p50 {percentile(self.cpu, 0.5):7.2f} ms   "
            f"{median / reference:5.1f}x reference   {promised}   ({len(self.wall)} goes)",
            flush=True,
        )


class Painted:
    """Notes when widgets of some classes have painted; install it before the first of them is made."""

    def __init__(self) -> None:
        self._wanted: Callable[[QWidget], bool] | None = None
        self._at: tuple[float, float] | None = None
        self._loop = QEventLoop()

    def watch(self, kind: type[QWidget]) -> None:
        """Look at every paint event of a class."""
        paint: Any = kind.paintEvent

        def timed(widget: QWidget, event: object) -> None:
            paint(widget, event)
            if self._wanted is not None and self._at is None and self._wanted(widget):
                self._at = time.perf_counter(), time.thread_time()
                self._loop.quit()

        kind.paintEvent = timed  # type: ignore[method-assign,assignment]  # the benchmark's eye inside the class

    def take(self, app: QApplication, act: Callable[[], object], shown: Callable[[QWidget], bool], to: Times) -> None:
        """Do something and wait until a watched widget has painted what it should show."""
        settle(app)
        self._wanted, self._at = shown, None
        began, spent = time.perf_counter(), time.thread_time()
        act()
        if self._at is None:
            late = QTimer()
            late.setSingleShot(True)
            late.timeout.connect(self._loop.quit)
            late.start(PATIENCE_S * 1000)
            self._loop.exec()
        if self._at is None:
            raise AssertionError("what was done never showed")
        ended, used = self._at
        self._wanted = None
        to.wall.append((ended - began) * 1000)
        to.cpu.append((used - spent) * 1000)


def settle(app: QApplication, seconds: float = 0.0) -> None:
    """Let all that waits happen, and for a while what follows from it."""
    until = time.perf_counter() + seconds
    while True:
        app.processEvents()
        if time.perf_counter() >= until:
            return
        time.sleep(0.001)


class Heartbeat(QObject):
    """A timer of ten milliseconds: how far apart its beats are when others want the processor."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._beat)

    def listen(self, seconds: float) -> list[float]:
        """The gaps between beats in milliseconds for a while."""
        self.gaps = []
        self._clock.start()
        self._timer.start()
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()
        self._timer.stop()
        return self.gaps[1:]

    def _beat(self) -> None:
        self.gaps.append(self._clock.nsecsElapsed() / 1_000_000)
        self._clock.restart()
