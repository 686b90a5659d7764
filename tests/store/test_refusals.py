# ruff: noqa: S608 - the statements are put together from texts of this file alone
"""What must not be, the database itself refuses: on both engines, whoever writes to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from store.making import Shop

COPY = "payment_id, tenant_id, order_id, method, status, amount_minor, tip_minor, rounding_minor, tendered_minor, \
change_minor, currency, intent_id, reader_id, attempt, charge_id, card_brand, card_last4, read_method, card_receipt, \
failure, till_id, shift_id, person_id, created_at, updated_at"
FROZEN = {
    "number": "'ORD-1-1'", "customer_table": "'aurora_customers'", "customer_id": "121", "line_count": "3",
    "items_milli": "1", "subtotal_minor": "1", "discount_minor": "1", "tax_minor": "1", "total_minor": "1000",
    "currency": "'EUR'", "prices_include_tax": "NOT prices_include_tax", "cart_id": "'other'", "till_id": "9",
    "shift_id": "NULL", "person_id": "2", "client": "'loopback'", "created_at": "1", "tenant_id": "43",
    "order_id": "9",
}  # fmt: skip


@pytest.fixture
def raw(sold_shop: Shop) -> Iterator[Connection]:
    """A connection behind the program's back; what is done on it is undone."""
    with sold_shop.raw() as connection:
        if sold_shop.on_sqlite:
            connection.exec_driver_sql("BEGIN")
        yield connection
        if sold_shop.on_sqlite:
            connection.exec_driver_sql("ROLLBACK")
        else:
            connection.rollback()


def refused(raw: Connection, statement: str, words: str) -> None:
    """Assert that the database refuses a statement with these words."""
    with pytest.raises(DBAPIError) as caught:
        raw.execute(text(statement))
    assert words.lower() in str(caught.value.orig).lower()


def pay(raw: Connection, payment_id: str, **changed: str) -> None:
    """Insert a payment like the one that is there, but for what is changed."""
    values = {"payment_id": f"'{payment_id}'", **changed}
    columns = ", ".join(values.get(name, name) for name in COPY.split(", "))
    raw.execute(text(f"INSERT INTO payment ({COPY}) SELECT {columns} FROM payment ORDER BY created_at LIMIT 1"))


def new_order(raw: Connection, *, status: str = "pending", lines: int = 1, cart: str = "NULL") -> None:
    """Insert order 7000 of 1,000 minor units, nothing paid."""
    raw.execute(
        text(
            "INSERT INTO shop_order (tenant_id, order_id, number, status, payment_status, handover, customer_table, "
            "customer_id, line_count, items_milli, subtotal_minor, discount_minor, tax_minor, total_minor, currency, "
            "prices_include_tax, paid_minor, refunded_minor, shipping_address, billing_address, notes, cart_id, "
            "till_id, shift_id, person_id, client, void_reason, created_at, updated_at) "
            f"SELECT tenant_id, 7000, 'ORD-2026-7000', '{status}', 'unpaid', 'none', NULL, NULL, {lines}, 1000, 1000, "
            f"0, 0, 1000, currency, prices_include_tax, 0, 0, NULL, NULL, '', {cart}, till_id, shift_id, person_id, "
            "'', '', created_at, updated_at FROM shop_order WHERE order_id = 5001"
        )
    )


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("journal", "facts"), ("order_line", "price_minor"), ("stock_movement", "quantity_milli"),
        ("cash_movement", "amount_minor"),
    ],
)  # fmt: skip
def test_written_once_rows_are_never_changed_nor_deleted(raw: Connection, table: str, column: str) -> None:
    with raw.begin_nested():
        raw.execute(text(f"SELECT {column} FROM {table}")).all()
    savepoint = raw.begin_nested()
    refused(raw, f"UPDATE {table} SET {column} = {column}", f"{table} rows are never changed")
    savepoint.rollback()
    refused(raw, f"DELETE FROM {table}", f"{table} rows are never changed")


@pytest.mark.parametrize("table", ["journal_head", "shop_order", "payment", "store"])
def test_rows_that_history_hangs_on_are_never_deleted(raw: Connection, table: str) -> None:
    refused(raw, f"DELETE FROM {table}", f"{table} rows are never changed or deleted")


