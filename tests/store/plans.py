"""How a database means to answer the questions of a repository."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, event

from store.making import Shop


def first_plan(shop: Shop, connection: Connection, ask: Callable[[], object]) -> str:
    """The plan of the first statement that `ask` sends on the connection, a step a line."""
    asked: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, _context: object, _many: object) -> None:
        asked.append((statement, parameters))

    event.listen(connection.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(connection.engine, "before_cursor_execute", note)
    statement, parameters = asked[0]
    explain = "EXPLAIN QUERY PLAN " if shop.on_sqlite else "EXPLAIN "
    rows = connection.exec_driver_sql(explain + statement, parameters)  # type: ignore[arg-type]
    return "\n".join(str(row[3 if shop.on_sqlite else 0]) for row in rows)
