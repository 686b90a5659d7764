"""Set-up on machines that lack something: what it does, and the one sentence it ends with."""

from __future__ import annotations

import ast
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

import environment
import machine
from environment import Environment
from machine import Machine, Need, SetUpError

PACKAGING = Path(machine.__file__).parent
CURSOR = Need("libxcb-cursor.so.0", "libxcb-cursor0")
EGL = Need("libEGL.so.1", "libegl1")


class Commands:
    """Stands for the shell: remembers what was run, and fails where `fails` occurs in a command."""

    def __init__(self, fails: str = "nothing") -> None:
        self.run: list[str] = []
        self._fails = fails

    def __call__(self, command: Sequence[str]) -> bool:
        self.run.append(" ".join(command))
        if "venv" in command:
            Path(command[-1]).mkdir(exist_ok=True)
        return self._fails not in command


class Desk:
    """A folder with the files that set-up reads, and an environment in it."""

    def __init__(self, root: Path) -> None:
        (root / "requirements").mkdir(parents=True)
        for name in ("requirements/run.txt", "requirements/dev.txt", "pyproject.toml"):
            (root / name).write_text(name, encoding="utf-8")
        self.root = root
        self.python = "3.11"

    def prepare(self, *, tools: bool = False, fails: str = "nothing") -> list[str]:
        """Prepare once; the commands that were run for it."""
        commands = Commands(fails)
        Environment(self.root, run=commands, say=lambda _: None, version_of=lambda _: self.python).prepare(tools=tools)
        return commands.run


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "desk")


def nothing_is_here(_name: str) -> bool:
    return False


def test_the_entry_can_be_read_by_a_python_too_old_for_the_program() -> None:
    source = (PACKAGING / "bootstrap.py").read_text(encoding="utf-8")

    tree = ast.parse(source, feature_version=(3, 6))

    check = tree.body[2]
    assert isinstance(check, ast.If)
    assert ast.unparse(check.test) == "sys.version_info < (3, 11)"
    assert "Python 3.11 or later" in ast.unparse(check)


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_python_without_the_parts_for_a_venv_names_the_one_command(missing: str) -> None:
    with pytest.raises(SetUpError, match="run 'apt install git make python3-venv' as root"):
        machine.check_python(lambda name: name != missing)


def test_a_whole_python_passes() -> None:
    machine.check_python(lambda _: True)


def test_nothing_is_installed_where_everything_is_here() -> None:
    commands = Commands()

    Machine(is_here=lambda _: True, run=commands, debian=True, root=True).provide((EGL, CURSOR))

    assert commands.run == []


def test_root_on_debian_gets_the_missing_packages_and_only_those() -> None:
    here = {EGL.name}

    def run(command: Sequence[str]) -> bool:
        commands.append(" ".join(command))
        if "install" in command:
            here.add(CURSOR.name)
        return True

    commands: list[str] = []
    Machine(is_here=here.__contains__, run=run, say=lambda _: None, debian=True, root=True).provide((EGL, CURSOR))

    assert commands == [
        "apt-get -qq update",
        "apt-get -qq install --yes --no-install-recommends libxcb-cursor0",
    ]


def test_another_user_on_debian_is_told_the_one_command_and_nothing_is_run() -> None:
    commands = Commands()

    with pytest.raises(SetUpError, match="run 'sudo apt install libegl1 libxcb-cursor0'"):
        Machine(is_here=nothing_is_here, run=commands, debian=True).provide((CURSOR, EGL))

    assert commands.run == []


def test_another_system_is_told_the_names_of_the_libraries() -> None:
    with pytest.raises(SetUpError, match=r"lacks libEGL.so.1, libxcb-cursor.so.0: install these with its package"):
        Machine(is_here=nothing_is_here, run=Commands(), root=True).provide((EGL, CURSOR))


@pytest.mark.parametrize("fails", ["update", "install", "nothing"])
def test_packages_that_do_not_come_end_in_a_sentence(fails: str) -> None:
    stubborn = Machine(is_here=nothing_is_here, run=Commands(fails), say=lambda _: None, debian=True, root=True)

    with pytest.raises(SetUpError, match=r"still lacks libEGL.so.1: run 'apt install libegl1'"):
        stubborn.provide((EGL,))


def test_one_package_that_brings_two_libraries_is_named_once() -> None:
    needs = [need for need in machine.QT_NEEDS if need.package == "libglib2.0-0"]

    with pytest.raises(SetUpError, match=r"run 'sudo apt install libglib2.0-0'"):
        Machine(is_here=nothing_is_here, run=Commands(), debian=True).provide(needs)


BROWSER, DRIVER = Need("chromium", "chromium"), Need("chromedriver", "chromium-driver")


