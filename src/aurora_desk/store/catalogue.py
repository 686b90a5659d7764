"""Products, categories, tax rates, and the movements of stock."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Row,
    Select,
    UniqueConstraint,
    bindparam,
    insert,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import OrderId, ProductId, TenantId
from aurora_desk.domain.paging import Page, place_in_list
from aurora_desk.domain.totals import TaxRate
from aurora_desk.domain.words import say
from aurora_desk.store.base import Base, Moment
from aurora_desk.store.search import can_be_asked, plain_key, product_matches, rank
from aurora_desk.store.tenants import TenantRow

_ROW_ID = BigInteger().with_variant(Integer, "sqlite")


class TaxRateRow(Base):
    """A tax by name and rate."""

    __tablename__ = "tax_rate"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    tax_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    rate_ppm: Mapped[int]


class CategoryRow(Base):
    """A shelf of the catalogue."""

    __tablename__ = "category"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    category_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    tint: Mapped[str]
    icon: Mapped[str]
    position: Mapped[int]


class ProductRow(Base):
    """What is sold. `row_id` ties it to the search index; `name_key` is the name as it is searched and sorted."""

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("tenant_id", "product_id"),
        ForeignKeyConstraint(["tenant_id", "tax_id"], ["tax_rate.tenant_id", "tax_rate.tax_id"]),
        ForeignKeyConstraint(["tenant_id", "category_id"], ["category.tenant_id", "category.category_id"]),
        Index("ix_product_added", "tenant_id", "row_id"),
        Index("ix_product_sku", "tenant_id", "sku"),
        Index("ix_product_barcode", "tenant_id", "barcode"),
        Index("ix_product_name", "tenant_id", "name_key", "row_id"),
        Index("ix_product_category", "tenant_id", "category_id", "row_id"),
        Index(
            "ix_product_favourite",
            "tenant_id",
            "favourite",
            "row_id",
            sqlite_where=text("favourite = 1"),
            postgresql_where=text("favourite"),
        ),
        Index(
            "ix_product_parent",
            "tenant_id",
            "parent_id",
            sqlite_where=text("parent_id IS NOT NULL"),
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
    )
    row_id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    product_id: Mapped[int]
    name: Mapped[str]
    name_key: Mapped[str]
    sku: Mapped[str]
    barcode: Mapped[str]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    tax_id: Mapped[int]
    category_id: Mapped[int | None]
    by_weight: Mapped[bool]
    stock_milli: Mapped[int | None] = mapped_column(BigInteger)
    low_stock_milli: Mapped[int] = mapped_column(BigInteger)
    favourite: Mapped[bool]
    picture: Mapped[str]
    parent_id: Mapped[int | None]
    """The product that this is a variant of."""
    options: Mapped[list[str]] = mapped_column(JSON, server_default="[]")
    """Of a product with variants the names of what is chosen («Size»); of a variant its values in the same order."""
    age_limit: Mapped[int] = mapped_column(server_default="0")
    """Years that a buyer must be old; 0 for everybody."""


class StockMovementRow(Base):
    """One change of stock and why; rows are never changed."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.product_id"]),
        Index("ix_stock_movement_product", "tenant_id", "product_id", "movement_id"),
    )
    movement_id: Mapped[int] = mapped_column(_ROW_ID, primary_key=True)
    tenant_id: Mapped[int]
    product_id: Mapped[int]
    quantity_milli: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    order_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(Moment)


def _products() -> Select[Any]:
    return (
        select(
            ProductRow.__table__,
            TenantRow.currency,
            TaxRateRow.name.label("tax_name"),
            TaxRateRow.rate_ppm,
            CategoryRow.name.label("category_name"),
            CategoryRow.tint,
            CategoryRow.icon,
        )
        .join(TenantRow, TenantRow.tenant_id == ProductRow.tenant_id)
        .join(TaxRateRow, (TaxRateRow.tenant_id == ProductRow.tenant_id) & (TaxRateRow.tax_id == ProductRow.tax_id))
        .outerjoin(
            CategoryRow,
            (CategoryRow.tenant_id == ProductRow.tenant_id) & (CategoryRow.category_id == ProductRow.category_id),
        )
    )


