"""Qt's translation files: bringing them in step with the sources, reading them, compiling them."""

from __future__ import annotations

import subprocess
import sysconfig
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SENTENCES: Final = "sentences"
ONE_CONTEXT: Final = "Aurora"
LANGUAGES: Final = ("en", "de", "es")
"""English is the language of the sources: its file holds plurals only."""


class DifferentMeaningsError(Exception):
    """One text is translated in two ways; the second argument of `tr` tells two meanings apart."""


@dataclass(frozen=True)
class Message:
    """One text of the program and its translation; with `%n` it has a form for each number of the language."""

    context: str
    source: str
    comment: str
    forms: tuple[str, ...]
    plural: bool
    unfinished: bool


def folder_of(root: Path) -> Path:
    """Where the translations are."""
    return root / "resources" / "translations"


def update_files(root: Path, sentences: Iterable[str], counted: Iterable[tuple[str, str]], folder: Path) -> None:
    """Take new texts into the files of a folder, let go of those that are gone.

    `counted`: contexts and texts with a number that Qt's reader does not find by itself.
    """
    sources = sorted(str(path) for path in (root / "src" / "aurora_desk" / "gui").rglob("*.py"))
    with tempfile.TemporaryDirectory() as scratch:
        module = Path(scratch) / "sentences.py"
        lines = [f"QT_TRANSLATE_NOOP({SENTENCES!r}, {_literal(pattern)})" for pattern in sorted(sentences)]
        for context, text in sorted(counted):
            lines += [f"class {context}:", " def count(self, n):", f"  return self.tr({_literal(text)}, '', n)"]
        module.write_text("\n".join(lines), encoding="utf-8")
        for language in LANGUAGES:
            options = ["-locations", "none", "-no-obsolete", "-silent", "-source-language", "en"]
            options += [
                "-tr-function-alias",
                "tr+=_tr",
                "-disable-heuristic",
                "sametext",
                "-disable-heuristic",
                "similartext",
            ]
            options += ["-target-language", language, *(["-pluralonly"] if language == "en" else [])]
            _run("pyside6-lupdate", *options, *sources, str(module), "-ts", str(folder / f"aurora_{language}.ts"))


def compile_file(messages: Sequence[Message], language: str, target: Path) -> None:
    """Make the file that is shipped: all texts in one context, see `aurora_desk.gui.theme.language`."""
    with tempfile.TemporaryDirectory() as scratch:
        merged = Path(scratch) / "merged.ts"
        merged.write_text(_merged(messages, language), encoding="utf-8")
        _run("pyside6-lrelease", "-silent", str(merged), "-qm", str(target))


def read_messages(path: Path) -> list[Message]:
    """The messages of a translators' file, in its order."""
    found = []
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            plural = message.get("numerus") == "yes"
            forms = (
                [form.text or "" for form in translation.iter("numerusform")] if plural else [translation.text or ""]
            )
            found.append(
                Message(
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    message.findtext("comment", ""),
                    tuple(forms),
                    plural,
                    translation.get("type") == "unfinished" or not all(forms),
                )
            )
    return found


def _merged(messages: Sequence[Message], language: str) -> str:
    kept: dict[tuple[str, str], Message] = {}
    for message in messages:
        if message.unfinished:
            continue
        first = kept.setdefault((message.source, message.comment), message)
        if first.forms != message.forms:
            raise DifferentMeaningsError(f"{message.source!r} in {first.context} and in {message.context}")
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ET.SubElement(root, "context")
    ET.SubElement(context, "name").text = ONE_CONTEXT
    for key in sorted(kept):
        context.append(_element(kept[key]))
    return ET.tostring(root, encoding="unicode")


def _element(message: Message) -> ET.Element:
    element = ET.Element("message", {"numerus": "yes"} if message.plural else {})
    ET.SubElement(element, "source").text = message.source
    if message.comment:
        ET.SubElement(element, "comment").text = message.comment
    translation = ET.SubElement(element, "translation")
    if message.plural:
        for form in message.forms:
            ET.SubElement(translation, "numerusform").text = form
    else:
        translation.text = message.forms[0]
    return element


def _literal(text: str) -> str:
    """A Python literal that Qt's reader of sources understands: in double quotes, everything else as it is."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(Path(sysconfig.get_path("scripts")) / tool), *arguments], check=True)
