"""What the program shows must travel with it."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_resources_is_part_of_an_installed_program() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {file.parent.relative_to(ROOT).as_posix() for file in ROOT.glob("resources/**/*") if file.is_file()}

    expected = {f"share/aurora-desk/{folder}": [f"{folder}/*"] for folder in folders}

    assert settings["tool"]["setuptools"]["data-files"] == expected