@pytest.mark.parametrize("seq", ["seq", "seq - 1", "0"])
def test_the_journals_head_only_moves_on(raw: Connection, seq: str) -> None:
    refused(raw, f"UPDATE journal_head SET seq = {seq}", "the journal only grows")


def test_the_journal_has_one_head_and_the_store_one_row(raw: Connection) -> None:
    savepoint = raw.begin_nested()
    refused(raw, "INSERT INTO journal_head (one, seq, hash) VALUES (2, 0, '')", "single")
    savepoint.rollback()
    refused(
        raw,
        "INSERT INTO store (one, training, default_tenant, took_live_key, created_at) "
        "SELECT 2, training, default_tenant, took_live_key, created_at FROM store",
        "single",
    )


def test_a_training_store_never_becomes_a_real_one(raw: Connection) -> None:
    refused(raw, "UPDATE store SET training = NOT training", "a store stays what it was made as")


def test_that_a_live_key_was_taken_is_never_forgotten(raw: Connection) -> None:
    raw.execute(text("UPDATE store SET took_live_key = true"))

    refused(raw, "UPDATE store SET took_live_key = false", "a store stays what it was made as")


@pytest.mark.parametrize("column", FROZEN)
def test_an_order_is_fixed_once_placed(raw: Connection, column: str) -> None:
    refused(
        raw,
        f"UPDATE shop_order SET {column} = {FROZEN[column]} WHERE order_id = 5001",
        "an order is fixed once placed",
    )


def test_an_orders_states_and_notes_may_move(raw: Connection) -> None:
    new_order(raw)

    raw.execute(
        text(
            "UPDATE shop_order SET status = 'processing', payment_status = 'part_paid', paid_minor = 10, "
            "notes = 'left at the door', handover = 'part', updated_at = updated_at + 1 WHERE order_id = 7000"
        )
    )


STATES = ("pending", "processing", "ready", "completed", "void")
STEPS = {
    ("pending", "processing"), ("pending", "ready"), ("pending", "completed"), ("pending", "void"),
    ("processing", "ready"), ("processing", "completed"), ("processing", "void"),
    ("ready", "completed"), ("ready", "void"),
}  # fmt: skip


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", [*STATES, "refunded"])
def test_an_orders_status_takes_only_the_steps_of_the_table(raw: Connection, before: str, after: str) -> None:
    new_order(raw, status=before)
    step = f"UPDATE shop_order SET status = '{after}' WHERE order_id = 7000"

    if before == after or (before, after) in STEPS:
        raw.execute(text(step))
    else:
        refused(raw, step, "an order cannot take this step")


@pytest.mark.parametrize("change", ["paid_minor = 1001", "refunded_minor = 1", "paid_minor = 10, refunded_minor = 11"])
def test_an_orders_sums_stay_in_order(raw: Connection, change: str) -> None:
    new_order(raw)

    refused(raw, f"UPDATE shop_order SET {change} WHERE order_id = 7000", "paid_within_total")


def test_an_order_number_is_never_given_twice(raw: Connection) -> None:
    new_order(raw)

    with pytest.raises(DBAPIError):
        new_order(raw)


def test_a_cart_becomes_at_most_one_order(raw: Connection) -> None:
    with pytest.raises(DBAPIError, match=r"(?i)unique.*cart"):
        new_order(raw, cart="cart_id")


def test_a_cart_whose_order_was_voided_may_be_ordered_again(raw: Connection) -> None:
    new_order(raw, cart="'again'")
    raw.execute(text("UPDATE shop_order SET status = 'void' WHERE order_id = 7000"))

    raw.execute(text("UPDATE shop_order SET notes = 'checked' WHERE cart_id = 'again' AND status = 'void'"))


LINE = (
    "INSERT INTO order_line (tenant_id, order_id, position, product_id, name, quantity_milli, price_minor, "
    "discount_minor, tax_name, tax_ppm, tax_minor, total_minor, note) "
    "VALUES (42, 7000, {position}, 103, 'Espresso', {quantity}, 260, 0, 'No tax', 0, 0, 260, '')"
)


@pytest.mark.parametrize("position", [-1, 1, 2])
def test_no_line_is_added_to_a_placed_order(raw: Connection, position: int) -> None:
    new_order(raw, lines=1)
    raw.execute(text(LINE.format(position=0, quantity=1000)))

    refused(raw, LINE.format(position=position, quantity=1000), "an order is fixed once placed")


