"""The first schema: tables, what the database refuses, and the search indexes."""

import sqlalchemy as sa
from alembic import op

from aurora_desk.store.refusals import Refusal, statements

revision = "0001"
down_revision = None

ORDER_STEPS = [
    ("pending", "processing"),
    ("pending", "ready"),
    ("pending", "completed"),
    ("pending", "void"),
    ("processing", "ready"),
    ("processing", "completed"),
    ("processing", "void"),
    ("ready", "completed"),
    ("ready", "void"),
]
FROZEN = (
    "number",
    "customer_table",
    "customer_id",
    "line_count",
    "items_milli",
    "subtotal_minor",
    "discount_minor",
    "tax_minor",
    "total_minor",
    "currency",
    "prices_include_tax",
    "cart_id",
    "till_id",
    "shift_id",
    "person_id",
    "client",
    "created_at",
    "tenant_id",
    "order_id",
)
COUNTED = "('pending', 'unknown', 'succeeded')"
PAID_TOO_MUCH = f"""NEW.status IN {COUNTED} AND NEW.amount_minor + (
    SELECT coalesce(sum(p.amount_minor), 0) FROM payment p
    WHERE p.tenant_id = NEW.tenant_id AND p.order_id = NEW.order_id
    AND p.payment_id <> NEW.payment_id AND p.status IN {COUNTED}
) > (SELECT o.total_minor FROM shop_order o WHERE o.tenant_id = NEW.tenant_id AND o.order_id = NEW.order_id)"""
REFUNDED_TOO_MUCH = """NEW.status <> 'failed' AND NEW.amount_minor + (
    SELECT coalesce(sum(r.amount_minor), 0) FROM refund r
    WHERE r.payment_id = NEW.payment_id AND r.refund_id <> NEW.refund_id AND r.status <> 'failed'
) > (
    SELECT CASE WHEN p.status = 'succeeded' THEN p.amount_minor + p.tip_minor + p.rounding_minor ELSE 0 END
    FROM payment p WHERE p.payment_id = NEW.payment_id
)"""


