"""The owner's other way in: an email address and a password, for whom a PIN is forgotten, refused or not enough."""

from __future__ import annotations

import hmac
import math
from functools import partial

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.emails import LONGEST_EMAIL, checked_email, email_key
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PersonId, TenantId, TillId
from aurora_desk.domain.passwords import check_password_size
from aurora_desk.domain.people import FREE_TRIES, PasswordWaitError, Person, Role, WrongPasswordError, wait_after
from aurora_desk.services.passwords import Passwords
from aurora_desk.services.people import People
from aurora_desk.store.credentials import LoginKey, Tries
from aurora_desk.store.keyring import Purpose
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

OWNERS = "till:owners"
"""Where wrong tries are counted: beside those of shoppers, whose tables have no colon in their names."""


class OwnerDoor:
    """Sets and checks the passwords of owners. An address that nobody has waits and answers like one that is right."""

    def __init__(self, store: Store, people: People, passwords: Passwords) -> None:
        self._store, self._people, self._passwords = store, people, passwords
        self._key = store.keys.derived(Purpose.ANSWERS, "owner addresses")

    def hash_password(self, password: str) -> str:
        """The hash of a new password for storing, slow on purpose; raises `InvalidError` for one that is too weak."""
        self._passwords.check_new(password)
        return self._passwords.hash(password)

    def set_password(self, work: Work, actor: Actor, person_id: PersonId, email: str, password_hash: str) -> Person:
        """Let an owner sign in by this address and the password hashed before; raises `InvalidError`."""
        person = work.people.get(actor.tenant_id, person_id, lock=True)
        if person.role is not Role.OWNER:
            raise InvalidError("name", "Only an owner signs in by email and password. Others have their PIN.")
        email = checked_email(_short(email))
        other = work.people.with_email(actor.tenant_id, email_key(email))
        if other is not None and other.person_id != person_id:
            raise InvalidError("email", "Another owner signs in with this address. Give each one of their own.")
        work.people.set_login(actor.tenant_id, person_id, email, email_key(email), password_hash)
        work.credentials.forget_tries(self._tries_of(actor.tenant_id, email))
        work.log(actor, "person.password_set", f"person:{person_id}", {})
        return work.people.get(actor.tenant_id, person_id)

    def choose_password(self, actor: Actor, pin: str, email: str, password: str) -> Person:
        """An owner at the till chooses a password, with the PIN once more: a till left alone gives nobody a way in.

        Raises `InvalidError`, and `WrongPinError` and `PinWaitError` like signing in.
        """
        assert actor.person_id is not None
        assert actor.till_id is not None
        checked_email(_short(email))
        password_hash = self.hash_password(password)
        self._people.prove(actor.tenant_id, actor.till_id, actor.person_id, pin)
        keep = partial(
            self.set_password, actor=actor, person_id=actor.person_id, email=email, password_hash=password_hash
        )
        return self._store.write(keep)

    def take_password(self, work: Work, actor: Actor, person_id: PersonId) -> None:
        """Nobody signs in by this person's address any more."""
        work.people.get(actor.tenant_id, person_id, lock=True)
        work.people.set_login(actor.tenant_id, person_id, None, None, None)
        work.log(actor, "person.password_taken", f"person:{person_id}", {})

    def is_set_up(self, work: Work, tenant_id: TenantId) -> bool:
        """Whether any owner has a password."""
        return work.people.any_login(tenant_id)

    def sign_in(self, tenant_id: TenantId, till_id: TillId, email: str, password: str) -> Person:
        """Let an owner in; raises `InvalidError`, `WrongPasswordError`, or `PasswordWaitError` while waiting."""
        email = _short(email)
        check_password_size(password)
        key = self._tries_of(tenant_id, email)

        def look(work: Work) -> tuple[Person | None, str | None]:
            _must_not_wait(work, work.credentials.tries(key))
            person = work.people.with_email(tenant_id, email_key(email))
            if person is None or person.role is not Role.OWNER:
                return None, None
            return person, work.people.password_hash(tenant_id, person.person_id)

        person, stored = self._store.read(look)
        right = self._passwords.verify(password, stored).right and stored is not None
        note = partial(self._note, key=key, person=person, stored=stored, right=right, till_id=till_id)
        failed, entered = self._store.write(note)
        if entered is not None:
            return entered
        wait = wait_after(failed)
        if wait is not None:
            raise PasswordWaitError(int(wait.total_seconds()))
        raise WrongPasswordError(FREE_TRIES - failed)

    def _note(
        self, work: Work, *, key: LoginKey, person: Person | None, stored: str | None, right: bool, till_id: TillId
    ) -> tuple[int, Person | None]:
        """Count the try, or let the person in; the waits are looked at again, as guesses may come side by side."""
        tries = work.credentials.tries(key, lock=True)
        _must_not_wait(work, tries)
        if right and person is not None:
            actor = Actor.person(key.tenant_id, person.person_id, till_id)
            work.people.get(key.tenant_id, person.person_id, lock=True)
            if work.people.password_hash(key.tenant_id, person.person_id) == stored:
                work.credentials.forget_tries(key)
                work.log(actor, "person.signed_in", f"person:{person.person_id}", {"by": "password"})
                return 0, work.people.get(key.tenant_id, person.person_id)
        failed = tries.failed + 1
        wait = wait_after(failed)
        after = Tries(failed, work.now + wait if wait else None)
        work.credentials.note_failed(key, after, known=person is not None, now=work.now)
        subject = "login" if person is None else f"person:{person.person_id}"
        actor = Actor.program(key.tenant_id)
        work.log(actor, "person.wrong_password", subject, {"tries": failed, "till_id": till_id})
        return failed, None

    def _tries_of(self, tenant_id: TenantId, email: str) -> LoginKey:
        return LoginKey(tenant_id, OWNERS, hmac.digest(self._key, email_key(email).encode(), "sha256").hex())


def _must_not_wait(work: Work, tries: Tries) -> None:
    if tries.wait_until is not None and tries.wait_until > work.now:
        raise PasswordWaitError(math.ceil((tries.wait_until - work.now).total_seconds()))


def _short(email: str) -> str:
    """An address no longer than one can be; raises `InvalidError`."""
    if not email.strip():
        raise InvalidError("email", "Type your email address.")
    if len(email) > LONGEST_EMAIL:
        raise InvalidError("email", "This is not an email address. It looks like name@example.com.")
    return email.strip()
