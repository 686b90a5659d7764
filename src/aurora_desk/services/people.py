"""Who is at the till: signing in with a PIN, and the waits after wrong ones."""

from __future__ import annotations

import math

import bcrypt

from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import InvalidError
from aurora_desk.domain.ids import PersonId, TenantId, TillId
from aurora_desk.domain.people import FREE_TRIES, Person, PinWaitError, Role, WrongPinError, check_pin, wait_after
from aurora_desk.store.store import Store
from aurora_desk.store.unit_of_work import Work

PRODUCT_BCRYPT_COST = 12


class People:
    """People of a tenant and their PINs."""

    def __init__(self, store: Store, *, bcrypt_cost: int) -> None:
        self._store = store
        self._cost = bcrypt_cost

    def hash_pin(self, pin: str) -> str:
        """The hash of a PIN for storing, slow on purpose; raises `InvalidError` for what is no PIN."""
        check_pin(pin)
        return bcrypt.hashpw(pin.encode(), bcrypt.gensalt(self._cost)).decode()

    def everyone(self, work: Work, tenant_id: TenantId) -> tuple[Person, ...]:
        """All people of a tenant."""
        return work.people.everyone(tenant_id)

    def add(self, work: Work, actor: Actor, name: str, role: Role, pin_hash: str) -> Person:
        """Add somebody to the people of a shop; raises `InvalidError` for a name that is missing or taken."""
        name = name.strip()
        everyone = work.people.everyone(actor.tenant_id)
        if not name:
            raise InvalidError("name", "Give the person's name.")
        if any(person.name.casefold() == name.casefold() for person in everyone):
            raise InvalidError("name", "Somebody of this name is there already. Add a letter, so that both are known.")
        number = PersonId(1 + max((person.person_id for person in everyone), default=0))
        person = Person(number, actor.tenant_id, name, role, failed_tries=0, wait_until=None)
        work.people.add(person, pin_hash)
        work.log(actor, "person.added", f"person:{number}", {"role": role.value})
        return person

    def set_pin(self, work: Work, actor: Actor, person_id: PersonId, pin_hash: str, **facts: str) -> Person:
        """Replace a person's PIN by one hashed before, and end a wait; whoever calls has asked who may."""
        work.people.get(actor.tenant_id, person_id, lock=True)
        work.people.set_pin(actor.tenant_id, person_id, pin_hash)
        work.log(actor, "person.pin_set", f"person:{person_id}", facts)
        return work.people.get(actor.tenant_id, person_id)

    def give_badge(self, work: Work, actor: Actor, person_id: PersonId) -> int:
        """A new badge for a person, by its number; the one before lets nobody in from now on."""
        work.people.get(actor.tenant_id, person_id, lock=True)
        badge = work.tenants.take_number(actor.tenant_id, "badge")
        work.people.set_badge(actor.tenant_id, person_id, badge)
        work.log(actor, "person.badge_given", f"person:{person_id}", {"badge": badge})
        return badge

    def take_badge(self, work: Work, actor: Actor, person_id: PersonId) -> None:
        """A person's badge was lost: it lets nobody in any more."""
        work.people.get(actor.tenant_id, person_id, lock=True)
        work.people.set_badge(actor.tenant_id, person_id, None)
        work.log(actor, "person.badge_taken", f"person:{person_id}", {})

    def with_badge(self, work: Work, tenant_id: TenantId, badge: int) -> Person | None:
        """Whose badge this is; None once it was replaced."""
        return work.people.with_badge(tenant_id, badge)

    def sign_in(self, tenant_id: TenantId, till_id: TillId, person_id: PersonId, pin: str) -> Person:
        """Let a person in who knows the PIN; raises `WrongPinError`, or `PinWaitError` while waiting."""
        return self._check(tenant_id, till_id, person_id, pin, event="person.signed_in")

    def prove(self, tenant_id: TenantId, till_id: TillId, person_id: PersonId, pin: str) -> Person:
        """Who somebody is that stands at another's till, by PIN; raises like `sign_in`, and counts wrong ones alike."""
        return self._check(tenant_id, till_id, person_id, pin, event="person.proved")

    def _check(self, tenant_id: TenantId, till_id: TillId, person_id: PersonId, pin: str, *, event: str) -> Person:
        actor = Actor.person(tenant_id, person_id, till_id)

        def look(work: Work) -> str:
            _must_not_wait(work, work.people.get(tenant_id, person_id))
            return work.people.pin_hash(tenant_id, person_id)

        right = bcrypt.checkpw(pin.encode()[:72], self._store.read(look).encode())

        def note(work: Work) -> Person:
            person = work.people.get(tenant_id, person_id, lock=True)
            # Looked at again: of guesses made side by side no more count than of those made one by one.
            _must_not_wait(work, person)
            tries = 0 if right else person.failed_tries + 1
            wait = wait_after(tries)
            work.people.set_tries(person, tries, work.now + wait if wait else None)
            work.log(actor, event if right else "person.wrong_pin", f"person:{person_id}", {"tries": tries})
            return work.people.get(tenant_id, person_id)

        person = self._store.write(note)
        if right:
            return person
        wait = wait_after(person.failed_tries)
        if wait is not None:
            raise PinWaitError(int(wait.total_seconds()))
        raise WrongPinError(FREE_TRIES - person.failed_tries)


def _must_not_wait(work: Work, person: Person) -> None:
    if person.wait_until is not None and person.wait_until > work.now:
        raise PinWaitError(math.ceil((person.wait_until - work.now).total_seconds()))
