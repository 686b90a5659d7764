"""Taking a person's data out of every row that holds some; money figures, quantities and numbers stay."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, false, null, or_, select, text, update

from aurora_desk.domain.accounts import PROFILE_COLUMNS
from aurora_desk.domain.emails import email_key
from aurora_desk.domain.idempotency import KEPT
from aurora_desk.domain.ids import OrderId, TenantId
from aurora_desk.domain.work_items import Ending
from aurora_desk.store.carts import CartLineRow, CartRow
from aurora_desk.store.customer_file import LIVE_CARTS, CustomerMergeRow, CustomerNoteRow
from aurora_desk.store.customers import CustomerRow
from aurora_desk.store.idempotency import AnswerRow
from aurora_desk.store.order_file import OrderNoteRow
from aurora_desk.store.orders import WAITS_FOR_MONEY, OrderLineTable, OrderTable
from aurora_desk.store.outbox import MAIL_WAITS, MailRow
from aurora_desk.store.payments import PaymentRow
from aurora_desk.store.refunds import RefundPlanRow, RefundRow
from aurora_desk.store.work_items import WorkItemRow

_BLANK = (
    "email",
    "email_key",
    "firstname",
    "lastname",
    "displayname",
    "phone",
    "search_key",
    "description",
    "photourl",
)


class Erasing:
    """What an erasure changes, for the numbers of one person in one table of accounts."""

    def __init__(self, connection: Connection, tenant_id: TenantId, table: str, ids: Sequence[int]) -> None:
        self._connection = connection
        self._tenant_id, self._table, self._ids = tenant_id, table, ids
        self._orders: ColumnElement[bool] = and_(
            OrderTable.tenant_id == tenant_id, OrderTable.customer_table == table, OrderTable.customer_id.in_(ids)
        )

    def unpaid(self) -> tuple[OrderId, ...]:
        """Some of the orders that wait for money, or whose payment is not known yet."""
        live = exists().where(
            PaymentRow.tenant_id == OrderTable.tenant_id,
            PaymentRow.order_id == OrderTable.order_id,
            text("payment.status IN ('pending','unknown')"),
        )
        query = (
            select(OrderTable.order_id).where(self._orders, or_(WAITS_FOR_MONEY, live)).order_by(OrderTable.order_id)
        )
        return tuple(OrderId(number) for number in self._connection.execute(query.limit(10)).scalars())

    def orders(self) -> int:
        """Take addresses and notes out of the orders; how many there are.

        The orders come first: whoever is writing a note on one of them ends, and what was written goes too.
        """
        of_order = select(OrderTable.order_id).where(self._orders)
        count = self._connection.execute(
            update(OrderTable).where(self._orders).values(shipping_address=null(), billing_address=null(), notes="")
        ).rowcount
        self._connection.execute(
            update(OrderLineTable)
            .where(
                OrderLineTable.tenant_id == self._tenant_id,
                OrderLineTable.order_id.in_(of_order),
                OrderLineTable.note != "",
            )
            .values(note="")
        )
        self._connection.execute(
            delete(OrderNoteRow).where(OrderNoteRow.tenant_id == self._tenant_id, OrderNoteRow.order_id.in_(of_order))
        )
        return count

    def reasons(self, *, voids: Collection[str], refunds: Collection[str]) -> None:
        """Empty what staff typed: why an order was voided or refunded, how a difference was settled.

        `voids` and `refunds` are the reasons of the program's own, which stay.
        """
        of_order = select(OrderTable.order_id).where(self._orders)
        self._connection.execute(
            update(OrderTable)
            .where(self._orders, OrderTable.void_reason != "", OrderTable.void_reason.not_in(voids))
            .values(void_reason="")
        )
        of_payment = select(PaymentRow.payment_id).where(
            PaymentRow.tenant_id == self._tenant_id, PaymentRow.order_id.in_(of_order)
        )
        self._connection.execute(
            update(RefundRow)
            .where(RefundRow.payment_id.in_(of_payment), RefundRow.reason.not_in(refunds))
            .values(reason="")
        )
        self._connection.execute(
            update(RefundPlanRow)
            .where(
                RefundPlanRow.tenant_id == self._tenant_id,
                RefundPlanRow.order_id.in_(of_order),
                RefundPlanRow.reason.not_in(refunds),
            )
            .values(reason="")
        )
        for ending in Ending:
            self._connection.execute(
                update(WorkItemRow)
                .where(
                    WorkItemRow.tenant_id == self._tenant_id,
                    WorkItemRow.order_id.in_(of_order),
                    WorkItemRow.ending.startswith(f"{ending.value}: "),
                )
                .values(ending=ending.value)
            )

    def carts(self) -> None:
        """Take names and notes out of the carts, and the customer out of those that are not orders."""
        live = and_(
            CartRow.tenant_id == self._tenant_id,
            CartRow.status.in_(LIVE_CARTS),
            CartRow.customer_table == self._table,
            CartRow.customer_id.in_(self._ids),
        )
        wanted = or_(live, CartRow.cart_id.in_(select(OrderTable.cart_id).where(self._orders)))
        # Held as `Carts.hold` does, and before their lines: whoever is changing one of them ends first.
        query = select(CartRow.cart_id).where(wanted).order_by(CartRow.cart_id).with_for_update()
        cart_ids = self._connection.execute(query).scalars().all()
        self._connection.execute(
            update(CartLineRow).where(CartLineRow.cart_id.in_(cart_ids), CartLineRow.note != "").values(note="")
        )
        self._connection.execute(
            update(CartRow)
            .where(CartRow.cart_id.in_(cart_ids))
            .values(held_as="", note="", customer_id=None, customer_table=None)
        )

    def notes(self) -> None:
        """Delete what staff wrote down, and what both customers of a merge were before it."""
        self._connection.execute(
            delete(CustomerNoteRow).where(
                CustomerNoteRow.tenant_id == self._tenant_id, CustomerNoteRow.customer_id.in_(self._ids)
            )
        )
        self._connection.execute(
            delete(CustomerMergeRow).where(
                CustomerMergeRow.tenant_id == self._tenant_id,
                or_(CustomerMergeRow.kept_id.in_(self._ids), CustomerMergeRow.gone_id.in_(self._ids)),
            )
        )

    def mails(self, rows: Sequence[int], addresses: Sequence[str]) -> None:
        """Delete the mails of these rows, about their orders, and to their addresses, also those that still wait."""
        keys = {email_key(address) for address in addresses if address}
        of_order = and_(
            MailRow.tenant_id == self._tenant_id,
            MailRow.order_id.in_(select(OrderTable.order_id).where(self._orders)),
        )
        typed = self._connection.execute(
            select(MailRow.mail_id, MailRow.recipient).where(
                MailRow.tenant_id == self._tenant_id, MAIL_WAITS, MailRow.recipient != ""
            )
        )
        to_them = [row.mail_id for row in typed if email_key(row.recipient) in keys]
        self._connection.execute(
            delete(MailRow).where(or_(MailRow.account_row.in_(rows), of_order, MailRow.mail_id.in_(to_them)))
        )

    def answers(self, signs: Sequence[str], *, now: datetime) -> None:
        """Delete answers kept for a day that hold one of these texts, or the notes of one of the orders.

        Other answers about the orders stay: without them a call that repeats itself would be done twice.
        """
        recent = select(OrderTable.number).where(self._orders, OrderTable.updated_at >= now - KEPT)
        numbers = self._connection.execute(recent).scalars().all()
        about = [AnswerRow.body.contains(f'"{number}"', autoescape=True) for number in numbers]
        holds = or_(
            false(),
            *(AnswerRow.body.contains(sign, autoescape=True) for sign in signs),
            and_(AnswerRow.body.contains('"notes"', autoescape=True), or_(false(), *about)),
        )
        self._connection.execute(delete(AnswerRow).where(AnswerRow.tenant_id == self._tenant_id, holds))

    def customers(self, *, now: datetime) -> None:
        """Empty the rows themselves; their numbers stay, as orders name them."""
        blank = dict.fromkeys((*_BLANK, *PROFILE_COLUMNS), "")
        self._connection.execute(
            update(CustomerRow)
            .where(
                CustomerRow.tenant_id == self._tenant_id,
                CustomerRow.auth_table == self._table,
                CustomerRow.customer_id.in_(self._ids),
            )
            .values(**blank, custom={}, consent_at=None, fifth_order_at=None, erased_at=now)
        )
