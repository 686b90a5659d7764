"""Trying the scanner out: how fast it types, and whether it writes for this keyboard."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.domain.settings import SCANNER_GAP, SCANNER_PREFIX
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import words_of
from aurora_desk.gui.screens.scanner.measuring import MOST_MS, SCANS, TEST_CODE, Measuring, Verdict, judge
from aurora_desk.gui.screens.scanner.prefix_sheet import PrefixSheet
from aurora_desk.gui.screens.scanner.steps_row import StepsRow
from aurora_desk.gui.screens.screen import Scan
from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind, Variant
from aurora_desk.gui.widgets.qr_view import QrView
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text
from aurora_desk.services.facade import Work

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScannerTestSheet(Sheet):
    """Shows a code, measures five scans of it, and keeps what was measured as settings of the till.

    While `listening`, whoever owns the scanner gives it the longest gap and no prefix, and calls `read` with each scan.
    """

    listening = Signal(bool)
    told = Signal(str, str)
    """A sentence for the toast, and its tone."""

    def __init__(self, context: Context, host: QWidget) -> None:
        look = context.look
        super().__init__(look, host, self.tr("Test my scanner"), size=SheetSize.LARGE, name="scanner-test")
        self._context, self._measuring = context, Measuring()
        self._typed, self._stamps = "", list[int]()
        self.code = QrView(look, label=self.tr("Test code"), side=260, name="scanner-test-code")
        self.code.show_modules(context.services.codes.qr_modules(TEST_CODE))
        self.steps = StepsRow(look, SCANS, name="scanner-test-steps")
        self.words = Text(look, "", Type.TITLE, wrap=True, name="scanner-test-words")
        self.detail = Text(look, "", Type.BODY, tone="muted", wrap=True, name="scanner-test-detail")
        self.prefix = Button(look, self.tr("Add a prefix…"), variant=Variant.LG, name="scanner-test-prefix")
        self.again = Button(look, self.tr("Start again"), variant=Variant.LG, name="scanner-test-again")
        self.save = Button(look, self.tr("Save"), kind=Kind.PRIMARY, variant=Variant.LG, name="scanner-test-save")
        self._build()
        self.prefix.clicked.connect(self._on_prefix)
        self.again.clicked.connect(self.begin)
        self.save.clicked.connect(self._on_save)
        self.begin()

    def begin(self) -> None:
        """Wait for the first scan."""
        self._measuring = Measuring()
        self._forget_typed()
        self.prefix.hide()
        self.steps.show_done(0)
        self._say(self.tr("Scan this code five times"), self.tr("The way you scan at the counter. Nothing is sold."))
        self.save.disable(self.tr("Scan the code five times first"))
        self.again.disable(self.tr("Nothing was scanned yet"))

    def read(self, typed: str, longest_ms: int) -> None:
        """A scan: its keys as they came, and the longest gap between two of them."""
        if self._measuring.done or self.save.busy:
            return
        verdict = judge(typed)
        if not verdict.is_test_code:
            self._say(self.tr("That was another code"), self.tr("Scan the code that is shown here."), tone="warning")
        elif verdict.swapped:
            self._show_swapped(verdict)
        else:
            self._measuring.add(verdict, longest_ms)
            self.again.enable()
            self.steps.show_done(len(self._measuring.gaps_ms))
            self._show_progress()

    def scanned(self, scan: Scan) -> bool:
        """Whatever is scanned is a test: nothing is sold or opened by it."""
        del scan
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self._on_enter(event.timestamp())
            event.accept()
        elif event.text() and event.text().isprintable() and not event.text().isspace():
            # Slower than any scanner that the till can listen to, or a person: told apart by what was typed.
            self._typed += event.text()
            self._stamps.append(event.timestamp())
            event.accept()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.listening.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.listening.emit(False)

    def _on_enter(self, at_ms: int) -> None:
        typed, stamps = self._typed, [*self._stamps, at_ms]
        self._forget_typed()
        if not typed:
            if self.save.isEnabled():
                self._on_save()
            return
        verdict = judge(typed)
        if verdict.is_test_code:
            longest = max(later - earlier for earlier, later in pairwise(stamps))
            words = self.tr(
                "Its keys came up to %1 ms apart; the till listens for %2 ms at most. In the manual, set the delay "
                "between characters to none. Until then its scans count as typing."
            )
            self._say(
                self.tr("This scanner is too slow"),
                words.replace("%1", str(longest)).replace("%2", str(MOST_MS)),
                tone="danger",
            )

    def _forget_typed(self) -> None:
        self._typed = ""
        self._stamps = []

    def _show_swapped(self, verdict: Verdict) -> None:
        came = self.tr("“%1” came as “%2”")
        pairs = [
            came.replace("%2", isolated(got, self._look.locale)).replace("%1", isolated(sent, self._look.locale))
            for sent, got in verdict.swapped
        ]
        words = self.tr(
            "%1. In the manual, set the scanner's keyboard language (“country”) to that of this computer. "
            "Codes of your own shop work all the same; barcodes with these characters do not."
        )
        title = self.tr("The scanner writes for another keyboard")
        self._say(title, words.replace("%1", self._look.locale.createSeparatedList(pairs)), tone="danger")

    def _show_progress(self) -> None:
        found = self._measuring
        if not found.done:
            left = SCANS - len(found.gaps_ms)
            self._say(
                self.tr("%n more scan(s)", "", left),
                self.tr("The longest gap between two keys was %1 ms.").replace("%1", str(found.longest_ms)),
            )
            return
        self.save.enable()
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)
        self.prefix.setVisible(found.slow)
        if found.prefix:
            words = self.tr("It sends %1 before every code: scans are known by that, and typing is never held back.")
            detail = words.replace("%1", isolated(found.prefix, self._look.locale))
        elif found.slow:
            words = self.tr(
                "It needs %1 ms between keys. Typing by hand is held back that long; with a prefix it is not."
            )
            detail = words.replace("%1", str(found.gap_ms))
        else:
            words = self.tr("The longest gap was %1 ms. The till will listen for %2 ms.")
            detail = words.replace("%1", str(found.longest_ms)).replace("%2", str(found.gap_ms))
        title = self.tr("A slow scanner that works") if found.slow else self.tr("The scanner works well")
        self._say(title, detail, tone="warning" if found.slow else "success")

    def _say(self, title: str, detail: str, *, tone: str = "text") -> None:
        self.words.setText(title)
        self.words.set_tone(tone)
        self.detail.setText(detail)
        announce(self.code, f"{title}. {detail}", urgent=tone == "danger")
        self._place()

    def _on_prefix(self) -> None:
        sheet = PrefixSheet(self._look, self._host)
        sheet.closed.connect(sheet.deleteLater)
        sheet.closed.connect(self.begin)
        sheet.open()

    def _on_save(self) -> None:
        if self.save.busy:
            return
        self.save.set_busy(True)
        self.closable = False
        services, actor = self._context.services, self._context.session.actor()
        gap_ms, prefix = self._measuring.gap_ms, self._measuring.prefix

        def keep(work: Work) -> None:
            services.settings.change(work, actor, SCANNER_GAP, gap_ms)
            services.settings.change(work, actor, SCANNER_PREFIX, prefix)

        self._context.jobs.start(self, partial(services.write, keep), done=self._on_saved, failed=self._on_not_saved)

    def _on_saved(self, _nothing: None) -> None:
        self.save.set_busy(False)
        self.close_sheet()
        self.told.emit(self.tr("The scanner is set."), "success")

    def _on_not_saved(self, error: Exception) -> None:
        self.save.set_busy(False)
        self.closable = True
        self._say(self.tr("Not saved"), words_of(error), tone="danger")

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(Space.SM)
        right.addWidget(self.words)
        right.addWidget(self.detail)
        right.addStretch(1)
        right.addWidget(self.steps, 0, Qt.AlignmentFlag.AlignLeading)
        row = QHBoxLayout()
        row.setSpacing(Space.XXL)
        left = QVBoxLayout()
        left.addWidget(self.code)
        left.addStretch(1)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self.body.addSpacing(Space.MD)
        self.footer.addWidget(self.again)
        self.footer.addWidget(self.prefix)
        self.footer.addStretch(1)
        self.footer.addWidget(self.save)
