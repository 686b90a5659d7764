"""The file of the access log, in the data folder: it grows to 5 MB, then the next one begins, and three are kept."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

log = logging.getLogger(__name__)

_LARGEST = 5_000_000
_KEPT_BESIDE = 2


class _AccessFile(RotatingFileHandler):
    """A log that must never get into the way of a sale: what can't be written is lost, and that is said once."""

    _told = False

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802, ARG002
        """Whether the file is full. The base class asks the disk twice and writes the line twice to find out."""
        if self.stream is None:
            self.stream = self._open()
        return self.stream.tell() >= self.maxBytes

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - logging's own names
        """Say that lines are lost, instead of a stack trace for each of them, and begin anew with the next line."""
        if not self._told:
            self._told = True
            log.warning("the access log cannot be written; requests are answered all the same", exc_info=True)
        if self.stream is not None:
            with contextlib.suppress(OSError):  # what it could not write it can't write now, but closed it is
                self.stream.close()
            self.stream = None


class _Line(logging.Formatter):
    """A line with its moment, whose text is made once a second."""

    _second = -1
    _text = ""

    def format(self, record: logging.LogRecord) -> str:
        """The moment and what is said."""
        second = int(record.created)
        if second != self._second:
            self._second, self._text = second, time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
        return f"{self._text},{int(record.msecs):03d} {record.getMessage()}"


@contextmanager
def access_file(folder: Path, *, largest: int = _LARGEST) -> Iterator[None]:
    """Keep the access log in `access.log` until the end of the block."""
    from aurora_desk.api.access_log import log as access

    handler = _AccessFile(
        folder / "access.log", maxBytes=largest, backupCount=_KEPT_BESIDE, encoding="utf-8", delay=True
    )
    handler.setFormatter(_Line())
    before = access.level, access.propagate
    access.addHandler(handler)
    access.setLevel(logging.INFO)
    access.propagate = False  # the desk reads this process's standard error line by line
    try:
        yield
    finally:
        access.removeHandler(handler)
        handler.close()
        access.level, access.propagate = before
