"""The table of flows and ways says what is true: each test that it names is there, and runs in the ways it says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
WAYS = ("MOUSE", "KEYS", "SCANNER")
YES, NO = "✓", "–"


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    flow: str
    where: str
    ways: tuple[str, str, str]

    @property
    def is_here(self) -> bool:
        """Whether it is a flow of this folder."""
        return "::" in self.where


def rows() -> list[Row]:
    """The table, without its heading."""
    lines = [line for line in (HERE / "README.md").read_text().splitlines() if line.startswith("| ")][1:]
    found = []
    for line in lines:
        flow, where, mouse, keys, scanner = (cell.strip() for cell in line.strip("|").split("|"))
        found.append(Row(flow, where, (mouse, keys, scanner)))
    return found


def named_in(file: Path) -> Iterator[ast.FunctionDef]:
    """The tests of a file."""
    for node in ast.parse(file.read_text()).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def ways_of(test: ast.FunctionDef) -> set[str]:
    """The ways that `@by(…)` names."""
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "by":
            return {way.id for way in mark.args if isinstance(way, ast.Name)}
    return set()


def flows_here() -> dict[str, set[str]]:
    """Every flow of this folder, with its ways."""
    files = [file for file in sorted(HERE.glob("test_*.py")) if file != Path(__file__)]
    return {f"{file.name}::{test.name}": ways_of(test) for file in files for test in named_in(file)}


def test_every_flow_of_this_folder_has_its_row_with_just_its_ways() -> None:
    told = {row.where: {way for way, cell in zip(WAYS, row.ways, strict=True) if cell == YES} for row in rows()}

    assert {where: ways for where, ways in told.items() if "::" in where} == flows_here()


def test_every_test_of_another_folder_that_a_row_names_is_there() -> None:
    missing = [
        name
        for row in rows()
        if not row.is_here
        for name in row.ways
        if name not in {test.name for test in named_in(HERE / row.where)} | {NO}
    ]

    assert missing == []


def test_every_flow_is_gone_through_by_mouse_and_by_keyboard_unless_it_is_a_scan() -> None:
    assert [row.flow for row in rows() if NO in row.ways[:2] and row.ways != (NO, NO, YES)] == []
