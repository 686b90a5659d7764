"""The questions behind the words of the status strip. They block, so they run in jobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.payments import ReaderHealth
from aurora_desk.gui.shell.health import (
    API_EVERY_MS,
    CLOCK_EVERY_MS,
    MAIL_EVERY_MS,
    PAYMENTS_EVERY_MS,
    PRINTER_EVERY_MS,
    READER_EVERY_MS,
    ApiCondition,
    ApiState,
    Device,
    Finding,
    Probe,
)
from aurora_desk.gui.theme.sentences import counted, said
from aurora_desk.gui.theme.status import FAILED, NOT_SET_UP, OFFLINE, READY, WAITING, Status
from aurora_desk.services.facade import Services

STARTING = Status(str(QT_TRANSLATE_NOOP("Status", "Starting")), "muted", "clock")
RESTARTING = Status(str(QT_TRANSLATE_NOOP("Status", "Not running, restarting")), "danger", "circle-x")
PORT_TAKEN = Status(str(QT_TRANSLATE_NOOP("Status", "Port in use by another program")), "danger", "circle-x")
IN_TROUBLE = frozenset([QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted])


@dataclass(frozen=True, slots=True)
class SystemPrinter:
    """The printer that receipts go to, as the system sees it; without a name there is none."""

    name: str = ""
    state: QPrinter.PrinterState = QPrinter.PrinterState.Idle


def probes(
    services: Services,
    tenant_id: TenantId,
    ask_api: Callable[[], ApiState],
    printer: Callable[[], SystemPrinter],
    print_trouble: Callable[[], str],
) -> Mapping[Device, Probe]:
    """What the status strip asks, and how often."""
    return {
        Device.API: Probe(partial(api_finding, ask_api), API_EVERY_MS),
        Device.READER: Probe(partial(reader_finding, services, tenant_id), READER_EVERY_MS),
        Device.PRINTER: Probe(partial(printer_finding, printer, print_trouble), PRINTER_EVERY_MS),
        Device.MAIL: Probe(partial(mail_finding, services), MAIL_EVERY_MS),
        Device.PAYMENTS: Probe(partial(payments_finding, services, tenant_id), PAYMENTS_EVERY_MS),
        Device.CLOCK: Probe(partial(clock_finding, services), CLOCK_EVERY_MS),
    }


def api_finding(ask: Callable[[], ApiState]) -> Finding:
    """Whether the API answers, and where."""
    state = ask()
    if state.condition is ApiCondition.RUNNING:
        return Finding(READY, state.address)
    return Finding(
        {
            ApiCondition.STARTING: STARTING,
            ApiCondition.RESTARTING: RESTARTING,
            ApiCondition.PORT_TAKEN: PORT_TAKEN,
            ApiCondition.OFF: NOT_SET_UP,
        }[state.condition]
    )


def reader_finding(services: Services, tenant_id: TenantId) -> Finding:
    """Whether cards can be taken: set up, a reader paired, Stripe answering."""
    if not services.payments.card_ready():
        return Finding(NOT_SET_UP)
    readers = services.read(partial(services.payments.readers, tenant_id=tenant_id))
    if not readers:
        # Codes need no reader, but they need Stripe.
        return Finding(NOT_SET_UP, cut_off=not services.payments.stripe_answers())
    health = {reader: services.payments.reader_health(reader.reader_id) for reader in readers}
    offline = next((reader for reader, how in health.items() if how is ReaderHealth.OFFLINE), None)
    if offline is not None:
        words = QCoreApplication.translate("Status", "%1 offline")
        alone = len(readers) == 1
        others = QCoreApplication.translate(
            "Status", "Check its power and network. Cash works, and so do other readers."
        )
        only = QCoreApplication.translate("Status", "Check its power and network. Cash and QR codes work; cards wait.")
        return Finding(OFFLINE, words.replace("%1", offline.label), only if alone else others, alone=alone)
    if ReaderHealth.ONLINE not in health.values():
        return Finding(OFFLINE, cut_off=True)
    ready = QCoreApplication.translate("Status", "%1 ready")
    return Finding(READY, ready.replace("%1", readers[0].label))


def printer_finding(ask: Callable[[], SystemPrinter], print_trouble: Callable[[], str]) -> Finding:
    """Which system printer takes receipts, and what is wrong with it; without one they become PDF files.

    `print_trouble` is what the last print said if it failed: not every printer tells the system that it has no paper.
    """
    printer = ask()
    if printer.name and printer.state in IN_TROUBLE:
        words = QCoreApplication.translate("Status", "%1 offline")
        why = QCoreApplication.translate(
            "Status", "Check its power, paper and cover. Sales go on; choose Reprint once it prints again."
        )
        return Finding(OFFLINE, words.replace("%1", printer.name), why)
    trouble = print_trouble()
    if trouble:
        return Finding(FAILED, reason=trouble)
    return Finding(READY, printer.name or QCoreApplication.translate("Status", "PDF"))


def mail_finding(services: Services) -> Finding:
    """How many mails to customers wait for over a minute, and why."""
    state = services.read(services.outbox.state)
    if not state.late:
        return Finding(READY)
    words = counted("Status", "%n waiting", state.late)
    no_server = QCoreApplication.translate("Status", "No mail server is set up, so mails to customers wait.")
    return Finding(WAITING, words, said(state.trouble) or no_server)


def payments_finding(services: Services, tenant_id: TenantId) -> Finding:
    """How many payments nobody knows the end of."""
    count = len(services.read(partial(services.payments.unfinished, tenant_id=tenant_id)))
    if not count:
        return Finding(READY)
    words = counted("Status", "%n to check", count)
    why = QCoreApplication.translate("Status", "Whether these were charged is not known yet. Press to see them.")
    return Finding(WAITING, words, why)


def clock_finding(services: Services) -> Finding:
    """Whether this computer's clock goes with Stripe's."""
    wrong_by_s = services.truth.clock.wrong_by_s()
    if not wrong_by_s:
        return Finding(READY)
    ahead = QCoreApplication.translate("Status", "%1 min ahead")
    behind = QCoreApplication.translate("Status", "%1 min behind")
    words = (ahead if wrong_by_s > 0 else behind).replace("%1", str(max(1, round(abs(wrong_by_s) / 60))))
    why = QCoreApplication.translate("Status", "Sales stand on the wrong time of day. Set the clock of this computer.")
    return Finding(WAITING, words, why)


def system_printer() -> SystemPrinter:
    """The default printer of the system."""
    info = QPrinterInfo.defaultPrinter()
    # Qt says of no printer at all that it is in trouble.
    return SystemPrinter() if info.isNull() else SystemPrinter(info.printerName(), info.state())
