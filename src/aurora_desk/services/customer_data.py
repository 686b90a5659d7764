"""What the law asks for: all that is kept of a person in one file, and the person erased from every row."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.cart import Cart
from aurora_desk.domain.customers import CustomerNote, CustomerRef
from aurora_desk.domain.errors import ConflictError
from aurora_desk.domain.ids import CustomerId, OrderId, TenantId
from aurora_desk.domain.money import Money, minor_digits
from aurora_desk.domain.orders import OWN_VOID_REASONS, Order, OrderNote
from aurora_desk.domain.payments import Payment, PaymentStatus
from aurora_desk.domain.quantity import quantity_text
from aurora_desk.domain.refunds import OWN_REFUND_REASONS
from aurora_desk.domain.rights import ONCE, Approval, ApprovalId, Right
from aurora_desk.domain.words import Sentence, say
from aurora_desk.domain.work_items import WorkItem
from aurora_desk.services.accounts import Accounts
from aurora_desk.services.approvals import must_be_allowed, use_up
from aurora_desk.services.customer_notes import MOST_NOTES
from aurora_desk.services.customers import fields_of, log_customer, numbers_of, row_of
from aurora_desk.services.order_export import safe_cell
from aurora_desk.services.public_ids import PublicIds
from aurora_desk.services.reading import head_of, whole_order
from aurora_desk.store.customers import StoredCustomer
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

_PAGE = 200
_PROFILE = (
    "company",
    "address",
    "zip",
    "city",
    "state",
    "country",
    "birthday",
    "language",
    "notes",
    "description",
    "photourl",
)


class StillUnpaidError(ConflictError):
    """An order of the customer waits for money, so the person must stay known."""

    code = "still_unpaid"

    def __init__(self, order_id: OrderId) -> None:
        super().__init__(
            say(
                "Order #{order} is not paid yet. Nothing was erased. Take or void its payment first.",
                order=int(order_id),
            ),
            facts={"order_id": int(order_id)},
        )


@dataclass(frozen=True, slots=True)
class ExportedPerson:
    """What is kept of a person as a zip, and how much of what is in it."""

    data: bytes
    orders: int
    notes: int


@dataclass(frozen=True, slots=True)
class _Person:
    """All of a person, read in one snapshot."""

    row: StoredCustomer
    merged: tuple[StoredCustomer, ...]
    notes: tuple[CustomerNote, ...]
    orders: tuple[Order, ...]
    order_notes: tuple[OrderNote, ...]
    differences: tuple[WorkItem, ...]
    carts: tuple[Cart, ...]
    public_id: str


class CustomerData:
    """Exports and erases; both block, and need the right to customers' data."""

    def __init__(self, store: Store, accounts: Accounts, public_ids: PublicIds) -> None:
        self._store, self._accounts, self._public_ids = store, accounts, public_ids

    def export(self, actor: Actor, ref: CustomerRef, approval_id: ApprovalId | None = None) -> ExportedPerson:
        """A zip with all that is kept of a customer: one JSON file for programs, CSV files to read.

        The journal says that it was made; may raise `NeedsApprovalError`.
        """

        def note(work: Work) -> None:
            words = say("Exporting a customer's data needs a manager.")
            approval = _allowed(work, actor, ref, words, approval_id)
            log_customer(work, actor, "customer.exported", row_of(work, actor.tenant_id, ref).customer_id)
            use_up(work, actor, approval)

        self._store.write(note)
        person = self._store.read(lambda work: self._person(work, actor.tenant_id, ref))
        return ExportedPerson(_zipped(person), len(person.orders), len(person.notes))

    def erase(self, actor: Actor, ref: CustomerRef, approval_id: ApprovalId | None = None) -> None:
        """Erase a person, merged duplicates included; raises `StillUnpaidError`, `NeedsApprovalError`."""

        def unit(work: Work) -> None:
            approval = _allowed(work, actor, ref, say("Erasing a customer needs a manager."), approval_id)
            self._erase(work, actor, ref)
            use_up(work, actor, approval)

        self._store.write(unit)
        self._store.empty_log()

    def _erase(self, work: Work, actor: Actor, ref: CustomerRef) -> None:
        tenant_id = actor.tenant_id
        row = row_of(work, tenant_id, ref, lock=True)
        rows = (row, *_merged(work, tenant_id, row))
        erasing = work.erasing(tenant_id, row.auth_table, [one.customer_id for one in rows])
        unpaid = erasing.unpaid()
        if unpaid:
            raise StillUnpaidError(unpaid[0])
        orders = erasing.orders()
        erasing.reasons(voids=OWN_VOID_REASONS, refunds=OWN_REFUND_REASONS)
        erasing.carts()
        erasing.notes()
        erasing.mails([one.row_id for one in rows], [one.email for one in rows])
        refs = [CustomerRef(one.auth_table, CustomerId(one.customer_id)) for one in rows]
        signs = [*(one.email for one in rows if one.email), *(self._public_ids.of(tenant_id, ref) for ref in refs)]
        erasing.answers(signs, now=work.now)
        for one in rows:
            self._accounts.forget(work, tenant_id, one.auth_table, one.email, one.row_id)
        erasing.customers(now=work.now)
        log_customer(work, actor, "customer.erased", row.customer_id, orders=orders, duplicates=len(rows) - 1)

    def _person(self, work: Work, tenant_id: TenantId, ref: CustomerRef) -> _Person:
        row = row_of(work, tenant_id, ref)
        kept, *merged = numbers_of(work, tenant_id, CustomerId(row.customer_id))
        own, after = CustomerRef(row.auth_table, kept), None
        orders: list[Order] = []
        while True:
            page = work.order_list.of_customer(tenant_id, own, merged=merged, after=after, limit=_PAGE)
            orders += [whole_order(work, head_of(work, tenant_id, one.order_id)) for one in page.rows]
            if (after := page.after) is None:
                break
        numbers = [order.order_id for order in orders]
        in_pages = [numbers[start : start + _PAGE] for start in range(0, len(numbers), _PAGE)]
        carts = work.customer_file.carts_of(tenant_id, kept)
        return _Person(
            row=row,
            merged=_merged(work, tenant_id, row),
            notes=work.customer_file.notes(tenant_id, [kept, *merged], limit=MOST_NOTES),
            orders=tuple(reversed(orders)),
            order_notes=tuple(note for some in in_pages for note in work.order_file.written(tenant_id, some)),
            differences=tuple(one for some in in_pages for one in work.work_items.of_orders(tenant_id, some)),
            carts=tuple(work.carts.get(tenant_id, cart_id) for cart_id in carts),
            public_id=self._public_ids.of(tenant_id, own),
        )


