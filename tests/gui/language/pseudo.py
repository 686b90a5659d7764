"""A language that nobody speaks: English with accents, forty percent longer, in brackets: what is forgotten shows."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QCoreApplication, QTranslator

OPEN, CLOSE = "[", "]"
_ACCENTS: Final = str.maketrans("aceinouyzACEINOUYZ", "áçéíñóúýžÁÇÉÍÑÓÚÝŽ")
_PLACES: Final = re.compile(r"(%n|%\d|\{\w+(?::[^}]*)?\})")
_QT: Final = re.compile(r"Q[A-Z]\w+")
"""Qt's own contexts: names of keys, menus of fields."""


class Pseudo(QTranslator):
    """Says every text of the desk in the language."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        # What stands in brackets has been said already: a word of a state, for example, is said by whoever shows it.
        return None if _QT.fullmatch(context) or source.startswith(OPEN) else pseudo(source)


class PseudoSpeech:
    """Stands where the desk's own translators do."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app, self._pseudo = app, Pseudo()

    def speak(self, _language: str) -> None:
        """Whatever is asked for: the one language."""
        self.silence()
        self._app.installTranslator(self._pseudo)

    def silence(self) -> None:
        """Take it out."""
        self._app.removeTranslator(self._pseudo)


def pseudo(source: str) -> str:
    """A text of the desk in the language, longer by the filling and the brackets; places stay as they are."""
    if not any(letter.isalpha() for letter in _PLACES.sub("", source)):
        return source
    parts = [part if _PLACES.fullmatch(part) else part.translate(_ACCENTS) for part in _PLACES.split(source)]
    return OPEN + "".join(parts) + _filling(max(0, round(0.4 * len(source)) - 2), apart=len(source) > 12) + CLOSE


def _filling(letters: int, *, apart: bool) -> str:
    """Words of a usual length behind a sentence, letters behind a word."""
    pieces = ["ëëëëëë"[:6]] * (letters // 7) + ["ëëëëëë"[: letters % 7]] if apart else ["ë" * letters]
    joined = " ".join(piece for piece in pieces if piece)
    return f" {joined}" if apart and joined else joined


def without_pseudo(text: str) -> str:
    """What of a text is not in the language: all that stands outside its brackets."""
    depth, rest = 0, ""
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE and depth:
            depth -= 1
        elif not depth:
            rest += letter
    return rest
