"""What is set for a shop and its tills, read; `settings` changes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.rights import Limits, Right
from aurora_desk.domain.settings import (
    CASHIER_DISCOUNT,
    CASHIER_PRICE_LIST,
    CASHIER_REFUND,
    CASHIER_TAKE_OVER,
    CASHIER_TAX_FREE,
    CASHIER_VOID,
    Scope,
    Setting,
)
from aurora_desk.store.settings import WHOLE_SHOP
from aurora_desk.store.unit_of_work import Work

V = TypeVar("V", bool, int, str)
_WITHOUT_AMOUNT = (
    (Right.VOID, CASHIER_VOID),
    (Right.TAKE_OVER, CASHIER_TAKE_OVER),
    (Right.PRICE_LIST, CASHIER_PRICE_LIST),
    (Right.TAX_FREE, CASHIER_TAX_FREE),
)


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


def of_shop(work: Work, tenant_id: TenantId) -> Preferences:
    """What counts for a whole shop."""
    return Preferences(work.settings.of(tenant_id, WHOLE_SHOP), {})


def limits_of(work: Work, tenant_id: TenantId) -> Limits:
    """What cashiers of a shop may do alone."""
    shop = of_shop(work, tenant_id)
    return Limits(
        discount=shop(CASHIER_DISCOUNT),
        refund_minor=shop(CASHIER_REFUND),
        others=frozenset(right for right, setting in _WITHOUT_AMOUNT if shop(setting)),
    )
