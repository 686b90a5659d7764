"""A list of orders as a CSV file: page by page, so that no year of a shop lies in memory, and whole or not at all."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import PersonId, TenantId, TillId
from aurora_desk.domain.money import Money, minor_digits
from aurora_desk.domain.orders import EVERYTHING, Narrowed, OrderFilter, OrderRow
from aurora_desk.domain.paging import Page
from aurora_desk.domain.quantity import quantity_text
from aurora_desk.domain.words import say
from aurora_desk.services.orders import Orders
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

COLUMNS = (
    "order",
    "number",
    "date",
    "time",
    "customer",
    "items",
    "methods",
    "status",
    "payment_status",
    "handover",
    "currency",
    "total",
    "paid",
    "refunded",
    "till",
    "person",
)
PAGE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ExportStoppedError(AuroraError):
    """Somebody stopped an export; there is no file."""

    code = "export_stopped"

    def __init__(self) -> None:
        super().__init__("The export was stopped. No file was written.")


class FileNotWrittenError(AuroraError):
    """The disk did not take the file."""

    code = "file_not_written"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            say("{name} could not be written: {reason}. Choose another place.", name=path.name, reason=reason)
        )


class Progress(Protocol):
    """Hears how many orders are written, and says whether to go on."""

    def __call__(self, written: int) -> bool:
        """True to go on."""


class OrderExport:
    """Writes what a list of orders shows. `write` blocks."""

    def __init__(self, store: Store, orders: Orders) -> None:
        self._store, self._orders = store, orders

    def write(
        self,
        tenant_id: TenantId,
        path: Path,
        which: OrderFilter,
        *,
        text: str = "",
        narrowed: Narrowed = EVERYTHING,
        progress: Progress = lambda _written: True,
    ) -> int:
        """Write the file and tell how many orders are in it; raises `ExportStoppedError`, `FileNotWrittenError`.

        Another file of that name stays as it is until the new one is whole.
        """
        part = path.with_name(f".{path.name}.part")
        rows = self._rows(tenant_id, which, text, narrowed)
        try:
            written = _write_all(part, rows, progress)
            part.replace(path)
        except OSError as error:
            raise FileNotWrittenError(path, error.strerror or "unknown") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
        return written

    def _rows(
        self, tenant_id: TenantId, which: OrderFilter, text: str, narrowed: Narrowed
    ) -> Iterator[tuple[tuple[str, ...], ...]]:
        ask = partial(self._orders.page, tenant_id=tenant_id, which=which, text=text, narrowed=narrowed, limit=PAGE)
        names = _Names(tenant_id)
        after: str | None = None
        while True:
            rows, after = self._store.read(partial(_page, ask=partial(ask, after=after), names=names))
            yield rows
            if after is None:
                return


class _Names:
    """People and tills by their ids; each is read once."""

    def __init__(self, tenant_id: TenantId) -> None:
        self.tenant_id = tenant_id
        self._people: dict[PersonId, str] = {}
        self._tills: dict[TillId, str] = {}

    def person(self, work: Work, person_id: PersonId | None) -> str:
        if person_id is None:
            return ""
        if person_id not in self._people:
            self._people[person_id] = work.people.get(self.tenant_id, person_id).name
        return self._people[person_id]

    def till(self, work: Work, till_id: TillId | None) -> str:
        if till_id is None:
            return ""
        if till_id not in self._tills:
            self._tills[till_id] = work.tenants.till(till_id).name
        return self._tills[till_id]


def _page(
    work: Work, *, ask: Callable[[Work], Page[OrderRow]], names: _Names
) -> tuple[tuple[tuple[str, ...], ...], str | None]:
    page = ask(work)
    local = work.tenants.get(names.tenant_id).local
    return tuple(_cells(work, row, local(row.created_at), names) for row in page.rows), page.after


def safe_cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_all(part: Path, pages: Iterator[tuple[tuple[str, ...], ...]], progress: Progress) -> int:
    written = 0
    with part.open("w", encoding="utf-8", newline="") as file:
        # RFC 4180: lines end with CR LF; quotes where a cell needs them.
        sheet = csv.writer(file, lineterminator="\r\n")
        sheet.writerow(COLUMNS)
        for rows in pages:
            sheet.writerows(rows)
            written += len(rows)
            if not progress(written):
                raise ExportStoppedError
        file.flush()
        os.fsync(file.fileno())
    return written


def _cells(work: Work, row: OrderRow, at: datetime, names: _Names) -> tuple[str, ...]:
    currency = row.total.currency

    def decimal(amount_minor: int) -> str:
        return f"{Money(amount_minor, currency).decimal():.{minor_digits(currency)}f}"

    cells = (
        str(row.order_id),
        row.number,
        at.strftime("%Y-%m-%d"),
        at.strftime("%H:%M:%S"),
        row.customer_name,
        quantity_text(row.items_milli),
        " + ".join(row.methods),
        row.status.value,
        row.payment_status.value,
        row.handover.value,
        currency,
        decimal(row.total.amount_minor),
        decimal(row.paid_minor),
        decimal(row.refunded_minor),
        names.till(work, row.till_id),
        names.person(work, row.person_id),
    )
    return tuple(safe_cell(cell) for cell in cells)
