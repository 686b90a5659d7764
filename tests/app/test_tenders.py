"""`aurora-desk tenders`: what a shop takes beside the tenders of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurora_desk.app.main import main


def say(capsys: pytest.CaptureFixture[str], folder: Path, *words: object) -> tuple[int, str]:
    status = main(["tenders", *map(str, words), "--data-dir", str(folder)])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_tender_is_added_changed_listed_and_taken_away(demo_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = demo_folder
    assert say(capsys, store) == (
        0,
        "The shop has no tender of its own. Add one by its name: aurora-desk tenders add Voucher --reference\n",
    )

    assert say(capsys, store, "add", "Voucher", "--reference") == (
        0,
        "The tills take Voucher from their next payment on. It asks for a reference.\n",
    )
    assert say(capsys, store, "add", "Lunch cheque")[0] == 0
    assert say(capsys, store, "list") == (0, "Voucher  asks for a reference\nLunch cheque  no reference\n")

    assert say(capsys, store, "add", "Voucher")[0] == 0
    assert say(capsys, store, "remove", "lunch CHEQUE")[0] == 0
    assert say(capsys, store) == (0, "Voucher  no reference\n")


def test_what_can_not_be_done_is_told_and_changes_nothing(
    demo_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, words = say(capsys, demo_folder, "remove", "Points")
    assert status != 0
    assert "takes no Points" in words
    status, words = say(capsys, demo_folder, "add", "x" * 25)
    assert status != 0
    assert "at most 24" in words


def test_shops_of_one_store_have_their_own(demo_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert say(capsys, demo_folder, "add", "Voucher", "--tenant", 43)[0] == 0
    assert say(capsys, demo_folder, "list", "--tenant", 43) == (0, "Voucher  no reference\n")
    assert "no tender of its own" in say(capsys, demo_folder, "list")[1]
