"""The pages of the rail, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication


class Page(StrEnum):
    """A screen of the rail."""

    SELL = "sell"
    ORDERS = "orders"
    CUSTOMERS = "customers"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class RailItem:
    """How a page is offered."""

    page: Page
    source: str
    icon: str

    @property
    def word(self) -> str:
        """Its name in the language of the desk."""
        return QCoreApplication.translate("Rail", self.source)


RAIL = (
    RailItem(Page.SELL, str(QT_TRANSLATE_NOOP("Rail", "Sell")), "shopping-bag"),
    RailItem(Page.ORDERS, str(QT_TRANSLATE_NOOP("Rail", "Orders")), "receipt-text"),
    RailItem(Page.CUSTOMERS, str(QT_TRANSLATE_NOOP("Rail", "Customers")), "users"),
    RailItem(Page.REPORTS, str(QT_TRANSLATE_NOOP("Rail", "Reports")), "chart-column"),
)
