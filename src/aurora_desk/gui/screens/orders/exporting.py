"""The list as a file: where to, how far it is, and the way to stop it."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.orders.reading import Question
from aurora_desk.gui.screens.saving import FileQuestion, SavedSheet
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button, Variant
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.order_export import ExportStoppedError


class ExportSheet(Sheet):
    """Counts the orders that are written; Stop leaves no file."""

    stopped = Signal()

    def __init__(self, look: Look, host: QWidget, path: Path) -> None:
        super().__init__(look, host, self.tr("Export"), size=SheetSize.SMALL, name="export")
        name = isolated(path.name, look.locale)
        words = self.tr("Writing %1").replace("%1", name)
        self.body.addWidget(Text(look, words, Type.BODY, tone="muted", wrap=True, name="export-text"))
        self.count = Text(look, "", Type.MONEY, name="export-count")
        self.body.addWidget(self.count)
        self.stop_button = Button(look, self.tr("Stop"), variant=Variant.LG, name="export-stop")
        self.footer.addWidget(self.stop_button, 1)
        self.set_first_focus(self.stop_button)
        self.stop_button.clicked.connect(self.ask_close)
        self.closed.connect(self.deleteLater)
        self.show_count(0)

    def ask_close(self) -> None:
        self.stop_button.set_busy(True)
        self.stopped.emit()

    def show_count(self, written: int) -> None:
        """How many are written by now."""
        self.count.setText(self.tr("%n orders", "", written))


class OrderExporting(QObject):
    """Asks for a place and writes there in a job."""

    told = Signal(str, str)
    """Why there is no file, and the tone of that."""
    _written = Signal(int)

    def __init__(self, context: Context, screen: QWidget) -> None:
        super().__init__(screen)
        self._context, self._screen = context, screen
        self._place = FileQuestion(
            context.look,
            screen,
            title=self.tr("Export orders"),
            kind=self.tr("CSV files (*.csv)"),
            suffix="csv",
            name="export-file",
        )
        self._stop = Event()
        self._sheet: ExportSheet | None = None
        # From the job's thread, so queued into this one.
        self._written.connect(self._on_written)

    def ask(self, question: Question, name: str) -> None:
        """Let a person choose the file, then write it."""
        if self._sheet is not None:
            return
        self._place.ask(name, partial(self._write, question))

    def _write(self, question: Question, path: Path) -> None:
        if self._sheet is not None:
            return
        self._stop = Event()
        sheet = self._sheet = ExportSheet(self._context.look, self._screen.window(), path)
        sheet.stopped.connect(self._stop.set)
        sheet.open()
        work = partial(
            self._context.services.order_export.write,
            self._context.session.tenant_id,
            path,
            question.which,
            text=question.text,
            narrowed=question.narrowed,
            progress=partial(self._progress, self._stop),
        )
        self._context.jobs.start(self, work, done=partial(self._on_done, path), failed=self._on_failed)

    def _progress(self, stop: Event, written: int) -> bool:
        self._written.emit(written)
        return not stop.is_set()

    def _on_written(self, written: int) -> None:
        if self._sheet is not None:
            self._sheet.show_count(written)

    def _on_done(self, path: Path, written: int) -> None:
        sheet = self._sheet
        assert sheet is not None
        # After it is gone: one sheet at a time.
        sheet.closed.connect(partial(self._show_saved, path, written))
        self._close()

    def _show_saved(self, path: Path, written: int) -> None:
        if self._context.session.person is None:
            # Nothing opens above the lock; whoever comes back reads it there.
            words = self.tr("%n orders exported to %1", "", written)
            self.told.emit(words.replace("%1", isolated(path.name, self._context.look.locale)), "success")
            return
        holds = self.tr(
            "The file names customers and who sold to them. These are personal data: "
            "keep it where only those can read it who need to, and delete it when it has served."
        )
        rows = self.tr("%n orders", "", written)
        SavedSheet(self._context.look, self._screen.window(), path, rows=rows, holds=holds).open()

    def _on_failed(self, error: Exception) -> None:
        self._close()
        self.told.emit(words_of(error), "info" if isinstance(error, ExportStoppedError) else "danger")

    def _close(self) -> None:
        if self._sheet is not None:
            self._sheet.close_sheet()
        self._sheet = None


def file_name(words: tuple[str, ...]) -> str:
    """A file's name of these words: «orders-2026-05-01-2026-05-07.csv»."""
    return re.sub(r"[^\w.-]+", "-", "-".join(word for word in words if word)) + ".csv"
