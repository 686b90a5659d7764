"""Price lists: other prices for some products, for a cart that is sold by the list."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.store.base import Base


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
