"""Rows of the catalogue, and products as they are read from them."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Select,
    Text,
    UniqueConstraint,
    case,
    cast,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from aurora_desk.domain.catalogue import Category, Product
from aurora_desk.domain.totals import TaxRate
from aurora_desk.store.base import Base, Moment
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


_IS_ANY = cast(ProductRow.options, Text) == "[]"
HAS_VARIANTS = ProductRow.parent_id.is_(None) & ~_IS_ANY
"""A product that is sold as one of its variants only."""


def _left() -> ColumnElement[int | None]:
    """The stock of a product; of one with variants what they have together, unless one of them isn't counted."""
    variant = aliased(ProductRow)
    positive = case((variant.stock_milli > 0, variant.stock_milli), else_=0)
    together = (
        select(case((func.count() == func.count(variant.stock_milli), cast(func.sum(positive), BigInteger))))
        .where(variant.tenant_id == ProductRow.tenant_id, variant.parent_id == ProductRow.product_id)
        .correlate(ProductRow)
        .scalar_subquery()
    )
    return case((HAS_VARIANTS, together), else_=ProductRow.stock_milli)


_COLUMNS = (
    "row_id", "name_key", "product_id", "tenant_id", "name", "sku", "barcode", "price_minor", "category_id",
    "by_weight", "low_stock_milli", "favourite", "picture", "parent_id", "age_limit",
)  # fmt: skip


def _products() -> Select[Any]:
    return (
        select(
            *(ProductRow.__table__.c[name] for name in _COLUMNS),
            cast(ProductRow.options, Text).label("options_text"),
            _left().label("left_milli"),
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


PRODUCTS = _products()
"""All products with what their tax, category and tenant say of them."""


def shown(*, variants: bool) -> ColumnElement[bool]:
    """Products as lists show them: variants one by one, or each family as one."""
    return ~HAS_VARIANTS if variants else ProductRow.parent_id.is_(None)


def product_of(row: Sequence[Any]) -> Product:
    """The product of a row of `PRODUCTS`. By place, because a page of them is made at every key of a search."""
    (
        _, _, product_id, tenant_id, name, sku, barcode, price_minor, category_id,
        by_weight, low_stock_milli, favourite, picture, parent_id, age_limit,
        options, left_milli, currency, tax_name, rate_ppm, category_name, tint, icon,
    ) = row  # fmt: skip
    return Product(
        product_id,
        tenant_id,
        name,
        sku,
        barcode,
        price_minor,
        currency,
        _tax(tax_name, rate_ppm),
        None if category_id is None else _category(category_id, category_name, tint, icon),
        by_weight,
        left_milli,
        low_stock_milli,
        favourite,
        picture,
        parent_id,
        () if options == "[]" else tuple(json.loads(options)),
        age_limit,
    )


@lru_cache(maxsize=256)
def _tax(name: str, rate_ppm: int) -> TaxRate:
    return TaxRate(name, rate_ppm)


@lru_cache(maxsize=1_024)
def _category(category_id: int, name: str, tint: str, icon: str) -> Category:
    return Category(category_id, name, tint, icon)
