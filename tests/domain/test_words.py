"""Sentences: English for programs, pattern and facts for screens."""

from __future__ import annotations

from aurora_desk.domain.errors import AuroraError, InvalidError
from aurora_desk.domain.words import say


def test_a_sentence_reads_in_english_and_keeps_what_a_translation_needs() -> None:
    error = AuroraError(say("A note has at most {most} characters.", most=200))

    assert error.sentence == str(error) == "A note has at most 200 characters."
    assert error.said.pattern == "A note has at most {most} characters."
    assert error.said.facts == {"most": 200}


def test_braces_in_plain_words_stay_as_they_are() -> None:
    assert AuroraError("Write {name} here.").sentence == "Write {name} here."
    assert InvalidError("name", "Write {name} here.").message == "Write {name} here."