def _allowed(
    work: Work, actor: Actor, ref: CustomerRef, words: Sentence, approval_id: ApprovalId | None
) -> Approval | None:
    subject = f"customer:{ref.customer_id}"
    return must_be_allowed(
        work, actor, Right.CUSTOMER_DATA, amount=ONCE, subject=subject, words=words, approval_id=approval_id
    )


def _merged(work: Work, tenant_id: TenantId, row: StoredCustomer) -> tuple[StoredCustomer, ...]:
    numbers = work.customer_file.merged_into(tenant_id, CustomerId(row.customer_id))
    found = [work.customers.stored(tenant_id, CustomerRef(row.auth_table, number), lock=False) for number in numbers]
    return tuple(one for one in found if one is not None)


def _zipped(person: _Person) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("customer.json", json.dumps(_as_json(person), ensure_ascii=False, indent=2))
        out.writestr("profile.csv", _csv(("Field", "Value"), list(_profile(person.row).items())))
        out.writestr("orders.csv", _csv(_ORDER_HEAD, [_order_line(order) for order in person.orders]))
        out.writestr("order_lines.csv", _csv(_LINE_HEAD, [line for order in person.orders for line in _lines(order)]))
        out.writestr(
            "notes.csv", _csv(("At", "Written by", "Note"), [(_at(n.at), n.who, n.words) for n in person.notes])
        )
        out.writestr("order_notes.csv", _csv(_NOTE_HEAD, _order_notes(person)))
    return file.getvalue()


_ORDER_HEAD = (
    *("Number", "At", "Status", "Payment", "Total", "Refunded", "Currency", "Paid by", "Ship to", "Notes"),
    *("Why voided", "Why refunded"),
)
_NOTE_HEAD = ("Order", "At", "Written by", "Note")
_LINE_HEAD = ("Order", "Product", "Quantity", "Price", "Discount", "Tax", "Total", "Note")


