"""What the counter needs: approvals, badges, variants, price lists, claims, hand-over, notes, merges, settings, mails.

One function an area; each makes what its part of the program keeps.
"""

import sqlalchemy as sa
from alembic import op

from aurora_desk.store.refusals import Refusal, dropped, statements

revision = "0004"
down_revision = "0003"

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COLLECTED_TOO_MUCH = """NEW.quantity_milli + (
    SELECT coalesce(sum(c.quantity_milli), 0) FROM order_collection c
    WHERE c.tenant_id = NEW.tenant_id AND c.order_id = NEW.order_id AND c.position = NEW.position
) > (SELECT o.quantity_milli FROM order_line o
    WHERE o.tenant_id = NEW.tenant_id AND o.order_id = NEW.order_id AND o.position = NEW.position)"""
LINE_FROZEN = (
    "tenant_id",
    "order_id",
    "position",
    "product_id",
    "name",
    "quantity_milli",
    "price_minor",
    "discount_minor",
    "tax_name",
    "tax_ppm",
    "tax_minor",
    "total_minor",
)
LINE_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in LINE_FROZEN)
REFUSALS = [
    Refusal(
        "order_line_never_update",
        "order_line",
        "UPDATE",
        f"{LINE_CHANGED} OR NEW.note <> '' OR OLD.note = ''",
        "order_line rows are never changed or deleted",
    ),
    Refusal("approval_never_delete", "approval", "DELETE", "1 = 1", "approval rows are never deleted"),
    Refusal("approval_used_once", "approval", "UPDATE", "OLD.used_at IS NOT NULL", "an approval is used once"),
    Refusal("order_note_never_update", "order_note", "UPDATE", "1 = 1", "order_note rows are never changed"),
    Refusal("collection_within_order", "order_collection", "INSERT", COLLECTED_TOO_MUCH, "more than was sold"),
    Refusal("collection_never_update", "order_collection", "UPDATE", "1 = 1", "order_collection rows never change"),
    Refusal("mail_end_is_final", "mail", "UPDATE", "OLD.state <> 'waiting'", "a mail sent or given up is not changed"),
    Refusal("collection_never_delete", "order_collection", "DELETE", "1 = 1", "order_collection rows are kept"),
]


