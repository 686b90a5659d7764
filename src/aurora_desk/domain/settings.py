"""Every setting, declared once: its name, type, default and what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.words import say

V = TypeVar("V", bool, int, str)


class Scope(StrEnum):
    """Whose a setting is."""

    SHOP = "shop"
    TILL = "till"


class ReceiptWay(StrEnum):
    """How a customer gets the receipt."""

    PRINT = "print"
    EMAIL = "email"
    QR = "qr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Setting(Generic[V]):
    """One setting. `choices` or `least` and `most` bound its value; names are what the store keeps."""

    name: str
    scope: Scope
    default: V
    about: str
    choices: tuple[V, ...] = ()
    least: int | None = None
    most: int | None = None

    def checked(self, value: object) -> V:
        """The value as it is kept; raises `InvalidError`."""
        kind = type(self.default)
        fits = type(value) is kind and (not self.choices or value in self.choices)
        if fits and isinstance(value, int) and not isinstance(value, bool):
            fits = (self.least is None or value >= self.least) and (self.most is None or value <= self.most)
        if not fits:
            raise InvalidError(self.name, say("{value} is no value for {name}.", value=repr(value), name=self.name))
        return value  # type: ignore[return-value]  # its type is the default's, looked at above


THEME = Setting("theme", Scope.TILL, "system", "Light or dark colours.", choices=("system", "light", "dark"))
CONTRAST = Setting("contrast", Scope.TILL, "system", "Stronger edges and text.", choices=("system", "normal", "high"))
TEXT_SIZE = Setting("text_size", Scope.TILL, 100, "The size of text, in percent.", choices=(100, 115, 130, 150))
LESS_MOTION = Setting("less_motion", Scope.TILL, default=False, about="No fades and no turning rings.")
LANGUAGE = Setting("language", Scope.TILL, "system", "The words on screen.", choices=("system", "en", "de", "es"))
SOUND = Setting("sound", Scope.TILL, 60, "How loud the till's sounds are, in percent; 0 is off.", least=0, most=100)
LOCK_AFTER = Setting("lock_after", Scope.TILL, 300, "Idle seconds until the till locks.", least=30, most=3600)
SCANNER_GAP = Setting("scanner_gap", Scope.TILL, 35, "Milliseconds between a scanner's keys.", least=25, most=150)
SCANNER_PREFIX = Setting("scanner_prefix", Scope.TILL, "", "The key that the scanner sends before every code.")
CASHIER_DISCOUNT = Setting(
    "cashier_discount", Scope.SHOP, 10_00, "Discount of a cashier, in hundredths of a percent.", least=0, most=100_00
)
CASHIER_REFUND = Setting(
    "cashier_refund", Scope.SHOP, 50_00, "Refund by a cashier, in minor units.", least=0, most=1_000_000_00
)
CASHIER_VOID = Setting(
    "cashier_void", Scope.SHOP, default=True, about="Cashiers void orders that nobody has paid, without a manager."
)
CASHIER_TAKE_OVER = Setting(
    "cashier_take_over", Scope.SHOP, default=True, about="Cashiers take over carts that another till has open."
)
# Off by default: either is a discount, and may be more of one than cashiers give alone.
CASHIER_PRICE_LIST = Setting(
    "cashier_price_list", Scope.SHOP, default=False, about="Cashiers sell by a price list, without a manager."
)
CASHIER_TAX_FREE = Setting(
    "cashier_tax_free",
    Scope.SHOP,
    default=False,
    about="Cashiers sell tax-free, where the shop does, without a manager.",
)
ALLOW_TAX_FREE = Setting("allow_tax_free", Scope.SHOP, default=False, about="Carts may be sold without tax.")
SELL_SOLD_OUT = Setting("sell_sold_out", Scope.SHOP, default=True, about="What is sold out may be sold all the same.")
RECEIPT = Setting(
    "receipt",
    Scope.SHOP,
    ReceiptWay.PRINT.value,
    "How customers usually get their receipt.",
    choices=tuple(way.value for way in ReceiptWay),
)
OWN_TENDERS = Setting("own_tenders", Scope.SHOP, "", "The shop's own tenders, in the order of the payment sheet.")
ALL: tuple[Setting[bool] | Setting[int] | Setting[str], ...] = (
    THEME,
    CONTRAST,
    TEXT_SIZE,
    LESS_MOTION,
    LANGUAGE,
    SOUND,
    LOCK_AFTER,
    SCANNER_GAP,
    SCANNER_PREFIX,
    CASHIER_DISCOUNT,
    CASHIER_REFUND,
    CASHIER_VOID,
    CASHIER_TAKE_OVER,
    CASHIER_PRICE_LIST,
    CASHIER_TAX_FREE,
    ALLOW_TAX_FREE,
    SELL_SOLD_OUT,
    RECEIPT,
    OWN_TENDERS,
)
"""All of them, in the order that people read them."""
