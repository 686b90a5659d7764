"""`aurora-desk rules`: the owner says on the command line what cashiers do without a manager."""

from __future__ import annotations

from pathlib import Path

import pytest

from aurora_desk.app.main import main


def say(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    status = main(["rules", *words, "--data-dir", str(folder)])
    said = capsys.readouterr()
    return status, said.out + said.err


def rule(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> str:
    """The line about a rule."""
    (line,) = (line for line in say(capsys, folder)[1].splitlines() if line.startswith(f"{name} "))
    return line


def test_a_rule_is_set_and_listed_as_it_is(demo_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rule(capsys, demo_folder, "cashier_void") == (
        "cashier_void yes: Cashiers void orders that nobody has paid, without a manager."
    )

    assert say(capsys, demo_folder, "set", "cashier_void", "no") == (
        0,
        "cashier_void is no from now on, at every till.\n",
    )
    assert say(capsys, demo_folder, "set", "cashier_discount", "1500")[0] == 0
    assert say(capsys, demo_folder, "set", "receipt", "qr")[0] == 0

    assert rule(capsys, demo_folder, "cashier_void").startswith("cashier_void no:")
    assert rule(capsys, demo_folder, "cashier_discount").startswith("cashier_discount 1500:")
    assert rule(capsys, demo_folder, "receipt").startswith("receipt qr:")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("cashier_void", "maybe", "is yes or no. Nothing was changed."),
        ("cashier_discount", "ten", "is a whole number. Nothing was changed."),
        ("cashier_discount", "10001", "is no value for cashier_discount"),
        ("receipt", "fax", "is no value for receipt"),
        ("theme", "dark", "There is no rule theme. Nothing was changed."),
    ],
)
def test_what_a_rule_can_not_be_is_refused_in_words(
    demo_folder: Path, capsys: pytest.CaptureFixture[str], name: str, value: str, words: str
) -> None:
    before = say(capsys, demo_folder)

    status, said = say(capsys, demo_folder, "set", name, value)

    assert status != 0
    assert words in said
    assert say(capsys, demo_folder) == before
