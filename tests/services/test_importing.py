"""Accounts of an older system: each row is judged like a sign-up, and a file comes in whole or not at all."""

from __future__ import annotations

from functools import partial

import pytest

from aurora_desk.domain.accounts import PROFILE_COLUMNS, Account
from aurora_desk.domain.customers import CUSTOMERS_TABLE
from aurora_desk.services.account_file import (
    LARGEST_FILE,
    MOST_ROWS,
    AccountFile,
    AccountFileError,
    OldAccount,
    RowError,
    read_accounts,
)
from aurora_desk.services.demo import CAFE, SECOND
from aurora_desk.services.facade import Services, Work
from aurora_desk.services.importing import RowsRefusedError, preview
from services.counter import PROGRAM, Counter

MD5 = "5f4dcc3b5aa765d61d8327deb882cf99"
BCRYPT = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
VISA = "4242 4242 4242 4242"


def read(text: str, *own_fields: str) -> AccountFile:
    return read_accounts(text.encode(), own_fields)


def only(text: str, *own_fields: str) -> OldAccount:
    file = read(text, *own_fields)
    assert file.errors == []
    (account,) = file.accounts
    return account


def faults(text: str) -> list[tuple[int, str]]:
    file = read(text)
    assert all(error.sentence.endswith(".") for error in file.errors)
    return [(error.row, error.field) for error in file.errors]


def bring_in(services: Services, file: AccountFile, table: str = CUSTOMERS_TABLE) -> range:
    unit = partial(
        services.importing.bring_in, actor=PROGRAM, table=table, file=file, accounts=services.importing.ready(file)
    )
    return services.write(unit)


def account_of(counter: Counter, email: str, table: str = CUSTOMERS_TABLE) -> tuple[Account, str | None]:
    def look(work: Work) -> tuple[Account, str | None]:
        found = work.customers.account(CAFE, table, email)
        assert found is not None
        return found, work.credentials.password_hash(found.row_id)

    return counter.services.read(look)


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_header_line_says_what_parts_the_columns(sign: str, start: str, end: str) -> None:
    header = f"email{sign} password_hash {sign}address"
    account = only(f'{start}{header}{end}ada@example.com{sign}{MD5}{sign}"1 Main St; rear, left"{end}')

    assert (account.email, account.password_hash) == ("ada@example.com", MD5)
    assert account.profile.columns["address"] == "1 Main St; rear, left"


def test_every_column_of_an_account_is_read_and_its_text_is_kept_as_sent() -> None:
    columns = ["email", "firstname", "lastname", "displayname", "phone", "description", "photourl", *PROFILE_COLUMNS]
    values = [f" {name}'s\tvalue " for name in columns[1:]]
    header, row = ",".join([*columns, "size"]), ",".join(["ada@example.com", *values, '"two\nlines"'])

    account = only(f"{header}\n{row}\n", "size", "colour")

    told = [*account.names.values(), account.phone, account.profile.description, account.profile.photourl]
    assert [*told, *account.profile.columns.values()] == values
    assert account.profile.custom == {"size": "two\nlines"}
    assert account.password_hash is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "email"),
        ("firstname\nAda\n", "email"),
        ("email\n", "no account"),
        ("email,password\na@example.com,Secret1!\n", "never"),
        ("email,Password\na@example.com,Secret1!\n", "never"),
        ("email,shoe_size\na@example.com,4\n", "shoe_size"),
        ("email,Email\na@example.com,b@example.com\n", "Column 2 (Email)"),
        ("email,email\na@example.com,b@example.com\n", "twice"),
        ("email,\na@example.com,4\n", "Column 2"),
        (f"a@example.com,{MD5}\n", "Column 1"),
        ('email\n"a@example.com\n', "Row 2"),
        ('email\na@example.com\n"b@example.com"c\n', "Row 3"),
        (f"email\n{'a' * 200_000}\n", "Row 2"),
        ("email\n" + "a\n" * (MOST_ROWS + 1), "200,000"),
        ("email\n" + " " * LARGEST_FILE, "50 MB"),
    ],
)
def test_a_file_that_is_not_one_of_accounts_is_refused_in_a_sentence(text: str, word: str) -> None:
    with pytest.raises(AccountFileError) as told:
        read(text)
    assert word in told.value.sentence
    assert MD5 not in told.value.sentence
    assert "a@example.com" not in told.value.sentence


