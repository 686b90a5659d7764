"""Triggers that refuse what must not be, written once for both engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A trigger: before `event` on `table`, refuse with `words` where `condition` holds (NEW and OLD as usual)."""

    name: str
    table: str
    event: str
    condition: str
    words: str


def statements(dialect: str, refusals: Iterable[Refusal]) -> list[str]:
    """The SQL that makes the triggers on an engine."""
    made = []
    for refusal in refusals:
        words = refusal.words.replace("'", "''")
        if dialect == "postgresql":
            made.append(
                f"CREATE FUNCTION {refusal.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {refusal.condition} THEN RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation'; END IF; "
                f"RETURN {'OLD' if refusal.event == 'DELETE' else 'NEW'}; END $$"
            )
            made.append(
                f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} "
                f"FOR EACH ROW EXECUTE FUNCTION {refusal.name}()"
            )
        else:
            # RAISE(ABORT) undoes the statement alone: the other units of the transaction go on.
            made.append(
                f"CREATE TRIGGER {refusal.name} BEFORE {refusal.event} ON {refusal.table} FOR EACH ROW "
                f"WHEN {refusal.condition} BEGIN SELECT RAISE(ABORT, '{words}'); END"
            )
    return made


def dropped(dialect: str, names: Mapping[str, Sequence[str]]) -> list[str]:
    """The SQL that takes triggers away again, by the tables that they are on."""
    made = []
    for table, triggers in names.items():
        for name in triggers:
            if dialect == "postgresql":
                made += [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]
            else:
                made.append(f"DROP TRIGGER {name}")
    return made
