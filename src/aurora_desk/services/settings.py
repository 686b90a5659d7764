"""Reading and changing settings of the shop and of a till."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import TenantId, TillId
from aurora_desk.domain.own_tenders import OwnTender, tenders_of, tenders_text, with_tender, without_tender
from aurora_desk.domain.rights import Limits
from aurora_desk.domain.settings import CASHIER_DISCOUNT, CASHIER_REFUND, OWN_TENDERS, Scope, Setting
from aurora_desk.store.settings import WHOLE_SHOP
from aurora_desk.store.unit_of_work import Work

V = TypeVar("V", bool, int, str)


@dataclass(frozen=True, slots=True)
class Preferences:
    """The settings of a till and its shop as they are now."""

    shop: Mapping[str, object]
    till: Mapping[str, object]

    def __call__(self, setting: Setting[V]) -> V:
        """The value of a setting: what was set, else its default, also where a stored value fits no more."""
        kept = (self.till if setting.scope is Scope.TILL else self.shop).get(setting.name, setting.default)
        try:
            return setting.checked(kept)
        except InvalidError:
            return setting.default


class Settings:
    """Use cases on settings; all of them units."""

    def of_till(self, work: Work, tenant_id: TenantId, till_id: TillId) -> Preferences:
        """All settings that count at a till."""
        return Preferences(work.settings.of(tenant_id, WHOLE_SHOP), work.settings.of(tenant_id, till_id))

    def change(self, work: Work, actor: Actor, setting: Setting[V], value: V) -> None:
        """Set one for the actor's till, or for the shop; raises `InvalidError`. Values stay out of the journal."""
        till_id = WHOLE_SHOP if setting.scope is Scope.SHOP else actor.till_id
        assert till_id is not None
        work.settings.put(actor.tenant_id, till_id, setting.name, setting.checked(value))
        work.log(actor, "setting.changed", f"setting:{setting.name}", {"name": setting.name, "till_id": till_id})

    def own_tenders(self, work: Work, tenant_id: TenantId) -> tuple[OwnTender, ...]:
        """The tenders that a shop takes beside those of the program."""
        return tenders_of(shop_preferences(work, tenant_id)(OWN_TENDERS))

    def add_tender(self, work: Work, actor: Actor, name: str, *, asks_reference: bool) -> tuple[OwnTender, ...]:
        """Let the shop take one more; raises `InvalidError` and `ConflictError`."""
        tenders = with_tender(self.own_tenders(work, actor.tenant_id), name, asks_reference=asks_reference)
        self.change(work, actor, OWN_TENDERS, tenders_text(tenders))
        return tenders

    def remove_tender(self, work: Work, actor: Actor, name: str) -> tuple[OwnTender, ...]:
        """Let the shop take one no more; raises `NotFoundError`."""
        tenders = without_tender(self.own_tenders(work, actor.tenant_id), name)
        self.change(work, actor, OWN_TENDERS, tenders_text(tenders))
        return tenders


def shop_preferences(work: Work, tenant_id: TenantId) -> Preferences:
    """The settings of a shop, whichever till asks."""
    return Preferences(work.settings.of(tenant_id, WHOLE_SHOP), {})


def limits_of(work: Work, tenant_id: TenantId) -> Limits:
    """What cashiers of a shop may do alone."""
    shop = shop_preferences(work, tenant_id)
    return Limits(discount=shop(CASHIER_DISCOUNT), refund_minor=shop(CASHIER_REFUND))
