"""`aurora-desk doctor` says what works and what doesn't, and changes nothing."""

import socket
from pathlib import Path

import sqlcipher3.dbapi2

from aurora_desk.app.doctor import doctor
from aurora_desk.app.options import Environment, read_environment
from mail.server import running_smtp


def told(folder: Path, *, environment: Environment | None = None, port: int = 0) -> tuple[int, dict[str, str]]:
    """The doctor's status and its lines by what they are about."""
    lines: list[str] = []
    status = doctor(environment or read_environment({}), demo=True, data_dir=folder, port=port, say=lines.append)
    return status, {line.split(None, 1)[1].split(":")[0]: line for line in lines}


def test_a_healthy_demo_is_told_line_by_line(demo_folder: Path) -> None:
    status, lines = told(demo_folder)

    assert status == 0
    assert list(lines) == ["Python", "Qt", "Display", "Database", "Port", "Stripe", "Mail", "Printer"]
    assert all(line.startswith("ok ") for line in lines.values())
    assert "its journal verifies" in lines["Database"]


def test_a_journal_changed_from_outside_is_told(demo_folder: Path) -> None:
    with sqlcipher3.dbapi2.connect(str(demo_folder / "store.db")) as connection:
        connection.execute("DROP TRIGGER journal_never_update")
        connection.execute("UPDATE journal SET facts = replace(facts, '20000', '90000') WHERE seq = 1")
    connection.close()

    status, lines = told(demo_folder)

    assert status == 1
    assert lines["Database"].startswith("TROUBLE")
    assert "journal row 1 was changed" in lines["Database"]


def test_a_port_in_use_is_told(demo_folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        status, lines = told(demo_folder, port=taken.getsockname()[1])

    assert status == 1
    assert lines["Port"].startswith("TROUBLE")


def test_a_stripe_key_with_a_space_is_told_without_asking_anybody(demo_folder: Path) -> None:
    status, lines = told(demo_folder, environment=read_environment({"AURORA_STRIPE_SECRET_KEY": "sk_live_a b"}))

    assert status == 1
    assert "space" in lines["Stripe"]


def test_looking_at_an_empty_folder_makes_nothing(tmp_path: Path) -> None:
    status, lines = told(tmp_path / "none")

    assert status == 0
    assert "no store" in lines["Database"]
    assert not (tmp_path / "none").exists()


def test_a_live_key_beside_a_demo_is_told_and_never_sent(demo_folder: Path) -> None:
    status, lines = told(demo_folder, environment=read_environment({"AURORA_STRIPE_SECRET_KEY": "sk_live_abc"}))

    assert status == 1
    assert "never takes a live" in lines["Stripe"]


def test_mail_not_set_up_is_no_trouble(demo_folder: Path) -> None:
    _, lines = told(demo_folder)

    assert lines["Mail"].startswith("ok ")
    assert "AURORA_SMTP_URL" in lines["Mail"]


def test_a_mail_server_that_takes_the_login_is_told_and_gets_no_letter(demo_folder: Path) -> None:
    with running_smtp(login=("mara@example.com", "pass")) as server:
        url = f"smtp://mara%40example.com:pass@127.0.0.1:{server.port}"
        _, lines = told(demo_folder, environment=read_environment({"AURORA_SMTP_URL": url}))

        assert lines["Mail"].startswith("ok ")
        assert "letters come from mara@example.com" in lines["Mail"]
        assert server.received.empty()


def test_a_mail_server_that_refuses_the_password_is_told_without_it(demo_folder: Path) -> None:
    with running_smtp(login=("mara", "right")) as server:
        url = f"smtp://mara:hunter2@127.0.0.1:{server.port}"
        status, lines = told(demo_folder, environment=read_environment({"AURORA_SMTP_URL": url}))

    assert status == 1
    assert lines["Mail"].startswith("TROUBLE")
    assert "refused the password" in lines["Mail"]
    assert "hunter2" not in lines["Mail"]
