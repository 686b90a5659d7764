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
REFUSALS = [
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
