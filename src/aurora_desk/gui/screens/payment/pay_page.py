"""The page that a customer pays on: its link, when it closes, and how it gets to the customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from aurora_desk.gui.theme.format import isolated
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.announce import announce
from aurora_desk.gui.widgets.button import Button, Kind
from aurora_desk.gui.widgets.text import Text

LINK_LETTERS = 34
"""How much of a link fits beside the countdown at the usual text size."""
CLOSES_SOON_S = 120


class PayPage(QWidget):
    """Counts down while it is shown. The code itself is a picture of the panel that holds this."""

    copied = Signal()
    mail_wanted = Signal()

    def __init__(
        self,
        look: Look,
        now: Callable[[], datetime] | None = None,
        *,
        mails_ready: bool = False,
        name: str = "qr",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._now = look, now or _now_utc
        self._url = ""
        self._closes_at: datetime | None = None
        self.setObjectName(f"{name}-page")
        self.link = Text(look, "", Type.LABEL, tone="muted", least=0.75, name=f"{name}-link")
        self.closes = Text(look, "", Type.STRONG, name=f"{name}-closes")
        self.copy = Button(look, self.tr("Copy link"), icon="copy", kind=Kind.GHOST, name=f"{name}-copy")
        self.mail = Button(look, self.tr("Send by email"), icon="mail", kind=Kind.GHOST, name=f"{name}-mail")
        self.told = Text(look, "", Type.CAPTION, tone="muted", wrap=True, name=f"{name}-told")
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        if not mails_ready:
            self.mail.disable(self.tr("Email is not set up"))
            self.told.setText(self.mail.toolTip())
        self._second = QTimer(self)
        self._second.setInterval(1_000)
        self._second.timeout.connect(self._count_down)
        self.copy.clicked.connect(self._on_copy)
        self.mail.clicked.connect(self.mail_wanted)
        self._build()

    def show_page(self, url: str, closes_at: datetime | None) -> None:
        """Show where the customer pays, and until when; an empty address hides it all."""
        self._url, self._closes_at = url, closes_at
        self.setVisible(bool(url))
        if not url:
            self._second.stop()
            return
        plain = url.partition("://")[2]
        room = LINK_LETTERS * 100 // self._look.scale
        short = plain if len(plain) <= room else plain[: room - 1] + "…"
        self.link.setText(isolated(short, self._look.locale))
        self.link.setToolTip(url)
        self._count_down()
        self._second.start()

    def tell(self, sentence: str) -> None:
        """What became of a wish, beneath the buttons."""
        self.told.setText(sentence)
        announce(self, sentence)

    def _count_down(self) -> None:
        if self._closes_at is None:
            return
        left_s = max(0, int((self._closes_at - self._now()).total_seconds()))
        clock = isolated(f"{left_s // 60}:{left_s % 60:02}", self._look.locale)
        self.closes.setText(self.tr("Closes in %1").replace("%1", clock))
        self.closes.set_tone("warning" if left_s < CLOSES_SOON_S else "text")
        if left_s == CLOSES_SOON_S:
            announce(self, self.closes.text())

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._url)
        self.copied.emit()
        self.copy.setText(self.tr("Copied"))
        announce(self, self.tr("Copied"))
        QTimer.singleShot(2_000, self.copy, lambda: self.copy.setText(self.tr("Copy link")))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for row, gap in (((self.closes, self.link), 12), ((self.copy, self.mail), 8)):
            beside = QHBoxLayout()
            beside.setSpacing(gap)
            beside.addStretch(1)
            for part in row:
                beside.addWidget(part)
            beside.addStretch(1)
            column.addLayout(beside)
        column.addWidget(self.told)


def _now_utc() -> datetime:
    return datetime.now(UTC)
