"""Accounts of shoppers: signing up, signing in, and setting a new password by mail.

All of a known and of an unknown address takes the same way: the same reads, one password check, the same write.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from aurora_desk.domain.accounts import (
    LONGEST_NAME,
    MAILS_WITHIN,
    MOST_MAILS,
    MOST_TRIES,
    PUBLIC_FIELDS,
    Account,
    CredentialsError,
    NoUserError,
    Profile,
    ResetTokenError,
    TooManyMailsError,
    TooManyTriesError,
    wait_after,
)
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.card_numbers import refuse_card_number
from aurora_desk.domain.customers import CUSTOMERS_TABLE, CustomerRef
from aurora_desk.domain.emails import LONGEST_EMAIL, checked_email, email_key
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.domain.outbox import OutgoingMail
from aurora_desk.domain.passwords import check_password_size
from aurora_desk.domain.reset_urls import check_reset_url
from aurora_desk.domain.words import say
from aurora_desk.services.customers import EmailTakenError, add_customer, log_created
from aurora_desk.services.login_waits import LoginWaits
from aurora_desk.services.passwords import Passwords
from aurora_desk.store.credentials import LoginKey, Tries
from aurora_desk.store.customers import ReadyRow
from aurora_desk.store.keyring import Purpose
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

_MOST_CHANGES = 3
_SHUT = "Too many wrong passwords. Nothing was checked. Set a new password by mail to go on."


class _Outcome(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody signs up with."""

    email: str
    password: str
    firstname: str = ""
    lastname: str = ""
    displayname: str = ""

    def __repr__(self) -> str:
        return "NewAccount()"


