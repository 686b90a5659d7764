"""How a receipt is set: rows of a strip 72 mm wide, cut into pages where the paper ends."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from aurora_desk.domain.money import Money
from aurora_desk.domain.receipts import Receipt, ReceiptLine, ReceiptPayment
from aurora_desk.gui.printing.rows import CENTRE, Boxed, Code, Gap, Pair, Row, Words, font
from aurora_desk.gui.theme.format import money_text, quantity_label
from aurora_desk.gui.theme.sentences import said

Modules = tuple[tuple[bool, ...], ...]

STRIP = 720
"""What an 80 mm roll can print on, in tenths of a millimetre."""
EDGE = 40
"""White on each side and at both ends of the roll."""
WATERMARK = QColor(226, 226, 226)


class ReceiptLayout:
    """A receipt ready to be painted; `modules` are those of its code, `page` those of its page for a phone."""

    def __init__(self, receipt: Receipt, modules: Modules, locale: QLocale, *, page: Modules = ()) -> None:
        self._receipt, self._modules, self._locale, self._page = receipt, modules, locale, page
        self._rows = tuple(self._build())

    @property
    def height(self) -> float:
        """The paper it takes, in tenths of a millimetre."""
        return sum(row.height(STRIP) for row in self._rows)

    def pages(self, room: float) -> tuple[tuple[Row, ...], ...]:
        """The rows by page of `room` tenths of a millimetre; no row is cut."""
        pages: list[list[Row]] = [[]]
        used = 0.0
        for row in self._rows:
            height = row.height(STRIP)
            if used + height > room and pages[-1]:
                pages.append([])
                used = 0.0
            pages[-1].append(row)
            used += height
        return tuple(tuple(page) for page in pages)

    def paint(self, painter: QPainter, rows: tuple[Row, ...]) -> None:
        """Draw one page; the painter's units are tenths of a millimetre, from the strip's corner."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heights = [row.height(STRIP) for row in rows]
        if self._receipt.training:
            self._watermark(painter, sum(heights))
        top = 0.0
        for row, height in zip(rows, heights, strict=True):
            row.paint(painter, QRectF(0, top, STRIP, height))
            top += height

    def _watermark(self, painter: QPainter, height: float) -> None:
        painter.save()
        painter.setFont(font(110, 700))
        painter.setPen(WATERMARK)
        painter.setClipRect(QRectF(0, 0, STRIP, height))
        top = 160.0
        while top < height:
            painter.save()
            painter.translate(STRIP / 2, top)
            painter.rotate(-24)
            painter.drawText(QRectF(-500, -90, 1000, 180), int(Qt.AlignmentFlag.AlignCenter), _tr("TEST MODE"))
            painter.restore()
            top += 360
        painter.restore()

    def _build(self) -> Iterator[Row]:
        receipt = self._receipt
        yield from self._head()
        yield Gap(24, ruled=True)
        for line in receipt.lines:
            yield from self._line(line)
        yield Gap(24, ruled=True)
        yield from self._totals()
        for payment in receipt.payments:
            yield from self._payment(payment)
        yield from self._back()
        if receipt.due:
            yield Pair(_tr("Still to pay"), self._money(receipt.due), weight=700)
        yield Gap(24)
        yield Code(self._modules)
        yield Words(_tr("Order %1").replace("%1", receipt.number), weight=600, align=CENTRE)
        if self._page:
            yield Gap(24)
            yield Code(self._page)
            yield Words(_tr("Scan this one with your phone: how your order stands"), size=26, align=CENTRE)
        if receipt.mark:
            yield Words(receipt.mark, size=24, align=CENTRE)
        if receipt.training:
            yield Gap(12)
            yield Boxed(_tr("TEST MODE · no money was taken"))

    def _head(self) -> Iterator[Row]:
        receipt = self._receipt
        if receipt.training:
            yield Boxed(_tr("TEST MODE"))
        yield Words(receipt.shop, size=46, weight=700, align=CENTRE)
        if receipt.address:
            yield Words(receipt.address, align=CENTRE)
        yield Gap()
        yield Pair(_tr("Order %1").replace("%1", receipt.number), receipt.placed.replace("T", " ")[:16], weight=600)
        served = " · ".join(part for part in (receipt.till, receipt.served_by) if part)
        if served:
            yield Words(served, size=27)
        if receipt.customer:
            yield Words(receipt.customer, size=27)

    def _line(self, line: ReceiptLine) -> Iterator[Row]:
        yield Pair(f"{quantity_label(line.quantity_milli, self._locale)} × {line.name}", self._money(line.total))
        if line.quantity_milli != 1000:
            yield Words(_tr("%1 each").replace("%1", self._money(line.price)), size=26, indent=40)
        if line.discount:
            yield Pair(_tr("Discount"), self._money(-line.discount), size=26, indent=40)
        if line.note:
            yield Words(line.note, size=26, indent=40)

    def _totals(self) -> Iterator[Row]:
        receipt = self._receipt
        if receipt.discount or not receipt.prices_include_tax:
            yield Pair(_tr("Subtotal"), self._money(receipt.subtotal))
        if receipt.discount:
            yield Pair(_tr("Discount"), self._money(-receipt.discount))
        if not receipt.prices_include_tax:
            yield from self._taxes("%1")
        yield Pair(_tr("Total"), self._money(receipt.total), size=42, weight=700)
        if receipt.prices_include_tax:
            yield from self._taxes(_tr("of which %1"))
        if receipt.tax_free:
            yield Words(_tr("Sold tax-free"), size=26)
        yield Gap()

    def _taxes(self, words: str) -> Iterator[Row]:
        for name, amount in self._receipt.taxes:
            yield Pair(words.replace("%1", name), self._money(amount), size=26)

    def _payment(self, payment: ReceiptPayment) -> Iterator[Row]:
        for words, part in ((_tr("Tip"), payment.tip), (_tr("Rounding"), payment.rounding)):
            if part is not None:
                yield Pair(words, self._money(part))
        yield Pair(said(payment.words), self._money(payment.amount), weight=600)
        if payment.tendered is not None:
            yield Pair(_tr("Received", "cash"), self._money(payment.tendered), size=26)
        if payment.change is not None:
            yield Pair(_tr("Change"), self._money(payment.change), size=26)
        for label, value in payment.details:
            yield Pair(said(label), value, size=24)

    def _back(self) -> Iterator[Row]:
        """What came back and what was given back for it."""
        receipt = self._receipt
        if receipt.returned or receipt.refunds:
            yield Gap(24, ruled=True)
        for line in receipt.returned:
            words = _tr("%1 × %2, came back").replace("%1", quantity_label(line.quantity_milli, self._locale))
            yield Pair(words.replace("%2", line.name), self._money(-line.amount), size=26)
        for refund in receipt.refunds:
            yield Pair(said(refund.words), self._money(-refund.amount), weight=600)

    def _money(self, money: Money) -> str:
        return money_text(money, self._locale)


def render(layout: ReceiptLayout, width_px: int) -> QImage:
    """The whole receipt as it comes off the roll, `width_px` wide."""
    across, down = STRIP + 2 * EDGE, layout.height + 2 * EDGE
    image = QImage(width_px, round(down * width_px / across), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.scale(width_px / across, width_px / across)
    painter.translate(EDGE, EDGE)
    layout.paint(painter, layout.pages(float("inf"))[0])
    painter.end()
    return image


def _tr(source: str, meaning: str = "") -> str:
    return QCoreApplication.translate("Receipt", source, meaning)
