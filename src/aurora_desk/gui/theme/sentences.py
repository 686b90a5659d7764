"""What services say, in the language of the desk: the pattern is translated, then its places are filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from string import Formatter

from PySide6.QtCore import QCoreApplication, QLocale

from aurora_desk.domain.money import Money
from aurora_desk.domain.words import Sentence
from aurora_desk.gui.theme.format import date_text, money_text, time_text

CONTEXT = "sentences"
"""The context of these patterns in the translation files."""
ZONE = "aurora-zone"
"""The application's property with the name of the shop's zone; unset it is the computer's own."""


def said(words: str) -> str:
    """Words of a service for the screen.

    What was stored as it was said then (why a payment failed) is plain text by now, and is looked up as a whole;
    what is no sentence of ours stays as it is.
    """
    if not words:
        return ""
    if not isinstance(words, Sentence):
        return QCoreApplication.translate(CONTEXT, words)
    pattern = QCoreApplication.translate(CONTEXT, words.pattern)
    return filled(pattern, words.facts) if words.facts else pattern


def counted(context: str, source: str, number: int) -> str:
    """A text with `%n` where no object says it; Qt's reader of sources finds no number in `translate`."""
    return QCoreApplication.translate(context, source, "", number)


def filled(pattern: str, facts: Mapping[str, object]) -> str:
    """A pattern with its facts, written as the language writes money, times and numbers."""
    return _Filling(QLocale()).vformat(pattern, (), facts)


class _Filling(Formatter):
    def __init__(self, locale: QLocale) -> None:
        self._locale = locale

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, Sentence):
            return said(value)
        if isinstance(value, Money):
            return money_text(value, self._locale)
        if isinstance(value, datetime):
            return f"{date_text(value, self._locale, _zone())} {time_text(value, self._locale, _zone())}"
        if isinstance(value, int) and format_spec == ",":
            return self._locale.toString(value)
        return format(value, format_spec)


def _zone() -> tzinfo | None:
    app = QCoreApplication.instance()
    name = app.property(ZONE) if app is not None else None
    if not name:
        return None
    # The first frame says no time.
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
