"""Ctrl-C and SIGTERM for a Qt event loop, which on its own never lets Python see them."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType

from PySide6.QtCore import QTimer

_LOOK_EVERY_MS = 200


@contextlib.contextmanager
def quit_on_signals(quit_program: Callable[[], None]) -> Iterator[None]:
    """Call `quit_program` on Ctrl-C or SIGTERM."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        quit_program()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    # Python handles a signal between two of its own steps; this gives it one.
    timer = QTimer()
    timer.timeout.connect(lambda: None)
    timer.start(_LOOK_EVERY_MS)
    try:
        yield
    finally:
        timer.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
