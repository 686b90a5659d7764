"""Store facts, tenants, tills, who may call the API, and the counters of a tenant's numbers."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CheckConstraint, Connection, ForeignKey, bindparam, delete, false, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.access import Access, LanAccess
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.tenants import StoreFacts, Tenant, Till
from aurora_desk.store.base import Base, Moment


class StoreRow(Base):
    """The one row that says what this store is; `training` never changes (a trigger refuses it)."""

    __tablename__ = "store"
    __table_args__ = (CheckConstraint("one = 1", name="single"),)
    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    training: Mapped[bool]
    default_tenant: Mapped[int]
    took_live_key: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Moment)
    lan_access: Mapped[str] = mapped_column(server_default=LanAccess.OFF.value)
    public_address: Mapped[str] = mapped_column(server_default="")
    store_id: Mapped[str] = mapped_column(server_default="")
    compared_at: Mapped[datetime | None] = mapped_column(Moment)


class TenantRow(Base):
    """A shop."""

    __tablename__ = "tenant"
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    currency: Mapped[str]
    country: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    prices_include_tax: Mapped[bool]
    client_prices: Mapped[bool]
    part_payments: Mapped[bool]
    address: Mapped[str]
    tips: Mapped[bool] = mapped_column(server_default=false())
    manual_capture: Mapped[bool] = mapped_column(server_default=false())
    cash_step_minor: Mapped[int] = mapped_column(server_default="1")


class TillRow(Base):
    """An installed desk."""

    __tablename__ = "till"
    till_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"))
    name: Mapped[str]


class OriginRow(Base):
    """A web origin whose pages may call the API for a tenant."""

    __tablename__ = "web_origin"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    origin: Mapped[str] = mapped_column(primary_key=True)


class HostRow(Base):
    """A name beside loopback's that the API answers under."""

    __tablename__ = "host_name"
    host: Mapped[str] = mapped_column(primary_key=True)


class CounterRow(Base):
    """The next number of a series of a tenant; no sequence, so there is no gap and no repeat."""

    __tablename__ = "tenant_counter"
    tenant_id: Mapped[int] = mapped_column(ForeignKey("tenant.tenant_id"), primary_key=True)
    series: Mapped[str] = mapped_column(primary_key=True)
    next_value: Mapped[int]


_BY_ID = select(TenantRow.__table__).where(TenantRow.tenant_id == bindparam("tenant_id"))
_TAKE_NUMBERS = (
    update(CounterRow)
    .where(CounterRow.tenant_id == bindparam("of_tenant"), CounterRow.series == bindparam("of_series"))
    .values(next_value=CounterRow.next_value + bindparam("how_many"))
    .returning(CounterRow.next_value - bindparam("how_many"))
)


