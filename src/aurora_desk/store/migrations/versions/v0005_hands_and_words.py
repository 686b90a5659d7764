"""Whose hands refunded goods came out of, numbers of price lists that are never given again, words that may go."""

import sqlalchemy as sa
from alembic import op

from aurora_desk.store.refusals import Refusal, dropped, statements

revision = "0005"
down_revision = "0004"

OF_LINE = "{0}.tenant_id = NEW.tenant_id AND {0}.order_id = NEW.order_id AND {0}.position = NEW.position"
SOLD = f"(SELECT o.quantity_milli FROM order_line o WHERE {OF_LINE.format('o')})"
COLLECTED = f"(SELECT coalesce(sum(c.quantity_milli), 0) FROM order_collection c WHERE {OF_LINE.format('c')})"
REFUNDED_HERE = (
    "(SELECT coalesce(sum(l.quantity_milli - l.from_customer_milli), 0) FROM refund_line l "
    f"WHERE {OF_LINE.format('l')})"
)
REFUNDED = f"(SELECT coalesce(sum(l.quantity_milli), 0) FROM refund_line l WHERE {OF_LINE.format('l')})"
ITEM_FROZEN = (
    "item_id",
    "tenant_id",
    "kind",
    "about",
    "order_id",
    "payment_id",
    "refund_id",
    "intent_id",
    "here_minor",
    "stripe_minor",
    "currency",
    "attempt",
    "stripe_refund_id",
    "found_at",
    "seen_at",
    "ended_at",
    "ended_by",
)
ITEM_CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in ITEM_FROZEN)
REFUSALS = [
    Refusal("refund_line_never_update", "refund_line", "UPDATE", "1 = 1", "refund_line rows are never changed"),
    Refusal(
        "refund_line_within_shelf",
        "refund_line",
        "INSERT",
        # More than was sold is another refusal's to tell: which of two comes first is nothing to rely on.
        f"NEW.quantity_milli + {REFUNDED} <= {SOLD} AND ("
        "NEW.from_customer_milli < 0 OR NEW.from_customer_milli > NEW.quantity_milli OR "
        f"NEW.quantity_milli - NEW.from_customer_milli + {REFUNDED_HERE} + {COLLECTED} > {SOLD})",
        "more than lies here",
    ),
    Refusal(
        "collection_within_order",
        "order_collection",
        "INSERT",
        f"NEW.quantity_milli + {COLLECTED} + {REFUNDED_HERE} > {SOLD}",
        "more than was sold",
    ),
    # What a person wrote may be emptied for the customer whom it was about; how it ended stays.
    Refusal(
        "work_item_end_is_final",
        "work_item",
        "UPDATE",
        f"OLD.ended_at IS NOT NULL AND ({ITEM_CHANGED} OR NEW.ending LIKE '%:%' "
        "OR NOT OLD.ending LIKE NEW.ending || ': %')",
        "a difference that was settled stays so",
    ),
]
# Nobody wrote down where refunded goods were. As before they count as not collected, as far as so many were not.
# A sale at the till is with its customer at once, without a row for what was collected.
FILL = """UPDATE refund_line SET from_customer_milli = refund_line.quantity_milli - (
    CASE WHEN known.so_far < known.here THEN known.so_far ELSE known.here END
    - CASE WHEN known.so_far - refund_line.quantity_milli < known.here
        THEN known.so_far - refund_line.quantity_milli ELSE known.here END
) FROM (
    SELECT l.plan_id, l.position,
        sum(l.quantity_milli) OVER (
            PARTITION BY l.tenant_id, l.order_id, l.position ORDER BY p.created_at, l.plan_id
        ) AS so_far,
        CASE WHEN s.handover = 'collected' AND NOT EXISTS (
            SELECT 1 FROM order_collection a WHERE a.tenant_id = l.tenant_id AND a.order_id = l.order_id
        ) THEN 0 ELSE o.quantity_milli - (
            SELECT coalesce(sum(c.quantity_milli), 0) FROM order_collection c
            WHERE c.tenant_id = l.tenant_id AND c.order_id = l.order_id AND c.position = l.position
        ) END AS here
    FROM refund_line l
    JOIN refund_plan p ON p.plan_id = l.plan_id
    JOIN shop_order s ON s.tenant_id = l.tenant_id AND s.order_id = l.order_id
    JOIN order_line o ON o.tenant_id = l.tenant_id AND o.order_id = l.order_id AND o.position = l.position
) AS known WHERE known.plan_id = refund_line.plan_id AND known.position = refund_line.position"""
# The numbers of lists that are gone still stand in carts and in the journal.
COUNT_LISTS = """INSERT INTO tenant_counter (tenant_id, series, next_value)
SELECT t.tenant_id, 'price_list', 1 + coalesce((
    SELECT max(given.number) FROM (
        SELECT tenant_id, price_list_id AS number FROM price_list
        UNION ALL SELECT tenant_id, price_list_id FROM cart WHERE price_list_id IS NOT NULL
        UNION ALL SELECT tenant_id, CAST(substr(subject, 12) AS INTEGER) FROM journal
            WHERE event IN ('price_list.kept', 'price_list.removed')
    ) AS given WHERE given.tenant_id = t.tenant_id
), 0) FROM tenant t"""


def upgrade() -> None:
    """Write down what follows from what is known, then let the triggers watch over it."""
    dialect = op.get_bind().dialect.name
    replaced = {
        "refund_line": ["refund_line_never_update"],
        "order_collection": ["collection_within_order"],
        "work_item": ["work_item_end_is_final"],
    }
    for statement in dropped(dialect, replaced):
        op.execute(sa.text(statement))
    op.add_column("refund_line", sa.Column("from_customer_milli", sa.BigInteger(), server_default="0", nullable=False))
    for statement in (FILL, COUNT_LISTS):
        op.execute(sa.text(statement))
    for statement in statements(dialect, REFUSALS):
        op.execute(sa.text(statement.replace(":", "\\:")))
