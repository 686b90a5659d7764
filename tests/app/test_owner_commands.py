"""What an owner says on the command line, also while the store is served."""

from __future__ import annotations

import hashlib
import os
import pty
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import httpx
import pytest
import sqlcipher3.dbapi2

from app.programs import COMMAND, PATIENCE_S, Program, Programs, assert_one_sentence
from aurora_desk.app.main import main

PASSWORD = "Str0ngPass!"
MD5 = hashlib.md5(PASSWORD.encode(), usedforsecurity=False).hexdigest()
ORIGIN = "https://kiosk.example.com"


def said_by(capsys: pytest.CaptureFixture[str], *arguments: object) -> CompletedProcess[str]:
    """A command run in this process."""
    command = [str(argument) for argument in arguments]
    status = main(command)
    said = capsys.readouterr()
    return CompletedProcess(command, status, said.out, said.err)


def do(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object) -> list[str]:
    """The lines that a command prints when it does what it is asked.

    In this process: a Python that starts for each line would take longer than all else here.
    """
    result = said_by(capsys, *arguments, "--data-dir", folder)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()


def journal_rows(folder: Path) -> int:
    """How much has ever been changed in a store."""
    connection = sqlcipher3.dbapi2.connect(str(folder / "store.db"))
    try:
        return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])
    finally:
        connection.close()


def post(program: Program, path: str, body: dict[str, object], key: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return httpx.post(f"{program.address}{path}", json=body, headers=headers, timeout=30)


def soon(condition: Callable[[], bool]) -> bool:
    """Whether something becomes true: a running server reads who may call once a second, a busy machine is slower."""
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


ALL = [
    ["tenants"],
    ["tenants", "allow", "42", ORIGIN],
    ["tables", "list"],
    ["fields", "add", "size"],
    ["clients", "pair", "kiosk"],
    ["lan", "paired"],
    ["outbox"],
    ["people"],
    ["import-accounts", "accounts.csv", "--table", "aurora_customers"],
]


@pytest.mark.parametrize("arguments", ALL, ids=" ".join)
def test_no_command_makes_a_store(capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str]) -> None:
    folder = tmp_path / "nothing"
    said = assert_one_sentence(said_by(capsys, *arguments, "--data-dir", folder), 1)
    assert "no store" in said
    assert not folder.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["tenants", "surplus"],
        ["tenants", "add", "44"],
        ["tenants", "add", "0", "--name", "x", "--currency", "EUR", "--country", "DE", "--time-zone", "UTC"],
        ["tenants", "set", "forty-two", "--name", "x"],
        ["tenants", "set", "42"],
        ["tenants", "set", "42", "--prices-include-tax", "--prices-exclude-tax"],
        ["tenants", "allow", "42"],
        ["tables", "add"],
        ["tables", "list", "--tenant", "99999999999999999999"],
        ["clients", "pair"],
        ["lan", "closed"],
        ["lan", "host", "add"],
        ["outbox", "surplus"],
        ["import-accounts", "accounts.csv"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], demo_folder: Path, arguments: list[str]
) -> None:
    before = journal_rows(demo_folder)
    assert_one_sentence(said_by(capsys, "--data-dir", demo_folder, *arguments), 2)
    assert journal_rows(demo_folder) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["tenants", "add", "42", "--name", "x", "--currency", "EUR", "--country", "DE", "--time-zone", "UTC"],
        ["tenants", "add", "44", "--name", "x", "--currency", "euro", "--country", "DE", "--time-zone", "UTC"],
        ["tenants", "add", "44", "--name", "x", "--currency", "EUR", "--country", "DE", "--time-zone", "Mars/Base"],
        ["tenants", "set", "42", "--language", "tlh"],
        ["tenants", "set", "42", "--cash-step", "3"],
        ["tenants", "set", "42", "--address", "1 Main St\x1b[2J"],
        ["tenants", "set", "42", "--address", "1 Main \udce4"],
        ["tenants", "set", "99", "--name", "x"],
        ["tenants", "allow", "42", "https://app.example.com"],
        ["tenants", "allow", "42", "ftp://files.example.com"],
        ["tenants", "allow", "99", ORIGIN],
        ["tenants", "forbid", "42", ORIGIN],
        ["tables", "list", "--tenant", "99"],
        ["tables", "add", "aurora_customers"],
        ["tables", "add", "drop table"],
        ["fields", "add", "email"],
        ["clients", "pair", "loopback"],
        ["clients", "revoke", "nobody"],
        ["lan", "host", "add", "http://till.local"],
        ["lan", "address", "till.local"],
        ["lan", "address", "https://till.local/shop"],
        ["lan", "host", "remove", "till.local"],
        ["outbox", "--tenant", "99"],
        ["import-accounts", "missing.csv", "--table", "aurora_customers"],
        ["import-accounts", "/", "--table", "aurora_customers"],
        ["import-accounts", "missing.csv", "--table", "no_such_table"],
    ],
    ids=lambda arguments: " ".join(arguments).encode("ascii", "backslashreplace").decode(),
)
def test_what_a_rule_forbids_is_one_sentence_and_changes_nothing(
    capsys: pytest.CaptureFixture[str], demo_folder: Path, arguments: list[str]
) -> None:
    before = journal_rows(demo_folder)
    assert_one_sentence(said_by(capsys, *arguments, "--data-dir", demo_folder), 1)
    assert journal_rows(demo_folder) == before


