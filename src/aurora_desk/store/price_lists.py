"""Price lists: other prices for some products, for a cart that is sold by the list."""

from collections.abc import Iterable

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.ids import ProductId, TenantId
from aurora_desk.domain.price_lists import PriceList, PriceListId
from aurora_desk.store.base import Base
from aurora_desk.store.product_rows import ProductRow


class PriceListRow(Base):
    """A price list by name."""

    __tablename__ = "price_list"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    price_list_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]


class ListPriceRow(Base):
    """A product's price on a list, in minor units; what is not on the list has its usual price."""

    __tablename__ = "list_price"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "price_list_id"], ["price_list.tenant_id", "price_list.price_list_id"]),
        ForeignKeyConstraint(["tenant_id", "product_id"], ["product.tenant_id", "product.product_id"]),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
    )
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price_list_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    price_minor: Mapped[int] = mapped_column(BigInteger)


class PriceLists:
    """The repository of price lists."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def everyone(self, tenant_id: TenantId) -> tuple[tuple[PriceListId, str], ...]:
        """The lists of a shop by number and name, without their prices."""
        query = (
            select(PriceListRow.price_list_id, PriceListRow.name)
            .where(PriceListRow.tenant_id == tenant_id)
            .order_by(PriceListRow.price_list_id)
        )
        return tuple((PriceListId(row.price_list_id), row.name) for row in self._connection.execute(query))

    def find(self, tenant_id: TenantId, price_list_id: PriceListId) -> PriceList | None:
        """A list with its prices."""
        name = self._connection.execute(
            select(PriceListRow.name).where(
                PriceListRow.tenant_id == tenant_id, PriceListRow.price_list_id == price_list_id
            )
        ).scalar_one_or_none()
        if name is None:
            return None
        rows = self._connection.execute(
            select(ListPriceRow.product_id, ListPriceRow.price_minor).where(
                ListPriceRow.tenant_id == tenant_id, ListPriceRow.price_list_id == price_list_id
            )
        )
        return PriceList(price_list_id, name, {ProductId(row.product_id): row.price_minor for row in rows})

    def put(self, tenant_id: TenantId, price_list: PriceList) -> None:
        """Keep a list as it is now, whether there was one of its number or not."""
        where = (PriceListRow.tenant_id == tenant_id, PriceListRow.price_list_id == price_list.price_list_id)
        there = self._connection.execute(update(PriceListRow).where(*where).values(name=price_list.name)).rowcount
        key = {"tenant_id": tenant_id, "price_list_id": price_list.price_list_id}
        if not there:
            self._connection.execute(insert(PriceListRow), {**key, "name": price_list.name})
        self._delete_prices(tenant_id, price_list.price_list_id)
        if price_list.prices:
            self._connection.execute(
                insert(ListPriceRow),
                [{**key, "product_id": product, "price_minor": price} for product, price in price_list.prices.items()],
            )

    def delete(self, tenant_id: TenantId, price_list_id: PriceListId) -> None:
        """Take a list away with its prices."""
        self._delete_prices(tenant_id, price_list_id)
        self._connection.execute(
            delete(PriceListRow).where(PriceListRow.tenant_id == tenant_id, PriceListRow.price_list_id == price_list_id)
        )

    def _delete_prices(self, tenant_id: TenantId, price_list_id: PriceListId) -> None:
        self._connection.execute(
            delete(ListPriceRow).where(ListPriceRow.tenant_id == tenant_id, ListPriceRow.price_list_id == price_list_id)
        )

    def usual_prices(self, tenant_id: TenantId, products: Iterable[ProductId]) -> dict[ProductId, int]:
        """What these products cost without any list, in minor units."""
        query = select(ProductRow.product_id, ProductRow.price_minor).where(
            ProductRow.tenant_id == tenant_id, ProductRow.product_id.in_(list(products))
        )
        return {ProductId(row.product_id): row.price_minor for row in self._connection.execute(query)}
