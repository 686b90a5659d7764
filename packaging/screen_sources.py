"""Finds words in the sources of the window that no translation reaches."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

NOT_SHOWN: Final = frozenset(
    {
        "theme/stylesheet.py",
        "theme/sounds.py",
        "theme/tokens.py",
        "theme/resources.py",
        "theme/typography.py",
    }
)
"""Modules whose literals nobody reads: stylesheets and file names."""
GALLERY: Final = "gallery/"
"""For those who build the desk."""
_PROSE: Final = re.compile(r"[^\W\d_]{2,}[\s\u00a0]|[A-Z][a-z]+|[a-z]{2,}\s")
_KEY: Final = (
    r"((Ctrl|Shift|Alt)\+)*"
    r"(F\d+|PgUp|PgDown|Home|End|Up|Down|Left|Right|Esc|Enter|Return|Del|Backspace|Tab|\S)"
)
_KEYS_FOLLOW: Final = re.compile(r"(Ctrl|Shift|Alt)\+|Esc|Enter|Del")
_KEYS: Final = re.compile(rf"{_KEY}(,? {_KEY})*")
_NAMES: Final = frozenset(
    {"Aurora", "Aurora Desk", "American Express", "Cartes Bancaires", "Diners Club", "Mastercard", "UnionPay", "Visa"}
    | {"Fusion", "currentColor", "Europe/Dublin", "acceptsScan", "objectName", "Receipt", "Status", "Shortcuts"}
    | {"English", "Deutsch", "Español", "MMMM yyyy"}
)
"""Names that are the same in every language, and those that only the program reads."""
_MARKS: Final = ("tr", "_tr", "translate", "counted", "QT_TRANSLATE_NOOP")
_TO_PROGRAMMERS: Final = ("debug", "info", "warning", "error", "exception", "getLogger", "Slot", "Property", "TypeVar")
_TRANSLATES_WHAT_IS_MARKED: Final = frozenset({"_tr", "word", "said", "counted", "_fill", "key_words"})
"""Functions that translate what QT_TRANSLATE_NOOP or a caller has marked."""


def faults_of(folder: Path) -> list[str]:
    """Each place of a folder where words are shown untranslated, or translated from something that is no literal."""
    return [fault for reader in _readers(folder) for fault in reader.faults]


def texts_of(folder: Path) -> set[tuple[str, str]]:
    """Each text that a folder's modules translate, with the note that tells two meanings apart."""
    return {text for reader in _readers(folder) for text in reader.texts}


def counted_in(folder: Path) -> set[tuple[str, str]]:
    """Context and text of what is counted without an object, which Qt's reader of sources does not see."""
    return {text for reader in _readers(folder) for text in reader.counted}


def _readers(folder: Path) -> Iterator[_Reader]:
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if name not in NOT_SHOWN and not name.startswith(GALLERY):
            reader = _Reader(name)
            reader.visit(ast.parse(path.read_text(encoding="utf-8")))
            yield reader


class _Reader(ast.NodeVisitor):
    def __init__(self, name: str) -> None:
        self._name = name
        self._functions: list[str] = []
        self.faults: list[str] = []
        self.texts: set[tuple[str, str]] = set()
        self.counted: set[tuple[str, str]] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._functions.append(node.name)
        for child in _without_docstring(node):
            self.visit(child)
        self._functions.pop()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if node.name.endswith("Error"):
            return  # its sentence is collected with those of services
        for child in _without_docstring(node):
            self.visit(child)

    def visit_Module(self, node: ast.Module) -> None:
        for child in _without_docstring(node):
            self.visit(child)

    def visit_Expr(self, node: ast.Expr) -> None:
        # A text that stands alone describes the attribute above it.
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_Assert(self, node: ast.Assert) -> None:
        del node

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in _MARKS and not _moves_or_maps(node):
            self._check_mark(node, called)
            for argument in node.args[len(_texts_of(node, called)) :]:
                self.visit(argument)
        elif called not in _TO_PROGRAMMERS and called not in ("say", "Sentence") and not called.endswith("Error"):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        text = node.value
        shown = isinstance(text, str) and _PROSE.search(text) and text not in _NAMES and not _KEYS.fullmatch(text)
        if shown:
            self._tell(node, repr(node.value))

    def visit_Assign(self, node: ast.Assign) -> None:
        if ast.unparse(node.targets[0]) != "__all__":
            self.visit(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        if _PROSE.search(text) and not _KEYS_FOLLOW.match(text):
            self._tell(node, ast.unparse(node))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _check_mark(self, node: ast.Call, called: str) -> None:
        texts = _texts_of(node, called)
        literals = [str(text.value) for text in texts if isinstance(text, ast.Constant)]
        if len(literals) < len(texts) or (called == "translate" and len(node.args) > len(texts)):
            if not set(self._functions) & _TRANSLATES_WHAT_IS_MARKED:
                self._tell(node, ast.unparse(node))
        elif called == "counted":
            self.texts.add((literals[1], ""))
            self.counted.add((literals[0], literals[1]))
        else:
            source, *note = literals if called in ("tr", "_tr") else literals[1:]
            self.texts.add((source, note[0] if note else ""))

    def _tell(self, node: ast.expr, what: str) -> None:
        self.faults.append(f"{self._name}:{node.lineno}: {what}")


def _moves_or_maps(node: ast.Call) -> bool:
    """Whether it is a painter's or a text's own `translate`."""
    return ast.unparse(node.func) != "QCoreApplication.translate" and ast.unparse(node.func).endswith("translate")


def _texts_of(node: ast.Call, called: str) -> list[ast.expr]:
    """Context, source and note of a call that translates."""
    return node.args[: 2 if called in ("tr", "_tr", "counted") else 3]


def _without_docstring(node: ast.FunctionDef | ast.ClassDef | ast.Module) -> Iterator[ast.AST]:
    first = 1 if ast.get_docstring(node, clean=False) is not None else 0
    yield from node.body[first:]
    if isinstance(node, ast.FunctionDef):
        yield from (default for default in (*node.args.defaults, *node.args.kw_defaults) if default is not None)
