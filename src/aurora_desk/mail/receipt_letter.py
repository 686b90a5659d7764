"""A receipt as a letter: what the paper says, in the shop's language, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method
from aurora_desk.domain.receipts import Receipt, ReceiptLine, ReceiptPayment
from aurora_desk.mail.amounts import amount_text, pieces_text
from aurora_desk.mail.envelope import button_html, letter_of, one_line, spoken_of
from aurora_desk.mail.receipt_words import RECEIPT_WORDS, ReceiptWords

_WIDTH = 44
"""Letters in a line of the text, so that amounts stand below each other where letters are of equal width."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Words and an amount; `strong` for what counts, `small` for what explains the row above."""

    words: str
    amount: str = ""
    strong: bool = False
    small: bool = False
    ruled: bool = False
    """A line is drawn above it."""


def receipt_letter(*, language: str, sender: str, to: str, receipt: Receipt) -> EmailMessage:
    """The letter; raises `MailAddressError` for a `to` that is no address."""
    spoken = spoken_of(language)
    words, shop = RECEIPT_WORDS[spoken], one_line(receipt.shop)
    rows = tuple(_Rows(receipt, words, spoken).all())
    head = [shop, *receipt.address.splitlines()]
    number = words.order.format(number=receipt.number)
    when = receipt.placed.replace("T", " ")[:16]
    text = [*head, "", number, when, "", *(_line(row) for row in rows), ""]
    if receipt.page:
        text += [words.page, receipt.page, ""]
    text += [words.training if receipt.training else words.thanks, ""]
    subject = words.subject.format(shop=shop, number=receipt.number)
    html = _html(receipt, words, rows, (head, number, when))
    return letter_of(spoken, shop, sender, to, subject, "\n".join(text), html)


class _Rows:
    """The rows of a receipt from the first line to what is still to pay."""

    def __init__(self, receipt: Receipt, words: ReceiptWords, spoken: str) -> None:
        self._receipt, self._words, self._spoken = receipt, words, spoken

    def all(self) -> Iterator[_Row]:
        """One after the other."""
        for line in self._receipt.lines:
            yield from self._line(line)
        yield from self._totals()
        for payment in self._receipt.payments:
            yield from self._payment(payment)
        yield from self._back()
        if self._receipt.due:
            yield _Row(self._words.due, self._money(self._receipt.due), strong=True)

    def _line(self, line: ReceiptLine) -> Iterator[_Row]:
        pieces = pieces_text(line.quantity_milli, self._spoken)
        yield _Row(f"{pieces} × {line.name}", self._money(line.total))
        if line.note:
            yield _Row(line.note, small=True)
        if line.discount:
            yield _Row(self._words.discount, self._money(-line.discount), small=True)

    def _totals(self) -> Iterator[_Row]:
        receipt, words = self._receipt, self._words
        ruled = True
        if receipt.discount or not receipt.prices_include_tax:
            yield _Row(words.subtotal, self._money(receipt.subtotal), ruled=ruled)
            ruled = False
        if receipt.discount:
            yield _Row(words.discount, self._money(-receipt.discount))
        taxes = [(name, self._money(amount)) for name, amount in receipt.taxes]
        if not receipt.prices_include_tax:
            yield from (_Row(name, amount) for name, amount in taxes)
        yield _Row(words.total, self._money(receipt.total), strong=True, ruled=ruled)
        if receipt.prices_include_tax:
            yield from (_Row(words.of_which.format(tax=name), amount, small=True) for name, amount in taxes)

    def _payment(self, payment: ReceiptPayment) -> Iterator[_Row]:
        words = self._words
        for label, part in ((words.tip, payment.tip), (words.rounding, payment.rounding)):
            if part is not None:
                yield _Row(label, self._money(part), small=True)
        yield _Row(self._way(payment), self._money(payment.amount))
        for label, part in ((words.received, payment.tendered), (words.change, payment.change)):
            if part is not None:
                yield _Row(label, self._money(part), small=True)
        yield from (_Row(f"{label} {value}", small=True) for label, value in payment.details)

    def _way(self, payment: ReceiptPayment) -> str:
        if payment.method is Method.CASH:
            return self._words.cash
        if payment.method is Method.OTHER_CARD:
            return self._words.slip.format(number=payment.slip_number)
        if payment.method is Method.TRANSFER:
            return self._words.transfer.format(reference=payment.slip_number)
        if payment.method is Method.OWN:
            return ", ".join(part for part in (payment.tender_name, payment.slip_number) if part)
        brand = payment.brand or self._words.card
        return self._words.ending.format(card=brand, last4=payment.last4) if payment.last4 else brand

    def _back(self) -> Iterator[_Row]:
        for line in self._receipt.returned:
            pieces = pieces_text(line.quantity_milli, self._spoken)
            yield _Row(
                self._words.returned.format(line=f"{pieces} × {line.name}"), self._money(-line.amount), small=True
            )
        for refund in self._receipt.refunds:
            yield _Row(self._words.refunded, self._money(-refund.amount))

    def _money(self, money: Money) -> str:
        return amount_text(money, self._spoken)


def _line(row: _Row) -> str:
    words = f"  {row.words}" if row.small else row.words
    line = f"{words}{row.amount:>{max(len(row.amount) + 1, _WIDTH - len(words))}}" if row.amount else words
    return f"{'-' * _WIDTH}\n{line}" if row.ruled else line


def _html(receipt: Receipt, words: ReceiptWords, rows: tuple[_Row, ...], top: tuple[list[str], str, str]) -> str:
    (shop, *address), number, when = top
    inner = [f'<h1 style="font-size:22px;margin:0">{escape(shop)}</h1>']
    inner += [f'<p style="margin:0;color:#566170">{escape(line)}</p>' for line in address]
    inner.append(f"<p><b>{escape(number)}</b><br>{escape(when)}</p>")
    inner.append('<table style="width:100%;border-collapse:collapse">')
    inner += [_table_row(row) for row in rows]
    inner.append("</table>")
    if receipt.page:
        inner.append(button_html(receipt.page, words.page_button))
    inner.append(f"<p>{escape(words.training if receipt.training else words.thanks)}</p>")
    return "\n".join(inner)


def _table_row(row: _Row) -> str:
    edge = "border-top:1px solid #dee3e8;" if row.ruled else ""
    look = "font-weight:700;font-size:18px;" if row.strong else "color:#566170;font-size:14px;" if row.small else ""
    indent = "padding:2px 0 2px 20px;" if row.small else "padding:4px 0;"
    cell = f'<td style="{edge}{look}{indent}">{escape(row.words)}</td>'
    amount = f'<td style="{edge}{look}padding:4px 0;text-align:right;white-space:nowrap">{escape(row.amount)}</td>'
    return f"<tr>{cell}\n{amount}</tr>"
