"""Brings the translations in step with the sources: `make translations`.

The translators' files, resources/translations/aurora_*.ts, are in Qt's format, sorted by class. What is shipped, the
.qm beside each, has one context for all; aurora_desk.gui.theme.language says why. docs/translating.md is the guide.
"""

from __future__ import annotations

import sys
from pathlib import Path

from screen_sources import counted_in, faults_of
from sentence_sources import sentences_of
from translations import LANGUAGES, Message, compile_file, folder_of, read_messages, update_files

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Update and compile; returns 1 where something is said so that it can't be translated, or is not translated."""
    said, folder = sentences_of(ROOT), folder_of(ROOT)
    screens = ROOT / "src" / "aurora_desk" / "gui"
    shown = faults_of(screens)
    update_files(ROOT, said.patterns, counted_in(screens), folder)
    for fault in said.faults:
        print(f"{fault} can't be translated: say the sentence with places, say(…).")
    for fault in shown:
        print(f"{fault} can't be translated: put the literal into tr(…).")
    missing = 0
    for language in LANGUAGES:
        messages = read_messages(folder / f"aurora_{language}.ts")
        missing += _tell_missing(language, messages)
        compile_file(messages, language, folder / f"aurora_{language}.qm")
    return 1 if said.faults or shown or missing else 0


def _tell_missing(language: str, messages: list[Message]) -> int:
    missing = [message for message in messages if message.unfinished]
    for message in missing:
        print(f"{language}: {message.context}: {message.source}")
    if missing:
        print(f"aurora_{language}.ts: {len(missing)} of {len(messages)} are not translated.")
    return len(missing)


if __name__ == "__main__":
    sys.exit(main())
