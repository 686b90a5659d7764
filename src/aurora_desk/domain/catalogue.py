"""Products, their categories and tax rates."""

from dataclasses import dataclass

from aurora_desk.domain.errors import InvalidError
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
    parent_id: ProductId | None = None
    """The product that this is a variant of."""
    options: tuple[str, ...] = ()
    """Of a product with variants what is chosen («Size», «Colour»); of a variant its values in the same order."""
    age_limit: int = 0
    """Years that a buyer must be old; 0 for everybody."""

    @property
    def has_variants(self) -> bool:
        """Whether only its variants are sold, never the product itself."""
        return bool(self.options) and self.parent_id is None

    @property
    def low(self) -> bool:
        """Whether the stock is at or below the product's threshold."""
        return self.stock_milli is not None and self.stock_milli <= self.low_stock_milli

    @property
    def sold_out(self) -> bool:
        """Whether none is left; it may be sold all the same."""
        return self.stock_milli is not None and self.stock_milli <= 0


def must_be_one_thing(product: Product, *, field: str) -> None:
    """Raise `InvalidError` for a product that is sold as one of its variants only."""
    if product.has_variants:
        raise InvalidError(field, "Choose one of its variants.")
