"""A file of accounts from an older system: CSV, read whole, with every fault in it told by row and field.

Nothing of a cell stands in a sentence: what is in the wrong column may be a password's hash.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aurora_desk.domain.accounts import LONGEST_NAME, LONGEST_PHONE, LONGEST_VALUE, PROFILE_COLUMNS, Profile
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.emails import LONGEST_EMAIL, checked_email, email_key
from aurora_desk.domain.errors import AuroraError, InvalidError
from aurora_desk.domain.texts import can_be_kept
from aurora_desk.services.legacy_passwords import is_known

LARGEST_FILE = 50 * 1024 * 1024
MOST_ROWS = 200_000
LONGEST_CELL = 10_000

NAMES = ("firstname", "lastname", "displayname")
COLUMNS = ("email", "password_hash", *NAMES, "phone", "description", "photourl", *PROFILE_COLUMNS)
_LONGEST = dict.fromkeys(NAMES, LONGEST_NAME) | {"phone": LONGEST_PHONE}


class AccountFileError(AuroraError):
    """The file as a whole can't be read as accounts."""

    code = "account_file"


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in a row; rows count as spreadsheets show them, the header being the first."""

    row: int
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.field}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class OldAccount:
    """An account as a row of the file gives it, checked."""

    row: int
    email: str
    names: Mapping[str, str]
    phone: str
    profile: Profile
    password_hash: str | None

    def __repr__(self) -> str:
        return f"OldAccount(row {self.row})"


@dataclass(slots=True)
class AccountFile:
    """What a file holds: accounts without a fault, the rows of all addresses, and the faults."""

    accounts: list[OldAccount] = field(default_factory=list)
    row_of_email: dict[str, int] = field(default_factory=dict)
    """By the address as it is compared, those of rows with other faults too."""
    errors: list[RowError] = field(default_factory=list)


def read_accounts(content: bytes, own_fields: Sequence[str]) -> AccountFile:
    """Read a file; `own_fields` are the tenant's. Raises `AccountFileError` for a fault of the whole file."""
    if len(content) > LARGEST_FILE:
        raise AccountFileError(
            f"The file has more than {LARGEST_FILE // 1024**2} MB. Nothing was brought in. Split it."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AccountFileError("The file is not text in UTF-8. Nothing was brought in. Save it as UTF-8.") from None
    rows = _rows(text)
    columns = _columns(next(rows, (1, []))[1], own_fields)
    found = AccountFile()
    for number, cells in rows:
        if any(cells):
            _read_row(found, number, columns, cells, own_fields)
    if not found.accounts and not found.errors:
        raise AccountFileError("There is no account in this file, only the names of its columns.")
    return found


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_ROWS + 1:
                raise AccountFileError(f"The file has more than {MOST_ROWS:,} rows. Nothing was brought in. Split it.")
            yield number, cells
    except csv.Error:
        raise AccountFileError(
            f"Row {number + 1} of the file is not CSV: a quotation mark is open, or a cell is far too long. "
            "Nothing was brought in."
        ) from None


def _columns(header: Sequence[str], own_fields: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in header)
    known = {*COLUMNS, *own_fields}
    for place, name in enumerate(columns, 1):
        if name.lower() == "password":
            raise AccountFileError(
                "Passwords themselves are never brought in. Nothing was changed. Remove the column password; "
                "password_hash takes the hashes that the older system kept."
            )
        if name not in known:
            raise AccountFileError(
                f"Column {place}{_shown(name)} is none that accounts have. Nothing was brought in. "
                f"There are {', '.join((*COLUMNS, *own_fields))}."
            )
        if name in columns[: place - 1]:
            raise AccountFileError(f"The column {name} is there twice. Nothing was brought in. Remove one of them.")
    if "email" not in columns:
        raise AccountFileError("The file has no column email. Nothing was brought in. Each account needs an address.")
    return columns


def _shown(name: str) -> str:
    """A column's name, if it can be nothing but one: a file without a header begins with somebody's data."""
    looks_like_one = len(name) <= 30 and name.isascii() and name.replace("_", "").isalpha()
    return f" ({name})" if looks_like_one else ""


def _read_row(
    found: AccountFile, number: int, columns: Sequence[str], cells: Sequence[str], own_fields: Sequence[str]
) -> None:
    if len(cells) != len(columns):
        sentence = f"The row has {len(cells)} cells, but there are {len(columns)} columns."
        found.errors.append(RowError(number, "all", sentence))
        return
    values = dict(zip(columns, cells, strict=True))
    faults = len(found.errors)
    email = _email(found, number, values.pop("email"))
    password_hash = values.pop("password_hash", "")
    if password_hash and not is_known(password_hash):
        sentence = "This is no hash of a kind that can be checked."
        found.errors.append(RowError(number, "password_hash", sentence))
    for name, value in values.items():
        try:
            _check(name, value)
        except InvalidError as error:
            found.errors.append(RowError(number, name, error.sentence))
    if len(found.errors) > faults:
        return
    profile = Profile(
        description=values.get("description", ""),
        photourl=values.get("photourl", ""),
        columns={name: values.get(name, "") for name in PROFILE_COLUMNS},
        custom={name: values[name] for name in own_fields if values.get(name)},
    )
    names = {name: values.get(name, "") for name in NAMES}
    account = OldAccount(number, email, names, values.get("phone", ""), profile, password_hash or None)
    found.accounts.append(account)


def _email(found: AccountFile, number: int, email: str) -> str:
    """The address as it is kept, empty where it can't be."""
    try:
        if not email.strip():
            raise InvalidError("email", "Every account needs an email address.")
        if len(email) > LONGEST_EMAIL:
            raise InvalidError("email", f"An email address has at most {LONGEST_EMAIL} characters.")
        email = checked_email(email)
    except InvalidError as error:
        found.errors.append(RowError(number, "email", error.sentence))
        return ""
    first = found.row_of_email.setdefault(email_key(email), number)
    if first != number:
        found.errors.append(RowError(number, "email", f"Row {first} has the same address."))
    return email


def _check(name: str, value: str) -> None:
    if not value:
        return
    longest = _LONGEST.get(name, LONGEST_VALUE)
    if len(value) > LONGEST_CELL:
        raise InvalidError(name, f"A cell has at most {LONGEST_CELL:,} characters.")
    if len(value) > longest:
        raise InvalidError(name, f"{name} must have at most {longest} characters.")
    if not can_be_kept(value):
        raise InvalidError(name, "Control characters can't be kept.")
    if name != "phone":
        refuse_card_number(name, value)