_PRODUCTS = _products()
_BY_ID = _PRODUCTS.where(
    ProductRow.tenant_id == bindparam("tenant_id"), ProductRow.product_id == bindparam("product_id")
)
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

    def get(self, tenant_id: TenantId, product_id: ProductId) -> Product:
        """A product; raises `NotFoundError`."""
        row = self._connection.execute(_BY_ID, {"tenant_id": tenant_id, "product_id": product_id}).one_or_none()
        if row is None:
            raise NotFoundError(say("There is no product {product_id}.", product_id=product_id))
        return _product(row)

    def find_code(self, tenant_id: TenantId, code: str) -> Product | None:
        """The product with exactly this barcode or SKU."""
        if not can_be_asked(code):
            return None
        for column in (ProductRow.barcode, ProductRow.sku):
            query = _PRODUCTS.where(ProductRow.tenant_id == tenant_id, column == code).limit(1)
            row = self._connection.execute(query).one_or_none()
            if row is not None:
                return _product(row)
        return None

    def browse(
        self,
        tenant_id: TenantId,
        *,
        category_id: int | None,
        favourites: bool,
        after: str | None,
        limit: int,
    ) -> Page[Product]:
        """Products in the order they were added, by category or the favourites."""
        query = _PRODUCTS.where(ProductRow.tenant_id == tenant_id)
        if category_id is not None:
            query = query.where(ProductRow.category_id == category_id)
        if favourites:
            query = query.where(ProductRow.favourite)
        return self._page(query, after=after, limit=limit)

    def search(self, tenant_id: TenantId, words: str, *, after: str | None, limit: int) -> Page[Product]:
        """Products whose name, SKU or barcode holds every word; each page is ranked, the whole result never is."""
        found = product_matches(self._connection.dialect.name, words)
        if found is None:
            return self.browse(tenant_id, category_id=None, favourites=False, after=after, limit=limit)
        query = found.of(_PRODUCTS, tenant_id)
        exact = self.find_code(tenant_id, words.strip())
        if exact is not None:
            query = query.where(ProductRow.product_id != exact.product_id)
        page = self._page(query, after=after, limit=limit, by_name=found.by_name)
        rows = sorted(page.rows, key=lambda product: rank(plain_key(product.name), words))
        if exact is not None and after is None:
            rows = [exact, *rows]
        return Page(tuple(rows), page.after)

    def _page(self, query: Select[Any], *, after: str | None, limit: int, by_name: bool = False) -> Page[Product]:
        """A page in the order of an index: rows as added, or by name where the names' index found them."""
        order = (ProductRow.name_key, ProductRow.row_id) if by_name else (ProductRow.row_id,)
        if after is not None:
            row_id, _, name = after.partition(" ")
            behind = (name, place_in_list(row_id)) if by_name else (place_in_list(row_id),)
            query = query.where(tuple_(*order) > tuple_(*behind))
        rows = self._connection.execute(query.order_by(*order).limit(limit + 1)).all()
        more = len(rows) > limit
        rows = rows[:limit]
        last = f"{rows[-1].row_id} {rows[-1].name_key}" if more else None
        return Page(tuple(_product(row) for row in rows), last)


def _product(row: Row[Any]) -> Product:
    category = None
    if row.category_id is not None:
        category = Category(row.category_id, row.category_name, row.tint, row.icon)
    return Product(
        product_id=ProductId(row.product_id),
        tenant_id=TenantId(row.tenant_id),
        name=row.name,
        sku=row.sku,
        barcode=row.barcode,
        price_minor=row.price_minor,
        currency=row.currency,
        tax=TaxRate(row.tax_name, row.rate_ppm),
        category=category,
        by_weight=row.by_weight,
        stock_milli=row.stock_milli,
        low_stock_milli=row.low_stock_milli,
        favourite=row.favourite,
        picture=row.picture,
    )
