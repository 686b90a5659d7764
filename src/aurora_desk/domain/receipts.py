"""What a receipt says, apart from how a printer, a PDF or a screen draws it."""

from dataclasses import dataclass

from aurora_desk.domain.money import Money
from aurora_desk.domain.payments import Method


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line sold; quantity and amounts as texts would differ by language, so they stay values here."""

    quantity_milli: int
    name: str
    note: str
    price: Money
    total: Money
    discount: Money


@dataclass(frozen=True, slots=True)
class ReceiptPayment:
    """One payment on the receipt; `details` are the card lines (`Application`, `Visa Credit`)."""

    words: str
    amount: Money
    """What was taken: tip and rounding, which are told apart as well, are in it."""
    tendered: Money | None
    change: Money | None
    details: tuple[tuple[str, str], ...]
    tip: Money | None = None
    rounding: Money | None = None
    """To the smallest coin; below zero where the customer gave less than the goods come to."""
    method: Method = Method.CASH
    brand: str = ""
    """Of the card, as people write it."""
    last4: str = ""
    slip_number: str = ""
    """Of another machine's slip, or the reference of any other tender that was only booked."""
    tender_name: str = ""
    """Of a tender of the shop's own."""


@dataclass(frozen=True, slots=True)
class ReceiptReturn:
    """Goods that came back, and what was given back for them."""

    quantity_milli: int
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ReceiptRefund:
    """Money given back; `words` repeat the card line of its payment."""

    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt of an order."""

    shop: str
    address: str
    number: str
    placed: str
    """Date and time on the shop's clock, ISO 8601 without zone."""
    served_by: str
    till: str
    customer: str
    lines: tuple[ReceiptLine, ...]
    subtotal: Money
    discount: Money
    taxes: tuple[tuple[str, Money], ...]
    prices_include_tax: bool
    total: Money
    payments: tuple[ReceiptPayment, ...]
    due: Money
    qr_text: str
    mark: str
    """First characters of the journal's hash, so that paper convicts a rewritten database."""
    training: bool
    page: str = ""
    """The page that shows a customer how the order stands; empty where phones reach none."""
    returned: tuple[ReceiptReturn, ...] = ()
    refunds: tuple[ReceiptRefund, ...] = ()
    tax_free: bool = False
    """Sold without tax to somebody who pays none."""
