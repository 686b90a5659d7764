"""What the simulator remembers: objects and stored answers, in a file that survives a crash or in memory."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aurora_desk.simulator.shape import Json

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS object (
         seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
         created INTEGER NOT NULL, body TEXT NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS object_kind ON object (kind, seq)",
    "CREATE INDEX IF NOT EXISTS object_created ON object (kind, created)",
    """CREATE TABLE IF NOT EXISTS answer (
         key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL,
         body TEXT NOT NULL, stored_at REAL NOT NULL) STRICT""",
    "CREATE INDEX IF NOT EXISTS answer_stored_at ON answer (stored_at)",
    "CREATE TABLE IF NOT EXISTS due (at REAL NOT NULL, what TEXT NOT NULL, facts TEXT NOT NULL) STRICT",
    "CREATE INDEX IF NOT EXISTS due_at ON due (at)",
)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The first answer to an idempotency key, and to which request it was given."""

    fingerprint: str
    status: int
    body: str


class State:
    """Objects by kind and id in the order they were made; every access happens inside `transaction`."""

    def __init__(self, file: Path | None = None) -> None:
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        self._connection = sqlite3.connect(
            ":memory:" if file is None else file, isolation_level=None, check_same_thread=False, timeout=10
        )
        self._lock = threading.Lock()
        self._connection.execute("PRAGMA journal_mode = WAL")
        # Play money needn't outlive a power cut, only a killed process; that saves a wait for the disk at every call.
        self._connection.execute("PRAGMA synchronous = NORMAL")
        with self.transaction():
            for statement in SCHEMA:
                self._connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is saved inside is stored when the block has ended, or none of it."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def mark(self) -> None:
        """Remember this point of the transaction."""
        self._connection.execute("SAVEPOINT mark")

    def undo_to_mark(self) -> None:
        """Take back what was saved since the mark; the transaction goes on."""
        self._connection.execute("ROLLBACK TO mark")

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def find(self, kind: str, object_id: str) -> Json | None:
        """The object, or None."""
        row = self._connection.execute(
            "SELECT body FROM object WHERE id = ? AND kind = ?", (object_id, kind)
        ).fetchone()
        return None if row is None else _object(row[0])

    def save(self, stored: Json, *, created: int) -> None:
        """Add the object, or replace the one with its id; its place in lists stays."""
        self._connection.execute(
            "INSERT INTO object (id, kind, created, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (stored["id"], stored["object"], created, json.dumps(stored)),
        )

    def bury(self, kind: str, object_id: str, facts: Json) -> Json:
        """Delete an object but for these facts; its id stays taken and known as deleted. Gives what is left of it."""
        stone: Json = {"id": object_id, "object": kind, "deleted": True} | facts
        self._connection.execute(
            "UPDATE object SET kind = ?, body = ? WHERE id = ? AND kind = ?",
            (_deleted(kind), json.dumps(stone), object_id, kind),
        )
        return stone

    def find_deleted(self, kind: str, object_id: str) -> Json | None:
        """What is left of a deleted object, or None."""
        return self.find(_deleted(kind), object_id)

    def newest_first(
        self, kind: str, *, before: str | None = None, window: tuple[int, int] | None = None
    ) -> Iterator[Json]:
        """Objects of a kind made before the object `before` and within the time window."""
        first, until = window or (-(2**62), 2**62)
        rows = self._connection.execute(
            "SELECT body FROM object WHERE kind = ? AND created >= ? AND created < ?"
            " AND (? IS NULL OR seq < (SELECT seq FROM object WHERE id = ?)) ORDER BY seq DESC",
            (kind, first, until, before, before),
        )
        return (_object(row[0]) for row in rows)

    def oldest_first(self, kind: str, *, after: str, window: tuple[int, int] | None = None) -> Iterator[Json]:
        """Objects of a kind made after the object `after` and within the time window."""
        first, until = window or (-(2**62), 2**62)
        rows = self._connection.execute(
            "SELECT body FROM object WHERE kind = ? AND created >= ? AND created < ?"
            " AND seq > (SELECT seq FROM object WHERE id = ?) ORDER BY seq",
            (kind, first, until, after),
        )
        return (_object(row[0]) for row in rows)

    def plan(self, what: str, facts: Json, *, at: float) -> None:
        """Let something happen at a time."""
        self._connection.execute("INSERT INTO due (at, what, facts) VALUES (?, ?, ?)", (at, what, json.dumps(facts)))

    def take_due(self, at: float) -> list[tuple[str, Json]]:
        """What was planned for this time or earlier, in its order; it is planned no more."""
        rows = self._connection.execute(
            "SELECT what, facts FROM due WHERE at <= ? ORDER BY at, rowid", (at,)
        ).fetchall()
        if rows:
            self._connection.execute("DELETE FROM due WHERE at <= ?", (at,))
        return [(what, _object(facts)) for what, facts in rows]

    def answer(self, key: str) -> StoredAnswer | None:
        """The stored answer to an idempotency key."""
        row = self._connection.execute("SELECT fingerprint, status, body FROM answer WHERE key = ?", (key,)).fetchone()
        return None if row is None else StoredAnswer(*row)

    def save_answer(self, key: str, answer: StoredAnswer, *, at: float) -> None:
        """Keep the answer to an idempotency key."""
        self._connection.execute(
            "INSERT INTO answer (key, fingerprint, status, body, stored_at) VALUES (?, ?, ?, ?, ?)",
            (key, answer.fingerprint, answer.status, answer.body, at),
        )

    def forget(self, *, answers_before: float, events_before: float) -> None:
        """Drop stored answers and events that are too old to be asked for."""
        self._connection.execute("DELETE FROM answer WHERE stored_at < ?", (answers_before,))
        self._connection.execute("DELETE FROM object WHERE kind = 'event' AND created < ?", (events_before,))


def _object(body: str) -> Json:
    stored: Json = json.loads(body)
    return stored


def _deleted(kind: str) -> str:
    return f"deleted {kind}"
