"""The status strip: which till and shift, and how the devices are, always in the same place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QHBoxLayout, QWidget

from aurora_desk.domain.shifts import Shift
from aurora_desk.gui.shell.health import QUIET_WHILE_WELL, Device, Finding
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import words
from aurora_desk.gui.theme.spacing import TARGET
from aurora_desk.gui.theme.status import READY, TEST_MODE
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.health import Health
from aurora_desk.gui.widgets.pill import Pill
from aurora_desk.gui.widgets.polish import Ground
from aurora_desk.gui.widgets.text import Text

HEIGHT = 36
ABOVE = TARGET - HEIGHT
"""What a device's word reaches above the strip, so that a finger hits it."""
SHORT_BELOW = 1200
FOR_THE_SHIFT, GAPS = 96, 110
"""What the line of the shift keeps before the devices leave their names to their icons; margins and gaps."""
DEVICE_ICONS = {
    Device.API: "wifi",
    Device.READER: "nfc",
    Device.PRINTER: "printer",
    Device.MAIL: "inbox",
    Device.PAYMENTS: "credit-card",
    Device.CLOCK: "clock",
}


class GivingText(Text):
    """A muted line that gives way to its neighbours: it says less, in whole words, and all of it in its tooltip."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, "", Type.LABEL, tone="muted", name=name)
        self._less = ""

    def say(self, text: str, *, less: str) -> None:
        """Say this, or less of it where there is too little room."""
        self._less = less
        self.setText(text)
        self.setToolTip(text)

    @property
    def shown(self) -> str:
        """What it says in the room that it has."""
        return self.text() if self.fontMetrics().horizontalAdvance(self.text()) <= self.width() else self._less

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        words(painter, self.rect(), self.shown, self.font(), self._look.colour("muted"))
        painter.end()


class StatusStrip(QWidget):
    """Till, shift and person; API, reader and printer; test mode; the time in the shop's zone.

    The strip is 36 high; its buttons are 44 and lie over the foot of the page above, which keeps the rest of it.
    """

    device_pressed = Signal(object)
    """A `Device` whose word was pressed: look again, or show what is to be done."""

    def __init__(self, look: Look, now: Callable[[], datetime], *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self._look, self._now = look, now
        self._ground = Ground("status", name="status-ground", parent=self)
        self._till_words = "", ""
        self._till = Text(look, "", Type.LABEL, name="status-till")
        self._shift = GivingText(look, "status-shift")
        self._clock = Text(look, "", Type.LABEL, name="status-clock")
        self._test = Pill(look, name="status-test-mode")
        self._test.show_status(TEST_MODE)
        self._test.hide()
        names = {
            Device.API: self.tr("API"),
            Device.READER: self.tr("Reader"),
            Device.PRINTER: self.tr("Printer"),
            Device.MAIL: self.tr("Mail"),
            Device.PAYMENTS: self.tr("Payments"),
            Device.CLOCK: self.tr("Clock"),
        }
        self._devices: dict[Device, Health] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(0)
        self._start, self._end = QHBoxLayout(), QHBoxLayout()
        self._start.setSpacing(13)
        self._start.addWidget(self._till)
        self._start.addWidget(self._shift, 1)
        self._end.setSpacing(14)
        self._end.addWidget(self._test, 0, Qt.AlignmentFlag.AlignVCenter)
        self._end.addWidget(self._clock)
        row.addLayout(self._start, 1)
        row.addSpacing(13)
        for device, name in names.items():
            health = Health(look, name, DEVICE_ICONS[device], drop=ABOVE // 2, name=f"status-{device}")
            health.clicked.connect(lambda _checked=False, device=device: self.device_pressed.emit(device))
            self._devices[device] = health
            health.hide()
            row.addWidget(health)
        row.addSpacing(8)
        row.addLayout(self._end)
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.timeout.connect(self._tick)
        look.follow(self._dress)

    def show_till(self, till: str, shop: str) -> None:
        """Say which till of which shop this is."""
        self._till_words = till, self.tr("%1 · %2").replace("%2", shop).replace("%1", till)
        self.fit(self.width())

    def fit(self, window_width: int) -> None:
        """In a small window, or with large text, the till alone, so that the shift keeps its place; then less."""
        short, long = self._till_words
        self._till.setText(short if window_width < self._look.px(SHORT_BELOW) else long)
        self._till.setToolTip(long)
        shown = [health for health in self._devices.values() if not health.isHidden()]
        beside = [self._till, self._clock, *([] if self._test.isHidden() else [self._test])]
        taken = sum(part.sizeHint().width() for part in beside) + self._look.px(FOR_THE_SHIFT) + GAPS
        with_names = sum(health.width_of(short=False) for health in shown)
        with_words = sum(health.width_of(short=True) for health in shown)
        calm = taken - self._look.px(FOR_THE_SHIFT) + with_words > window_width
        for health in self._devices.values():
            health.set_short(taken + with_names > window_width, calm=calm)

    def show_shift(self, shift: Shift | None) -> None:
        """Say since when which shift is open."""
        if shift is None:
            self._shift.say(self.tr("No shift"), less=self.tr("No shift"))
            return
        since = self._look.time(shift.opened_at)
        text = self.tr("Shift open %1 · %2").replace("%1", since).replace("%2", shift.person_name)
        self._shift.say(text, less=self.tr("Shift open %1").replace("%1", since))

    def show_device(self, device: Device, finding: Finding) -> None:
        """Say how a device is; of mail, payments and clock nothing is said while all is well."""
        health = self._devices[device]
        health.show_status(finding.status, finding.word)
        health.setToolTip(finding.reason)
        health.setAccessibleDescription(finding.reason)
        health.setVisible(device not in QUIET_WHILE_WELL or finding.status is not READY)
        self.fit(self.width())

    def said_of(self, device: Device) -> str:
        """How a device is, and why, in a sentence or two."""
        health = self._devices[device]
        return " ".join(part for part in (f"{health.accessibleName()}.", health.toolTip()) if part)

    def show_test_mode(self, test: bool) -> None:
        """Whether no real money moves here."""
        self._test.setVisible(test)
        self.fit(self.width())

    def place(self, page: QRect) -> None:
        """Lie along the foot of the page."""
        height = self._look.px(TARGET)
        # The ground first: what the strip shows of itself is measured by it.
        self._ground.setGeometry(0, height - self.strip_height, page.width(), self.strip_height)
        self.setGeometry(page.left(), page.bottom() + 1 - height, page.width(), height)
        self._leave_the_page_alone()

    @property
    def strip_height(self) -> int:
        """What the page leaves free at its foot."""
        return self._look.px(HEIGHT)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._leave_the_page_alone()
        return done

    def _leave_the_page_alone(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        reach = QRegion(self._ground.geometry())
        for health in self._devices.values():
            if not health.isHidden():
                reach += QRegion(health.geometry())
        self.setMask(reach)

    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops, in this order."""
        return tuple(self._devices.values())

    def _dress(self) -> None:
        above = self._look.px(TARGET) - self.strip_height
        for side in (self._start, self._end):
            side.setContentsMargins(0, above, 0, 0)
        self.fit(self.window().width())
        self._tick()

    def _tick(self) -> None:
        now = self._now()
        self._clock.setText(self._look.time(now))
        self._minute.start((60 - now.second) * 1000 - now.microsecond // 1000 + 20)
