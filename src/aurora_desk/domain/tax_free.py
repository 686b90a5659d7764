"""Selling without tax: what a line costs then, said once for screen, order, receipt and API.

Where prices include tax the net price is sold: the unit price less the tax in it, rounded as tax always is. So a
tax-free line is a line like any other, with a price of its own and the rate 0, and the one engine adds it up.
"""

from __future__ import annotations

from dataclasses import replace

from aurora_desk.domain.totals import Discount, DiscountKind, PricedLine, TaxRate, tax_in

TAX_FREE = TaxRate("Tax-free", 0)


def net_of(price_minor: int, rate_ppm: int) -> int:
    """A price that includes tax without it."""
    return price_minor - tax_in(price_minor, rate_ppm, included=True)


def without_tax(line: PricedLine, *, prices_include_tax: bool) -> PricedLine:
    """The line as it is sold to somebody who pays no tax; an amount off stays the amount that was promised."""
    rate = line.tax.rate_ppm if prices_include_tax else 0
    return PricedLine(net_of(line.price_minor, rate), line.quantity_milli, TAX_FREE, _net_discount(line.discount, rate))


def _net_discount(discount: Discount | None, rate_ppm: int) -> Discount | None:
    if discount is None or discount.kind is not DiscountKind.PRICE:
        return discount
    return replace(discount, value=net_of(discount.value, rate_ppm))
