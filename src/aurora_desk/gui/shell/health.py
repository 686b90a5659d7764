"""How the API, the reader and the printer are: asked off the GUI thread every few seconds, told when it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from PySide6.QtCore import QObject, QTimer, Signal

from aurora_desk.gui.jobs import Jobs
from aurora_desk.gui.theme.status import Status

API_EVERY_MS, READER_EVERY_MS, PRINTER_EVERY_MS, MAIL_EVERY_MS = 5_000, 10_000, 30_000, 30_000
PAYMENTS_EVERY_MS, CLOCK_EVERY_MS = 15_000, 60_000


class Device(StrEnum):
    """What the status strip watches."""

    API = "api"
    READER = "reader"
    PRINTER = "printer"
    MAIL = "mail"
    """Shown only while mails can't go out."""
    PAYMENTS = "payments"
    """Shown only while there are payments whose end is not known."""
    CLOCK = "clock"
    """Shown only while this computer's clock is wrong."""


QUIET_WHILE_WELL = frozenset([Device.MAIL, Device.PAYMENTS, Device.CLOCK])


class ApiCondition(Enum):
    """What the desk knows of its API child."""

    STARTING = "starting"
    RUNNING = "running"
    RESTARTING = "restarting"
    PORT_TAKEN = "port_taken"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ApiState:
    """The API as the program that started it sees it; `address` is what clients use: `127.0.0.1:8787`."""

    condition: ApiCondition
    address: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How a device is; `word` where there is a more exact one than the state's own: an address, a label."""

    status: Status
    word: str = ""
    reason: str = ""
    """Why, in a sentence to read on pointing at it."""
    cut_off: bool = False
    """Stripe does not answer: no card and no code can be taken."""
    alone: bool = False
    """There is no other device of its kind that could take its place."""

    @property
    def words(self) -> str:
        """What the status strip says."""
        return self.word or self.status.word


@dataclass(frozen=True, slots=True)
class Probe:
    """How a device is asked, in a job, and how long after the last answer again."""

    ask: Callable[[], Finding]
    every_ms: int


class Watch(QObject):
    """Asks every device now and then, never twice at a time."""

    found = Signal(object, object)
    """A `Device` and its new `Finding`; only when it is not the one before."""

    def __init__(
        self, jobs: Jobs, probes: Mapping[Device, Probe], *, broken: Finding, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._jobs, self._probes, self._broken = jobs, dict(probes), broken
        self._findings: dict[Device, Finding] = {}
        self._asking: set[Device] = set()
        self._again: set[Device] = set()
        self._timers: dict[Device, QTimer] = {}
        for device, probe in self._probes.items():
            timer = QTimer(self)
            timer.setSingleShot(True)
            timer.setInterval(probe.every_ms)
            timer.timeout.connect(lambda device=device: self.ask(device))
            self._timers[device] = timer

    def start(self) -> None:
        """Ask all of them now, and go on."""
        for device in self._probes:
            self.ask(device)

    def stop(self) -> None:
        """Ask no more."""
        self._probes.clear()
        for timer in self._timers.values():
            timer.stop()

    def finding(self, device: Device) -> Finding | None:
        """What is known of a device; None before its first answer."""
        return self._findings.get(device)

    def ask(self, device: Device) -> None:
        """Ask one device now; while an answer is awaited, once more after it, for that may be older than the reason."""
        probe = self._probes.get(device)
        if probe is None:
            return
        if device in self._asking:
            self._again.add(device)
            return
        self._asking.add(device)
        self._jobs.start(
            self,
            probe.ask,
            done=lambda finding: self._on_found(device, finding),
            failed=lambda _error: self._on_found(device, self._broken),
        )

    def _on_found(self, device: Device, finding: Finding) -> None:
        self._asking.discard(device)
        if device in self._probes:
            self._timers[device].start()
        if self._findings.get(device) != finding:
            self._findings[device] = finding
            self.found.emit(device, finding)
        if device in self._again:
            self._again.discard(device)
            self.ask(device)
