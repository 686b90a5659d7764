"""`aurora-desk price-lists`: the owner makes, changes and removes lists on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurora_desk.app.main import main


def say(capsys: pytest.CaptureFixture[str], folder: Path, *words: object) -> tuple[int, str]:
    status = main(["price-lists", *map(str, words), "--data-dir", str(folder)])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_list_is_made_of_a_file_and_removed(
    demo_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store, file = demo_folder, tmp_path / "prices.csv"
    file.write_text("sku,price\nAC103,1.50\nAC104,1.20\n", "utf-8")

    assert say(capsys, store, "set", "Happy hour", file) == (
        0,
        "Happy hour has 2 prices. The tills offer it from now on.\n",
    )
    assert say(capsys, store) == (0, "Staff\nHappy hour\n")
    assert say(capsys, store, "remove", "Happy hour")[0] == 0
    assert say(capsys, store) == (0, "Staff\n")

    file.write_text("AC103,1.50\nAC104,free\n", "utf-8")
    status, words = say(capsys, store, "set", "Happy hour", file)
    assert status != 0
    assert "Row 2: price 'free' is not a number." in words
    status, words = say(capsys, store, "set", "Happy hour", tmp_path / "nothing.csv")
    assert status != 0
    assert "cannot be read" in words
