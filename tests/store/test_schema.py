"""What the migrations make is what the program declares."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from aurora_desk.domain.orders import ORDER_STEPS
from aurora_desk.store.rows import Base
from store.making import Shop


def test_the_migrated_schema_is_the_declared_one(shop: Shop) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        # The search indexes exist on one engine only, and no query of SQLAlchemy's names their parts.
        searching = {"product_fts", "customer_fts", "search", "ix_product_search", "ix_customer_search"}
        return kind not in {"table", "column", "index"} or not any(
            name == part or (name or "").startswith(f"{part}_") for part in searching
        )

    with shop.raw() as connection:
        options: dict[str, Any] = {"include_object": ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_partial_indexes_have_the_declared_conditions(sqlite_shop: Shop) -> None:
    declared = {
        index.name: str(index.dialect_options["sqlite"]["where"])
        for table in Base.metadata.tables.values()
        for index in table.indexes
        if index.dialect_options["sqlite"]["where"] is not None
    }

    with sqlite_shop.raw() as connection:
        made = {
            name: sql.partition(" WHERE ")[2]
            for name, sql in connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
            )
        }

    assert made == declared


def test_the_steps_that_the_database_allows_are_the_domains(shop: Shop) -> None:
    with shop.raw() as connection:
        steps = {(row.before, row.after) for row in connection.execute(text("SELECT before, after FROM order_step"))}

    assert steps == {(before.value, after.value) for before, after in ORDER_STEPS}
