"""Answers that are given again to a call that repeats itself with the same Idempotency-Key."""

from dataclasses import dataclass
from datetime import timedelta

from aurora_desk.domain.ids import TenantId

KEPT = timedelta(hours=24)
"""How long an answer is given again (`api-contract`, Everywhere)."""


@dataclass(frozen=True, slots=True)
class CallKey:
    """What an idempotency key counts within."""

    tenant_id: TenantId
    client: str
    method: str
    path: str
    key: str


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer to give again; `fingerprint` tells whether the body was the same."""

    fingerprint: str
    status: int
    body: str
