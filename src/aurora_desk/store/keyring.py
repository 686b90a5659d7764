"""The store's key ring: `keys.json` outside the database, and check values of its keys inside.

A process with a missing or other key stops with one sentence; it never makes a new key over old data.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from aurora_desk.domain.codes import LETTERS
from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.words import say
from aurora_desk.store.base import Base

_BYTES = {"ids": 64}
"""AES-SIV takes a double key; every other purpose takes 32 bytes."""


class Purpose(StrEnum):
    """What a key is for; each has keys of its own."""

    JOURNAL = "journal"
    CODES = "codes"
    IDS = "ids"
    ANSWERS = "answers"


class KeyRingError(AuroraError):
    """The keys of this store are missing, unreadable or of another store."""

    code = "key_ring"


class KeyCheckRow(Base):
    """A value that only the right key gives, for each key id."""

    __tablename__ = "key_check"
    key_id: Mapped[str] = mapped_column(primary_key=True)
    check_value: Mapped[str]


@dataclass(frozen=True, slots=True)
class Key:
    """One key. Of the keys of a purpose the last in the file is the one in use; older ones only read."""

    key_id: str
    purpose: Purpose
    secret: bytes

    def __repr__(self) -> str:
        return f"Key({self.key_id})"

    @property
    def letter(self) -> str:
        """The letter of a code key inside the codes it signs."""
        return self.key_id.rpartition("-")[2]

    def check_value(self) -> str:
        """What the database holds to know this key again."""
        return hmac.new(self.secret, f"check:{self.key_id}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys of a store."""

    keys: tuple[Key, ...]

    def current(self, purpose: Purpose) -> Key:
        """The key in use for a purpose."""
        return next(key for key in reversed(self.keys) if key.purpose is purpose)

    def code_keys(self) -> Mapping[str, bytes]:
        """The code-signing keys by their letter, old ones included."""
        return {key.letter: key.secret for key in self.keys if key.purpose is Purpose.CODES}

    def derived(self, purpose: Purpose, label: str) -> bytes:
        """A key of its own for something smaller than a purpose, made from the key in use."""
        return _derived(self.current(purpose), label)

    def all_derived(self, purpose: Purpose, label: str) -> tuple[bytes, ...]:
        """The same from every key of a purpose, old ones included, for what is read long after it was written."""
        return tuple(_derived(key, label) for key in self.keys if key.purpose is purpose)

    @classmethod
    def new(cls) -> KeyRing:
        """Fresh keys for a new store."""
        return cls(
            tuple(
                Key(
                    f"{purpose.value}-{LETTERS[0]}",
                    purpose,
                    secrets.token_bytes(_BYTES.get(purpose.value, 32)),
                )
                for purpose in Purpose
            )
        )


def _derived(key: Key, label: str) -> bytes:
    return hmac.digest(key.secret, f"derived:{label}".encode(), "sha256")


def write_key_ring(path: Path, ring: KeyRing) -> None:
    """Write the keys for their owner's eyes only; refuses to overwrite a file of keys."""
    if path.exists():
        raise KeyRingError(say("{path} already holds the keys of a store and is left as it is.", path=path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(
        {"keys": [{"id": key.key_id, "purpose": key.purpose.value, "secret": key.secret.hex()} for key in ring.keys]},
        indent=1,
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read_key_ring(path: Path) -> KeyRing:
    """Read the keys; raises `KeyRingError` with the sentence that a person needs."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        keys = tuple(Key(k["id"], Purpose(k["purpose"]), bytes.fromhex(k["secret"])) for k in content["keys"])
    except FileNotFoundError:
        raise KeyRingError(
            say(
                "The keys of this store are missing: {path} is not there. "
                "Nothing was changed. Put back your copy of it.",
                path=path,
            )
        ) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise KeyRingError(
            say("The keys in {path} cannot be read. Nothing was changed. Put back your copy.", path=path)
        ) from None
    ring = KeyRing(keys)
    if {key.purpose for key in keys} != set(Purpose):
        raise KeyRingError(
            say("The keys in {path} are not complete. Nothing was changed. Put back your copy.", path=path)
        )
    return ring


def store_checks(connection: Connection, ring: KeyRing) -> None:
    """Write the check values of a new store's keys."""
    connection.execute(
        insert(KeyCheckRow), [{"key_id": key.key_id, "check_value": key.check_value()} for key in ring.keys]
    )


def verify_keys(connection: Connection, ring: KeyRing) -> None:
    """Raise `KeyRingError` unless the keys are the ones that this database knows, all of them and no other."""
    stored = {
        row.key_id: row.check_value for row in connection.execute(select(KeyCheckRow.key_id, KeyCheckRow.check_value))
    }
    given = {key.key_id: key.check_value() for key in ring.keys}
    if stored != given:
        raise KeyRingError(
            "These are not the keys of this store. Nothing was changed. Start with the store's own keys.json."
        )
