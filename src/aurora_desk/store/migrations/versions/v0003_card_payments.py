"""What card payments need beside the attempt itself: captures, refund plans, what Stripe says, differences to settle."""

import uuid

import sqlalchemy as sa
from alembic import op

from aurora_desk.store.refusals import Refusal, dropped, statements

revision = "0003"
down_revision = "0002"

ENDED = ("status", "amount_minor", "tip_minor", "rounding_minor", "tendered_minor", "change_minor", "currency")
BACK = "r.amount_minor + r.tip_minor + r.rounding_minor"
REFUNDED_TOO_MUCH = f"""NEW.status <> 'failed' AND (
    NEW.amount_minor + NEW.tip_minor + NEW.rounding_minor + (
        SELECT coalesce(sum({BACK}), 0) FROM refund r
        WHERE r.payment_id = NEW.payment_id AND r.refund_id <> NEW.refund_id AND r.status <> 'failed'
    ) > (
        SELECT CASE WHEN p.status = 'succeeded' THEN p.amount_minor + p.tip_minor + p.rounding_minor ELSE 0 END
        FROM payment p WHERE p.payment_id = NEW.payment_id
    )
    OR NEW.amount_minor + (
        SELECT coalesce(sum(r.amount_minor), 0) FROM refund r
        WHERE r.payment_id = NEW.payment_id AND r.refund_id <> NEW.refund_id AND r.status <> 'failed'
    ) > (SELECT p.amount_minor FROM payment p WHERE p.payment_id = NEW.payment_id)
)"""
RETURNED_TOO_MUCH = """NEW.quantity_milli + (
    SELECT coalesce(sum(l.quantity_milli), 0) FROM refund_line l
    WHERE l.tenant_id = NEW.tenant_id AND l.order_id = NEW.order_id AND l.position = NEW.position
    AND l.plan_id <> NEW.plan_id
) > (SELECT o.quantity_milli FROM order_line o
    WHERE o.tenant_id = NEW.tenant_id AND o.order_id = NEW.order_id AND o.position = NEW.position)"""
REPLACED = ("payment_end_is_final", "refund_within_payment", "refund_stays_within_payment", "refund_identity")


def _differs(*columns: str) -> str:
    return "(" + " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns) + ")"


REFUSALS = [
    # One way out of an end: money that Stripe took after all, where the customer was told that nothing was charged.
    Refusal(
        "payment_end_is_final",
        "payment",
        "UPDATE",
        "(OLD.status = 'succeeded' OR (OLD.status IN ('failed', 'canceled') AND NEW.status <> 'succeeded')) AND "
        + _differs(*ENDED),
        "a payment that has ended does not change",
    ),
    Refusal("refund_within_payment", "refund", "INSERT", REFUNDED_TOO_MUCH, "more than was captured"),
    Refusal("refund_stays_within_payment", "refund", "UPDATE", REFUNDED_TOO_MUCH, "more than was captured"),
    Refusal(
        "refund_identity",
        "refund",
        "UPDATE",
        _differs("payment_id", "amount_minor", "tip_minor", "rounding_minor", "currency", "plan_id")
        + " OR (OLD.stripe_refund_id IS NOT NULL AND NEW.stripe_refund_id IS DISTINCT FROM OLD.stripe_refund_id"
        " AND OLD.status <> 'failed')",
        "a refund is fixed",
    ),
    Refusal("refund_line_within_order", "refund_line", "INSERT", RETURNED_TOO_MUCH, "more than was sold"),
    Refusal("refund_line_never_update", "refund_line", "UPDATE", "1 = 1", "refund_line rows are never changed"),
    Refusal("refund_line_never_delete", "refund_line", "DELETE", "1 = 1", "refund_line rows are never deleted"),
    Refusal("refund_plan_never_delete", "refund_plan", "DELETE", "1 = 1", "refund_plan rows are never deleted"),
    Refusal("work_item_never_delete", "work_item", "DELETE", "1 = 1", "work_item rows are never deleted"),
    Refusal(
        "work_item_end_is_final",
        "work_item",
        "UPDATE",
        "OLD.ended_at IS NOT NULL",
        "a difference that was settled stays so",
    ),
]


def upgrade() -> None:
    """Add what card payments need."""
    dialect = op.get_bind().dialect.name
    _widen()
    _make_tables()
    for statement in dropped(dialect, {"payment": REPLACED[:1], "refund": REPLACED[1:]}):
        op.execute(sa.text(statement))
    for statement in statements(dialect, REFUSALS):
        op.execute(sa.text(statement.replace(":", "\\:")))


