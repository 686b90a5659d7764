from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from aurora_desk.gui.theme.appearance import Appearance, SystemLook, keep, read_kept, wear
from aurora_desk.gui.theme.look import Look
from aurora_desk.gui.theme.tokens import DARK, LIGHT, Theme, high_contrast


@pytest.mark.parametrize(
    ("wanted", "system", "worn"),
    [
        (Appearance(), LIGHT, LIGHT),
        (Appearance(), DARK, DARK),
        (Appearance(theme="light"), DARK, LIGHT),
        (Appearance(theme="dark"), LIGHT, DARK),
        (Appearance(contrast="high"), DARK, high_contrast(DARK)),
        (Appearance(contrast="normal"), LIGHT, LIGHT),
    ],
)
def test_what_the_till_says_goes_before_what_the_system_says(
    look: Look, qapp: QApplication, wanted: Appearance, system: Theme, worn: Theme
) -> None:
    wear(look, wanted, SystemLook(qapp, theme=system))

    assert look.theme == worn


def test_size_and_motion_are_worn_too(look: Look, qapp: QApplication) -> None:
    wear(look, Appearance(text_size=130, less_motion=False), SystemLook(qapp, theme=LIGHT))
    assert (look.scale, look.less_motion) == (130, False)

    wear(look, Appearance(), SystemLook(qapp, theme=LIGHT, less_motion=True))
    assert (look.scale, look.less_motion) == (100, True)


def test_the_look_is_there_again_for_the_next_first_frame(tmp_path: Path) -> None:
    wanted = Appearance(theme="dark", contrast="high", text_size=150, less_motion=True)

    keep(tmp_path / "look.json", wanted)

    assert read_kept(tmp_path / "look.json") == wanted
    assert [path.name for path in tmp_path.iterdir()] == ["look.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "3", '{"theme": "pink"}', '{"text_size": true}', '{"text_size": 100000}', "\udcff", "[" * 4000],
)
def test_a_broken_file_means_the_usual_look(tmp_path: Path, text: str) -> None:
    path = tmp_path / "look.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))

    assert read_kept(path) == Appearance()


def test_of_a_file_with_one_wrong_value_the_others_count(tmp_path: Path) -> None:
    path = tmp_path / "look.json"
    path.write_text('{"theme": "dark", "contrast": 7, "more": 1}', encoding="utf-8")

    assert read_kept(path) == Appearance(theme="dark")


def test_a_folder_that_cannot_be_written_costs_nothing_but_the_copy(tmp_path: Path) -> None:
    keep(tmp_path / "no such folder" / "look.json", Appearance())

    assert read_kept(tmp_path / "no such folder" / "look.json") == Appearance()