def upgrade() -> None:
    """Add what the counter needs."""
    _people()
    _catalogue()
    _carts()
    _orders()
    _customers()
    _erasing()
    _settings()
    _mails()
    for statement in statements(op.get_bind().dialect.name, REFUSALS):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _people() -> None:
    op.add_column("person", sa.Column("badge", sa.Integer(), nullable=True))
    # A series of its own: the number of a badge that was lost is never given again.
    op.execute("INSERT INTO tenant_counter (tenant_id, series, next_value) SELECT tenant_id, 'badge', 1 FROM tenant")
    has_badge = sa.text("badge IS NOT NULL")
    op.create_index(
        "uq_person_badge",
        "person",
        ["tenant_id", "badge"],
        unique=True,
        sqlite_where=has_badge,
        postgresql_where=has_badge,
    )
    op.create_table(
        "approval",
        sa.Column("approval_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("till_id", sa.Integer(), nullable=False),
        sa.Column("right_name", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("up_to", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval")),
    )


def _catalogue() -> None:
    op.add_column("product", sa.Column("parent_id", sa.Integer(), nullable=True))
    op.add_column("product", sa.Column("options", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("product", sa.Column("age_limit", sa.Integer(), server_default="0", nullable=False))
    is_variant = sa.text("parent_id IS NOT NULL")
    op.create_index(
        "ix_product_parent",
        "product",
        ["tenant_id", "parent_id"],
        sqlite_where=is_variant,
        postgresql_where=is_variant,
    )
    if op.get_bind().dialect.name == "postgresql":
        _search_on_postgresql()
    op.create_table(
        "price_list",
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("price_list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=op.f("fk_price_list_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "price_list_id", name=op.f("pk_price_list")),
    )
    op.create_table(
        "list_price",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("price_list_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_list_price_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "price_list_id"],
            ["price_list.tenant_id", "price_list.price_list_id"],
            name=op.f("fk_list_price_tenant_id_price_list_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["product.tenant_id", "product.product_id"],
            name=op.f("fk_list_price_tenant_id_product_id"),
        ),
        sa.PrimaryKeyConstraint("tenant_id", "price_list_id", "product_id", name=op.f("pk_list_price")),
    )


def _search_on_postgresql() -> None:
    """Names by their beginning, and any three letters of names and codes; without an extension, on every server."""
    op.execute('CREATE INDEX ix_product_search_begins ON product (tenant_id, (name_key COLLATE "C"), row_id)')
    op.execute(
        "CREATE FUNCTION product_trigrams(name_key text, sku text, barcode text) RETURNS text[] "
        "LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(array_agg(DISTINCT substr(held, place, 3)), '{}') "
        "FROM (SELECT lower(' ' || name_key || ' ' || sku || ' ' || barcode) AS held) AS text, "
        "generate_series(1, length(held) - 2) AS place $$"
    )
    op.execute(
        "CREATE INDEX ix_product_search_anywhere ON product USING gin (product_trigrams(name_key, sku, barcode)) "
        "WITH (fastupdate = off)"
    )


def _carts() -> None:
    op.add_column("cart", sa.Column("note", sa.String(), server_default="", nullable=False))
    op.add_column("cart", sa.Column("tax_free", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("cart", sa.Column("price_list_id", sa.Integer(), nullable=True))
    op.add_column("cart", sa.Column("age_checked", sa.Integer(), server_default="0", nullable=False))
    op.add_column("cart", sa.Column("opened_by", sa.Integer(), nullable=True))
    op.add_column("cart", sa.Column("opened_at", sa.BigInteger(), nullable=True))
    op.add_column("cart", sa.Column("discount_approval", sa.String(), nullable=True))
    op.add_column("cart", sa.Column("tax_free_approval", sa.String(), nullable=True))
    op.add_column("cart", sa.Column("price_list_approval", sa.String(), nullable=True))
    op.add_column("cart", sa.Column("paying_at", sa.BigInteger(), nullable=True))
    op.add_column("cart_line", sa.Column("discount_approval", sa.String(), nullable=True))
    has_session = sa.text("status <> 'ordered' AND session_id IS NOT NULL")
    op.create_index(
        "ix_cart_code",
        "cart",
        ["tenant_id", "session_id"],
        sqlite_where=has_session,
        postgresql_where=has_session,
    )


def _orders() -> None:
    op.create_index("ix_order_line_product", "order_line", ["tenant_id", "product_id", "order_id"])
    to_collect = sa.text("handover <> 'collected' AND payment_status IN ('paid','part_refunded') AND status <> 'void'")
    op.create_index(
        "ix_shop_order_collect",
        "shop_order",
        ["tenant_id", "order_id"],
        sqlite_where=to_collect,
        postgresql_where=to_collect,
    )
    by_person = sa.text("person_id IS NOT NULL")
    op.create_index(
        "ix_shop_order_person",
        "shop_order",
        ["tenant_id", "person_id", "order_id"],
        sqlite_where=by_person,
        postgresql_where=by_person,
    )
    op.create_table(
        "order_note",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["shop_order.tenant_id", "shop_order.order_id"],
            name=op.f("fk_order_note_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_order_note")),
    )
    op.create_index("ix_order_note_order", "order_note", ["tenant_id", "order_id", "at"])
    op.create_table(
        "order_collection",
        sa.Column("collection_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_order_collection_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id", "position"],
            ["order_line.tenant_id", "order_line.order_id", "order_line.position"],
            name=op.f("fk_order_collection_tenant_id_order_id_position"),
        ),
        sa.PrimaryKeyConstraint("collection_id", "position", name=op.f("pk_order_collection")),
    )
    op.create_index("ix_order_collection_order", "order_collection", ["tenant_id", "order_id"])


def _customers() -> None:
    op.add_column("customer", sa.Column("consent_at", sa.BigInteger(), nullable=True))
    op.add_column("customer", sa.Column("merged_into", sa.Integer(), nullable=True))
    op.add_column("customer", sa.Column("erased_at", sa.BigInteger(), nullable=True))
    is_merged = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "ix_customer_merged",
        "customer",
        ["tenant_id", "merged_into"],
        sqlite_where=is_merged,
        postgresql_where=is_merged,
    )
    _customer_lists()
    op.create_table(
        "customer_note",
        sa.Column("note_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_customer_note")),
    )
    op.create_index("ix_customer_note_customer", "customer_note", ["tenant_id", "customer_id", "at"])
    op.create_table(
        "customer_merge",
        sa.Column("merge_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("merge_id", name=op.f("pk_customer_merge")),
    )
    op.create_index("ix_customer_merge_kept", "customer_merge", ["tenant_id", "kept_id"])


def _customer_lists() -> None:
    """What the chips of the customer list read: written with each order and each password, and once for those before."""
    op.add_column("customer", sa.Column("has_account", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("customer", sa.Column("fifth_order_at", sa.BigInteger(), nullable=True))
    op.execute(sa.text("UPDATE customer SET has_account = true WHERE row_id IN (SELECT account_row FROM credential)"))
    op.execute(
        sa.text(
            "UPDATE customer SET fifth_order_at = (SELECT o.created_at FROM shop_order o "
            "WHERE o.tenant_id = customer.tenant_id AND o.customer_table = customer.auth_table "
            "AND o.customer_id = customer.customer_id AND o.status <> 'void' "
            "ORDER BY o.order_id DESC LIMIT 1 OFFSET 4)"
        )
    )
    for name, columns, condition in (
        ("ix_customer_regular", ["tenant_id", "auth_table", "fifth_order_at", "row_id"], "fifth_order_at IS NOT NULL"),
        ("ix_customer_account", ["tenant_id", "auth_table", "row_id"], "has_account"),
        ("ix_customer_no_consent", ["tenant_id", "auth_table", "row_id"], "consent_at IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(name, "customer", columns, sqlite_where=where, postgresql_where=where)


def _erasing() -> None:
    """Let a person's data go: a note on a line may be emptied, and search words leave the index for good."""
    dialect = op.get_bind().dialect.name
    for statement in dropped(dialect, {"order_line": ["order_line_never_update"]}):
        op.execute(sa.text(statement))
    if dialect == "sqlite":
        op.execute(sa.text("INSERT INTO customer_fts(customer_fts, rank) VALUES ('secure-delete', 1)"))


def _settings() -> None:
    op.create_table(
        "setting",
        sa.Column("tenant_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("till_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "till_id", "name", name=op.f("pk_setting")),
    )


def _mails() -> None:
    # SQLite makes the table anew for a column that may be empty now, and takes its triggers with it.
    for statement in dropped(op.get_bind().dialect.name, {"mail": ["mail_end_is_final"]}):
        op.execute(sa.text(statement))
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("account_row", existing_type=sa.BigInteger(), nullable=True)
        mail.add_column(sa.Column("kind", sa.String(), server_default="reset", nullable=False))
        mail.add_column(sa.Column("order_id", sa.Integer(), nullable=True))
        mail.add_column(sa.Column("payment_id", sa.String(), nullable=True))
        mail.add_column(sa.Column("recipient", sa.String(), server_default="", nullable=False))
