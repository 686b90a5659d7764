"""What the Orders screen asks the store, each question as one unit on one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import OrderId, TenantId
from aurora_desk.domain.orders import Order, OrderEvent, OrderFilter, OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.services.facade import Services, Work

PAGE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What the list shows: a chip, and what is searched for."""

    which: OrderFilter
    text: str = ""


@dataclass(frozen=True, slots=True)
class OpenedOrder:
    """An order and what happened to it."""

    order: Order
    timeline: tuple[OrderEvent, ...]


@dataclass(frozen=True, slots=True)
class OrderCode:
    """An order's code: the signed text, its dark and light modules, and the page for the customer's phone, if any."""

    order_id: OrderId
    text: str
    modules: tuple[tuple[bool, ...], ...]
    page: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many orders wait for money, how many payments nobody knows the end of, and whose refunds failed."""

    waiting: int
    unfinished: int
    refunds_failed: tuple[OrderId, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderNews:
    """Orders that changed: None for those that the list does not show (any more)."""

    rows: Mapping[OrderId, OrderRow | None]
    counts: Counts
    opened: OpenedOrder | None


class OrderReader:
    """The questions, for one shop; each call blocks and belongs into a job."""

    def __init__(self, services: Services, tenant_id: TenantId) -> None:
        self._services, self._tenant_id = services, tenant_id

    def page(self, question: Question, after: str | None) -> Page[OrderRow]:
        """A page of the list."""
        return self._services.read(
            lambda work: self._services.orders.page(
                work, self._tenant_id, question.which, text=question.text, after=after, limit=PAGE
            )
        )

    def counts(self) -> Counts:
        """What the chips and the button beside them count."""
        return self._services.read(self._counts)

    def code(self, order_id: OrderId) -> OrderCode:
        """The signed code of an order, as text and as modules, and the page that it opens on a phone."""
        codes = self._services.codes
        text = codes.for_order(self._tenant_id, order_id)
        address = self._services.read(self._services.tenants.public_address)
        return OrderCode(order_id, text, codes.qr_modules(text), codes.page_of_order(address, text))

    def opened(self, order_id: OrderId) -> OpenedOrder:
        """One order with its timeline; raises `NotFoundError`."""
        return self._services.read(lambda work: self._opened(work, order_id))

    def news(self, question: Question, changed: frozenset[OrderId], open_id: OrderId | None) -> OrderNews:
        """How changed orders stand in the list now, and the open one if it is among them."""

        def unit(work: Work) -> OrderNews:
            opened = None
            if open_id is not None and open_id in changed:
                try:
                    opened = self._opened(work, open_id)
                except NotFoundError:
                    opened = None
            rows = {order_id: self._row(work, question, order_id) for order_id in changed}
            return OrderNews(rows, self._counts(work), opened)

        return self._services.read(unit)

    def _counts(self, work: Work) -> Counts:
        services = self._services
        return Counts(
            services.orders.waiting_count(work, self._tenant_id),
            len(services.payments.unfinished(work, self._tenant_id)),
            services.refunds.undecided(work, self._tenant_id),
        )

    def _row(self, work: Work, question: Question, order_id: OrderId) -> OrderRow | None:
        # The list's own question, asked from right above the order: its first answer is the order, or it is not in it.
        found = self._services.orders.page(
            work, self._tenant_id, question.which, text=question.text, after=str(order_id + 1), limit=1
        )
        return found.rows[0] if found.rows and found.rows[0].order_id == order_id else None

    def _opened(self, work: Work, order_id: OrderId) -> OpenedOrder:
        orders = self._services.orders
        return OpenedOrder(
            orders.get(work, self._tenant_id, order_id), orders.timeline(work, self._tenant_id, order_id)
        )
