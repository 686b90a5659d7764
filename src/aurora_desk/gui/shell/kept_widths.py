"""Keeps the widths of columns for the next start."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.theme.column_widths import ColumnWidths, keep_widths

SOON_MS = 1000


class KeptWidths(QObject):
    """Writes the widths a moment after the last drag, off the GUI thread."""

    def __init__(self, widths: ColumnWidths, jobs: Jobs, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._widths, self._jobs, self._path = widths, jobs, path
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.keep)
        widths.changed.connect(self._soon.start)

    def keep(self) -> None:
        """Write what is there now; what can't be written is lost with the next start, and nothing else."""
        self._soon.stop()
        work = partial(keep_widths, self._path, self._widths.text())
        self._jobs.start(self, work, done=lambda _nothing: None, failed=lambda _error: None)
