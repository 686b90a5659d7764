"""Look and sound: what suits the eyes and ears at this till, seen and heard at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from aurora_desk.domain.settings import CONTRAST, LANGUAGE, LESS_MOTION, SOUND, TEXT_SIZE, THEME, Setting
from aurora_desk.gui.context import Context
from aurora_desk.gui.screens.look.setting_chips import SettingChips
from aurora_desk.gui.screens.look.settings import LookSettings
from aurora_desk.gui.theme.sounds import Sound
from aurora_desk.gui.theme.spacing import Space
from aurora_desk.gui.theme.typography import Type
from aurora_desk.gui.widgets.button import Button
from aurora_desk.gui.widgets.sheet import Sheet, SheetSize
from aurora_desk.gui.widgets.text import Text

V = TypeVar("V", bool, int, str)
LANGUAGES = (("en", "English"), ("de", "Deutsch"), ("es", "Español"))
"""Each by its own name, so that whoever needs it can read it."""


class LookSheet(Sheet):
    """A row of chips for each setting; a tap or an arrow key changes the desk behind it."""

    def __init__(self, context: Context, settings: LookSettings, host: QWidget) -> None:
        super().__init__(context.look, host, "", size=SheetSize.MEDIUM, name="look")
        self.set_title(self.tr("Look and sound"), self.tr("Of this till"))
        self._settings, self._sounds = settings, context.sounds
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(Space.XL)
        self._grid.setVerticalSpacing(Space.MD)
        self._grid.setColumnStretch(1, 1)
        self.test_button = Button(context.look, self.tr("Test"), icon="volume-2", name="look-test")
        self._below = Text(context.look, "", Type.LABEL, tone="muted", weight=400, wrap=True, name="look-below")
        self._add_rows()
        self.body.addLayout(self._grid)
        self.body.addWidget(self._below)
        self.test_button.clicked.connect(self._on_test)
        settings.changed.connect(self._show_sound)
        settings.failed.connect(partial(self._say, tone="danger"))
        self.closed.connect(self.deleteLater)
        self._show_sound()

    def _add_rows(self) -> None:
        system = ("system", self.tr("Automatic"))
        self._add(THEME, self.tr("Colours"), (system, ("light", self.tr("Light")), ("dark", self.tr("Dark"))))
        self._add(CONTRAST, self.tr("Contrast"), (system, ("normal", self.tr("Normal")), ("high", self.tr("High"))))
        sizes = [(size, self.tr("%1 %").replace("%1", str(size))) for size in TEXT_SIZE.choices]
        self._add(TEXT_SIZE, self.tr("Text size"), sizes)
        self._add(LESS_MOTION, self.tr("Motion"), ((False, self.tr("Usual")), (True, self.tr("Less"))))
        loudness = ((0, self.tr("Off")), (30, self.tr("Quiet")), (60, self.tr("Usual")), (100, self.tr("Loud")))
        self._grid.addWidget(self.test_button, self._add(SOUND, self.tr("Sounds"), loudness, columns=1), 2)
        self._add(LANGUAGE, self.tr("Language"), (system, *LANGUAGES))

    def _add(self, setting: Setting[V], label: str, choices: Sequence[tuple[V, str]], *, columns: int = 2) -> int:
        row = self._grid.rowCount()
        caption = Text(self._look, label, Type.STRONG, weight=500, name=f"look-{setting.name}-label")
        chips = SettingChips(self._look, self._settings, setting, label, choices)
        caption.setBuddy(chips)
        self._grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(chips, row, 1, 1, columns)
        return row

    def _on_test(self) -> None:
        self._sounds.play(Sound.PAID)

    def _show_sound(self) -> None:
        if not self._settings.value(SOUND):
            self.test_button.disable(self.tr("Sounds are off"))
        elif not self._sounds.available:
            self.test_button.disable(self.tr("This computer plays no sounds"))
        else:
            self.test_button.enable()
        self._say(self._why_silent())

    def _why_silent(self) -> str:
        if self._settings.value(LANGUAGE) != self._settings.spoken:
            return self.tr("The language changes when Aurora Desk starts again.")
        if self._settings.value(SOUND) and not self._sounds.available:
            return self.tr("No sound can be played on this computer. Everything a sound says can also be seen.")
        return self.tr("Changes count at once, and stay for everybody at this till.")

    def _say(self, sentence: str, *, tone: str = "muted") -> None:
        self._below.setText(sentence)
        self._below.set_tone(tone)
