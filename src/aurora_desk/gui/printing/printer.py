"""Printing a receipt: on the system's printer, else into a PDF. Blocks; run it in a job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QSizeF
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.receipts import Receipt
from aurora_desk.gui.printing.layout import EDGE, STRIP, Modules, ReceiptLayout, render

log = logging.getLogger(__name__)

ROLL_MM = 80
NARROW_MM = 100
"""Paper below this width is a roll; on wider paper the receipt stands in the middle."""
PER_MM = 10
PDF_DPI = 300
INCH_MM = 25.4


class ReceiptNotPrintedError(AuroraError):
    """The paper did not come; the money and the order are as they were."""

    code = "receipt_not_printed"


@dataclass(frozen=True, slots=True)
class PrintedTo:
    """Where a receipt went: a printer by its name, or a file."""

    printer: str = ""
    file: Path | None = None


def default_printer() -> QPrinterInfo | None:
    """The printer that the system prints on if nobody chooses; None where there is none."""
    info = QPrinterInfo.defaultPrinter()
    return None if info.isNull() else info


class ReceiptPrinter:
    """Prints on `printer()` if there is one, else saves a PDF in `folder`.

    Qt allows painting on a printer, a PDF and an image outside the GUI thread, so all of it belongs into a job.
    """

    def __init__(
        self,
        folder: Path,
        qr_modules: Callable[[str], Modules],
        locale: QLocale,
        *,
        printer: Callable[[], QPrinterInfo | None] = default_printer,
    ) -> None:
        self._folder, self._qr_modules, self._locale, self._printer = folder, qr_modules, locale, printer

    def print(self, receipt: Receipt) -> PrintedTo:
        """Print a receipt; raises `ReceiptNotPrintedError` with what to do."""
        layout = self._layout(receipt)
        info = self._printer()
        if info is None:
            return PrintedTo(file=self._save(layout, receipt))
        device = QPrinter(info, QPrinter.PrinterMode.HighResolution)
        device.setDocName(receipt.number)
        narrow = device.pageLayout().fullRect(QPageLayout.Unit.Millimeter).width() < NARROW_MM
        if narrow:
            _set_roll(device, layout)
        if not _paint(device, layout) or device.printerState() is QPrinter.PrinterState.Error:
            raise ReceiptNotPrintedError(
                _tr(
                    "The receipt could not be printed on %1. The order is saved. Check the printer and choose Reprint."
                ).replace("%1", info.printerName())
            )
        return PrintedTo(printer=info.printerName())

    def render(self, receipt: Receipt, width_px: int) -> QImage:
        """A picture of the receipt."""
        return render(self._layout(receipt), width_px)

    def _layout(self, receipt: Receipt) -> ReceiptLayout:
        page = self._qr_modules(receipt.page) if receipt.page else ()
        return ReceiptLayout(receipt, self._qr_modules(receipt.qr_text), self._locale, page=page)

    def _save(self, layout: ReceiptLayout, receipt: Receipt) -> Path:
        path = self._folder / f"{receipt.number}.pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Qt reports a file that can't be written only as a warning.
            path.open("ab").close()
        except OSError as error:
            log.warning("receipt not saved: %s", error.strerror)
            raise ReceiptNotPrintedError(
                _tr(
                    "The receipt could not be saved in %1. The order is saved. Choose another folder or set up a "
                    "printer, then choose Reprint."
                ).replace("%1", str(self._folder))
            ) from error
        device = QPdfWriter(str(path))
        device.setTitle(receipt.number)
        device.setCreator("Aurora Desk")
        device.setResolution(PDF_DPI)
        _set_roll(device, layout)
        if not _paint(device, layout):
            raise ReceiptNotPrintedError(
                _tr("The receipt could not be saved as %1. The order is saved. Choose Reprint.").replace(
                    "%1", str(path)
                )
            )
        return path


def _set_roll(device: QPagedPaintDevice, layout: ReceiptLayout) -> None:
    """A page of the roll, exactly as long as the receipt."""
    length_mm = (layout.height + 2 * EDGE) / PER_MM
    size = QPageSize(
        QSizeF(ROLL_MM, length_mm), QPageSize.Unit.Millimeter, "Receipt", QPageSize.SizeMatchPolicy.ExactMatch
    )
    margin = EDGE / PER_MM
    device.setPageLayout(
        QPageLayout(
            size,
            QPageLayout.Orientation.Portrait,
            QMarginsF(margin, margin, margin, margin),
            QPageLayout.Unit.Millimeter,
        )
    )


def _paint(device: QPagedPaintDevice, layout: ReceiptLayout) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    page = device.pageLayout().paintRect(QPageLayout.Unit.Millimeter)
    scale = device.logicalDpiX() / INCH_MM / PER_MM
    across, room = page.width() * PER_MM, page.height() * PER_MM
    # Paper narrower than the strip, and rounding at its end, must not cut anything.
    fit = min(1.0, across / STRIP)
    for number, rows in enumerate(layout.pages(room / fit + 1)):
        if number and not device.newPage():
            painter.end()
            return False
        painter.save()
        painter.scale(scale, scale)
        painter.translate((across - STRIP * fit) / 2, 0)
        painter.scale(fit, fit)
        layout.paint(painter, rows)
        painter.restore()
    return painter.end()


def _tr(source: str) -> str:
    return QCoreApplication.translate("Receipt", source)
