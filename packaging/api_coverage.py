"""Which tests hold the program to each statement of its API's documents: checks the mapping and writes the table.

`docs/api/coverage.toml` names the tests. A sentence that is new or changed has none there, and then this script prints
the entry to add. With `--check` it writes nothing, and fails where the table is not up to date.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from api_statements import DOCUMENTS, Statement, statements

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = "docs/api"
MAPPING: Final = "docs/api/coverage.toml"
TABLE: Final = "docs/api-coverage.md"
_SHORT: Final = 120
_HEAD: Final = """# What the tests hold the API to

Every statement of the [reference](api/reference.txt) and of the [contract](api/contract.md), each with the tests that
would fail without it. `packaging/api_coverage.py` writes this page from [a list of tests](api/coverage.toml), and
`make check` fails where a statement has none.
"""


@dataclass(frozen=True)
class Entry:
    """What the mapping says of one statement."""

    says: str
    """The statement's first words, for whoever reads the mapping."""
    tests: tuple[str, ...]
    """`file::name` of each test that would fail without the statement."""
    promises_nothing: str
    """Why there is nothing to test, for a sentence that only leads through its document."""


def read_mapping(text: str) -> dict[str, Entry]:
    """The entries by the ids of their statements."""
    return {
        name: Entry(entry.get("says", ""), tuple(entry.get("tests", ())), entry.get("promises_nothing", ""))
        for name, entry in tomllib.loads(text).items()
    }


def faults(found: Sequence[Statement], mapping: dict[str, Entry], root: Path) -> Iterator[str]:
    """What is wrong between documents, mapping and tests, each fault with what to do about it."""
    for statement in found:
        entry = mapping.get(statement.id)
        if entry is None:
            yield f"{statement.document} says something that no test is named for. Add to {MAPPING}:\n{stub(statement)}"
        elif not entry.says or not one_line(statement.text).startswith(entry.says):
            yield f"{statement.id} says {one_line(statement.text)!r}, and {MAPPING} has {entry.says!r} there."
        elif bool(entry.tests) == bool(entry.promises_nothing):
            yield f"{statement.id} needs either tests or the reason why it promises nothing: {entry.says}"
    for name in sorted(mapping.keys() - {statement.id for statement in found}):
        yield f"{name} is no statement of the documents any more; they said: {mapping[name].says}"
    for file, names in _tests_by_file(mapping).items():
        defined = defined_tests(root / file)
        yield from (f"There is no test {file}::{name}." for name in sorted(names - defined))


def defined_tests(file: Path) -> set[str]:
    """The names of the tests in a file, none where there is no file; looked up without running anything."""
    if not file.is_file():
        return set()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return {function.name for function in functions if function.name.startswith("test_")}


def stub(statement: Statement) -> str:
    """The entry that a new statement needs, its tests still to be named."""
    words = shortened(statement.text).removesuffix("…")
    says = f"'{words}'" if '"' in words and "'" not in words else json.dumps(words, ensure_ascii=False)
    return f"[{statement.id}]\nsays = {says}\ntests = []\n"


def table(found: Sequence[Statement], mapping: dict[str, Entry]) -> str:
    """The page: a table a section, and what promises nothing at its end."""
    parts = [_HEAD]
    silent = [statement for statement in found if mapping[statement.id].promises_nothing]
    for document in DOCUMENTS:
        parts.append(f"\n## {document}\n")
        spoken = (s for s in found if s.document == document and s not in silent)
        for section, members in groupby(spoken, key=lambda statement: statement.section):
            parts.append(f"\n### {_plain(section)}\n\n| Statement | Tests that would fail without it |\n|---|---|\n")
            parts += [f"| {_cell(one)} | {_links(mapping[one.id])} |\n" for one in members]
    parts.append("\n## Sentences that promise nothing\n\n| Sentence | Why there is no test |\n|---|---|\n")
    parts += [f"| {_cell(one)} | {mapping[one.id].promises_nothing} |\n" for one in silent]
    return "".join(parts)


def one_line(text: str) -> str:
    """A text with every run of white space as one blank."""
    return " ".join(text.split())


def shortened(text: str) -> str:
    """The first words of a statement, on one line."""
    words = one_line(text)
    return words if len(words) <= _SHORT else words[:_SHORT].rpartition(" ")[0] + "…"


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Check the mapping, then write the table or compare it; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, and fail where the table is out of date")
    check = parser.parse_args(arguments).check
    found = statements(root / FOLDER)
    mapping = read_mapping((root / MAPPING).read_text(encoding="utf-8"))
    wrong = list(faults(found, mapping, root))
    if not wrong:
        page = table(found, mapping)
        if not check:
            (root / TABLE).write_text(page, encoding="utf-8")
        elif not (root / TABLE).is_file() or (root / TABLE).read_text(encoding="utf-8") != page:
            wrong.append(f"{TABLE} is not up to date. Run packaging/api_coverage.py and commit what it writes.")
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


def _tests_by_file(mapping: dict[str, Entry]) -> dict[str, set[str]]:
    files: dict[str, set[str]] = {}
    for entry in mapping.values():
        for test in entry.tests:
            file, _, name = test.partition("::")
            files.setdefault(file, set()).add(name)
    return files


def _links(entry: Entry) -> str:
    pairs = [test.split("::") for test in entry.tests]
    return "<br>".join(f"[{name}](../{file})" for file, name in pairs)


def _cell(statement: Statement) -> str:
    return _plain(shortened(statement.text))


def _plain(text: str) -> str:
    """Text that markdown shows as it is, bars of a table included."""
    quoted = text.replace("\\", "\\\\")
    for sign in "|<>*_`[]":
        quoted = quoted.replace(sign, f"\\{sign}")
    return quoted


if __name__ == "__main__":
    sys.exit(main())