def _as_json(person: _Person) -> Mapping[str, object]:
    return {
        "profile": {"_id": person.public_id, **_profile(person.row)},
        "merged": [_profile(row) for row in person.merged],
        "notes": [{"at": _at(note.at), "by": note.who, "words": note.words} for note in person.notes],
        "orders": [_order(order, person) for order in person.orders],
        "carts": [_cart(cart) for cart in person.carts],
    }


def _profile(row: StoredCustomer) -> dict[str, object]:
    fields = fields_of(row)
    return {
        "number": row.customer_id,
        "email": fields.email,
        "firstname": fields.firstname,
        "lastname": fields.lastname,
        "displayname": fields.displayname,
        "phone": fields.phone,
        **{name: getattr(row, name) for name in _PROFILE},
        **row.custom,
        "since": _at(row.created_at),
        "may_be_written_to_since": "" if row.consent_at is None else _at(row.consent_at),
        "has_account": row.has_account,
    }


def _order(order: Order, person: _Person) -> Mapping[str, object]:
    notes = [note for note in person.order_notes if note.order_id == order.order_id]
    differences = [one for one in person.differences if one.order_id == order.order_id]
    return {
        "number": order.number,
        "at": _at(order.created_at),
        "status": order.status.value,
        "payment": order.payment_status.value,
        "currency": order.total.currency,
        "lines": [dict(zip(_LINE_HEAD[1:], line[1:], strict=True)) for line in _lines(order)],
        "discount": _figure(order.discount),
        "tax": _figure(order.tax),
        "total": _figure(order.total),
        "payments": [_payment(payment) for payment in _taken(order)],
        "refunds": [
            {"at": _at(r.created_at), "amount": _figure(r.amount), "status": r.status.value, "reason": r.reason}
            for r in order.refunds
        ],
        "void_reason": order.void_reason,
        "ship_to": order.shipping_address,
        "bill_to": order.billing_address,
        "notes": order.notes,
        "notes_of_staff": [{"at": _at(note.at), "by": note.who, "words": note.words} for note in notes],
        "differences": [
            {"at": _at(one.found_at), "kind": one.kind.value, "ending": one.ending, "note": one.note}
            for one in differences
        ],
    }


def _cart(cart: Cart) -> Mapping[str, object]:
    """What is put aside for the customer and is no order yet."""
    lines = [
        {"product": line.name, "quantity": quantity_text(line.quantity_milli), "note": line.note} for line in cart.lines
    ]
    return {"at": _at(cart.updated_at), "held_as": cart.held_as, "note": cart.note, "lines": lines}


def _payment(payment: Payment) -> Mapping[str, object]:
    """What a receipt says of it: no number of a card but its last digits."""
    return {
        "at": _at(payment.created_at),
        "method": payment.method.value,
        "amount": _figure(payment.amount),
        "card": f"{payment.card_brand} {payment.card_last4}".strip(),
    }


def _order_line(order: Order) -> Sequence[object]:
    methods = " + ".join(payment.method.value for payment in _taken(order))
    refunded = Money(order.refunded_minor, order.total.currency)
    return (
        order.number,
        _at(order.created_at),
        order.status.value,
        order.payment_status.value,
        _figure(order.total),
        _figure(refunded),
        order.total.currency,
        methods,
        ", ".join((order.shipping_address or {}).values()),
        order.notes,
        order.void_reason,
        ", ".join(dict.fromkeys(refund.reason for refund in order.refunds if refund.reason)),
    )


def _order_notes(person: _Person) -> Sequence[Sequence[object]]:
    numbers = {order.order_id: order.number for order in person.orders}
    return [(numbers[note.order_id], _at(note.at), note.who, note.words) for note in person.order_notes]


def _lines(order: Order) -> list[tuple[object, ...]]:
    def figure(minor: int) -> str:
        return _figure(Money(minor, order.total.currency))

    return [
        (
            order.number,
            line.name,
            quantity_text(line.quantity_milli),
            figure(line.price_minor),
            figure(line.discount_minor),
            figure(line.tax_minor),
            figure(line.total_minor),
            line.note,
        )
        for line in order.lines
    ]


def _taken(order: Order) -> list[Payment]:
    return [payment for payment in order.payments if payment.status is PaymentStatus.SUCCEEDED]


def _figure(money: Money) -> str:
    digits = minor_digits(money.currency)
    sign, units = ("-" if money.amount_minor < 0 else ""), abs(money.amount_minor)
    whole, rest = divmod(units, 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    for row in rows:
        # A cell that begins like a formula would be run by the program that opens it.
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return "\ufeff" + out.getvalue()
