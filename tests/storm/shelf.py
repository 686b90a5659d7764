"""What a program of the storm asks the store beside its services: which order belongs to a plan, and how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

_MINE = """o.cart_id IN (
    SELECT cart_id FROM cart WHERE session_id = :name UNION SELECT cart_id FROM cart_line WHERE note = :name
)"""


class Shelf:
    """Questions by SQL."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlcipher3.dbapi2.connect(str(file), timeout=10, isolation_level=None)

    def order_of(self, name: str) -> int | None:
        """The order of a plan that was not voided."""
        found = self.rows(f"SELECT max(order_id) FROM shop_order o WHERE status <> 'void' AND {_MINE}", name=name)
        return None if found[0][0] is None else int(found[0][0])

    def tried(self, name: str) -> int:
        """How often it was tried to pay a plan's orders, the voided ones too."""
        query = f"SELECT count(*) FROM payment p JOIN shop_order o USING (tenant_id, order_id) WHERE {_MINE}"
        return int(self.rows(query, name=name)[0][0])

    def was_voided(self, name: str) -> bool:
        """Whether a plan's order was given up once."""
        return bool(self.rows(f"SELECT 1 FROM shop_order o WHERE status = 'void' AND {_MINE} LIMIT 1", name=name))

    def is_begun(self, name: str) -> bool:
        """Whether anything of a plan is in the store."""
        carts = "SELECT 1 FROM cart WHERE session_id = :name UNION SELECT 1 FROM cart_line WHERE note = :name LIMIT 1"
        return bool(self.rows(carts, name=name))

    def on_reader(self, till_id: int) -> list[str]:
        """The open payments of a till that have a reader."""
        query = (
            "SELECT payment_id FROM payment JOIN reader ON leased_to = payment_id"
            " WHERE status IN ('pending', 'unknown') AND till_id = :till_id"
        )
        return [str(payment_id) for (payment_id,) in self.rows(query, till_id=till_id)]

    def page_of(self, name: str) -> str:
        """The page at Stripe of a plan's last payment by a code; empty where there is none."""
        query = f"""SELECT p.checkout_url FROM payment p JOIN shop_order o USING (tenant_id, order_id)
            WHERE p.checkout_url <> '' AND {_MINE} ORDER BY p.created_at DESC LIMIT 1"""
        return next((str(page) for (page,) in self.rows(query, name=name)), "")

    def begun(self) -> set[int]:
        """The numbers of the plans that the store knows."""
        names = self.rows(
            "SELECT session_id FROM cart WHERE session_id LIKE 'storm %'"
            " UNION SELECT note FROM cart_line WHERE note LIKE 'storm %'"
        )
        return {int(str(name).partition(" ")[2]) for (name,) in names}

    def set_manual(self, *, manual: bool) -> None:
        """The owner decides whether cards are captured by hand."""
        self._connection.execute("UPDATE tenant SET manual_capture = ? WHERE manual_capture <> ?", (manual, manual))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """What is on disk now."""
        return list(self._connection.execute(query, values))
