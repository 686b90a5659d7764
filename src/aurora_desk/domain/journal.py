"""The journal: every change of state as a row in one keyed hash chain."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aurora_desk.domain.ids import TenantId, TillId

GENESIS = "0" * 64
"""The known value that the chain starts at."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written: the event's name (`order.paid`) and its facts, ids and money only."""

    event: str
    tenant_id: TenantId
    who: str
    till_id: TillId | None
    subject: str
    """What it is about: `order:5001`, `cart:…`; the key of a timeline."""
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A written row; `seq` has no gaps and is the order of commits."""

    seq: int
    at: datetime
    event: str
    tenant_id: TenantId
    who: str
    till_id: TillId | None
    subject: str
    facts: Mapping[str, object]
    previous: str
    hash: str


def facts_text(facts: Mapping[str, object]) -> str:
    """Facts as the one text that is stored and hashed."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chain_hash(key: bytes, previous: str, seq: int, at: str, entry: Entry, facts: str) -> str:
    """The keyed hash of a row: HMAC-SHA-256 over the hash before and every field, in hex."""
    fields = (
        previous,
        str(seq),
        at,
        entry.event,
        str(entry.tenant_id),
        entry.who,
        "" if entry.till_id is None else str(entry.till_id),
        entry.subject,
        facts,
    )
    # The lengths make the message unambiguous: no field can borrow a character of its neighbour.
    message = "".join(f"{len(field)}:{field}" for field in fields).encode()
    return hmac.digest(key, message, "sha256").hex()
