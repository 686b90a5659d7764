"""One serving process a data folder: a lock that ends with its process, and a note of where it answers."""

from __future__ import annotations

import fcntl
import json
from io import TextIOWrapper
from pathlib import Path


class ServeLock:
    """Held by the process that serves a store's API."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "serve.lock"
        self._note = folder / "serve.json"
        self._file: TextIOWrapper | None = None

    def take(self) -> bool:
        """Take the lock; False while another process has it."""
        file = self._path.open("a", encoding="utf-8")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            return False
        self._file = file
        return True

    def is_held(self) -> bool:
        """Whether another process has the lock; asking makes and changes nothing."""
        try:
            with self._path.open("r", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def note(self, address: str) -> None:
        """Write down where this process answers."""
        self._note.write_text(json.dumps({"address": address}), encoding="utf-8")

    def noted(self) -> str:
        """Where the process that has the lock answers; empty if it has not said so yet."""
        try:
            return str(json.loads(self._note.read_text(encoding="utf-8"))["address"])
        except (OSError, ValueError, KeyError):
            return ""

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._note.unlink(missing_ok=True)
            self._file.close()
            self._file = None
