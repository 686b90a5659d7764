"""What the Orders screen asks the store, each question as one unit on one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aurora_desk.domain.catalogue import Product
from aurora_desk.domain.codes import CodeKind, SignedCode
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.handover import CollectableLine
from aurora_desk.domain.ids import CustomerId, OrderId, ProductId, TenantId
from aurora_desk.domain.orders import EVERYTHING, Narrowed, Order, OrderEvent, OrderFilter, OrderRow, OrderStatus
from aurora_desk.domain.paging import Page
from aurora_desk.services.facade import Services, Work

PAGE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """What the list shows: a chip, and what is searched for."""

    which: OrderFilter
    text: str = ""
    narrowed: Narrowed = EVERYTHING


@dataclass(frozen=True, slots=True)
class OpenedOrder:
    """An order, what happened to it, and where its goods are."""

    order: Order
    timeline: tuple[OrderEvent, ...]
    as_of: int
    """The newest row of the journal as it was read: of two readings, the one with more is the newer."""
    goods: tuple[CollectableLine, ...] = ()
    page: str = ""
    """Where the customer sees the order, if there is such a page."""
    at_stripe: str = ""
    """Where its newest payment is in Stripe's dashboard, if there is one."""

    @property
    def left_to_collect(self) -> bool:
        """Whether goods wait for the customer."""
        return self.order.status is not OrderStatus.VOID and any(line.left_milli for line in self.goods)


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
    as_of: int
    """The newest row of the journal as they were counted."""
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
                work,
                self._tenant_id,
                question.which,
                text=question.text,
                narrowed=question.narrowed,
                after=after,
                limit=PAGE,
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

    def named(self, code: SignedCode) -> Product | Customer:
        """What the code of a product or a customer stands for; raises `NotFoundError`."""
        services = self._services
        if code.kind is CodeKind.PRODUCT:
            product_id = ProductId(code.number)
            return services.read(lambda work: services.catalogue.get(work, self._tenant_id, product_id))
        ref = CustomerRef(CUSTOMERS_TABLE, CustomerId(code.number))
        return services.read(lambda work: services.customers.get(work, self._tenant_id, ref))

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
            rows: dict[OrderId, OrderRow | None] = dict.fromkeys(changed)
            rows.update((row.order_id, row) for row in self._among(work, question, changed))
            return OrderNews(rows, self._counts(work), opened)

        return self._services.read(unit)

    def _counts(self, work: Work) -> Counts:
        services = self._services
        as_of = services.journal_last(work)
        return Counts(
            services.orders.waiting_count(work, self._tenant_id),
            len(services.payments.unfinished(work, self._tenant_id)),
            as_of,
            services.refunds.undecided(work, self._tenant_id),
        )

    def _among(self, work: Work, question: Question, changed: frozenset[OrderId]) -> tuple[OrderRow, ...]:
        if not changed:
            return ()
        return self._services.orders.page(
            work,
            self._tenant_id,
            question.which,
            text=question.text,
            narrowed=question.narrowed,
            among=changed,
            limit=len(changed),
        ).rows

    def _opened(self, work: Work, order_id: OrderId) -> OpenedOrder:
        services, tenant_id = self._services, self._tenant_id
        as_of = services.journal_last(work)
        order = services.orders.get(work, tenant_id, order_id)
        address = services.tenants.public_address(work)
        intents = [payment.intent_id for payment in order.payments if payment.intent_id is not None]
        return OpenedOrder(
            order,
            services.orders.timeline(work, tenant_id, order_id),
            as_of,
            services.handovers.lines(work, tenant_id, order_id),
            services.codes.page_of_order(address, services.codes.for_order(tenant_id, order_id)),
            services.payments.dashboard_address(intents[-1]) if intents else "",
        )