def test_a_file_in_another_encoding_is_refused() -> None:
    for content in ("email,firstname\na@example.com,Zoë\n".encode("latin-1"), "email\n".encode("utf-16")):
        with pytest.raises(AccountFileError, match="UTF-8"):
            read_accounts(content, ())


@pytest.mark.parametrize("name", ["shoe size2", "d8578edf8458ce06fbc5bb76a58c5ca4", "\x1b[2J", "x" * 5_000])
def test_a_first_row_that_may_hold_somebodys_data_is_not_repeated(name: str) -> None:
    with pytest.raises(AccountFileError) as told:
        read(f"email,{name}\na@example.com,4\n")
    assert name not in told.value.sentence


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (",,,", "email"),
        ("nobody,,,", "email"),
        ("K\u212a@example.com,,,", "email"),
        (f"{'a' * 250}@example.com,,,", "email"),
        (f"a@example.com,{MD5[:-1]},,", "password_hash"),
        ("a@example.com,Secret1!,,", "password_hash"),
        (f"a@example.com, {MD5},,", "password_hash"),
        ("a@example.com,$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW,,", "password_hash"),
        (f"a@example.com,,{'n' * 101},", "firstname"),
        ("a@example.com,,A\x00a,", "firstname"),
        ("a@example.com,,A\x1b[2Ja,", "firstname"),
        (f"a@example.com,,{VISA},", "firstname"),
        (f"a@example.com,,,{'1' * 41}", "phone"),
        ("a@example.com,,Ada", "all"),
        ("a@example.com,,Ada,,", "all"),
    ],
)
def test_a_row_is_judged_like_a_sign_up(row: str, field: str) -> None:
    before = "x@example.com,,X,\n"
    told = faults(f"email,password_hash,firstname,phone\n{before}{row}\n")
    assert told == ([] if row == ",,," else [(3, field)])


def test_a_phone_number_may_look_like_a_card_number() -> None:
    assert only(f"email,phone\na@example.com,{VISA}\n").phone == VISA


def test_long_values_and_card_numbers_are_refused_in_every_field() -> None:
    assert faults(
        f"email,notes\na@example.com,{'n' * 2_001}\nb@example.com,{'n' * 10_001}\nc@example.com,{VISA}\n"
    ) == [
        (2, "notes"),
        (3, "notes"),
        (4, "notes"),
    ]


def test_all_faults_are_told_and_rows_count_as_spreadsheets_show_them() -> None:
    text = f'email,firstname,notes\n\na@example.com,"A\nB",\nnobody,{"n" * 101},{VISA}\n,,\nA@EXAMPLE.com,,\n'
    assert faults(text) == [(4, "email"), (4, "firstname"), (4, "notes"), (6, "email")]


def test_no_fault_repeats_what_stands_in_a_cell() -> None:
    text = f"email,password_hash,phone\n{MD5},Secret1!,{'5' * 50}\nshort\n"
    sentences = " ".join(str(error) for error in read(text).errors)
    assert not any(secret in sentences for secret in (MD5, "Secret1!", "5555", "short"))
    assert MD5 not in repr(only(f"email,password_hash\na@example.com,{MD5}\n"))


