"""The README, the Makefile, the command line and CI say the same commands."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OTHERS = {"apt", "sudo", "cd", "git", "curl", "export"}  # what a reader types around our own commands


def commands(text: str) -> list[list[str]]:
    """The commands of all ```sh blocks as words: continued lines joined, prompts and comments left out."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    return [words for line in lines if (words := shlex.split(line.removeprefix("$ "), comments=True))]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def readme() -> list[list[str]]:
    return commands(read("README.md"))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", read("Makefile"), flags=re.MULTILINE))


def test_commands_are_read_out_of_sh_blocks_only() -> None:
    text = "```sh\n$ make run  # sells\ncurl -d 'a b' \\\n  host\n```\n```json\n{}\n```\n"

    assert commands(text) == [["make", "run"], ["curl", "-d", "a b", "host"]]


def test_first_line_of_the_readme_names_what_a_bare_debian_needs() -> None:
    assert "apt install git make python3-venv" in read("README.md").splitlines()[0]


def test_readme_shows_the_two_commands() -> None:
    assert ["make", "run"] in readme()
    assert ["make", "test"] in readme()


def test_every_make_target_of_the_readme_exists() -> None:
    asked = {word for name, *words in readme() if name == "make" for word in words if "=" not in word}

    assert asked <= targets()


def test_every_program_the_readme_calls_is_ours_or_well_known() -> None:
    names = {Path(words[0]).name for words in readme() if "=" not in words[0]}

    assert names <= {"make", "aurora-desk", *OTHERS}


def test_every_aurora_desk_command_of_the_readme_is_accepted() -> None:
    asked = {tuple(words[1:2]) for words in readme() if Path(words[0]).name == "aurora-desk"}
    subcommands = {words for words in asked if words and not words[0].startswith("-")}

    for words in sorted(subcommands):
        helped = subprocess.run([Path(sys.executable).with_name("aurora-desk"), *words, "--help"], check=False)
        assert helped.returncode == 0, f"aurora-desk {' '.join(words)} is in the README and does not exist"


@pytest.mark.parametrize("command", ["make check", "make test"])
def test_ci_runs_what_people_type(command: str) -> None:
    lines = [line.removesuffix(" </dev/null") for line in read(".ci/run").splitlines()]

    assert command in lines
    assert command.removeprefix("make ") in targets()


def test_checks_that_a_commit_runs_are_the_checks_of_make() -> None:
    entries = re.findall(r"entry: (\.venv/bin/)([a-z-]+)", read(".pre-commit-config.yaml"))

    assert entries
    assert all(f"$(BIN)/{tool}\n" in read("Makefile") or f"$(BIN)/{tool} " in read("Makefile") for _, tool in entries)
