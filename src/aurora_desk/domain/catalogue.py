"""Products, their categories and tax rates."""

from dataclasses import dataclass, replace

from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.codes import looks_signed
from aurora_desk.domain.errors import ConflictError, InvalidError
from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.texts import can_be_kept
from aurora_desk.domain.totals import TaxRate
from aurora_desk.domain.words import say

LONGEST_PRODUCT_NAME = 100
LONGEST_BARCODE = 64
HIGHEST_PRICE_MINOR = 99_999_999_999
"""The largest single amount has eleven digits."""


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


@dataclass(frozen=True, slots=True)
class NewProduct:
    """What a product begins with; stock is not counted until somebody counts it."""

    name: str
    price_minor: int
    tax: TaxRate
    category_id: int | None
    barcode: str


class CodeTakenError(ConflictError):
    """Another product has this code already."""

    code = "code_taken"

    def __init__(self, barcode: str, product: Product) -> None:
        super().__init__(
            say(
                "{name} has the code {barcode} already. No product was added. Close this and scan the code again.",
                name=product.name,
                barcode=barcode,
            ),
            facts={"product_id": int(product.product_id)},
        )


def checked_product(new: NewProduct) -> NewProduct:
    """The product as it is kept; raises `InvalidError` for the first field that can't be."""
    name, barcode = " ".join(new.name.split()), new.barcode.strip()
    if not name:
        raise InvalidError("name", "Give the product a name.")
    if len(name) > LONGEST_PRODUCT_NAME or not can_be_kept(name):
        raise InvalidError("name", say("A product's name has at most {most} characters.", most=LONGEST_PRODUCT_NAME))
    refuse_card_number("name", name)
    if not 0 <= new.price_minor <= HIGHEST_PRICE_MINOR:
        raise InvalidError("price", "This can't be a price. It is zero or more.")
    if len(barcode) > LONGEST_BARCODE or not can_be_kept(barcode):
        raise InvalidError("barcode", say("A barcode has at most {most} characters.", most=LONGEST_BARCODE))
    if looks_signed(barcode):
        raise InvalidError("barcode", "Codes of this form are made by the shop itself. Scan the code on the goods.")
    return replace(new, name=name, barcode=barcode)
