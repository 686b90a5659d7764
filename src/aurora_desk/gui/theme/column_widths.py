"""How wide a person has made the columns of tables at this till."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal

LEAST_PX, MOST_PX, MOST_BYTES = 44, 2000, 64 * 1024
log = logging.getLogger(__name__)


class ColumnWidths(QObject):
    """Widths in pixels at 100 % text, by the table's name and the column's place."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._widths: dict[str, dict[str, int]] = {}

    def of(self, table: str, column: int, usual: int) -> int:
        """How wide a column is to be: as somebody made it, else as usual."""
        return self._widths.get(table, {}).get(str(column), usual)

    def put(self, table: str, column: int, width: int) -> None:
        """Somebody made a column this wide."""
        width = min(max(width, LEAST_PX), MOST_PX)
        if self.of(table, column, 0) != width:
            self._widths.setdefault(table, {})[str(column)] = width
            self.changed.emit()

    def text(self) -> str:
        """All of them, to be kept."""
        return json.dumps(self._widths)

    def read(self, path: Path) -> None:
        """Take what was kept; a file that is missing or broken means the usual widths. Blocks."""
        try:
            with path.open("rb") as file:
                kept = json.loads(file.read(MOST_BYTES))
        except (OSError, ValueError, RecursionError):
            return
        if isinstance(kept, dict):
            self._widths = {str(table): _widths(columns) for table, columns in kept.items()}


def keep_widths(path: Path, text: str) -> None:
    """Keep widths for the next start; the file is whole at every moment. Blocks."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        log.warning("the widths of columns could not be kept: %s", error.strerror)
        fresh.unlink(missing_ok=True)


def _widths(columns: object) -> dict[str, int]:
    if not isinstance(columns, dict):
        return {}
    return {
        str(column): width for column, width in columns.items() if type(width) is int and LEAST_PX <= width <= MOST_PX
    }
