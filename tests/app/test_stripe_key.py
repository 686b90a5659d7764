"""The Stripe key in the keyring: kept, used, never shown, never taken from the command line."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from app.programs import COMMAND, PATIENCE_S, Programs, assert_one_sentence

KEY = "sk_test_0123456789abcdef"


def with_keyring(programs: Programs, tmp_path: Path) -> dict[str, str]:
    """The variables by which the `keyring` library finds a keyring of this test."""
    tests = str(Path(__file__).parent.parent)
    return {
        "PYTHON_KEYRING_BACKEND": "app.file_keyring.FileKeyring",
        "AURORA_TEST_KEYRING": str(tmp_path / "keyring.json"),
        "PYTHONPATH": ":".join((tests, programs.environment().get("PYTHONPATH", ""))),
    }


def run(
    programs: Programs, folder: Path, variables: dict[str, str], *arguments: str, said: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "stripe-key", *arguments, "--data-dir", str(folder)],
        env=programs.environment(**variables),
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def test_a_key_is_kept_shown_in_short_and_removed(programs: Programs, real_folder: Path, tmp_path: Path) -> None:
    variables = with_keyring(programs, tmp_path)
    assert "No key is kept" in run(programs, real_folder, variables).stdout

    kept = run(programs, real_folder, variables, "set", said=f"{KEY}\n")
    assert kept.returncode == 0, kept.stderr
    shown = run(programs, real_folder, variables, "show").stdout
    assert "sk_test_…cdef" in shown
    assert KEY not in kept.stdout + kept.stderr + shown
    assert KEY in (tmp_path / "keyring.json").read_text()
    assert KEY.encode() not in b"".join(path.read_bytes() for path in real_folder.rglob("*") if path.is_file())

    assert "kept no more" in run(programs, real_folder, variables, "remove").stdout
    assert "No key" in run(programs, real_folder, variables, "remove").stdout
    assert KEY not in (tmp_path / "keyring.json").read_text()


def test_a_kept_key_sets_up_cards(programs: Programs, real_folder: Path, tmp_path: Path) -> None:
    variables = with_keyring(programs, tmp_path)
    without = programs.run("readers", "discover", "--data-dir", real_folder, **variables)
    assert "Card payments are not set up" in without.stderr

    assert run(programs, real_folder, variables, "set", said=KEY).returncode == 0

    nobody = {**variables, "AURORA_STRIPE_API_BASE": "http://127.0.0.1:9"}
    asked = programs.run("readers", "discover", "--data-dir", real_folder, **nobody)
    assert "Stripe cannot be reached" in asked.stderr


@pytest.mark.parametrize("said", ["", "sk_live_01 23", "pk_test_1", f" {KEY}"])
def test_what_is_no_key_is_refused_in_words(programs: Programs, real_folder: Path, tmp_path: Path, said: str) -> None:
    variables = with_keyring(programs, tmp_path)
    assert_one_sentence(run(programs, real_folder, variables, "set", said=said), 1)
    assert "No key is kept" in run(programs, real_folder, variables).stdout


def test_without_a_keyring_it_is_said_and_the_shop_still_opens(programs: Programs, real_folder: Path) -> None:
    variables = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    said = assert_one_sentence(run(programs, real_folder, variables, "set", said=KEY), 1)
    assert "AURORA_STRIPE_SECRET_KEY" in said
    assert "No key is kept" in run(programs, real_folder, variables).stdout


def test_a_training_store_keeps_no_key(programs: Programs, demo_folder: Path, tmp_path: Path) -> None:
    said = assert_one_sentence(run(programs, demo_folder, with_keyring(programs, tmp_path), "set", said=KEY), 1)
    assert "training" in said
