"""Says what still works while Stripe cannot be reached, and when it is back."""

from __future__ import annotations

from PySide6.QtCore import QObject

from aurora_desk.gui.reach import Reach
from aurora_desk.gui.shell.health import Device, Finding
from aurora_desk.gui.shell.shell import Shell
from aurora_desk.gui.theme.status import NOT_REACHABLE, OFFLINE


class Connection(QObject):
    """Turns findings into words of the status strip, a banner and a toast, and tells the payment sheet."""

    def __init__(self, shell: Shell, reach: Reach, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell, self._reach, self._offline = shell, reach, False

    def show(self, device: Device, finding: Finding) -> None:
        """A device's new finding."""
        self._shell.status.show_device(device, finding)
        if device is Device.READER:
            self._reach.tell(stripe=not finding.cut_off)
            self._show_reader(finding)

    def _show_reader(self, finding: Finding) -> None:
        was_offline, self._offline = self._offline, finding.status in (OFFLINE, NOT_REACHABLE)
        if finding.status is OFFLINE and not finding.cut_off:
            others = self.tr("A card reader is offline. Cash and QR codes work, and so do other readers.")
            only = self.tr("The card reader is offline. Cash and QR codes work; cards wait.")
            self._shell.banner.show_trouble(only if finding.alone else others)
        elif self._offline:
            self._shell.banner.show_trouble(self.tr("No connection. Cash works; cards and QR codes wait."))
        elif was_offline:
            self._shell.banner.hide()
            self._shell.tell(self.tr("Connected. Cards work again."), "success")