class Tenants:
    """The repository of tenants and what belongs to the whole store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[TenantId, Tenant] = {}
        """Tenants read in this unit: rules ask for the same one again and again."""

    def facts(self) -> StoreFacts | None:
        """What the store is, or None while it is being made."""
        row = self._connection.execute(select(StoreRow.__table__)).one_or_none()
        if row is None:
            return None
        return StoreFacts(row.training, TenantId(row.default_tenant), row.took_live_key, row.store_id)

    def make_store(self, *, training: bool, default_tenant: TenantId, store_id: str, now: datetime) -> None:
        """Say once what the store is."""
        self._connection.execute(
            insert(StoreRow),
            {
                "one": 1,
                "training": training,
                "default_tenant": default_tenant,
                "took_live_key": False,
                "created_at": now,
                "lan_access": LanAccess.OFF.value,
                "public_address": "",
                "store_id": store_id,
                "compared_at": None,
            },
        )

    def compared_at(self) -> datetime | None:
        """When this store was last compared with Stripe."""
        return self._connection.execute(select(StoreRow.compared_at)).scalar_one_or_none()

    def note_compared(self, at: datetime) -> None:
        """Remember when what Stripe says was last asked for as a whole."""
        self._connection.execute(update(StoreRow).values(compared_at=at))

    def note_live_key(self) -> None:
        """Remember that this store has taken a live key, for good."""
        self._connection.execute(update(StoreRow).values(took_live_key=True))

    def add(
        self,
        tenant: Tenant,
        *,
        next_order: int = 1,
        next_product: int = 1,
        next_customer: int = 1,
        next_badge: int = 1,
        next_price_list: int = 1,
    ) -> None:
        """Add a tenant with its number series."""
        first = {
            "order": next_order,
            "product": next_product,
            "customer": next_customer,
            "badge": next_badge,
            "price_list": next_price_list,
        }
        self._connection.execute(
            insert(TenantRow), {name: getattr(tenant, name) for name in Tenant.__dataclass_fields__}
        )
        self._connection.execute(
            insert(CounterRow),
            [{"tenant_id": tenant.tenant_id, "series": series, "next_value": value} for series, value in first.items()],
        )

    def add_till(self, till: Till) -> None:
        """Add a till to a tenant."""
        self._connection.execute(
            insert(TillRow), {"till_id": till.till_id, "tenant_id": till.tenant_id, "name": till.name}
        )

    def change(self, tenant: Tenant) -> None:
        """Store a tenant's rules as they are now."""
        values = {name: getattr(tenant, name) for name in Tenant.__dataclass_fields__ if name != "tenant_id"}
        self._connection.execute(update(TenantRow).where(TenantRow.tenant_id == tenant.tenant_id).values(values))
        self._known.pop(tenant.tenant_id, None)

    def everyone(self) -> tuple[Tenant, ...]:
        """All tenants."""
        rows = self._connection.execute(select(TenantRow.__table__).order_by(TenantRow.tenant_id))
        return tuple(Tenant(**row._mapping) for row in rows)

    def allow_origin(self, tenant_id: TenantId, origin: str) -> None:
        """Let pages of a web origin call the API for a tenant."""
        self._connection.execute(insert(OriginRow), {"tenant_id": tenant_id, "origin": origin})

    def forbid_origin(self, tenant_id: TenantId, origin: str) -> bool:
        """Let pages of a web origin call no more; whether they could."""
        where = (OriginRow.tenant_id == tenant_id, OriginRow.origin == origin)
        return bool(self._connection.execute(delete(OriginRow).where(*where)).rowcount)

    def set_lan(self, lan: LanAccess) -> None:
        """Say what callers beyond this computer get."""
        self._connection.execute(update(StoreRow).values(lan_access=lan.value))

    def public_address(self) -> str:
        """Where phones reach the program's pages; empty where the owner has given no such address."""
        return self._connection.execute(select(StoreRow.public_address)).scalar_one_or_none() or ""

    def set_public_address(self, address: str) -> None:
        """Say where phones reach the program's pages."""
        self._connection.execute(update(StoreRow).values(public_address=address))

    def add_host(self, host: str) -> None:
        """Let the API answer under a name."""
        self._connection.execute(insert(HostRow), {"host": host})

    def remove_host(self, host: str) -> bool:
        """Let the API answer under a name no more; whether it did."""
        return bool(self._connection.execute(delete(HostRow).where(HostRow.host == host)).rowcount)

    def access(self) -> Access:
        """Who may call the API, and under which names."""
        lan = self._connection.execute(select(StoreRow.lan_access)).scalar_one_or_none()
        hosts = self._connection.execute(select(HostRow.host)).scalars()
        return Access(LanAccess(lan or LanAccess.OFF), frozenset(hosts), self._origins())

    def get(self, tenant_id: TenantId) -> Tenant:
        """The tenant; raises `NotFoundError`."""
        if tenant_id not in self._known:
            row = self._connection.execute(_BY_ID, {"tenant_id": tenant_id}).one_or_none()
            if row is None:
                raise NotFoundError("There is no shop with this number.")
            self._known[tenant_id] = Tenant(**row._mapping)
        return self._known[tenant_id]

    def till(self, till_id: TillId) -> Till:
        """The till; raises `NotFoundError`."""
        row = self._connection.execute(select(TillRow.__table__).where(TillRow.till_id == till_id)).one_or_none()
        if row is None:
            raise NotFoundError("There is no till with this number.")
        return Till(TillId(row.till_id), TenantId(row.tenant_id), row.name)

    def first_till(self, tenant_id: TenantId) -> Till:
        """The tenant's till with the lowest number."""
        row = self._connection.execute(
            select(TillRow.__table__).where(TillRow.tenant_id == tenant_id).order_by(TillRow.till_id).limit(1)
        ).one_or_none()
        if row is None:
            raise NotFoundError("This shop has no till yet.")
        return Till(TillId(row.till_id), TenantId(row.tenant_id), row.name)

    def _origins(self) -> Mapping[TenantId, frozenset[str]]:
        found: dict[TenantId, set[str]] = {
            TenantId(row.tenant_id): set() for row in self._connection.execute(select(TenantRow.tenant_id))
        }
        for row in self._connection.execute(select(OriginRow.tenant_id, OriginRow.origin)):
            found[TenantId(row.tenant_id)].add(row.origin)
        return {tenant_id: frozenset(origins) for tenant_id, origins in found.items()}

    def take_number(self, tenant_id: TenantId, series: str) -> int:
        """The next number of a series; the row stays locked until the commit, so numbers have no gap."""
        return self.take_numbers(tenant_id, series, 1)[0]

    def take_numbers(self, tenant_id: TenantId, series: str, how_many: int) -> range:
        """The next numbers of a series, taken at once."""
        asked = {"of_tenant": tenant_id, "of_series": series, "how_many": how_many}
        first: int = self._connection.execute(_TAKE_NUMBERS, asked).scalar_one()
        return range(first, first + how_many)
