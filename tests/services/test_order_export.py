"""Exports: what the list shows, in a file that is whole or not there, and that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from aurora_desk.domain.orders import Narrowed, OrderFilter
from aurora_desk.services import order_export
from aurora_desk.services.demo import CAFE
from aurora_desk.services.order_export import COLUMNS, ExportStoppedError, FileNotWrittenError, safe_cell
from services.counter import CROISSANT, ESPRESSO, LOOPBACK, Counter, item, order_of
from services.refunding import by_cash


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))


def test_the_file_holds_what_the_list_shows_across_pages(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_export, "PAGE", 2)
    sale = by_cash(counter)
    for product in (ESPRESSO, CROISSANT, ESPRESSO):
        counter.write(counter.services.orders.place, LOOPBACK, order_of(item(product)))
    path, heard = tmp_path / "orders.csv", []

    def progress(written: int) -> bool:
        heard.append(written)
        return True

    assert counter.services.order_export.write(CAFE, path, OrderFilter.ALL, progress=progress) == 4
    assert heard == [2, 4]
    found = rows_of(path)
    assert [row["order"] for row in found] == ["5004", "5003", "5002", "5001"]
    last = found[-1]
    assert tuple(last) == COLUMNS
    assert (last["total"], last["paid"], last["refunded"], last["currency"]) == ("5.00", "5.00", "0.00", "USD")
    assert (last["till"], last["person"], last["methods"]) == ("Till 1", "Mara Klein", "cash")
    assert path.read_bytes().endswith(b"\r\n")
    assert last["number"] == sale.number

    narrowed = Narrowed(product_id=CROISSANT)
    assert counter.services.order_export.write(CAFE, path, OrderFilter.WAITING, narrowed=narrowed) == 1
    assert [row["order"] for row in rows_of(path)] == ["5003"]


def test_a_stopped_or_failed_export_leaves_what_was_there(counter: Counter, tmp_path: Path) -> None:
    by_cash(counter)
    path = tmp_path / "orders.csv"
    path.write_text("old")
    with pytest.raises(ExportStoppedError):
        counter.services.order_export.write(CAFE, path, OrderFilter.ALL, progress=lambda _written: False)
    with pytest.raises(FileNotWrittenError, match="Choose another place"):
        counter.services.order_export.write(CAFE, tmp_path / "missing" / "orders.csv", OrderFilter.ALL)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["orders.csv"]
    assert path.read_text() == "old"


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert safe_cell("Lena = 1") == "Lena = 1"