@pytest.mark.parametrize("quantity", [0, -1000])
def test_a_line_has_a_quantity(raw: Connection, quantity: int) -> None:
    new_order(raw, lines=1)

    refused(raw, LINE.format(position=0, quantity=quantity), "quantity_positive")


def test_a_line_without_an_order_is_refused(raw: Connection) -> None:
    refused(raw, LINE.format(position=0, quantity=1000), "foreign key")


@pytest.mark.parametrize("status", ["pending", "unknown", "succeeded"])
def test_payments_never_exceed_what_the_order_comes_to(raw: Connection, status: str) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="600", status="'succeeded'")

    with pytest.raises(DBAPIError, match="more than the order comes to"):
        pay(raw, "second", order_id="7000", amount_minor="401", status=f"'{status}'")


@pytest.mark.parametrize("change", ["amount_minor = 401", "amount_minor = 400, status = 'succeeded'"])
def test_a_changed_payment_stays_within_the_order_too(raw: Connection, change: str) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="600", status="'succeeded'")
    pay(raw, "second", order_id="7000", amount_minor="400", status="'pending'")
    fits = change.startswith("amount_minor = 400")

    if fits:
        raw.execute(text(f"UPDATE payment SET {change} WHERE payment_id = 'second'"))
    else:
        refused(raw, f"UPDATE payment SET {change} WHERE payment_id = 'second'", "more than the order comes to")


def test_a_canceled_payment_leaves_its_amount_to_another(raw: Connection) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="1000", status="'canceled'")

    pay(raw, "second", order_id="7000", amount_minor="1000", status="'pending'")


@pytest.mark.parametrize("changed", [{"amount_minor": "0"}, {"amount_minor": "-5"}, {"tip_minor": "-1"}])
def test_a_payments_parts_are_not_negative(raw: Connection, changed: dict[str, str]) -> None:
    new_order(raw)

    with pytest.raises(DBAPIError, match=r"amount_positive|parts_not_negative"):
        pay(raw, "first", **{"order_id": "7000", "amount_minor": "10", **changed})


@pytest.mark.parametrize("end", ["succeeded", "failed", "canceled"])
@pytest.mark.parametrize(
    "change",
    [
        "status = 'pending'", "status = 'unknown'", "amount_minor = 2", "tip_minor = 1", "rounding_minor = 1",
        "tendered_minor = 1", "change_minor = 1",
    ],
)  # fmt: skip
def test_a_payment_that_has_ended_does_not_change(raw: Connection, end: str, change: str) -> None:
    new_order(raw)
    pay(
        raw, "first", order_id="7000", amount_minor="1", status=f"'{end}'", tendered_minor="0", change_minor="0",
    )  # fmt: skip

    refused(raw, f"UPDATE payment SET {change} WHERE payment_id = 'first'", "a payment that has ended does not change")


@pytest.mark.parametrize(
    "change",
    ["tenant_id = 43", "order_id = 5001", "method = 'card'", "currency = 'EUR'", "created_at = 1", "intent_id = 'pi_2'",
     "intent_id = NULL"],
)  # fmt: skip
def test_a_payment_stays_with_its_order_and_its_intent(raw: Connection, change: str) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="1", status="'pending'", intent_id="'pi_1'")

    refused(raw, f"UPDATE payment SET {change} WHERE payment_id = 'first'", "stays with its order and its intent")


def test_a_payment_gets_its_intent_once(raw: Connection) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="1", status="'pending'")

    raw.execute(text("UPDATE payment SET intent_id = 'pi_1' WHERE payment_id = 'first'"))


def test_an_intent_belongs_to_one_payment(raw: Connection) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="1", status="'failed'", intent_id="'pi_1'")

    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        pay(raw, "second", order_id="7000", amount_minor="1", status="'pending'", intent_id="'pi_1'")


@pytest.mark.parametrize("live", ["pending", "unknown"])
def test_an_order_has_one_live_payment(raw: Connection, live: str) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="1", status=f"'{live}'")

    with pytest.raises(DBAPIError, match=r"(?i)unique"):
        pay(raw, "second", order_id="7000", amount_minor="1", status="'pending'")