def test_a_preview_counts_the_kinds_of_hashes_and_hides_the_addresses() -> None:
    rows = [
        f"ada@example.com,{MD5}",
        f"bo@example.com,{MD5.upper()}",
        f"c@xn--bcher-kva.example,{BCRYPT}",
        "d@example.com,",
    ]
    seen = preview(read("email,password_hash\n" + "\n".join(rows)).accounts)

    assert (seen.accounts, seen.without) == (4, 1)
    assert list(seen.hashes.items()) == [("MD5", 2), ("bcrypt", 1)]
    assert [email[:3] for email in seen.first] == ["a…@", "b…@", "c…@"]


def test_accounts_are_brought_in_with_all_that_they_have(counter: Counter) -> None:
    rows = [f"Ada@Example.com,{MD5},Ada,+1 555 010 9999,Bern", "bo@example.com,,Bo,,"]
    text = "\n".join(["email,password_hash,firstname,phone,city", *rows])

    numbers = bring_in(counter.services, read(text))

    ada, stored = account_of(counter, "ada@example.COM")
    assert ada.ref.customer_id == numbers[0]
    assert (stored, ada.firstname, ada.public_field("city")) == (MD5, "Ada", "Bern")
    assert account_of(counter, "bo@example.com")[1] is None
    assert counter.services.accounts.log_in(PROGRAM, CUSTOMERS_TABLE, "ada@example.com", "password") == ada
    assert account_of(counter, "ada@example.com")[1] != MD5
    found = counter.read(counter.services.customers.search, CAFE, "9999")
    assert [customer.ref for customer in found.rows] == [ada.ref]
    assert counter.events(f"customer:{numbers[1]}") == ["customer.created"]
    assert counter.services.first_bad_row() is None


def test_the_next_customer_counts_on_behind_those_brought_in(counter: Counter) -> None:
    numbers = bring_in(counter.services, read("email\na@example.com\nb@example.com\n"))
    after = counter.write(counter.services.customers.create, PROGRAM, email="c@example.com")
    assert after.ref.customer_id == numbers[-1] + 1


def test_an_address_that_the_table_has_is_refused_and_in_another_table_it_is_not(counter: Counter) -> None:
    file = read("email\nnew@example.com\nADA@example.com\n")
    bring_in(counter.services, read("email\nada@example.com\n"))

    with pytest.raises(RowsRefusedError) as told:
        counter.read(counter.services.importing.check, CAFE, CUSTOMERS_TABLE, file)
    assert [(error.row, error.field) for error in told.value.errors] == [(3, "email")]
    counter.read(counter.services.importing.check, CAFE, "aurora_app_users", file)
    counter.read(counter.services.importing.check, SECOND, CUSTOMERS_TABLE, file)
    assert len(bring_in(counter.services, file, "aurora_app_users")) == 2


def test_an_address_taken_between_check_and_writing_brings_in_nothing(counter: Counter, other_process: Counter) -> None:
    file = read("email\na@example.com\nb@example.com\n")
    counter.read(counter.services.importing.check, CAFE, CUSTOMERS_TABLE, file)
    bring_in(other_process.services, read("email\nb@example.com\n"))
    before = counter.rows("SELECT count(*) FROM customer")

    with pytest.raises(RowsRefusedError, match="Row 3"):
        bring_in(counter.services, file)

    assert counter.rows("SELECT count(*) FROM customer") == before


def test_more_addresses_than_one_statement_takes_are_compared(counter: Counter) -> None:
    text = "email\n" + "".join(f"person{number}@example.com\n" for number in range(2_500))
    numbers = bring_in(counter.services, read(text))
    assert len(numbers) == 2_500

    with pytest.raises(RowsRefusedError) as told:
        counter.read(counter.services.importing.check, CAFE, CUSTOMERS_TABLE, read(text))
    assert len(told.value.errors) == 2_500
    lines = told.value.sentence.splitlines()
    assert len(lines) == 52
    assert lines[50] == "and 2,450 more"


def test_a_row_error_says_where() -> None:
    assert str(RowError(7, "phone", "Too long.")) == "Row 7, phone: Too long."
