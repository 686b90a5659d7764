"""How the owner's commands are parsed: each names the deed that it asks for, and all take the store's options.

Imported with every start of the program: nothing slow may be imported here or by the modules of the commands.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner

Deed: TypeAlias = "Callable[[Owner, argparse.Namespace], None]"
"""What a command does; it raises `AuroraError` or `UsageError` with the sentence to print."""
Subparsers: TypeAlias = "argparse._SubParsersAction[Any]"

_LARGEST_NUMBER = 2**31 - 1


class Commands:
    """Commands beside each other: those of the program, or those of a group."""

    def __init__(self, parsers: Subparsers, store_options: Callable[[argparse.ArgumentParser], None]) -> None:
        self._parsers, self._store_options = parsers, store_options

    def add(self, name: str, deed: Deed, words: str) -> argparse.ArgumentParser:
        """Add a command; its own arguments are for the caller to add."""
        parser: argparse.ArgumentParser = self._parsers.add_parser(
            name, help=words, description=f"{words[:1].upper()}{words[1:]}."
        )
        self._store_options(parser)
        parser.set_defaults(deed=deed)
        return parser

    def group(self, name: str, deed: Deed, words: str) -> Commands:
        """Add a command with others below it; alone it does `deed`."""
        return self.below(self.add(name, deed, words))

    def below(self, parser: argparse.ArgumentParser) -> Commands:
        """The commands below one."""
        return Commands(parser.add_subparsers(title="commands"), self._store_options)


def tenant_option(parser: argparse.ArgumentParser, words: str = "the shop's number (default: the store's own)") -> None:
    """`--tenant N`."""
    # Without a default of its own it doesn't overwrite the same option given to the command above.
    parser.add_argument("--tenant", type=tenant_number, metavar="N", default=argparse.SUPPRESS, help=words)


def tenant_number(text: str) -> int:
    """A tenant's number as it is typed."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and 0 < int(text) <= _LARGEST_NUMBER):
        raise argparse.ArgumentTypeError(f"a shop is named by its number, not by {text!r}")
    return int(text)