def refund(raw: Connection, refund_id: str, amount_minor: int, status: str = "pending", *, tip_minor: int = 0) -> None:
    """Insert a refund of payment `first`."""
    raw.execute(
        text(
            "INSERT INTO refund (refund_id, payment_id, amount_minor, tip_minor, currency, status, reason, "
            f"idempotency_key, created_at, updated_at) VALUES ('{refund_id}', 'first', {amount_minor}, {tip_minor}, "
            f"'USD', '{status}', '', '{refund_id}', 1, 1)"
        )
    )


@pytest.fixture
def captured(raw: Connection) -> Connection:
    """A payment `first` of 900 with a tip of 50, 950 captured."""
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="900", tip_minor="50", status="'succeeded'")
    return raw


@pytest.mark.parametrize("first", ["pending", "succeeded"])
def test_refunds_never_exceed_what_was_captured(captured: Connection, first: str) -> None:
    refund(captured, "one", 899, first, tip_minor=50)

    with pytest.raises(DBAPIError, match="more than was captured"):
        refund(captured, "two", 1, tip_minor=1)


def test_a_tip_is_not_given_back_as_goods(captured: Connection) -> None:
    with pytest.raises(DBAPIError, match="more than was captured"):
        refund(captured, "one", 901)


def test_a_failed_refund_does_not_count_but_cannot_come_back_over_the_sum(captured: Connection) -> None:
    refund(captured, "one", 900, "failed")
    refund(captured, "two", 900, tip_minor=50)

    refused(captured, "UPDATE refund SET status = 'pending' WHERE refund_id = 'one'", "more than was captured")


@pytest.mark.parametrize("status", ["pending", "unknown", "failed", "canceled"])
def test_only_a_captured_payment_is_refunded(raw: Connection, status: str) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="900", status=f"'{status}'")

    with pytest.raises(DBAPIError, match="more than was captured"):
        refund(raw, "one", 1)


@pytest.mark.parametrize(
    "change", ["payment_id = 'other'", "amount_minor = 1", "tip_minor = 1", "plan_id = 'p'", "currency = 'EUR'"]
)
def test_a_refund_is_fixed(captured: Connection, change: str) -> None:
    refund(captured, "one", 10)

    refused(captured, f"UPDATE refund SET {change}", "a refund is fixed")


def test_a_refund_is_never_deleted_and_has_an_amount_and_a_key_of_its_own(captured: Connection) -> None:
    refund(captured, "one", 10)
    columns = "refund_id, payment_id, currency, status, reason, created_at, updated_at, amount_minor, idempotency_key"
    copy = f"INSERT INTO refund ({columns}) SELECT 'two', payment_id, currency, status, reason, 1, 1"
    for statement, words in (
        ("DELETE FROM refund", "refund rows are never changed or deleted"),
        (f"{copy}, 0, 'k' FROM refund", "positive"),
        (f"{copy}, 1, 'one' FROM refund", "unique"),
    ):
        savepoint = captured.begin_nested()
        refused(captured, statement, words)
        savepoint.rollback()


def test_the_same_goods_do_not_come_back_twice(raw: Connection) -> None:
    for plan in ("one", "two"):
        raw.execute(
            text(
                "INSERT INTO refund_plan (plan_id, tenant_id, order_id, amount_minor, currency, reason, created_at) "
                f"VALUES ('{plan}', 42, 5001, 10, 'USD', '', 1)"
            )
        )
    line = (
        "INSERT INTO refund_line (plan_id, position, tenant_id, order_id, quantity_milli, amount_minor, restocked) "
        "VALUES ('{plan}', 0, 42, 5001, {milli}, 1, 1 = 1)"
    )
    sold = raw.execute(
        text("SELECT quantity_milli FROM order_line WHERE order_id = 5001 AND position = 0")
    ).scalar_one()
    raw.execute(text(line.format(plan="one", milli=sold)))

    refused(raw, line.format(plan="two", milli=1), "more than was sold")


