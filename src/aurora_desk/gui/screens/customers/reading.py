"""What the Customers screen asks the store, each question as one unit on one snapshot."""

from __future__ import annotations

from dataclasses import dataclass

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.customers import CUSTOMERS_TABLE, Customer, CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, OrderId, TenantId
from aurora_desk.domain.orders import OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.services.facade import Services, Work

PAGE = 50


@dataclass(frozen=True, slots=True)
class CustomerNews:
    """What changed: customers that were added and match the search, the others, and orders of the open one."""

    added: tuple[Customer, ...]
    changed: tuple[Customer, ...]
    orders: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer as typed."""

    email: str
    firstname: str
    lastname: str
    phone: str


class CustomerReader:
    """The questions, for one shop; each call blocks and belongs into a job."""

    def __init__(self, services: Services, tenant_id: TenantId) -> None:
        self._services, self._tenant_id = services, tenant_id

    def page(self, text: str, after: str | None) -> Page[Customer]:
        """A page of the list."""
        return self._services.read(
            lambda work: self._services.customers.search(work, self._tenant_id, text, after=after, limit=PAGE)
        )

    def customer(self, ref: CustomerRef) -> Customer:
        """One customer; raises `NotFoundError`."""
        return self._services.read(lambda work: self._services.customers.get(work, self._tenant_id, ref))

    def orders(self, ref: CustomerRef, after: str | None) -> Page[OrderRow]:
        """A page of a customer's orders."""
        return self._services.read(
            lambda work: self._services.orders.of_customer(work, self._tenant_id, ref, after=after, limit=PAGE)
        )

    def with_email(self, email: str) -> Customer | None:
        """The customer who has this address."""
        wanted = email.strip().casefold()
        if not wanted:
            return None
        found = self.page(wanted, None).rows
        return next((customer for customer in found if customer.email.casefold() == wanted), None)

    def create(self, actor: Actor, new: NewCustomer) -> Customer:
        """Add a customer; raises `InvalidError` and `EmailTakenError`."""
        return self._services.write(
            lambda work: self._services.customers.create(
                work, actor, email=new.email, firstname=new.firstname, lastname=new.lastname, phone=new.phone
            )
        )

    def news(
        self, text: str, added: frozenset[CustomerRef], orders: frozenset[OrderId], open_ref: CustomerRef | None
    ) -> CustomerNews:
        """How added customers and the customers of changed orders stand now."""

        def unit(work: Work) -> CustomerNews:
            matching = self._services.customers.search(work, self._tenant_id, text, limit=PAGE).rows if added else ()
            found: dict[CustomerRef, Customer] = {}
            own: list[OrderRow] = []
            for order_id in orders:
                try:
                    ref = self._services.orders.get(work, self._tenant_id, order_id).customer
                    if ref is None:
                        continue
                    found[ref] = self._services.customers.get(work, self._tenant_id, ref)
                except NotFoundError:
                    continue
                if ref == open_ref:
                    own += self._order(work, ref, order_id)
            return CustomerNews(
                tuple(customer for customer in matching if customer.ref in added), tuple(found.values()), tuple(own)
            )

        return self._services.read(unit)

    def _order(self, work: Work, ref: CustomerRef, order_id: OrderId) -> tuple[OrderRow, ...]:
        # The list's own question, asked from right above the order.
        page = self._services.orders.of_customer(work, self._tenant_id, ref, after=str(order_id + 1), limit=1)
        return tuple(row for row in page.rows if row.order_id == order_id)


def ref_of(number: int) -> CustomerRef:
    """The customer of this number."""
    return CustomerRef(CUSTOMERS_TABLE, CustomerId(number))
