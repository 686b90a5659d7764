"""Products, categories, tax rates, and the movements of stock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, union_all, update

from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import OrderId, ProductId, TenantId
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.domain.totals import TaxRate
from aurora_desk.domain.words import say
from aurora_desk.store.product_rows import (
    PRODUCTS,
    CategoryRow,
    ProductRow,
    StockMovementRow,
    TaxRateRow,
    product_of,
    shown,
)
from aurora_desk.store.product_search import ProductSearch
from aurora_desk.store.search import can_be_asked, plain_key

_BY_ID = PRODUCTS.where(
    ProductRow.tenant_id == bindparam("tenant_id"), ProductRow.product_id == bindparam("product_id")
)
# Two looks, each into its own index: for an OR, SQLite may go through all of a tenant instead.
_CODED = union_all(
    *(
        select(ProductRow.row_id).where(ProductRow.tenant_id == bindparam("tenant_id"), code == bindparam("code"))
        for code in (ProductRow.barcode, ProductRow.sku)
    )
)
_BY_CODE = PRODUCTS.where(ProductRow.row_id.in_(_CODED)).limit(50)
_VARIANTS = PRODUCTS.where(
    ProductRow.tenant_id == bindparam("tenant_id"), ProductRow.parent_id == bindparam("parent_id")
).order_by(ProductRow.row_id)
_MOVE = (
    update(ProductRow)
    .where(
        ProductRow.tenant_id == bindparam("of_tenant"),
        ProductRow.product_id == bindparam("of_product"),
        ProductRow.stock_milli.is_not(None),
    )
    .values(stock_milli=ProductRow.stock_milli + bindparam("by_milli"))
)
_MOVEMENT = insert(StockMovementRow)


class Catalogue:
    """The repository of products and their stock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_tax_rate(self, tenant_id: TenantId, tax_id: int, tax: TaxRate) -> None:
        """Add a tax rate."""
        self._connection.execute(
            insert(TaxRateRow),
            {"tenant_id": tenant_id, "tax_id": tax_id, "name": tax.name, "rate_ppm": tax.rate_ppm},
        )

    def add_category(self, tenant_id: TenantId, category: Category, position: int) -> None:
        """Add a category at a place in the row of chips."""
        self._connection.execute(
            insert(CategoryRow),
            {
                "tenant_id": tenant_id,
                "category_id": category.category_id,
                "name": category.name,
                "tint": category.tint,
                "icon": category.icon,
                "position": position,
            },
        )

    def add_products(self, products: list[tuple[Product, int]], *, now: datetime) -> None:
        """Add products, each with the id of its tax rate; stock comes in as opening movements."""
        self._connection.execute(
            insert(ProductRow),
            [
                {
                    "tenant_id": product.tenant_id,
                    "product_id": product.product_id,
                    "name": product.name,
                    "name_key": plain_key(product.name),
                    "sku": product.sku,
                    "barcode": product.barcode,
                    "price_minor": product.price_minor,
                    "tax_id": tax_id,
                    "category_id": product.category.category_id if product.category else None,
                    "by_weight": product.by_weight,
                    "stock_milli": None if product.stock_milli is None else 0,
                    "low_stock_milli": product.low_stock_milli,
                    "favourite": product.favourite,
                    "picture": product.picture,
                    "parent_id": product.parent_id,
                    "options": list(product.options),
                    "age_limit": product.age_limit,
                }
                for product, tax_id in products
            ],
        )
        self.move_stock(
            products[0][0].tenant_id,
            [(p.product_id, p.stock_milli) for p, _ in products if p.stock_milli],
            reason="opening",
            order_id=None,
            now=now,
        )

    def move_stock(
        self,
        tenant_id: TenantId,
        moves: list[tuple[ProductId, int]],
        *,
        reason: str,
        order_id: OrderId | None,
        now: datetime,
    ) -> None:
        """Change stock by these thousandths, a row each; in product order, so that two orders never deadlock."""
        if not moves:
            return
        moves = sorted(moves)
        self._connection.execute(
            _MOVE, [{"of_tenant": tenant_id, "of_product": product, "by_milli": by} for product, by in moves]
        )
        self._connection.execute(
            _MOVEMENT,
            [
                {
                    "tenant_id": tenant_id,
                    "product_id": product,
                    "quantity_milli": by,
                    "reason": reason,
                    "order_id": order_id,
                    "at": now,
                }
                for product, by in moves
            ],
        )

    def categories(self, tenant_id: TenantId) -> tuple[Category, ...]:
        """All categories in their order."""
        rows = self._connection.execute(
            select(CategoryRow.__table__).where(CategoryRow.tenant_id == tenant_id).order_by(CategoryRow.position)
        )
        return tuple(Category(row.category_id, row.name, row.tint, row.icon) for row in rows)

    def tax_rates(self, tenant_id: TenantId) -> tuple[TaxRate, ...]:
        """All tax rates."""
        rows = self._connection.execute(
            select(TaxRateRow.name, TaxRateRow.rate_ppm)
            .where(TaxRateRow.tenant_id == tenant_id)
            .order_by(TaxRateRow.tax_id)
        )
        return tuple(TaxRate(row.name, row.rate_ppm) for row in rows)

    def tax_id(self, tenant_id: TenantId, tax: TaxRate) -> int | None:
        """The number of the tax of this name and rate; None where there is none any more."""
        query = select(TaxRateRow.tax_id).where(
            TaxRateRow.tenant_id == tenant_id, TaxRateRow.name == tax.name, TaxRateRow.rate_ppm == tax.rate_ppm
        )
        return self._connection.execute(query.order_by(TaxRateRow.tax_id).limit(1)).scalar()

    def get(self, tenant_id: TenantId, product_id: ProductId) -> Product:
        """A product; raises `NotFoundError`."""
        row = self._connection.execute(_BY_ID, {"tenant_id": tenant_id, "product_id": product_id}).one_or_none()
        if row is None:
            raise NotFoundError(say("There is no product {product_id}.", product_id=product_id))
        return product_of(row)

    def get_many(self, tenant_id: TenantId, product_ids: Sequence[ProductId]) -> tuple[Product, ...]:
        """Those of these products that there still are."""
        query = PRODUCTS.where(ProductRow.tenant_id == tenant_id, ProductRow.product_id.in_(product_ids))
        return tuple(product_of(row) for row in self._connection.execute(query))

    def variants(self, tenant_id: TenantId, parent_id: ProductId) -> tuple[Product, ...]:
        """The variants of a product, in the order they were added."""
        rows = self._connection.execute(_VARIANTS, {"tenant_id": tenant_id, "parent_id": parent_id})
        return tuple(product_of(row) for row in rows)

    def find_code(self, tenant_id: TenantId, code: str) -> Product | None:
        """The product with exactly this barcode, else the one with this SKU."""
        if not code or not can_be_asked(code):
            return None
        rows = self._connection.execute(_BY_CODE, {"tenant_id": tenant_id, "code": code}).all()
        found = sorted(rows, key=lambda row: (row.barcode != code, row.row_id))
        return product_of(found[0]) if found else None

    def set_favourite(self, tenant_id: TenantId, product_id: ProductId, favourite: bool) -> None:
        """Put a product among the favourites, or take it out."""
        self._connection.execute(
            update(ProductRow)
            .where(ProductRow.tenant_id == tenant_id, ProductRow.product_id == product_id)
            .values(favourite=favourite)
        )

    def browse(
        self,
        tenant_id: TenantId,
        *,
        category_id: int | None,
        favourites: bool,
        after: str | None,
        limit: int,
        variants: bool = False,
    ) -> Page[Product]:
        """Products in the order they were added, by category or the favourites.

        `variants` shows these in place of the products that are sold as one of them.
        """
        query = PRODUCTS.where(ProductRow.tenant_id == tenant_id, shown(variants=variants))
        if category_id is not None:
            query = query.where(ProductRow.category_id == category_id)
        if favourites:
            query = query.where(ProductRow.favourite)
        if after is not None:
            query = query.where(ProductRow.row_id > place_in_list(after))
        rows = self._connection.execute(query.order_by(ProductRow.row_id).limit(limit + 1)).all()
        last = str(rows[limit - 1].row_id) if len(rows) > limit else None
        return Page(tuple(product_of(row) for row in rows[:limit]), last)

    def search(
        self, tenant_id: TenantId, words: str, *, after: str | None, limit: int, variants: bool = False
    ) -> Page[Product]:
        """Products that these words mean, the best first: a code, then names, then what is near."""
        if not plain_key(words):
            return self.browse(
                tenant_id, category_id=None, favourites=False, after=after, limit=limit, variants=variants
            )
        exact = self.find_code(tenant_id, words.strip())
        search = ProductSearch(self._connection, tenant_id, words, variants=variants)
        page = search.page(after=after, limit=limit, without=exact.product_id if exact else None)
        if exact is None or after is not None or (variants and exact.has_variants):
            return page
        return Page((exact, *page.rows), page.after)