def _differs(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


def _never(table: str, *events: str) -> list[Refusal]:
    return [
        Refusal(f"{table}_never_{event.lower()}", table, event, "1 = 1", f"{table} rows are never changed or deleted")
        for event in events
    ]


REFUSALS = [
    *_never("journal", "UPDATE", "DELETE"),
    *_never("journal_head", "DELETE"),
    *_never("order_line", "UPDATE", "DELETE"),
    *_never("stock_movement", "UPDATE", "DELETE"),
    *_never("cash_movement", "UPDATE", "DELETE"),
    *_never("shop_order", "DELETE"),
    *_never("payment", "DELETE"),
    *_never("refund", "DELETE"),
    *_never("store", "DELETE"),
    Refusal(
        "journal_head_moves_on",
        "journal_head",
        "UPDATE",
        "NEW.seq <= OLD.seq",
        "the journal only grows",
    ),
    Refusal(
        "store_kind_stays",
        "store",
        "UPDATE",
        _differs("training") + " OR (OLD.took_live_key AND NOT NEW.took_live_key)",
        "a store stays what it was made as",
    ),
    Refusal("order_frozen", "shop_order", "UPDATE", _differs(*FROZEN), "an order is fixed once placed"),
    Refusal(
        "order_steps",
        "shop_order",
        "UPDATE",
        "NEW.status <> OLD.status AND NOT EXISTS "
        "(SELECT 1 FROM order_step s WHERE s.before = OLD.status AND s.after = NEW.status)",
        "an order cannot take this step",
    ),
    Refusal(
        "order_line_with_its_order",
        "order_line",
        "INSERT",
        "NEW.position < 0 OR NEW.position >= (SELECT o.line_count FROM shop_order o "
        "WHERE o.tenant_id = NEW.tenant_id AND o.order_id = NEW.order_id)",
        "an order is fixed once placed",
    ),
    Refusal("payment_within_total", "payment", "INSERT", PAID_TOO_MUCH, "more than the order comes to"),
    Refusal("payment_stays_within_total", "payment", "UPDATE", PAID_TOO_MUCH, "more than the order comes to"),
    Refusal(
        "payment_end_is_final",
        "payment",
        "UPDATE",
        "OLD.status IN ('succeeded', 'failed', 'canceled') AND "
        + _differs(
            "status", "amount_minor", "tip_minor", "rounding_minor", "tendered_minor", "change_minor", "currency"
        ),
        "a payment that has ended does not change",
    ),
    Refusal(
        "payment_identity",
        "payment",
        "UPDATE",
        _differs("tenant_id", "order_id", "method", "currency", "created_at")
        + " OR (OLD.intent_id IS NOT NULL AND NEW.intent_id IS DISTINCT FROM OLD.intent_id)",
        "a payment stays with its order and its intent",
    ),
    Refusal("refund_within_payment", "refund", "INSERT", REFUNDED_TOO_MUCH, "more than was captured"),
    Refusal("refund_stays_within_payment", "refund", "UPDATE", REFUNDED_TOO_MUCH, "more than was captured"),
    Refusal(
        "refund_identity", "refund", "UPDATE", _differs("payment_id", "amount_minor", "currency"), "a refund is fixed"
    ),
]

SQLITE_SEARCH = [
    "CREATE VIRTUAL TABLE product_fts USING fts5(name_key, sku, barcode, content='product', "
    "content_rowid='row_id', tokenize='trigram')",
    "CREATE VIRTUAL TABLE customer_fts USING fts5(search_key, content='customer', content_rowid='row_id', prefix='2 3')",
]
INDEXED = {"product": ("name_key", "sku", "barcode"), "customer": ("search_key",)}
POSTGRESQL_SEARCH = [
    "ALTER TABLE product ADD COLUMN search tsvector GENERATED ALWAYS AS "
    "(to_tsvector('simple', name_key || ' ' || sku || ' ' || barcode)) STORED",
    "CREATE INDEX ix_product_search ON product USING gin (search)",
    "ALTER TABLE customer ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', search_key)) STORED",
    "CREATE INDEX ix_customer_search ON customer USING gin (search)",
]


def _search_triggers() -> list[str]:
    made = []
    for table, columns in INDEXED.items():
        names = ", ".join(columns)
        new = ", ".join(f"new.{column}" for column in columns)
        old = ", ".join(f"old.{column}" for column in columns)
        forget = f"INSERT INTO {table}_fts({table}_fts, rowid, {names}) VALUES ('delete', old.row_id, {old});"
        learn = f"INSERT INTO {table}_fts(rowid, {names}) VALUES (new.row_id, {new});"
        made += [
            f"CREATE TRIGGER {table}_fts_insert AFTER INSERT ON {table} BEGIN {learn} END",
            f"CREATE TRIGGER {table}_fts_delete AFTER DELETE ON {table} BEGIN {forget} END",
            f"CREATE TRIGGER {table}_fts_update AFTER UPDATE OF {names} ON {table} BEGIN {forget} {learn} END",
        ]
    return made


def upgrade() -> None:
    """Make everything."""
    _make_tables()
    dialect = op.get_bind().dialect.name
    op.bulk_insert(
        sa.table("order_step", sa.column("before"), sa.column("after")),
        [{"before": before, "after": after} for before, after in ORDER_STEPS],
    )
    for statement in statements(dialect, REFUSALS):
        op.execute(sa.text(statement.replace(":", "\\:")))
    for statement in POSTGRESQL_SEARCH if dialect == "postgresql" else SQLITE_SEARCH + _search_triggers():
        op.execute(sa.text(statement))


def _make_tables() -> None:
    op.create_table(
        "job",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job")),
    )
    op.create_table(
        "journal",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_subject", "journal", ["tenant_id", "subject", "seq"], unique=False)
    op.create_index("ix_journal_tenant_seq", "journal", ["tenant_id", "seq"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_journal_head_single")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "key_check",
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("check_value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_key_check")),
    )
    op.create_table(
        "order_step",
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("before", "after", name=op.f("pk_order_step")),
    )
    op.create_table(
        "store",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("training", sa.Boolean(), nullable=False),
        sa.Column("default_tenant", sa.Integer(), nullable=False),
        sa.Column("took_live_key", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_store_single")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_store")),
    )
    op.create_table(
        "stored_answer",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "client", "method", "path", "key", name=op.f("pk_stored_answer")),
    )
    op.create_index("ix_stored_answer_at", "stored_answer", ["at"], unique=False)
    op.create_table(
        "tenant",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("client_prices", sa.Boolean(), nullable=False),
        sa.Column("part_payments", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_tenant")),
    )
    op.create_table(
        "category",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("tint", sa.String(), nullable=False),
        sa.Column("icon", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_category_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "category_id", name=op.f("pk_category")),
    )
    op.create_table(
        "customer",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("firstname", sa.String(), nullable=False),
        sa.Column("lastname", sa.String(), nullable=False),
        sa.Column("displayname", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_customer_tenant_id")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_customer")),
        sa.UniqueConstraint("tenant_id", "customer_id", name=op.f("uq_customer_tenant_id_customer_id")),
    )
    op.create_index(
        "uq_customer_email",
        "customer",
        ["tenant_id", "email_key"],
        unique=True,
        sqlite_where=sa.text("email_key <> ''"),
        postgresql_where=sa.text("email_key <> ''"),
    )
    op.create_index("ix_customer_newest", "customer", ["tenant_id", "row_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("failed_tries", sa.Integer(), nullable=False),
        sa.Column("wait_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_person_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "person_id", name=op.f("pk_person")),
    )
    op.create_table(
        "reader",
        sa.Column("reader_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("leased_to", sa.String(), nullable=True),
        sa.Column("leased_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_reader_tenant_id")),
        sa.PrimaryKeyConstraint("reader_id", name=op.f("pk_reader")),
    )
    op.create_table(
        "shop_order",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("payment_status", sa.String(), nullable=False),
        sa.Column("handover", sa.String(), nullable=False),
        sa.Column("customer_table", sa.String(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("items_milli", sa.BigInteger(), nullable=False),
        sa.Column("subtotal_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("shipping_address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("billing_address", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("cart_id", sa.String(), nullable=True),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("shift_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("void_reason", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "refunded_minor <= paid_minor AND paid_minor <= total_minor", name=op.f("ck_shop_order_paid_within_total")
        ),
        sa.CheckConstraint("total_minor >= 0", name=op.f("ck_shop_order_total_not_negative")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_shop_order_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", name=op.f("pk_shop_order")),
    )
    op.create_index("ix_shop_order_created", "shop_order", ["tenant_id", "created_at"], unique=False)
    op.create_index(
        "ix_shop_order_customer",
        "shop_order",
        ["tenant_id", "customer_table", "customer_id", "order_id"],
        unique=False,
        sqlite_where=sa.text("customer_id IS NOT NULL"),
        postgresql_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index(
        "ix_shop_order_refunded",
        "shop_order",
        ["tenant_id", "order_id"],
        unique=False,
        sqlite_where=sa.text("payment_status IN ('part_refunded','refunded')"),
        postgresql_where=sa.text("payment_status IN ('part_refunded','refunded')"),
    )
    op.create_index(
        "ix_shop_order_till",
        "shop_order",
        ["till_id", "created_at"],
        unique=False,
        sqlite_where=sa.text("till_id IS NOT NULL"),
        postgresql_where=sa.text("till_id IS NOT NULL"),
    )
    op.create_index(
        "ix_shop_order_waiting",
        "shop_order",
        ["tenant_id", "order_id"],
        unique=False,
        sqlite_where=sa.text("payment_status IN ('unpaid','checking','part_paid') AND status <> 'void'"),
        postgresql_where=sa.text("payment_status IN ('unpaid','checking','part_paid') AND status <> 'void'"),
    )
    op.create_index(
        "uq_shop_order_cart",
        "shop_order",
        ["cart_id"],
        unique=True,
        sqlite_where=sa.text("cart_id IS NOT NULL AND status <> 'void'"),
        postgresql_where=sa.text("cart_id IS NOT NULL AND status <> 'void'"),
    )
    op.create_table(
        "tax_rate",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("tax_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rate_ppm", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_tax_rate_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "tax_id", name=op.f("pk_tax_rate")),
    )
    op.create_table(
        "tenant_counter",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("next_value", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_tenant_counter_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "series", name=op.f("pk_tenant_counter")),
    )
    op.create_table(
        "tender",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_tender_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "method", name=op.f("pk_tender")),
    )
    op.create_table(
        "till",
        sa.Column("till_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_till_tenant_id")),
        sa.PrimaryKeyConstraint("till_id", name=op.f("pk_till")),
    )
    op.create_table(
        "web_origin",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_web_origin_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "origin", name=op.f("pk_web_origin")),
    )
    op.create_table(
        "cart",
        sa.Column("cart_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=True),
        sa.Column("client", sa.String(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("held_as", sa.String(), nullable=False),
        sa.Column("held_by", sa.String(), nullable=False),
        sa.Column("customer_table", sa.String(), nullable=True),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("discount_kind", sa.String(), nullable=True),
        sa.Column("discount_value", sa.BigInteger(), nullable=True),
        sa.Column("discount_reason", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_cart_tenant_id")),
        sa.ForeignKeyConstraint(["till_id"], ["till.till_id"], name=op.f("fk_cart_till_id")),
        sa.PrimaryKeyConstraint("cart_id", name=op.f("pk_cart")),
    )
    op.create_index(
        "ix_cart_last_of_session", "cart", ["tenant_id", "client", "session_id", "updated_at"], unique=False
    )
    op.create_index("ix_cart_status", "cart", ["tenant_id", "status", "updated_at"], unique=False)
    op.create_index(
        "uq_cart_session",
        "cart",
        ["tenant_id", "client", "session_id"],
        unique=True,
        sqlite_where=sa.text("status <> 'ordered' AND session_id IS NOT NULL"),
        postgresql_where=sa.text("status <> 'ordered' AND session_id IS NOT NULL"),
    )
    op.create_index(
        "uq_cart_till",
        "cart",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open' AND till_id IS NOT NULL"),
        postgresql_where=sa.text("status = 'open' AND till_id IS NOT NULL"),
    )
    op.create_table(
        "order_line",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_name", sa.String(), nullable=False),
        sa.Column("tax_ppm", sa.Integer(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_order_line_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["shop_order.tenant_id", "shop_order.order_id"],
            name=op.f("fk_order_line_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "order_id", "position", name=op.f("pk_order_line")),
    )
    op.create_table(
        "product",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("barcode", sa.String(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("by_weight", sa.Boolean(), nullable=False),
        sa.Column("stock_milli", sa.BigInteger(), nullable=True),
        sa.Column("low_stock_milli", sa.BigInteger(), nullable=False),
        sa.Column("favourite", sa.Boolean(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "category_id"],
            ["category.tenant_id", "category.category_id"],
            name=op.f("fk_product_tenant_id_category_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "tax_id"], ["tax_rate.tenant_id", "tax_rate.tax_id"], name=op.f("fk_product_tenant_id_tax_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_product_tenant_id")),
        sa.PrimaryKeyConstraint("row_id", name=op.f("pk_product")),
        sa.UniqueConstraint("tenant_id", "product_id", name=op.f("uq_product_tenant_id_product_id")),
    )
    op.create_index("ix_product_barcode", "product", ["tenant_id", "barcode"], unique=False)
    op.create_index("ix_product_category", "product", ["tenant_id", "category_id", "row_id"], unique=False)
    op.create_index(
        "ix_product_favourite",
        "product",
        ["tenant_id", "favourite", "row_id"],
        unique=False,
        sqlite_where=sa.text("favourite = 1"),
        postgresql_where=sa.text("favourite"),
    )
    op.create_index("ix_product_name", "product", ["tenant_id", "name_key", "row_id"], unique=False)
    op.create_index("ix_product_added", "product", ["tenant_id", "row_id"], unique=False)
    op.create_index("ix_product_sku", "product", ["tenant_id", "sku"], unique=False)
    op.create_table(
        "shift",
        sa.Column("shift_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("float_minor", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "person_id"],
            ["person.tenant_id", "person.person_id"],
            name=op.f("fk_shift_tenant_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["till_id"], ["till.till_id"], name=op.f("fk_shift_till_id")),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shift")),
    )
    op.create_index(
        "uq_shift_open",
        "shift",
        ["till_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "cart_line",
        sa.Column("cart_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_name", sa.String(), nullable=False),
        sa.Column("tax_ppm", sa.Integer(), nullable=False),
        sa.Column("by_weight", sa.Boolean(), nullable=False),
        sa.Column("discount_kind", sa.String(), nullable=True),
        sa.Column("discount_value", sa.BigInteger(), nullable=True),
        sa.Column("discount_reason", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cart_id"], ["cart.cart_id"], name=op.f("fk_cart_line_cart_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("cart_id", "line_id", name=op.f("pk_cart_line")),
    )
    op.create_table(
        "cash_movement",
        sa.Column("movement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.shift_id"], name=op.f("fk_cash_movement_shift_id")),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_cash_movement")),
    )
    op.create_index("ix_cash_movement_shift", "cash_movement", ["shift_id", "movement_id"], unique=False)
    op.create_table(
        "payment",
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tip_minor", sa.BigInteger(), nullable=False),
        sa.Column("rounding_minor", sa.BigInteger(), nullable=False),
        sa.Column("tendered_minor", sa.BigInteger(), nullable=False),
        sa.Column("change_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("reader_id", sa.String(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("charge_id", sa.String(), nullable=False),
        sa.Column("card_brand", sa.String(), nullable=False),
        sa.Column("card_last4", sa.String(), nullable=False),
        sa.Column("read_method", sa.String(), nullable=False),
        sa.Column("card_receipt", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("shift_id", sa.String(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payment_amount_positive")),
        sa.CheckConstraint("tip_minor >= 0 AND change_minor >= 0", name=op.f("ck_payment_parts_not_negative")),
        sa.ForeignKeyConstraint(["reader_id"], ["reader.reader_id"], name=op.f("fk_payment_reader_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.shift_id"], name=op.f("fk_payment_shift_id")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["shop_order.tenant_id", "shop_order.order_id"],
            name=op.f("fk_payment_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payment")),
    )
    op.create_index(
        "ix_payment_card",
        "payment",
        ["tenant_id", "card_last4", "order_id"],
        unique=False,
        sqlite_where=sa.text("card_last4 <> ''"),
        postgresql_where=sa.text("card_last4 <> ''"),
    )
    op.create_index(
        "ix_payment_open",
        "payment",
        ["updated_at"],
        unique=False,
        sqlite_where=sa.text("status IN ('pending','unknown')"),
        postgresql_where=sa.text("status IN ('pending','unknown')"),
    )
    op.create_index("ix_payment_order", "payment", ["tenant_id", "order_id"], unique=False)
    op.create_index(
        "uq_payment_intent",
        "payment",
        ["intent_id"],
        unique=True,
        sqlite_where=sa.text("intent_id IS NOT NULL"),
        postgresql_where=sa.text("intent_id IS NOT NULL"),
    )
    op.create_index(
        "uq_payment_live",
        "payment",
        ["tenant_id", "order_id"],
        unique=True,
        sqlite_where=sa.text("status IN ('pending','unknown')"),
        postgresql_where=sa.text("status IN ('pending','unknown')"),
    )
    op.create_table(
        "stock_movement",
        sa.Column("movement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["product.tenant_id", "product.product_id"],
            name=op.f("fk_stock_movement_tenant_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("movement_id", name=op.f("pk_stock_movement")),
    )
    op.create_index(
        "ix_stock_movement_product", "stock_movement", ["tenant_id", "product_id", "movement_id"], unique=False
    )
    op.create_table(
        "refund",
        sa.Column("refund_id", sa.String(), nullable=False),
        sa.Column("payment_id", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_amount_positive")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.payment_id"], name=op.f("fk_refund_payment_id")),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_refund")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_refund_idempotency_key")),
    )
    op.create_index("ix_refund_payment", "refund", ["payment_id"], unique=False)
