"""The SDK is imported in one place, and only when it is needed: it is slow and large."""

from __future__ import annotations

import ast
from pathlib import Path

import aurora_desk

SOURCE = Path(aurora_desk.__file__).parent


def imports_of_stripe(tree: ast.Module) -> list[ast.stmt]:
    """The imports of the SDK that run; those for type checkers don't."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            node.body = []
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(name.name.partition(".")[0] == "stripe" for name in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "stripe")
    ]


def test_one_module_imports_the_sdk_and_never_as_it_is_itself_imported() -> None:
    found = {}
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if imports_of_stripe(tree):
            found[path.relative_to(SOURCE).as_posix()] = [node for node in tree.body if node in imports_of_stripe(tree)]
    assert found == {"payments/connection.py": []}
