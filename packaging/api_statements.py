"""The statements of the API's two documents: each sentence, endpoint and example, under an id made from its text."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

DOCUMENTS: Final = ("reference.txt", "contract.md")
_ENDPOINT: Final = re.compile(r"(GET|POST)/")
_LABEL: Final = re.compile(r"(Request Body|URL Parameters|(Success|Error) Response( \(\d{3} [A-Za-z ]+\))?)")
_NEXT_ADDRESS: Final = re.compile(r"(?<=[`)]), `(GET |POST )?/")
_ABBREVIATIONS: Final = ("e.g.", "i.e.")


@dataclass(frozen=True)
class Statement:
    """Something that one of the documents says, and that a test must hold the program to."""

    id: str
    document: str
    section: str
    text: str


def statements(folder: Path) -> list[Statement]:
    """All statements of the documents in a folder, in the order in which they stand there."""
    readers = {"reference.txt": _of_reference, "contract.md": _of_contract}
    return [
        statement
        for document in DOCUMENTS
        for statement in _named(document, readers[document]((folder / document).read_text(encoding="utf-8")))
    ]


def sentences(text: str) -> list[str]:
    """A text cut behind stops and semicolons, at middle dots and between listed addresses; never inside brackets."""
    cuts = [0]
    depth, in_code = 0, False
    for place, character in enumerate(text):
        if character == "`":
            in_code = not in_code
        elif not in_code:
            depth += (character in "([{") - (character in ")]}")
            if depth == 0 and _ends_here(text, place):
                cuts.append(place + 1)
    pieces = [text[start:end].strip(" ·,") for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def _ends_here(text: str, place: int) -> bool:
    if text[place] == "·" or _NEXT_ADDRESS.match(text, place):
        return True
    behind = text[place + 1 : place + 2]
    return text[place] in ".;" and behind in ("", " ") and not text[: place + 1].endswith(_ABBREVIATIONS)


def _named(document: str, found: Iterable[tuple[str, str]]) -> Iterator[Statement]:
    """The id is of section and text, so a changed sentence is a new one; the same words again have their own."""
    seen: Counter[tuple[str, str]] = Counter()
    for section, text in found:
        seen[section, text] += 1
        words = "\0".join((document, section, " ".join(text.split()), str(seen[section, text])))
        yield Statement(hashlib.sha256(words.encode()).hexdigest()[:8], document, section, text)


def _of_contract(text: str) -> Iterator[tuple[str, str]]:
    """Markdown: the sentences of each paragraph and bullet; headings only name the section."""
    section = ""
    for block in re.split(r"\n\s*\n|\n(?=- )|(?m:^(#.*)$)", text):
        if block is None or not block.strip():
            continue
        if block.startswith("#"):
            section = block.strip("# ")
        else:
            joined = " ".join(block.split()).removeprefix("- ")
            yield from ((section, sentence) for sentence in sentences(joined))


def _of_reference(text: str) -> Iterator[tuple[str, str]]:
    """Plain text: each endpoint, each example with the label above it, and each sentence of what is said about them."""
    section = label = ""
    for block in re.split(r"\n\s*\n", text.strip()):
        block = block.strip().removeprefix("• ")  # noqa: PLW2901 -- the bullet is no part of what is said
        if _ENDPOINT.match(block):
            section = block
            yield section, block
        elif _LABEL.fullmatch(block):
            label = block
        elif block.startswith("{"):
            yield section, f"{label}\n{block}".strip()
            label = ""
        elif block.endswith(".") or label:
            yield from ((section, f"{label}: {words}" if label else words) for words in sentences(block))
            label = ""
        else:
            section = block
