"""Finds the sentences that services say to people: what screens translate under the context `sentences`."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

PACKAGES: Final = ("domain", "services", "store", "payments", "printing", "mail", "backroom", "gui")
FOR_PROGRAMS: Final = frozenset(
    {
        "domain/access.py",
        "domain/passwords.py",
        "domain/reset_urls.py",
        "services/account_file.py",
        "services/importing.py",
        "services/clients.py",
        "services/online.py",
        "services/tenants.py",
    }
)
"""Modules whose words only programs and the command line read; both read English."""
_SAYING: Final = ("say", "Sentence")
_DEFECTS: Final = ("CurrencyMismatchError", "MissingResourceError")
"""Errors that tell programmers of a defect."""


@dataclass
class Found:
    """What a module says, and where it says it in a way that can't be translated."""

    patterns: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def sentences_of(root: Path) -> Found:
    """All sentences of the packages that speak to people."""
    found = Found()
    for path, name in modules_of(root):
        if name not in FOR_PROGRAMS:
            _Module(ast.parse(path.read_text(encoding="utf-8")), name, found).read()
    return found


def sentences_in(source: str, name: str = "module.py") -> Found:
    """The sentences of one module."""
    found = Found()
    _Module(ast.parse(source), name, found).read()
    return found


def modules_of(root: Path) -> Iterator[tuple[Path, str]]:
    """The modules that may speak to people, with their names relative to the program."""
    source = root / "src" / "aurora_desk"
    for package in PACKAGES:
        for path in sorted((source / package).rglob("*.py")):
            yield path, path.relative_to(source).as_posix()


class _Module:
    def __init__(self, tree: ast.Module, name: str, found: Found) -> None:
        self._tree, self._name, self._found = tree, name, found
        self._constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }

    def read(self) -> None:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                self._read_error(node)
            if not isinstance(node, ast.Call):
                continue
            called = _name_of(node.func)
            if ast.unparse(node.func) in _SAYING and called != self._defines():
                self._take(node.args[0], must=True)
            elif called.endswith("Error") and not hasattr(builtins, called) and called not in _DEFECTS:
                for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
                    self._take(argument)

    def _read_error(self, node: ast.ClassDef) -> None:
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
                for argument in call.args:
                    self._take(argument)

    def _defines(self) -> str:
        # The module that defines these words hands on a parameter.
        return {"domain/words.py": "Sentence", "domain/errors.py": "Sentence"}.get(self._name, "")

    def _take(self, node: ast.expr, *, must: bool = False) -> None:
        """Take the literals of an argument. One word without `say` is the name of a field or a code."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if must or " " in node.value:
                self._keep(node.value)
        elif isinstance(node, ast.IfExp):
            self._take(node.body, must=must)
            self._take(node.orelse, must=must)
        elif isinstance(node, ast.Name) and isinstance(self._constants.get(node.id), ast.expr):
            self._take(self._constants[node.id], must=must)
        elif must or (isinstance(node, ast.JoinedStr) and " " in ast.unparse(node)):
            self._found.faults.append(f"{self._name}:{node.lineno}: {ast.unparse(node)}")

    def _keep(self, pattern: str) -> None:
        if any(letter.isalpha() for letter in _without_places(pattern)):
            self._found.patterns.add(pattern)


def _name_of(function: ast.expr) -> str:
    return ast.unparse(function).rpartition(".")[2]


def _without_places(pattern: str) -> str:
    return "".join(part.rpartition("}")[2] for part in pattern.split("{"))
