"""Every screen in a language that nobody speaks, left to right and right to left: what is forgotten, cut, outside."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication

from aurora_desk.app.desk_store import DeskPlan
from aurora_desk.app.options import Folders, read_environment
from aurora_desk.app.tour.camera import ALL_VIEWS, Camera
from aurora_desk.app.tour.guide import Guide
from aurora_desk.app.tour.on_tour import OnTour
from aurora_desk.app.tour.stage import Stage
from aurora_desk.app.tour.walk import CHAPTERS
from aurora_desk.gui.desk import Desk
from aurora_desk.gui.theme.look import Look
from aurora_desk.services import demo
from gui.language.pseudo import PseudoSpeech, without_pseudo
from gui.language.seeing import Painting, cut, overlapping, texts_of, watched_painting

ENGLISH, HEBREW = QLocale("en_IE"), QLocale("he_IL")
_WORD: Final = re.compile(r"\b[A-Za-z]{2,}\b")
_ISOLATED: Final = re.compile("\u2066[^\u2066\u2069]*\u2069")
_NO_MARKS: Final = dict.fromkeys(map(ord, "\u2066\u2069"))
_AMOUNT: Final = re.compile(r"[$€₪]|#\d")
NAMES: Final = frozenset(
    ["Stripe", "WisePOS", "PDF", "QR", "Visa", "Aurora", "Desk", "API", "AM", "PM", "am", "pm", "USD", "com"]
)


class Inspector(Camera):
    """Looks where the tour takes pictures, and notes what is wrong with what it sees."""

    def __init__(self, desk: Desk, folder: Path, painting: Painting) -> None:
        super().__init__(desk, folder, ALL_VIEWS[:1])
        self._painting = painting
        self.untranslated: set[str] = set()
        self.cut: set[str] = set()
        self.overlapping: set[str] = set()
        self.unisolated: set[str] = set()

    def take(self, name: str, *, settle: Callable[[], None]) -> None:
        # What was painted before the last layout is not what stays.
        self._painting.lines.clear()
        super().take(name, settle=settle)
        known = known_words()
        for seen in texts_of(self._desk.window):
            if rest := unknown_words(seen.text, known):
                self.untranslated.add(f"{name}: {seen.where}: {rest}")
            if _AMOUNT.search(_ISOLATED.sub("", seen.text)):
                self.unisolated.add(f"{name}: {seen.where}: {seen.text}")
        for line in self._painting.lines:
            if rest := unknown_words(line.text, known):
                self.untranslated.add(f"{name}: painted: {rest} of {line.text} in {line.where}")
            if _AMOUNT.search(_ISOLATED.sub("", line.text)):
                self.unisolated.add(f"{name}: painted: {line.text}")
            if line.cut and of_the_language(line.text) and not line.where.startswith("GivingText"):
                self.cut.add(f"{name}: painted in {line.where}: {line.text}")
            if line.outside:
                self.overlapping.add(f"{name}: painted outside: {line.text}")
        self.cut |= {f"{name}: {found}" for found in cut(self._desk.window)}
        self.overlapping |= {f"{name}: {found}" for found in overlapping(self._desk.window)}


def known_words() -> frozenset[str]:
    """The words of the shop: its products, people, names."""
    tree = ast.parse(inspect.getsource(demo))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return frozenset(_WORD.findall(" ".join(texts)))


def of_the_language(text: str) -> bool:
    """Whether a text is nothing else: names of the shop may be shortened."""
    return text.startswith("[") and not without_pseudo(text)


def unknown_words(text: str, known: frozenset[str]) -> list[str]:
    """Words that stand outside of the language and are not of the shop; codes, addresses and initials are no words."""
    parts = [
        part
        for part in without_pseudo(text).translate(_NO_MARKS).split()
        if not re.search(r"[\d@/_]|://|^[A-Z]{2}$|^[A-Z]{9,}$", part)
    ]
    words = _WORD.findall(" ".join(parts))
    return [word for word in words if word not in known and word not in NAMES]


@pytest.fixture
def on_tour(
    qapp: QApplication, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[OnTour]:
    """A desk in the language; afterwards the application wears what it wore before."""
    importlib.import_module("aurora_desk.gui.shell.flows")  # with every screen: all of their painting is watched
    monkeypatch.setattr("aurora_desk.gui.desk.Speech", PseudoSpeech)
    locale = request.param
    qapp.setLayoutDirection(locale.textDirection())
    plan = DeskPlan(read_environment({}), Folders(tmp_path / "data", tmp_path / "keys"), demo=True, api_port=0)
    tour = OnTour(qapp, plan, locale)
    yield tour
    tour.desk.close()
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    look.apply(qapp)


@pytest.mark.parametrize("on_tour", [ENGLISH, HEBREW], indirect=True, ids=["to-the-right", "to-the-left"])
def test_every_screen_speaks_the_language_and_nothing_is_cut(on_tour: OnTour, tmp_path: Path) -> None:
    with watched_painting() as painting:
        inspector = Inspector(on_tour.desk, tmp_path, painting)
        guide = Guide(on_tour.desk, inspector)
        on_tour.begin(guide)
        stage = Stage(on_tour, guide)
        stage.find_api()
        for chapter in CHAPTERS:
            chapter(stage)

    import json

    Path("/tmp/words/found.json").write_text(
        json.dumps(
            {k: sorted(getattr(inspector, k)) for k in ("untranslated", "cut", "overlapping", "unisolated")},
            indent=1,
            ensure_ascii=False,
        )
    )
    assert inspector.untranslated == set()
    assert inspector.cut == set()
    assert inspector.overlapping == set()
    if on_tour.desk.look.locale == HEBREW:
        assert inspector.unisolated == set()