def _widen() -> None:
    for name in ("slip_number", "known", "checkout_url", "request_id"):
        op.add_column("payment", sa.Column(name, sa.String(), server_default="", nullable=False))
    op.add_column("payment", sa.Column("checkout_id", sa.String(), nullable=True))
    for name in ("capture_before", "asked_at", "expires_at"):
        op.add_column("payment", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_index("ix_payment_created", "payment", ["tenant_id", "created_at"], unique=False)
    for name in ("tip_minor", "rounding_minor"):
        op.add_column("refund", sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    for name in ("failure", "via"):
        op.add_column("refund", sa.Column(name, sa.String(), server_default="", nullable=False))
    for name in ("stripe_refund_id", "plan_id", "reader_id", "shift_id"):
        op.add_column("refund", sa.Column(name, sa.String(), nullable=True))
    for name in ("till_id", "person_id"):
        op.add_column("refund", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("refund", sa.Column("attempt", sa.Integer(), server_default="1", nullable=False))
    with_id = sa.text("stripe_refund_id IS NOT NULL")
    pending = sa.text("status = 'pending'")
    op.create_index(
        "uq_refund_stripe", "refund", ["stripe_refund_id"], unique=True, sqlite_where=with_id, postgresql_where=with_id
    )
    op.create_index("ix_refund_pending", "refund", ["updated_at"], sqlite_where=pending, postgresql_where=pending)
    op.create_index("ix_refund_created", "refund", ["created_at"], unique=False)
    op.add_column("tenant", sa.Column("tips", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tenant", sa.Column("manual_capture", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("tenant", sa.Column("cash_step_minor", sa.Integer(), server_default="1", nullable=False))
    op.add_column("reader", sa.Column("device_type", sa.String(), server_default="", nullable=False))
    op.add_column("reader", sa.Column("removed_at", sa.BigInteger(), nullable=True))
    op.add_column("store", sa.Column("store_id", sa.String(), server_default="", nullable=False))
    op.add_column("store", sa.Column("compared_at", sa.BigInteger(), nullable=True))
    op.execute(sa.text("UPDATE store SET store_id = :store_id").bindparams(store_id=uuid.uuid4().hex))


def _make_tables() -> None:
    op.create_table(
        "refund_plan",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("till_id", sa.Integer(), nullable=True),
        sa.Column("shift_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refund_plan_amount_positive")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "order_id"],
            ["shop_order.tenant_id", "shop_order.order_id"],
            name=op.f("fk_refund_plan_tenant_id_order_id"),
        ),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_refund_plan")),
    )
    op.create_index("ix_refund_plan_order", "refund_plan", ["tenant_id", "order_id"], unique=False)
    op.create_table(
        "refund_line",
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("quantity_milli", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("restocked", sa.Boolean(), nullable=False),
        sa.CheckConstraint("quantity_milli > 0", name=op.f("ck_refund_line_quantity_positive")),
        sa.ForeignKeyConstraint(["plan_id"], ["refund_plan.plan_id"], name=op.f("fk_refund_line_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_refund_line")),
    )
    op.create_index("ix_refund_line_order", "refund_line", ["tenant_id", "order_id"], unique=False)
    op.create_table(
        "seen_intent",
        sa.Column("intent_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("payment_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("received_minor", sa.BigInteger(), nullable=False),
        sa.Column("tip_minor", sa.BigInteger(), nullable=False),
        sa.Column("refunded_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("intent_id", name=op.f("pk_seen_intent")),
    )
    op.create_index("ix_seen_intent_created", "seen_intent", ["tenant_id", "created_at"], unique=False)
    open_item = sa.text("ended_at IS NULL")
    op.create_table(
        "work_item",
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("payment_id", sa.String(), nullable=True),
        sa.Column("refund_id", sa.String(), nullable=True),
        sa.Column("intent_id", sa.String(), nullable=True),
        sa.Column("here_minor", sa.BigInteger(), nullable=False),
        sa.Column("stripe_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("stripe_refund_id", sa.String(), nullable=True),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_work_item")),
    )
    op.create_index(
        "uq_work_item_open",
        "work_item",
        ["kind", "about"],
        unique=True,
        sqlite_where=open_item,
        postgresql_where=open_item,
    )
    op.create_index("ix_work_item_found", "work_item", ["tenant_id", "found_at"], unique=False)
