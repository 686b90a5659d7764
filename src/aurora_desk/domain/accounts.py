"""Accounts of shoppers: the tables they stand in, the profile they show, and what slows a guesser down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.errors import AuroraError, InvalidError, NotFoundError, UnavailableError
from aurora_desk.domain.ids import TenantId
from aurora_desk.domain.words import say

APP_USERS_TABLE = "aurora_app_users"
BUILT_IN_TABLES = (CUSTOMERS_TABLE, APP_USERS_TABLE)
"""The tables that every tenant has; an owner registers others (`api-contract`, Accounts)."""

PROFILE_COLUMNS = ("address", "city", "state", "zip", "country", "company", "birthday", "language", "notes")
PUBLIC_FIELDS = ("phone", *PROFILE_COLUMNS)
"""What `extraFields` may name of every account, beside the tenant's own custom fields."""
ANSWERED_FIELDS = ("_id", "email", "firstname", "lastname", "displayname", "description", "photourl", "emailverified")
"""What login always answers; no custom field may have one of these names."""

LONGEST_NAME = 100
LONGEST_PHONE = 40
LONGEST_VALUE = 2_000
"""Characters of a profile field or custom field."""

FREE_TRIES = 5
MOST_TRIES = 100
"""Failed tries in a row after which only a new password opens the account again."""
LONGEST_WAIT_S = 900
TOKEN_LIVES = timedelta(hours=1)
MOST_MAILS = 5
MAILS_WITHIN = timedelta(hours=1)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")


class CredentialsError(AuroraError):
    """Email and password belong to no account; which of the two is wrong is never said."""

    code = "credentials"

    def __init__(self) -> None:
        super().__init__("Invalid credentials")


class NoUserError(NotFoundError):
    """No account has this address; the words are the reference's."""

    def __init__(self) -> None:
        super().__init__("No user found")


class ResetTokenError(AuroraError):
    """A reset token that is used, expired, of another account or was never given."""

    code = "reset_token"

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence or "This link is used up or has expired. The password stays as it is. Ask for a new one."
        )


class TooManyTriesError(UnavailableError):
    """Too many wrong passwords: this account, or this address, waits and all others do not."""

    code = "too_many_tries"

    def __init__(self, retry_after_s: int, sentence: str = "") -> None:
        super().__init__(
            sentence
            or say("Too many wrong passwords. Nothing was checked. Wait {seconds} seconds.", seconds=retry_after_s)
        )
        self.retry_after_s = retry_after_s


class TooManyMailsError(UnavailableError):
    """An account has got as many mails as it may for now."""

    code = "too_many_mails"

    def __init__(self, retry_after_s: int) -> None:
        super().__init__("This address has got several mails within the hour. No other was sent. Look for those first.")
        self.retry_after_s = retry_after_s


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account tells of itself beside name, email and phone; a field without a value is empty text."""

    description: str = ""
    photourl: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Values of `PROFILE_COLUMNS`."""
    custom: Mapping[str, str] = field(default_factory=dict)
    """Values of the tenant's custom fields."""


@dataclass(frozen=True, slots=True)
class Account:
    """A row that somebody signs in to."""

    tenant_id: TenantId
    ref: CustomerRef
    email: str
    firstname: str
    lastname: str
    displayname: str
    phone: str
    profile: Profile
    row_id: int
    """The row in the database, for what belongs to it there."""
    live: bool = True
    """False once it was merged into another customer or erased: nobody signs in to it, and no mail goes there."""

    def public_field(self, name: str) -> str:
        """A public field's value."""
        if name == "phone":
            return self.phone
        return self.profile.columns.get(name) or self.profile.custom.get(name, "")


def wait_after(failed_tries: int) -> timedelta | None:
    """How long an account waits: a second after the sixth failed try in a row, doubling up to 15 minutes."""
    if failed_tries <= FREE_TRIES:
        return None
    return timedelta(seconds=min(LONGEST_WAIT_S, 2 ** min(failed_tries - FREE_TRIES - 1, 20)))


def check_table_name(name: str) -> None:
    """Raise `InvalidError` unless `name` can be the name of a table of accounts."""
    _check_name("table", name)


def check_field_name(name: str) -> None:
    """Raise `InvalidError` unless `name` can be a tenant's own field."""
    _check_name("field", name)
    if name in PUBLIC_FIELDS or name in ANSWERED_FIELDS:
        raise InvalidError("name", say("Every account has a field {name} already. Choose another name.", name=name))


def _check_name(what: str, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise InvalidError(
            "name",
            say("A {what}'s name has up to 63 letters, digits and underscores and begins with no digit.", what=what),
        )