class Told:
    """Remembers what the person at the keyboard was told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)


def test_what_only_tests_need_is_installed_where_that_may_be_done() -> None:
    here: set[str] = set()

    def run(command: Sequence[str]) -> bool:
        commands.append(" ".join(command))
        here.update(need.name for need in (BROWSER, DRIVER) if need.package == command[-1])
        return True

    commands: list[str] = []
    told = Told()
    Machine(is_here=here.__contains__, run=run, say=told, debian=True, root=True).offer((BROWSER, DRIVER))

    assert commands == [
        "apt-get -qq update",
        "apt-get -qq install --yes --no-install-recommends chromium",
        "apt-get -qq install --yes --no-install-recommends chromium-driver",
    ]
    assert told.lines == ["Installing from the system: chromium chromium-driver"]


@pytest.mark.parametrize(
    ("debian", "root", "fails"),
    [(True, True, "chromium-driver"), (True, True, "update"), (True, False, "nothing"), (False, True, "nothing")],
)
def test_where_it_does_not_come_set_up_goes_on_and_says_what_that_means(debian: bool, root: bool, fails: str) -> None:
    told = Told()

    Machine(is_here=nothing_is_here, run=Commands(fails), say=told, debian=debian, root=root).offer((BROWSER, DRIVER))

    assert told.lines[-1] == (
        "Without chromium, chromedriver, which this system lacks, some tests are skipped; "
        "Debian has the packages chromium chromium-driver."
    )


def test_one_package_that_does_not_exist_keeps_none_of_the_others_away() -> None:
    commands = Commands("chromium")

    Machine(is_here=nothing_is_here, run=commands, say=Told(), debian=True, root=True).offer((BROWSER, DRIVER))

    assert commands.run[-1].endswith("chromium-driver")


def test_nothing_is_said_or_done_where_the_tests_have_all_they_need() -> None:
    commands, told = Commands(), Told()

    Machine(is_here=lambda _: True, run=commands, say=told, debian=True, root=True).offer(machine.TEST_NEEDS)

    assert commands.run == told.lines == []


def test_what_was_tried_once_is_tried_again_only_for_other_needs(desk: Desk) -> None:
    desk.prepare(tools=True)
    tried: list[str] = []
    environment = Environment(desk.root, run=Commands(), version_of=lambda _: desk.python)

    for need in (BROWSER, BROWSER, DRIVER):
        environment.once("tests", (need,), lambda need=need: tried.append(need.name))  # type: ignore[misc]

    assert tried == ["chromium", "chromedriver"]


def test_every_library_qt_needs_has_a_package_and_stands_once() -> None:
    names = [need.name for need in machine.QT_NEEDS]

    assert len(set(names)) == len(names)
    assert all(need.package and ".so." in need.name for need in machine.QT_NEEDS)


def test_a_bundle_needs_the_interpreter_as_a_library_and_objdump() -> None:
    assert machine.bundle_needs((3, 12)) == (
        Need("libpython3.12.so.1.0", "libpython3.12"),
        Need("objdump", "binutils"),
    )


def test_a_library_that_does_not_exist_is_not_here() -> None:
    assert machine.is_here("libc.so.6")
    assert not machine.is_here("libaurora-nowhere.so.1")
    assert not machine.is_here("aurora-nowhere")


def test_a_first_set_up_makes_the_venv_and_installs_by_hash_without_tools(desk: Desk) -> None:
    make, install, program = desk.prepare()

    assert make.endswith(f"-m venv {desk.root}/.venv")
    assert "--require-hashes" in install
    assert install.endswith("requirements/run.txt")
    assert "--no-index --no-build-isolation --editable" in program


def test_a_second_set_up_runs_nothing(desk: Desk) -> None:
    desk.prepare(tools=True)

    assert desk.prepare(tools=True) == []
    assert desk.prepare(tools=False) == []


def test_tools_come_only_when_asked_for_and_without_the_rest_again(desk: Desk) -> None:
    desk.prepare()

    (install,) = desk.prepare(tools=True)

    assert install.endswith("requirements/dev.txt")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [("requirements/run.txt", "run.txt"), ("requirements/dev.txt", "dev.txt"), ("pyproject.toml", "--editable")],
)
def test_a_changed_file_repeats_only_its_own_step(desk: Desk, changed: str, expected: str) -> None:
    desk.prepare(tools=True)
    (desk.root / changed).write_text("changed", encoding="utf-8")

    (command,) = desk.prepare(tools=True)

    assert expected in command


def test_a_broken_off_install_is_taken_up_where_it_stopped(desk: Desk) -> None:
    with pytest.raises(SetUpError, match=r"Not all of requirements/run.txt could be installed"):
        desk.prepare(fails="--require-hashes")

    again = desk.prepare()

    assert len(again) == 2
    assert not any("-m venv" in command for command in again)


def test_another_python_makes_our_venv_anew_with_everything_in_it(desk: Desk) -> None:
    desk.prepare()
    desk.python = "3.13"

    make, *installs = desk.prepare()

    assert "venv --clear" in make
    assert len(installs) == 2


def test_a_moved_folder_makes_our_venv_anew(desk: Desk, tmp_path: Path) -> None:
    desk.prepare()
    desk.root = desk.root.rename(tmp_path / "moved")

    make, *_ = desk.prepare()

    assert "venv --clear" in make


@pytest.mark.parametrize("stamp", [None, "", "not json", "[]"])
def test_a_venv_without_our_stamp_is_never_emptied(desk: Desk, stamp: str | None) -> None:
    (desk.root / ".venv").mkdir()
    if stamp is not None:
        (desk.root / ".venv" / "set-up.json").write_text(stamp, encoding="utf-8")

    make, *_ = desk.prepare()

    assert "--clear" not in make
    assert json.loads((desk.root / ".venv" / "set-up.json").read_text(encoding="utf-8"))["python"].startswith("3.11")


def test_a_python_that_does_not_start_has_no_version(tmp_path: Path) -> None:
    assert environment.version_of(tmp_path / "nowhere") == ""
    assert environment.version_of(environment.this_python()).startswith("3.")
