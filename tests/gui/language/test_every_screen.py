"""The whole tour in a language that nobody speaks, from right to left: what is forgotten, cut, outside, not reached.

It is walked once; each test looks at something else of what was seen on the way.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from PySide6.QtCore import QLocale, QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QWidget

from aurora_desk.app.desk_store import DeskPlan
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.app.tour.camera import ALL_VIEWS, SMALL, Camera
from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.on_tour import OnTour
from aurora_desk.app.tour.stage import Stage
from aurora_desk.app.tour.walk import CHAPTERS
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.theme.look import Look
from aurora_desk.services import demo
from gui.language.pseudo import PseudoSpeech, without_pseudo
from gui.language.seeing import Painting, Seen, cut, name_of, overlapping, scrolling_early, texts_of, watched_painting

pytestmark = pytest.mark.long
PARTS = {
    "signin",
    "sell",
    "pay",
    "goods",
    "rights",
    "orders",
    "refund",
    "customers",
    "unfinished",
    "reports",
    "desk",
    "scanner",
}
"""What the names of pictures begin with."""
STEPS = 69
HEBREW = QLocale("he_IL")
"""From right to left, with figures that a test can read."""
GIVES_WAY = "GivingText"
"""A line that is shortened on purpose and says all in its tooltip."""
WORD: Final = re.compile(r"\b[A-Za-z]{2,}\b")
NO_WORDS: Final = re.compile(r"[\d@/_]|://|^[A-Z]{2}$|^[A-Z]{9,}$")
"""Codes, addresses and initials."""
MARKS: Final = dict.fromkeys(map(ord, "\u2066\u2069"))
ISOLATED: Final = re.compile("\u2066[^\u2066\u2069]*\u2069")
AMOUNT: Final = re.compile(r"[$€₪]|#\d")
NAMES: Final = frozenset({"Stripe", "WisePOS", "PDF", "QR", "Visa", "Aurora", "Desk", "API", "USD", "com", "English"})
KEYS: Final = frozenset({"Ctrl", "Alt", "Shift", "Del", "Enter", "Esc", "Home", "End", "Tab", "Backspace"})
TYPED: Final = frozenset({"Likes", "oat", "Oat", "milk", "Voucher", "Deutsch", "Espa", "ol"})
"""What the tour writes into fields, and the names of languages."""


class Inspector(Camera):
    """Looks where the tour takes pictures, and notes what is wrong with what it sees."""

    def __init__(self, desk: Desk, folder: Path, painting: Painting) -> None:
        super().__init__(desk, folder, ALL_VIEWS[:1])
        self._painting = painting
        self.untranslated: set[str] = set()
        self.cut: set[str] = set()
        self.overlapping: set[str] = set()
        self.unisolated: set[str] = set()
        self.misplaced: set[str] = set()
        self.pressed: QWidget | None = None
        """The button that was pressed last; an open menu is its menu."""

    def take(self, name: str, *, settle: Callable[[], None]) -> None:
        # What was painted before the last layout is not what stays; painting once has every part laid out.
        self._window()
        settle()
        self._painting.lines.clear()
        super().take(name, settle=settle)
        self._inspect(name)
        self._take_dark(name, settle)

    def _inspect(self, name: str) -> None:
        window = self._desk.window
        self._read(name, [*texts_of(window), *(Seen(line.where, line.text) for line in self._painting.lines)])
        for line in self._painting.lines:
            if line.cut and of_the_language(line.text) and not line.where.startswith(GIVES_WAY):
                self.cut.add(f"{name}: {line.where}: {line.text}")
            if line.outside:
                self.overlapping.add(f"{name}: {line.where}: {line.text} is outside")
        self.cut |= {f"{name}: {found}" for found in cut(window)}
        self.overlapping |= {f"{name}: {found}" for found in (*overlapping(window), *scrolling_early(window))}
        self._look_at_menu(name)

    def _look_at_menu(self, name: str) -> None:
        """What opens from a button has words of the language, and lies whole in the window beside its button."""
        menu, button = QApplication.activePopupWidget(), self.pressed
        if not isinstance(menu, QMenu) or button is None:
            return
        self._read(name, [Seen("QMenu", action.text().partition("\t")[0]) for action in menu.actions()])
        window = self._desk.window
        box = menu.geometry().translated(-window.mapToGlobal(QPoint()))
        beside = QRect(button.mapTo(window, QPoint()), button.size())
        if not window.rect().contains(box) or box.intersects(beside):
            self.misplaced.add(f"{name}: {box} of {name_of(button)} {beside}")

    def _take_dark(self, name: str, settle: Callable[[], None]) -> None:
        """The same in dark, after all was looked at: a change of the theme lays everything out anew."""
        light, dark = ALL_VIEWS[:2]
        self._dress(dark)
        settle()
        path = self._folder / f"{name}-{dark.suffix}.png"
        self._window().save(str(path))
        self.pictures.append(path)
        self._dress(light)
        settle()

    def _read(self, name: str, texts: list[Seen]) -> None:
        known = known_words()
        for seen in texts:
            if unknown_words(seen.text, known):
                self.untranslated.add(f"{name}: {seen.where}: {seen.text}")
            if AMOUNT.search(ISOLATED.sub("", seen.text)):
                self.unisolated.add(f"{name}: {seen.where}: {seen.text}")


class NotingGuide(Guide):
    """Tells the inspector which button was pressed."""

    def __init__(self, desk: Desk, inspector: Inspector) -> None:
        super().__init__(desk, inspector)
        self._inspector = inspector

    def click(self, name: str) -> None:
        self._inspector.pressed = self.wait_for(QAbstractButton, name)
        super().click(name)


@cache
def known_words() -> frozenset[str]:
    """The words of the shop: its products, people, names."""
    tree = ast.parse(inspect.getsource(demo))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return frozenset(WORD.findall(" ".join(texts)))


def of_the_language(text: str) -> bool:
    """Whether a text is nothing else: names of the shop may be shortened."""
    return text.startswith("[") and not without_pseudo(text)


def unknown_words(text: str, known: frozenset[str]) -> list[str]:
    """Words that stand outside of the language and are not of the shop."""
    parts = [part for part in without_pseudo(text).translate(MARKS).split() if not NO_WORDS.search(part)]
    return [word for word in WORD.findall(" ".join(parts)) if word not in known | NAMES | KEYS | TYPED]


@pytest.fixture(scope="module")
def walked(qapp: QApplication, dressed: Look, tmp_path_factory: pytest.TempPathFactory) -> Inspector:
    """What was seen in every chapter; afterwards the application wears what it wore before."""
    # With every screen imported, all of their painting is watched.
    importlib.import_module("aurora_desk.gui.shell.flows")
    folder = tmp_path_factory.mktemp("tour")
    plan = DeskPlan(read_environment({}), Folders(folder / "data", folder / "keys"), demo=True, api_port=0)
    with pytest.MonkeyPatch.context() as patch, watched_painting() as painting:
        patch.setattr("aurora_desk.gui.desk.Speech", PseudoSpeech)
        qapp.setLayoutDirection(HEBREW.textDirection())
        on_tour = OnTour(qapp, plan, HEBREW)
        try:
            inspector = Inspector(on_tour.desk, folder, painting)
            guide = NotingGuide(on_tour.desk, inspector)
            on_tour.begin(guide)
            stage = Stage(on_tour, guide)
            stage.find_api()
            for chapter in CHAPTERS.values():
                chapter(stage)
        finally:
            on_tour.desk.close()
            qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            dressed.apply(qapp)
    return inspector


@pytest.mark.parametrize("kind", ["untranslated", "cut", "overlapping", "unisolated", "misplaced"])
def test_every_screen_is_translated_and_whole_from_right_to_left(walked: Inspector, kind: str) -> None:
    found = getattr(walked, kind)

    assert not found, "\n".join(sorted(found))


def test_the_tour_comes_through_every_chapter(walked: Inspector) -> None:
    steps = {step_of(path) for path in walked.pictures}

    assert {step.partition("-")[0] for step in steps} == PARTS
    assert len(steps) >= STEPS


def test_every_picture_is_a_whole_window_with_something_on_it(walked: Inspector) -> None:
    for path in walked.pictures:
        with Image.open(path) as picture:
            assert picture.size == (SMALL.width(), SMALL.height()), path.name
            # None are more than asked for; room for all that there may be would take a fifth of a second a picture.
            assert picture.convert("RGB").getcolors(maxcolors=100) is None, path.name


def test_every_step_is_light_in_light_and_dark_in_dark(walked: Inspector) -> None:
    brightness = {path.stem: brightness_of(path) for path in walked.pictures}

    for step in {step_of(path) for path in walked.pictures}:
        assert brightness[f"{step}-light-1280"] > brightness[f"{step}-dark-1280"] + 20, step


def step_of(path: Path) -> str:
    return path.stem.rsplit("-", 2)[0]


def brightness_of(path: Path) -> float:
    with Image.open(path) as picture:
        mean = picture.convert("L").resize((1, 1)).getpixel((0, 0))
    assert isinstance(mean, int | float)
    return mean