class Accounts:
    """Use cases on accounts. Those with a password block for its check, so they run in the pool for that."""

    def __init__(self, store: Store, passwords: Passwords, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._store, self._passwords = store, passwords
        self._waits = LoginWaits(monotonic)
        self._email_key = store.keys.derived(Purpose.ANSWERS, "login addresses")

    def table(self, work: Work, tenant_id: TenantId, name: str | None) -> str:
        """The table of accounts that a request names, `aurora_customers` where it names none; or `InvalidError`."""
        if name is None:
            return CUSTOMERS_TABLE
        if name not in work.account_tables.tables(tenant_id):
            raise InvalidError("authTable", "There is no table of accounts with this name.")
        return name

    def extra_fields(self, work: Work, tenant_id: TenantId, names: str) -> tuple[str, ...]:
        """The fields that `extraFields` asks for beside those always answered; or `InvalidError`."""
        wanted = tuple(names.split(",")) if names else ()
        known = {*PUBLIC_FIELDS, *(work.account_tables.fields(tenant_id) if set(wanted) - {*PUBLIC_FIELDS} else ())}
        if not known.issuperset(wanted):
            raise InvalidError(
                "extraFields",
                say("extraFields may name {names} and the shop's own fields.", names=", ".join(PUBLIC_FIELDS)),
            )
        return wanted

    def sign_up(self, actor: Actor, table: str, new: NewAccount) -> Account:
        """Make an account; raises `InvalidError` for a field at fault and `EmailTakenError`."""
        email = checked_email(_short(new.email))
        names = {"firstname": new.firstname, "lastname": new.lastname, "displayname": new.displayname}
        for field, text in names.items():
            if len(text) > LONGEST_NAME:
                raise InvalidError(
                    field, say("{field} must have at most {most} characters.", field=field, most=LONGEST_NAME)
                )
            refuse_card_number(field, text)
        self._passwords.check_new(new.password)

        def taken(work: Work) -> None:
            if work.customers.email_taken(actor.tenant_id, table, email):
                raise EmailTakenError("An account with this email exists already. Nothing was saved.")

        self._store.read(taken)  # before the costly hash, and again where it counts
        password_hash = self._passwords.hash(new.password)

        def make(work: Work) -> Account:
            taken(work)
            customer, row_id = add_customer(work, actor, table, email=email, **names)
            work.credentials.set_password(row_id, password_hash, now=work.now)
            return Account(
                tenant_id=actor.tenant_id,
                ref=customer.ref,
                email=email,
                phone="",
                profile=Profile(),
                row_id=row_id,
                firstname=new.firstname,
                lastname=new.lastname,
                displayname=new.displayname,
            )

        return self._store.write(make)

    def log_in(self, actor: Actor, table: str, email: str, password: str) -> Account:
        """The account that email and password belong to.

        Raises `CredentialsError`, or `TooManyTriesError` while the account waits: then nothing is counted.
        """
        check_password_size(password)
        key = self._login_key(actor.tenant_id, table, email)
        for _ in range(_MOST_CHANGES):
            entered = self._try(actor, key, email, password)
            if entered is not None:
                return entered
        raise CredentialsError

    def _try(self, actor: Actor, key: LoginKey, email: str, password: str) -> Account | None:
        """One try; None where the password was changed while it was being checked: then it is checked again."""

        def look(work: Work) -> tuple[Account | None, str | None]:
            self._must_not_wait(work, key)
            account = work.customers.account(key.tenant_id, key.table, email)
            return account, work.credentials.password_hash(account.row_id if account is not None else 0)

        account, stored = self._store.read(look)
        verdict = self._passwords.verify(password, stored)

        def note(work: Work) -> _Outcome:
            # Looked at again: of guesses made side by side no more count than of those made one by one.
            tries = self._must_not_wait(work, key, lock=True)
            if not verdict.right or account is None or stored is None:
                self._note_failed(work, actor, key, tries, account)
                return _Outcome.WRONG
            if work.credentials.password_hash(account.row_id, lock=True) != stored:
                return _Outcome.CHANGED
            if tries.failed:
                work.credentials.forget_tries(key)
            if verdict.replacement is not None:
                work.credentials.set_password(account.row_id, verdict.replacement, now=work.now)
                _log(work, actor, "account.hash_upgraded", account)
            return _Outcome.RIGHT

        outcome = self._store.write(note)
        if outcome is _Outcome.WRONG:
            raise CredentialsError
        return account if outcome is _Outcome.RIGHT else None

    def request_reset(self, work: Work, actor: Actor, table: str, email: str, url: str, own_origin: str) -> Account:
        """Put a mail into the outbox that lets an account set a new password; a unit.

        Raises `InvalidError` for an address that the shop doesn't lead to, `NoUserError`, `TooManyMailsError`.
        """
        check_reset_url(url, work.tenants.access().origins.get(actor.tenant_id, frozenset()), own_origin)
        account = work.customers.account(actor.tenant_id, table, _short(email))
        if account is None:
            raise NoUserError
        work.customers.lock(account.row_id)  # so that calls side by side count each other's mails
        asked = work.outbox.asked_since(account.row_id, work.now - MAILS_WITHIN)
        if len(asked) >= MOST_MAILS:
            raise TooManyMailsError(max(1, math.ceil((asked[-MOST_MAILS] + MAILS_WITHIN - work.now).total_seconds())))
        mail_id = work.new_id()
        work.outbox.add(
            OutgoingMail(
                mail_id=mail_id,
                tenant_id=actor.tenant_id,
                created_at=work.now,
                next_try_at=work.now,
                account_row=account.row_id,
                url=url,
            )
        )
        _log(work, actor, "account.reset_requested", account, mail_id=mail_id)
        return account

    def issue_token(self, work: Work, account: Account, lives: timedelta) -> str:
        """A fresh token for an account, of which the store keeps a hash alone; a unit of the back room."""
        token = secrets.token_urlsafe(32)
        work.credentials.add_token(_token_hash(token), account.row_id, expires_at=work.now + lives)
        return token

    def token_account(self, work: Work, token: str) -> Account | None:
        """The account that a live token is for; looking uses nothing up."""
        row_id = work.credentials.account_of_token(_token_hash(token), now=work.now)
        account = None if row_id is None else work.customers.account_of_row(row_id)
        return account if account is not None and account.live else None

    def forget(self, work: Work, tenant_id: TenantId, table: str, email: str, row_id: int) -> None:
        """Delete an account's password, tokens and tries: its person is erased."""
        work.credentials.remove(row_id)
        if email:
            work.credentials.forget_tries(self._login_key(tenant_id, table, email))

    def reset_password(
        self, tenant_id: TenantId | None, table: str | None, token: str, password: str, who: Callable[[TenantId], Actor]
    ) -> None:
        """Set a new password with a token. The token says whose; a tenant or table that contradicts it is refused.

        Raises `InvalidError` for a password that breaks a rule, which leaves the token as it is, and `ResetTokenError`.
        """
        self._passwords.check_new(password)

        def find(work: Work) -> Account:
            account = self.token_account(work, token)
            if account is None:
                raise ResetTokenError
            if (tenant_id is not None and tenant_id != account.tenant_id) or (
                table is not None and table != account.ref.table
            ):
                raise ResetTokenError("This token belongs to another shop or table. The password stays as it is.")
            return account

        account = self._store.read(find)
        password_hash = self._passwords.hash(password)

        def change(work: Work) -> None:
            if not work.credentials.redeem(_token_hash(token), now=work.now):
                raise ResetTokenError
            work.credentials.end_tokens(account.row_id)
            mails_ended = work.outbox.give_up(account.row_id, "The password was set before this mail went out.")
            work.credentials.set_password(account.row_id, password_hash, now=work.now)
            work.credentials.forget_tries(self._login_key(account.tenant_id, account.ref.table, account.email))
            _log(work, who(account.tenant_id), "account.password_reset", account, mails_ended=mails_ended)

        self._store.write(change)

    def _login_key(self, tenant_id: TenantId, table: str, email: str) -> LoginKey:
        digest = hmac.digest(self._email_key, email_key(email).encode(), "sha256").hex()
        return LoginKey(tenant_id, table, digest)

    def _must_not_wait(self, work: Work, key: LoginKey, *, lock: bool = False) -> Tries:
        tries = work.credentials.tries(key, lock=lock)
        left_s = self._waits.left_s(key, tries, now=work.now)
        if left_s:
            raise TooManyTriesError(left_s, _SHUT if tries.failed >= MOST_TRIES else "")
        return tries

    def _note_failed(self, work: Work, actor: Actor, key: LoginKey, tries: Tries, account: Account | None) -> None:
        failed = tries.failed + 1
        wait = wait_after(failed)
        after = Tries(failed, work.now + wait if wait is not None else None)
        work.credentials.note_failed(key, after, known=account is not None, now=work.now)
        number = account.ref.customer_id if account is not None else None
        subject = "login" if number is None else f"customer:{number}"
        work.log(actor, "account.login_failed", subject, {"customer_id": number, "tries": failed})
        self._waits.begin(key, failed)


@dataclass(frozen=True, slots=True)
class ReadyAccount:
    """A new account of which only the number is missing; its email must be checked."""

    row: ReadyRow
    password_hash: str | None

    def __repr__(self) -> str:
        return "ReadyAccount()"


def add_accounts(work: Work, actor: Actor, table: str, accounts: Sequence[ReadyAccount]) -> range:
    """Write many new accounts at once, as `add_customer` writes one; their numbers. Their emails must be free."""
    numbers = work.tenants.take_numbers(actor.tenant_id, "customer", len(accounts))
    rows = [account.row for account in accounts]
    row_of = work.customers.add_many(actor.tenant_id, table, numbers, rows, now=work.now)
    hashes = {
        row_of[CustomerId(number)]: account.password_hash
        for number, account in zip(numbers, accounts, strict=True)
        if account.password_hash is not None
    }
    work.credentials.add_passwords(hashes, now=work.now)
    for number in numbers:
        log_created(work, actor, CustomerRef(table, CustomerId(number)))
    return numbers


def _log(work: Work, actor: Actor, event: str, account: Account, **facts: object) -> None:
    number = account.ref.customer_id
    work.log(actor, event, f"customer:{number}", {"customer_id": number, **facts})


def _token_hash(token: str) -> str:
    """A token is 32 random bytes, so a plain hash can't be searched back to it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _short(email: str) -> str:
    if len(email) > LONGEST_EMAIL:
        raise InvalidError("email", say("An email address has at most {most} characters.", most=LONGEST_EMAIL))
    return email