@pytest.mark.parametrize("ended", ["failed", "canceled"])
def test_money_that_stripe_took_after_all_is_the_one_way_out_of_an_end(raw: Connection, ended: str) -> None:
    new_order(raw)
    pay(raw, "first", order_id="7000", amount_minor="900", status=f"'{ended}'")

    savepoint = raw.begin_nested()
    refused(raw, "UPDATE payment SET status = 'pending' WHERE payment_id = 'first'", "has ended does not change")
    savepoint.rollback()
    raw.execute(text("UPDATE payment SET status = 'succeeded' WHERE payment_id = 'first'"))
    refused(raw, "UPDATE payment SET status = 'canceled' WHERE payment_id = 'first'", "has ended does not change")


def test_a_settled_difference_stays_so(raw: Connection) -> None:
    raw.execute(
        text(
            "INSERT INTO work_item (item_id, tenant_id, kind, about, here_minor, stripe_minor, currency, attempt, "
            "found_at, seen_at, ended_at, ending, ended_by) "
            "VALUES ('one', 42, 'late_success', 'pi_1', 0, 10, 'USD', 1, 1, 1, 2, 'refunded', 'person:1')"
        )
    )

    refused(raw, "UPDATE work_item SET ended_at = NULL", "was settled stays so")


def test_a_till_has_one_open_shift(raw: Connection) -> None:
    refused(
        raw,
        "INSERT INTO shift (shift_id, tenant_id, till_id, person_id, opened_at, float_minor, closed_at) "
        "SELECT 'second', tenant_id, till_id, person_id, opened_at, float_minor, NULL FROM shift",
        "unique",
    )


CART = (
    "INSERT INTO cart (cart_id, tenant_id, status, session_id, client, till_id, held_as, held_by, discount_reason, "
    "updated_at) VALUES ('{id}', 42, '{status}', {session}, 'loopback', {till}, '', '', '', 1)"
)


def test_a_till_has_one_open_cart(raw: Connection) -> None:
    raw.execute(text(CART.format(id="one", status="open", session="NULL", till=1)))
    raw.execute(text(CART.format(id="done", status="ordered", session="NULL", till=1)))

    refused(raw, CART.format(id="two", status="open", session="NULL", till=1), "unique")


@pytest.mark.parametrize("status", ["open", "held"])
def test_a_session_has_one_cart_that_is_not_ordered(raw: Connection, status: str) -> None:
    raw.execute(text(CART.format(id="one", status=status, session="'s'", till="NULL")))
    raw.execute(text(CART.format(id="done", status="ordered", session="'s'", till="NULL")))

    refused(raw, CART.format(id="two", status="open", session="'s'", till="NULL"), "unique")


def test_a_products_number_and_a_customers_number_and_address_are_unique(raw: Connection) -> None:
    for statement in (
        "UPDATE product SET product_id = 103 WHERE tenant_id = 42 AND product_id = 104",
        "INSERT INTO customer (tenant_id, customer_id, email, email_key, firstname, lastname, displayname, phone, "
        "search_key, created_at) SELECT tenant_id, customer_id, '', '', '', '', '', '', '', 0 FROM customer",
        "UPDATE customer SET email_key = 'aylin@example.com' WHERE tenant_id = 42 AND customer_id = 122",
    ):
        savepoint = raw.begin_nested()
        refused(raw, statement, "unique")
        savepoint.rollback()


@pytest.mark.parametrize("change", ["customer_id = 999", "auth_table = 'aurora_app_users'", "tenant_id = 43"])
def test_a_customer_keeps_its_number_table_and_shop(raw: Connection, change: str) -> None:
    refused(raw, f"UPDATE customer SET {change} WHERE tenant_id = 42 AND customer_id = 122", "keeps its number")


def test_a_revoked_key_stays_revoked(raw: Connection) -> None:
    raw.execute(text("INSERT INTO client VALUES ('ak_1', 42, 'kiosk', 'hash', 1, 2)"))

    refused(raw, "UPDATE client SET revoked_at = NULL", "stays revoked")


def test_a_mail_that_has_ended_is_not_sent_again(raw: Connection) -> None:
    account = "(SELECT min(row_id) FROM customer)"
    raw.execute(
        text(
            "INSERT INTO mail (mail_id, tenant_id, account_row, url, state, tries, next_try_at, last_error, "
            f"created_at, claimed_by) VALUES ('m', 42, {account}, 'u', 'sent', 1, 0, '', 0, '')"
        )
    )

    refused(raw, "UPDATE mail SET state = 'waiting'", "sent or given up")
