"""People at the till: who they are, and the waits after wrong PINs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from aurora_desk.domain.errors import AuroraError, InvalidError
from aurora_desk.domain.ids import PersonId, TenantId
from aurora_desk.domain.words import say

FREE_TRIES = 5
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 3600
PIN_DIGITS = 4


class Role(StrEnum):
    """What a person may do."""

    OWNER = "owner"
    MANAGER = "manager"
    CASHIER = "cashier"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in at a till with a PIN."""

    person_id: PersonId
    tenant_id: TenantId
    name: str
    role: Role
    failed_tries: int
    wait_until: datetime | None
    badge: int | None = None
    """The number in the code of the badge; None without one."""
    email: str = field(default="", repr=False)
    """By which an owner signs in with a password; empty without one."""

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class WrongPinError(AuroraError):
    """The PIN does not belong to the person."""

    code = "wrong_pin"

    def __init__(self, tries_left: int) -> None:
        one = say("That PIN is not right. 1 try left.")
        super().__init__(
            one if tries_left == 1 else say("That PIN is not right. {tries} tries left.", tries=tries_left)
        )
        self.tries_left = tries_left


class PinWaitError(AuroraError):
    """Too many wrong PINs: this person waits, everybody else does not."""

    code = "pin_wait"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            say("Too many wrong PINs. Wait {seconds} seconds, or let someone else sign in.", seconds=seconds)
        )
        self.seconds = seconds


class WrongPasswordError(AuroraError):
    """Address and password do not belong together, or to no owner: it is not told which."""

    code = "wrong_password"

    def __init__(self, tries_left: int) -> None:
        one = say("Email or password is not right. 1 try left. Check both, or sign in with your PIN.")
        more = say(
            "Email or password is not right. {tries} tries left. Check both, or sign in with your PIN.",
            tries=tries_left,
        )
        super().__init__(one if tries_left == 1 else more)
        self.tries_left = tries_left


class PasswordWaitError(AuroraError):
    """Too many wrong passwords for an address: it waits, and everybody's PIN does not."""

    code = "password_wait"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            say("Too many wrong passwords. Wait {seconds} seconds, or sign in with your PIN.", seconds=seconds)
        )
        self.seconds = seconds


def check_pin(pin: str) -> None:
    """Raise `InvalidError` for what can't be a PIN."""
    if not (pin.isascii() and pin.isdigit() and len(pin) == PIN_DIGITS):
        raise InvalidError("pin", say("A PIN has {digits} digits.", digits=PIN_DIGITS))


def wait_after(failed_tries: int) -> timedelta | None:
    """How long a person waits after this many wrong PINs in a row: from the fifth on, doubling."""
    if failed_tries < FREE_TRIES:
        return None
    return timedelta(seconds=min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** min(failed_tries - FREE_TRIES, 10)))
