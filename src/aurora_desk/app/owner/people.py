"""`aurora-desk people`: who signs in at the tills of a shop, their PINs, badges and owners' passwords."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from aurora_desk.app.owner.parsing import Commands, tenant_option

if TYPE_CHECKING:
    from aurora_desk.app.owner.owner import Owner
    from aurora_desk.domain.people import Person

BADGE_PX = 600
ROLES = ("cashier", "manager", "owner")


def add_people(commands: Commands) -> None:
    """Add the command and those below it."""
    people = commands.group("people", _list, "the people who sign in at a shop's tills")
    tenant_option(people.add("list", _list, "everybody, with role and badge"))
    add = people.add("add", _add, "adds somebody; the PIN is asked for, or read from standard input")
    add.add_argument("--role", choices=ROLES, default="cashier", help="what the person may do (default: cashier)")
    pin = people.add("pin", _pin, "gives somebody a new PIN, asked for or read from standard input")
    password = people.add(
        "password", _password, "lets an owner sign in by email and a password, asked for or read from standard input"
    )
    login = password.add_mutually_exclusive_group(required=True)
    login.add_argument("--email", metavar="ADDRESS", help="the address that the owner signs in with")
    login.add_argument("--none", action="store_true", help="only takes the password away")
    badge = people.add("badge", _badge, "gives somebody a new badge; the one before lets nobody in any more")
    picture = badge.add_mutually_exclusive_group(required=True)
    picture.add_argument("--png", type=Path, metavar="FILE", help="where the picture of the code is saved, to print it")
    picture.add_argument("--none", action="store_true", help="only takes the badge away that was lost")
    for parser in (add, pin, badge, password):
        parser.add_argument("name", metavar="NAME", help="the person's name as it stands at the till")
        tenant_option(parser)


def _list(owner: Owner, options: argparse.Namespace) -> None:
    everyone = owner.services.read(partial(owner.services.people.everyone, tenant_id=owner.tenant(options).tenant_id))
    for person in everyone:
        badge = "no badge" if person.badge is None else f"badge {person.badge}"
        owner.say(f"{person.person_id}  {person.name}  {person.role.value}  {badge}")


def _add(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor
    from aurora_desk.domain.people import Role

    people, actor = owner.services.people, Actor.program(owner.tenant(options).tenant_id)
    add = partial(
        people.add, actor=actor, name=options.name, role=Role(options.role), pin_hash=people.hash_pin(_asked())
    )
    person = owner.services.write(add)
    owner.say(f"{person.name} signs in with that PIN from now on.")


def _pin(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    person, people = _person(owner, options), owner.services.people
    pin_hash = people.hash_pin(_asked())
    actor = Actor.program(person.tenant_id)
    owner.services.write(partial(people.set_pin, actor=actor, person_id=person.person_id, pin_hash=pin_hash))
    owner.say(f"{person.name} signs in with the new PIN from now on.")


def _password(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    person, services = _person(owner, options), owner.services
    actor, door = Actor.program(person.tenant_id), services.owner_door
    if options.none:
        services.write(partial(door.take_password, actor=actor, person_id=person.person_id))
        owner.say(f"{person.name} signs in with the PIN alone from now on.")
        return
    password_hash = door.hash_password(_asked("New password: "))
    keep = partial(
        door.set_password, actor=actor, person_id=person.person_id, email=options.email, password_hash=password_hash
    )
    owner.say(f"{person.name} signs in as {services.write(keep).email} with that password from now on.")


def _badge(owner: Owner, options: argparse.Namespace) -> None:
    from aurora_desk.domain.actor import Actor

    person, services = _person(owner, options), owner.services
    actor = Actor.program(person.tenant_id)
    if options.none:
        services.write(partial(services.people.take_badge, actor=actor, person_id=person.person_id))
        owner.say(f"The badge of {person.name} lets nobody in any more.")
        return
    badge = services.write(partial(services.people.give_badge, actor=actor, person_id=person.person_id))
    code = services.codes.for_badge(person.tenant_id, badge)
    options.png.write_bytes(services.codes.qr_png(code, BADGE_PX))
    owner.say(f"The new badge of {person.name} is in {options.png}. Print it; one of before lets nobody in any more.")


def _person(owner: Owner, options: argparse.Namespace) -> Person:
    from aurora_desk.domain.errors import NotFoundError

    everyone = owner.services.read(partial(owner.services.people.everyone, tenant_id=owner.tenant(options).tenant_id))
    name = options.name.strip().casefold()
    found = [person for person in everyone if person.name.casefold() == name]
    if not found:
        raise NotFoundError(f"Nobody is called {options.name!r} here. «people list» says who there is.")
    return found[0]


def _asked(words: str = "New PIN, four digits: ") -> str:
    typed = getpass(words) if sys.stdin.isatty() else sys.stdin.readline()
    return typed.rstrip("\r\n")
