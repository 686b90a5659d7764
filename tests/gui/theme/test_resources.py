from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aurora_desk.gui.theme import resources
from aurora_desk.gui.theme.resources import MissingResourceError, resource


def test_fonts_icons_and_their_licences_are_shipped() -> None:
    for path in ("fonts/OFL.txt", "fonts/Inter-SemiBold.ttf", "icons/LICENSE.txt", "icons/coffee.svg", "logo/mark.svg"):
        assert resource(path).is_file(), path


def test_a_missing_file_is_told_as_a_fault_of_the_installation() -> None:
    with pytest.raises(MissingResourceError, match="Install it again"):
        resource("icons/no-such-icon.svg")


def test_a_frozen_program_finds_its_resources_beside_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = tmp_path / "resources" / "icons" / "only-here.svg"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)

    assert resources.resource("icons/only-here.svg") == shipped


def test_an_installed_program_finds_its_resources_under_share(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shipped = tmp_path / "share" / "aurora-desk" / "resources" / "logo" / "only-here.svg"
    shipped.parent.mkdir(parents=True)
    shipped.write_text("<svg/>", encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))

    assert resources.resource("logo/only-here.svg") == shipped
