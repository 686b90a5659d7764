"""The owner's commands on people: they never print or keep a PIN, and a badge ends with its successor."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from aurora_desk.app.main import main
from aurora_desk.domain.codes import CodeKind
from aurora_desk.domain.ids import PersonId
from aurora_desk.domain.people import Role
from aurora_desk.services.demo import CAFE, TILL
from aurora_desk.store.creating import Place
from conftest import open_as_desk


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, demo_folder: Path) -> Run:
    return Run(capsys, monkeypatch, demo_folder)


class Run:
    """The program run in this process on the demo store; gives what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self._capsys, self._monkeypatch, self._folder = capsys, monkeypatch, folder
        self.status = 0

    def __call__(self, *arguments: object, typed: str = "") -> str:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        self.status = main(["people", *map(str, arguments), "--demo", "--data-dir", str(self._folder)])
        said = self._capsys.readouterr()
        return (said.out + said.err).strip()


def test_somebody_is_added_with_a_pin_that_is_never_printed(run: Run, demo_place: Place) -> None:
    said = run("add", "Ana Ruiz", "--role", "manager", typed="4711\n")

    assert said == "Ana Ruiz signs in with that PIN from now on."
    services = open_as_desk(demo_place, None)
    assert services.people.sign_in(CAFE, TILL, PersonId(4), "4711").role is Role.MANAGER
    services.close()
    assert "4  Ana Ruiz  manager  no badge" in run("list").splitlines()


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (("add", "Ana"), "47\n", "A PIN has 4 digits."),
        (("add", "mara klein"), "4711\n", "Somebody of this name is there already."),
        (("pin", "Nobody"), "4711\n", "Nobody is called 'Nobody' here."),
        (("badge", "Nobody", "--none"), "", "Nobody is called 'Nobody' here."),
    ],
)
def test_what_cannot_be_is_refused_in_words(run: Run, arguments: tuple[str, ...], typed: str, words: str) -> None:
    assert words in run(*arguments, typed=typed)
    assert run.status != 0


def test_the_owner_gets_back_in_at_the_computer(run: Run, demo_place: Place) -> None:
    run("pin", "Mara Klein", typed="9876\n")

    services = open_as_desk(demo_place, None)
    assert services.people.sign_in(CAFE, TILL, PersonId(1), "9876").role is Role.OWNER
    services.close()


def test_a_badge_is_a_picture_that_counts_until_the_next_one(run: Run, demo_place: Place, tmp_path: Path) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.png"
    run("badge", "Priya Raman", "--png", first)
    run("badge", "Priya Raman", "--png", second)

    services = open_as_desk(demo_place, None)
    codes = [zxingcpp.read_barcodes(Image.open(path))[0].text for path in (first, second)]
    read = [services.codes.read(CAFE, code) for code in codes]
    whose = [services.read(partial(services.people.with_badge, tenant_id=CAFE, badge=code.number)) for code in read]
    services.close()

    assert {code.kind for code in read} == {CodeKind.STAFF}
    assert whose[0] is None
    assert whose[1] is not None
    assert whose[1].name == "Priya Raman"
    run("badge", "Priya Raman", "--none")
    assert "3  Priya Raman  cashier  no badge" in run("list").splitlines()


def test_an_owner_gets_a_password_that_is_never_printed_and_loses_it_again(run: Run, demo_place: Place) -> None:
    said = run("password", "Mara Klein", "--email", "mara@example.com", typed="Blue-Kettle 47\n")

    assert said == "Mara Klein signs in as mara@example.com with that password from now on."
    services = open_as_desk(demo_place, None)
    assert services.owner_door.sign_in(CAFE, TILL, "mara@example.com", "Blue-Kettle 47").role is Role.OWNER
    services.close()
    assert run("password", "Mara Klein", "--none") == "Mara Klein signs in with the PIN alone from now on."
    services = open_as_desk(demo_place, None)
    assert not services.read(partial(services.owner_door.is_set_up, tenant_id=CAFE))
    services.close()


def test_nobody_else_gets_a_password_and_no_weak_one_is_taken(run: Run) -> None:
    assert "Only an owner" in run("password", "Jonas Weber", "--email", "j@example.com", typed="Blue-Kettle 47\n")
    assert run.status == 1
    assert "at least 8 characters" in run("password", "Mara Klein", "--email", "m@example.com", typed="short\n")
