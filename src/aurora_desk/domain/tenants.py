"""A tenant: one shop with its own catalogue, customers, numbers, currency and time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from aurora_desk.domain.ids import TenantId, TillId


@dataclass(frozen=True, slots=True)
class Tenant:
    """A shop and the rules it sells by."""

    tenant_id: TenantId
    name: str
    currency: str
    country: str
    language: str
    time_zone: str
    prices_include_tax: bool
    client_prices: bool
    """Network clients may name a price that is not the catalogue's."""
    part_payments: bool
    """Network clients may pay an order in parts."""
    address: str
    tips: bool = False
    """The reader asks for a tip before the card."""
    manual_capture: bool = False
    """A card is authorised first and captured in a step of its own."""
    cash_step_minor: int = 1
    """The smallest coin: 5 where cash is rounded to five minor units. Cards are never rounded."""

    def local(self, moment: datetime) -> datetime:
        """`moment` on the shop's own clock."""
        return moment.astimezone(ZoneInfo(self.time_zone))

    def midnight(self, day: date) -> datetime:
        """The moment at which a day of the shop begins, in UTC."""
        return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(self.time_zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Till:
    """One installed Aurora Desk with its drawer."""

    till_id: TillId
    tenant_id: TenantId
    name: str


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a store is: made for training or for real, and stays so."""

    training: bool
    default_tenant: TenantId
    took_live_key: bool
    store_id: str = ""
    """Tells this store's payments at Stripe from those of another store on the same account."""
