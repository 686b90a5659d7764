"""German and Spanish are complete beside English, and nothing is shown that they do not reach."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from screen_sources import counted_in, faults_of, texts_of
from sentence_sources import Found, sentences_in, sentences_of
from translations import (
    LANGUAGES,
    DifferentMeaningsError,
    Message,
    compile_file,
    folder_of,
    read_messages,
    update_files,
)

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / "src" / "aurora_desk" / "gui"
PLACES = re.compile(r"%n|%L?\d|\{\w+(?::[^}]*)?\}")
LONGEST = 2.2
"""A word may become a longer one, like «Void» and «Stornieren»; a text of some words has room for this much more."""


@pytest.fixture(scope="module")
def said() -> Found:
    return sentences_of(ROOT)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def messages_of(language: str) -> list[Message]:
    return read_messages(folder_of(ROOT) / f"aurora_{language}.ts")


def test_the_files_are_in_step_with_the_sources(said: Found, tmp_path: Path) -> None:
    for file in folder_of(ROOT).glob("*.ts"):
        shutil.copy(file, tmp_path)

    update_files(ROOT, said.patterns, counted_in(SCREENS), tmp_path)

    for file in tmp_path.glob("*.ts"):
        kept = folder_of(ROOT) / file.name
        assert file.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), "run make translations"


def test_the_files_hold_every_text_of_the_screens_and_services(said: Found) -> None:
    known = {(message.source, message.comment) for message in messages_of("de")}

    assert {*texts_of(SCREENS), *((pattern, "") for pattern in said.patterns)} - known == set()


def test_everything_is_translated(language: str) -> None:
    assert [message.source for message in messages_of(language) if message.unfinished] == []


def test_what_is_shipped_was_made_of_the_files(language: str, tmp_path: Path) -> None:
    compile_file(messages_of(language), language, tmp_path / "made.qm")

    shipped = folder_of(ROOT) / f"aurora_{language}.qm"
    assert (tmp_path / "made.qm").read_bytes() == shipped.read_bytes(), "run make translations"


def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    wrong = [
        (message.source, form)
        for message in messages_of(language)
        for form in message.forms
        if Counter(PLACES.findall(form)) != Counter(PLACES.findall(message.source))
    ]

    assert wrong == []


def test_a_translation_is_not_much_longer_than_its_text(language: str) -> None:
    longer = [
        (message.source, form)
        for message in messages_of(language)
        for form in message.forms
        if len(form) > len(message.source) * LONGEST + 8
    ]

    assert longer == []


def test_one_text_with_two_meanings_is_told(tmp_path: Path) -> None:
    open_door = Message("Door", "Open", "", ("Offen",), plural=False, unfinished=False)
    open_order = Message("Order", "Open", "", ("Öffnen",), plural=False, unfinished=False)

    with pytest.raises(DifferentMeaningsError, match=r"'Open' in Door and in Order"):
        compile_file([open_door, open_order], "de", tmp_path / "none.qm")


def test_services_say_nothing_that_cannot_be_translated(said: Found) -> None:
    assert said.faults == []


def test_screens_show_no_words_that_cannot_be_translated() -> None:
    assert faults_of(SCREENS) == []


def test_a_sentence_put_together_by_hand_is_found() -> None:
    found = sentences_in(
        'WHY = say("The cart is empty.")\n'
        'raise InvalidError("note", f"A note has at most {most} characters.")\n'
        'raise InvalidError("note", say("A note has {most} characters.", most=most))\n'
        "raise ConflictError(WHY if empty else say(words))\n"
    )

    assert found.patterns == {"The cart is empty.", "A note has {most} characters."}
    assert [fault.partition(": ")[2] for fault in found.faults] == ["f'A note has at most {most} characters.'", "words"]


def test_words_beside_a_translation_are_found(tmp_path: Path) -> None:
    (tmp_path / "screen.py").write_text(
        '"""A module says what it is for."""\n'
        'button.setText("Pay now")\n'
        'label.setText(self.tr("Paid %1").replace("%1", amount))\n'
        'label.setText(f"Paid {amount}")\n'
        "label.setText(self.tr(words))\n"
        'label.setObjectName("paid-amount")\n'
        'log.warning("the printer is silent")\n',
        encoding="utf-8",
    )

    assert faults_of(tmp_path) == [
        "screen.py:2: 'Pay now'",
        "screen.py:4: f'Paid {amount}'",
        "screen.py:5: self.tr(words)",
    ]
