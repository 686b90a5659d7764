"""Products, their categories and tax rates."""

from dataclasses import dataclass

from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.totals import TaxRate


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the catalogue; `tint` is one of the eight names of the design, `icon` a Lucide name."""

    category_id: int
    name: str
    tint: str
    icon: str


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold; price in minor units, stock in thousandths (None: not counted)."""

    product_id: ProductId
    tenant_id: TenantId
    name: str
    sku: str
    barcode: str
    price_minor: int
    currency: str
    tax: TaxRate
    category: Category | None
    by_weight: bool
    stock_milli: int | None
    low_stock_milli: int
    favourite: bool
    picture: str

    @property
    def low(self) -> bool:
        """Whether the stock is at or below the product's threshold."""
        return self.stock_milli is not None and self.stock_milli <= self.low_stock_milli

    @property
    def sold_out(self) -> bool:
        """Whether none is left; it may be sold all the same."""
        return self.stock_milli is not None and self.stock_milli <= 0