def test_a_shop_is_added_changed_and_listed_with_its_rules(
    programs: Programs, capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    place = ["--country", "de", "--time-zone", "Europe/Berlin", "--prices-exclude-tax"]
    do(capsys, demo_folder, "tenants", "add", 44, "--name", "Bücherei", "--currency", "EUR", *place)
    changes = ["--name", "Bücher", "--language", "de", "--prices-include-tax", "--client-prices", "--part-payments"]
    do(capsys, demo_folder, "tenants", "set", 44, *changes)
    do(capsys, demo_folder, "tenants", "set", 44, "--no-part-payments", "--tips", "--cash-step", 5)
    do(capsys, demo_folder, "tenants", "allow", 44, f"{ORIGIN}:443/")

    result = programs.run("tenants", "--data-dir", demo_folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[-1].split("  ") == [
        "44",
        "Bücher",
        "EUR",
        "prices include tax",
        "de",
        "Europe/Berlin",
        "client prices on",
        "part payments off",
        "tips on",
        "manual capture off",
        "cash step 0.05 EUR",
        ORIGIN,
    ]
    do(capsys, demo_folder, "tenants", "forbid", 44, ORIGIN)
    assert do(capsys, demo_folder, "tenants", "list")[-1].endswith("no origins")


def test_the_store_may_be_named_before_the_command_or_behind_it(
    capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    for arguments in (
        ["--data-dir", demo_folder, "tables", "list", "--tenant", "43"],
        ["tables", "--data-dir", demo_folder, "--tenant", "43", "list"],
        ["tables", "--tenant", "43", "--data-dir", demo_folder],
    ):
        said = said_by(capsys, *arguments)
        assert (said.returncode, said.stdout) == (0, "aurora_customers\naurora_app_users\n")


def test_a_key_counts_while_the_store_is_served_until_it_is_revoked(
    programs: Programs, capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    program = programs.serve(demo_folder)
    key, words = do(capsys, demo_folder, "clients", "pair", "kiosk", "--tenant", 43)
    product: dict[str, object] = {"sessionID": "one", "productID": 1, "quantity": 1}

    assert "only now" in words
    assert post(program, "/ecommerce/addCart", product, key).status_code == httpx.codes.OK
    assert post(program, "/ecommerce/addCart", {**product, "appID": 42}, key).status_code == httpx.codes.FORBIDDEN
    listed = do(capsys, demo_folder, "clients")
    assert listed[0].startswith("43  kiosk  ak_")
    assert key not in "".join(listed)

    do(capsys, demo_folder, "clients", "revoke", "kiosk", "--tenant", 43)
    refused = post(program, "/ecommerce/addCart", product, key)
    assert refused.status_code == httpx.codes.UNAUTHORIZED
    assert "revoked" in do(capsys, demo_folder, "clients", "list")[0]


def test_a_store_that_is_served_follows_what_its_owner_allows(
    programs: Programs, capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    program = programs.serve(demo_folder)

    def preflight(host: str = "") -> int:
        headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
        headers |= {"Host": host} if host else {}
        return httpx.options(f"{program.address}/ecommerce/getOrder", headers=headers).status_code

    assert preflight() == httpx.codes.FORBIDDEN
    do(capsys, demo_folder, "tenants", "allow", 42, ORIGIN)
    assert soon(lambda: preflight() == httpx.codes.NO_CONTENT)

    do(capsys, demo_folder, "lan", "paired")  # who asks for another name comes through a proxy: as from the network
    name = f"till.local:{program.address.rpartition(':')[2]}"
    assert preflight(name) == httpx.codes.FORBIDDEN
    do(capsys, demo_folder, "lan", "host", "add", "Till.local")
    assert soon(lambda: preflight(name) == httpx.codes.NO_CONTENT)

    do(capsys, demo_folder, "lan", "host", "remove", "till.local")
    do(capsys, demo_folder, "tenants", "forbid", 42, ORIGIN)
    assert soon(lambda: preflight(name) == preflight() == httpx.codes.FORBIDDEN)


def test_a_registered_table_and_field_serve_the_api(
    programs: Programs, capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    program = programs.serve(demo_folder)
    account: dict[str, object] = {"email": "ada@example.com", "password": PASSWORD, "authTable": "staff"}
    refused = post(program, "/customers/signup", account)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY

    do(capsys, demo_folder, "tables", "add", "staff", "--tenant", 42)
    do(capsys, demo_folder, "fields", "add", "badge", "--tenant", 42)

    assert do(capsys, demo_folder, "tables", "list")[-1] == "staff"
    assert do(capsys, demo_folder, "fields", "list") == ["badge"]
    assert post(program, "/customers/signup", account).status_code == httpx.codes.OK
    answer = post(program, "/customers/login", {**account, "extraFields": "badge"})
    assert answer.json()["data"]["badge"] == ""
    assert post(program, "/customers/login", {**account, "appID": 43}).status_code == httpx.codes.UNPROCESSABLE_ENTITY


def test_the_outbox_names_customers_by_number_and_shows_no_address(
    programs: Programs, capsys: pytest.CaptureFixture[str], demo_folder: Path
) -> None:
    assert do(capsys, demo_folder, "outbox") == ["There are no mails."]
    program = programs.serve(demo_folder)
    post(program, "/customers/signup", {"email": "ada@example.com", "password": PASSWORD})
    reset: dict[str, object] = {"email": "ada@example.com", "url": "https://app.example.com/reset"}
    assert post(program, "/customers/request-reset", reset).status_code == httpx.codes.OK

    (line,) = do(capsys, demo_folder, "outbox", "--tenant", 42)
    assert line.split("  ")[1:5] == ["shop 42", "customer 124", "waiting", "0 tries"]
    assert "@" not in line
    assert do(capsys, demo_folder, "outbox", "--tenant", 43) == ["There are no mails."]


FILE = f"""email;password_hash;firstname;phone;address;size
customer@example.com;{MD5};Alex;+15551234567;123 Main St;M
old@example.com;;Old;;;
"""


def test_accounts_of_an_older_system_sign_in_with_their_old_passwords(
    programs: Programs, capsys: pytest.CaptureFixture[str], demo_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text(FILE, encoding="utf-8-sig")
    program = programs.serve(demo_folder)
    do(capsys, demo_folder, "fields", "add", "size")
    bring_in = ("import-accounts", file, "--table", "aurora_customers", "--tenant", 42)

    shown = do(capsys, demo_folder, *bring_in, "--preview")
    assert shown[:4] == [
        "2 accounts for the table aurora_customers of shop 42 (Aurora Café)",
        "1 with a hash by MD5",
        "1 without a hash: they set a password by mail",
        "The first: c…@example.com, o…@example.com",
    ]
    credentials: dict[str, object] = {"email": "Customer@example.com", "password": PASSWORD}
    assert post(program, "/customers/login", credentials).status_code == httpx.codes.UNAUTHORIZED
    assert "numbered 124 to 125" in do(capsys, demo_folder, *bring_in)[-1]

    answer = post(program, "/customers/login", {**credentials, "extraFields": "phone,address"})
    assert '"phone":"+15551234567","address":"123 Main St"' in answer.text
    own = post(program, "/customers/login", {**credentials, "extraFields": "size"})
    assert own.json()["data"]["size"] == "M"
    without = post(program, "/customers/login", {"email": "old@example.com", "password": PASSWORD})
    assert without.status_code == httpx.codes.UNAUTHORIZED
    again = programs.run(*bring_in, "--data-dir", demo_folder)
    assert again.returncode == 1
    assert [line.partition(":")[0] for line in again.stderr.splitlines()[:2]] == ["Row 2, email", "Row 3, email"]
    assert MD5 not in again.stderr + (programs.home / "programs.log").read_text()


def test_faults_of_a_file_are_told_and_nothing_of_it_is_brought_in(
    capsys: pytest.CaptureFixture[str], demo_folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.csv"
    faulty = "".join(f"nobody{number},{MD5[:-1]}\n" for number in range(30))
    file.write_text(f"email,password_hash\ngood@example.com,{MD5}\n{faulty}")
    before = journal_rows(demo_folder)

    said = said_by(capsys, "import-accounts", file, "--table", "aurora_customers", "--data-dir", demo_folder)

    lines = said.stderr.splitlines()
    assert said.returncode == 1
    assert lines[0].startswith("Row 3, email: This is not an email address.")
    assert lines[1] == "Row 3, password_hash: This is no hash of a kind that can be checked."
    assert lines[50] == "and 10 more"
    assert lines[51].startswith("Nothing was brought in.")
    assert MD5[:-1] not in said.stderr + said.stdout
    assert journal_rows(demo_folder) == before


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("\n", 1), ("\x04", 1)])
def test_on_a_terminal_an_import_asks_first(
    programs: Programs, demo_folder: Path, tmp_path: Path, answer: str, status: int
) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("email\nada@example.com\n")
    before = journal_rows(demo_folder)
    person, terminal = pty.openpty()
    try:
        os.write(person, answer.encode())
        result = subprocess.run(
            [*COMMAND, "import-accounts", str(file), "--table", "aurora_customers", "--data-dir", str(demo_folder)],
            env=programs.environment(),
            stdin=terminal,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
    finally:
        os.close(person)
        os.close(terminal)

    assert result.returncode == status, result.stderr
    assert "Bring in 1 account? [y/N]" in result.stdout
    assert journal_rows(demo_folder) - before == (1 if status == 0 else 0)
