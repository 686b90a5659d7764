"""What the program says, and how it ends, when it can't do what it is asked."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import sqlcipher3.dbapi2

from app.programs import Programs, assert_one_sentence, everything_in
from aurora_desk.app.main import main
from aurora_desk.store.keyring import KeyRing, write_key_ring


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-option"],
        ["sevre"],
        ["serve", "--port", "eighty"],
        ["serve", "--port", "65536"],
        ["serve", "--port", "-1"],
        ["serve", "--port"],
        ["serve", "surplus"],
        ["tour"],
        ["stripe-simulator", "--tap-after", "soon"],
    ],
    ids=" ".join,
)
def test_a_wrong_option_or_value_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    status = main(arguments)
    said = capsys.readouterr()
    assert_one_sentence(CompletedProcess(arguments, status, said.out, said.err), 2)


def test_a_wrong_option_ends_the_process_with_status_2(programs: Programs) -> None:
    assert_one_sentence(programs.run("serve", "--no-such-option"), 2)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AURORA_LOG_LEVEL", "LOUD"),
        ("AURORA_STRIPE_API_BASE", "127.0.0.1:8420"),
        ("AURORA_DATABASE_URL", "mysql://root@localhost/x"),
        ("AURORA_SMTP_URL", "mail.example.com:587"),
        ("AURORA_MAIL_FROM", "Aurora Café <shop@example.com>"),
    ],
)
def test_a_variable_that_cannot_be_meant_is_named_with_status_2(
    programs: Programs, demo_folder: Path, name: str, value: str
) -> None:
    said = assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, **{name: value}), 2)
    assert name in said


def test_serve_without_a_store_makes_nothing(programs: Programs, tmp_path: Path) -> None:
    folder = tmp_path / "nothing"
    assert_one_sentence(programs.run("serve", "--data-dir", folder, "--port", 0), 1)
    assert not folder.exists()
    assert_one_sentence(programs.run("serve", "--port", 0), 1)
    assert [path.name for path in programs.home.iterdir()] == []


def test_the_demo_never_opens_on_a_real_store(programs: Programs, real_folder: Path) -> None:
    before = everything_in(real_folder)
    said = assert_one_sentence(programs.run("serve", "--demo", "--data-dir", real_folder, "--port", 0), 1)
    assert "real store" in said
    assert everything_in(real_folder)["store.db"] == before["store.db"]


def test_a_port_taken_by_another_program_ends_serve_before_anything_is_made(
    programs: Programs, demo_folder: Path, tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as foreign:
        port = foreign.getsockname()[1]
        before = everything_in(demo_folder)
        said = assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", port), 1)
        assert str(port) in said
        assert everything_in(demo_folder) == before
        new = tmp_path / "new"
        assert_one_sentence(programs.run("serve", "--demo", "--data-dir", new, "--port", port), 1)
        assert not new.exists()


@pytest.mark.parametrize("arguments", [["serve", "--demo"], ["serve"]])
def test_a_folder_that_cannot_be_written_is_told(programs: Programs, tmp_path: Path, arguments: list[str]) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert_one_sentence(programs.run(*arguments, "--data-dir", file / "below", "--port", 0), 1)
    assert_one_sentence(programs.run(*arguments, "--data-dir", "/proc/aurora", "--port", 0), 1)
    assert file.read_text() == "mine"


def test_a_store_of_a_newer_version_is_left_as_it_is(programs: Programs, demo_folder: Path) -> None:
    connection = sqlcipher3.dbapi2.connect(str(demo_folder / "store.db"), isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = (demo_folder / "store.db").read_bytes()

    said = assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0), 1)

    assert "newer" in said
    assert (demo_folder / "store.db").read_bytes() == before


@pytest.mark.parametrize("what", ["empty", "cut", "header", "text"])
def test_a_broken_store_is_left_as_it_is_and_no_shop_is_made_over_it(
    programs: Programs, demo_folder: Path, what: str
) -> None:
    file = demo_folder / "store.db"
    whole = file.read_bytes()
    broken = {"empty": b"", "cut": whole[: len(whole) // 2 + 7], "header": whole[:16], "text": b"Dear diary"}[what]
    for rest in demo_folder.glob("store.db-*"):
        rest.unlink()
    file.write_bytes(broken)

    for arguments in ([], ["--demo"]):
        assert_one_sentence(programs.run("serve", *arguments, "--data-dir", demo_folder, "--port", 0), 1)
        assert file.read_bytes() == broken


def test_a_database_of_something_else_is_refused(programs: Programs, tmp_path: Path) -> None:
    connection = sqlcipher3.dbapi2.connect(str(tmp_path / "store.db"))
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.commit()
    connection.close()
    said = assert_one_sentence(programs.run("serve", "--demo", "--data-dir", tmp_path, "--port", 0), 1)
    assert "not an Aurora Desk store" in said


def test_missing_unreadable_or_other_keys_stop_the_program(programs: Programs, demo_folder: Path) -> None:
    keys = demo_folder / "keys" / "keys.json"
    right = json.loads(keys.read_text())

    keys.unlink()
    assert "missing" in assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0), 1)
    assert not keys.exists()
    write_key_ring(keys, KeyRing.new())
    assert "not the keys" in assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0), 1)
    keys.write_text("{")
    assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0), 1)
    keys.write_text(json.dumps({"keys": right["keys"][1:]}))
    assert_one_sentence(programs.run("serve", "--data-dir", demo_folder, "--port", 0), 1)


def test_a_live_key_never_meets_a_training_store(programs: Programs, demo_folder: Path) -> None:
    for more in ({}, {"AURORA_STRIPE_API_BASE": "http://127.0.0.1:9"}):
        result = programs.run(
            "serve", "--data-dir", demo_folder, "--port", 0, AURORA_STRIPE_SECRET_KEY="sk_live_0123", **more
        )
        said = assert_one_sentence(result, 1)
        assert "training" in said
        assert "sk_live" not in said


def test_a_database_server_that_is_not_there_is_told(programs: Programs, tmp_path: Path) -> None:
    url = "postgresql+psycopg://aurora:hush@127.0.0.1:9/shop"
    said = assert_one_sentence(
        programs.run("serve", "--data-dir", tmp_path / "d", "--port", 0, AURORA_DATABASE_URL=url), 1
    )
    assert "hush" not in said


def test_the_gallery_without_a_display_is_one_sentence_and_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["--gallery"])

    said = capsys.readouterr()
    assert_one_sentence(CompletedProcess(["--gallery"], status, said.out, said.err), 1)
