"""What SQLite takes for granted of the tables of a shop: the same for every store, from its first row on.

SQLite chooses its way to rows by how many it expects behind each beginning of an index, and counts them only where a
program asks it to. Not counted, it expects few behind a tenant, while all of a store are of one or two: at 100,000
products a scanned code took 36 ms. Counted, the figures of the day are old the day after, and running processes keep
them: with those of an empty shop, statements on 300,000 orders did not end in minutes. So each store is told that it is
large; SQLite itself describes this way (`sqlite.org/optoverview.html`, manual control with `sqlite_stat1`).
"""

from __future__ import annotations

from sqlalchemy import Connection

ROWS = 1_000_000
"""As many rows as each table is said to have."""
ROWS_OF_PART = 100_000
"""As many as an index of some rows only is said to have: what waits, what belongs to a customer."""
FEW = 10
"""As many as are said to be behind a column that tells one thing from another."""
ALIKE = {"auth_table", "customer_table", "favourite"}
"""Columns that say the same of all rows, or of all that their index holds."""
KINDS = {"tenant_id", "status", "client", "method", "category_id", "person_id", "till_id", "price_list_id"}
"""Columns that part rows into a few kinds. A tenant is one: no table is gone through past the rows of others."""
A_KIND = 10
"""The part of the rows that is of one kind: one in so many."""


def assume_large(connection: Connection) -> None:
    """Write down for every index that begins with a tenant how many rows are expected behind its columns."""
    # The only way to make the table of these figures; with a limit of one row it takes a few milliseconds.
    connection.exec_driver_sql("PRAGMA analysis_limit = 1")
    connection.exec_driver_sql("ANALYZE")
    for table in ("sqlite_stat1", "sqlite_stat4"):
        connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - ours
    tables = connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
    for table in tables:
        for _, index, unique, _, partial in connection.exec_driver_sql(f'PRAGMA index_list("{table}")').all():
            columns = [row[2] for row in connection.exec_driver_sql(f'PRAGMA index_info("{index}")')]
            if columns[0] == "tenant_id":
                figures = _figures(columns, unique=bool(unique), partial=bool(partial))
                connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, figures))
    connection.exec_driver_sql("ANALYZE sqlite_schema")


def _figures(columns: list[str], *, unique: bool, partial: bool) -> str:
    """The rows of an index, and those behind its first column, its first two columns and so on."""
    rows = ROWS_OF_PART if partial else ROWS
    figures = [rows]
    for column in columns:
        before = figures[-1]
        figures.append(before if column in ALIKE else before // A_KIND if column in KINDS else min(before, FEW))
    if unique:
        figures[-1] = 1
    return " ".join(map(str, figures))
