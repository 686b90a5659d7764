"""Receipts asked for from anywhere on the desk: read, printed and told about, one after the other, in jobs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import OrderId
from aurora_desk.gui.context import Context
from aurora_desk.gui.jobs import Lane, words_of
from aurora_desk.gui.printing import PrintedTo, ReceiptNotPrintedError, ReceiptPrinter

log = logging.getLogger(__name__)
News = Callable[[str, str], None]
"""How a print went: a sentence and its tone, `success` or `danger`."""


class Receipts(QObject):
    """Prints the receipts of orders and says where the paper is."""

    def __init__(self, context: Context, folder: Path | None, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        codes = context.services.codes
        self._printer = ReceiptPrinter(folder or documents(), codes.qr_modules, context.look.locale)
        # A lane of its own: a printer that takes its time holds up nobody but the next receipt.
        self._lane = Lane(parent=self)

    def print_order(self, order_id: OrderId, news: News) -> None:
        """Print the receipt of an order; `news` is called at the end, in the GUI thread."""
        session = self._context.session
        actor = session.actor() if session.person is not None else Actor.program(session.tenant_id)
        self._lane.start(
            self,
            partial(self._print, actor, order_id),
            done=lambda printed: self._on_printed(printed, news),
            failed=lambda error: self._on_failed(error, news),
        )

    def wait(self) -> None:
        """Let the receipt that prints end; for the end of the program."""
        self._lane.wait()

    def _print(self, actor: Actor, order_id: OrderId) -> PrintedTo:
        services, tenant_id = self._context.services, self._context.session.tenant_id
        receipt = services.read(partial(services.receipts.of_order, tenant_id=tenant_id, order_id=order_id))
        printed = self._printer.print(receipt)
        try:
            services.write(partial(services.receipts.printed, actor=actor, order_id=order_id))
        except AuroraError as error:
            # The paper is there: only the order's timeline misses it.
            log.warning("the print of order %s was not noted: %s", order_id, error.code)
        return printed

    def _on_printed(self, printed: PrintedTo, news: News) -> None:
        self._context.prints.tell("")
        news(self._words(printed), "success")

    def _on_failed(self, error: Exception, news: News) -> None:
        # An order that could not be read says nothing about the printer.
        if isinstance(error, ReceiptNotPrintedError):
            self._context.prints.tell(words_of(error))
        news(words_of(error), "danger")

    def _words(self, printed: PrintedTo) -> str:
        if printed.file is not None:
            return self.tr("Receipt saved as %1.").replace("%1", printed.file.name)
        return self.tr("Receipt printed on %1.").replace("%1", printed.printer)


def documents() -> Path:
    """Where receipts are saved if the program names no folder."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) / "Aurora Desk"
