"""The little key beside what it does."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.paint import rounded, words
from aurora_desk.gui.theme.spacing import Radius
from aurora_desk.gui.theme.typography import Type


class KeyHint(QWidget):
    """Shows the name of a key. Decoration only: a screen reader hears the key from the button."""

    def __init__(self, look: Look, key: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self.key = look, key_words(key)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return key_size(self._look, self.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        rounded(painter, self.rect(), Radius.HINT, fill=self._look.colour("sunken"))
        font = self._look.font(Type.CAPTION, weight=600)
        words(painter, self.rect(), self.key, font, self._look.colour("muted"), Qt.AlignmentFlag.AlignCenter)
        painter.end()


def key_words(key: str) -> str:
    """A key as it is written on keyboards of the language: Ctrl+L is Strg+L in German. Qt knows their names."""
    if key == "+" or "+ " in key:
        return key
    # The words are Qt's, so nothing here is for the desk's own translators.
    return re.sub(r"\w+", lambda word: QCoreApplication.translate("QShortcut", word[0]), key)


def key_size(look: Look, key: str) -> QSize:
    """The size of a key's hint."""
    metrics = look.metrics(Type.CAPTION, weight=600)
    return QSize(max(look.px(28), metrics.horizontalAdvance(key) + 20), look.px(22))
