"""Answers given again to calls that repeat themselves."""

import hashlib
import hmac

from aurora_desk.domain.idempotency import CallKey, StoredAnswer
from aurora_desk.domain.ids import TenantId
from aurora_desk.store.keyring import KeyRing, Purpose
from aurora_desk.store.unit_of_work import Work


class Idempotency:
    """Keeps what was answered, in the transaction of the effect."""

    def __init__(self, keys: KeyRing) -> None:
        self._key = keys.current(Purpose.ANSWERS).secret

    def fingerprint(self, body: bytes) -> str:
        """A keyed hash of a parsed body, so that what was sent can't be read back from the store."""
        return hmac.new(self._key, body, hashlib.sha256).hexdigest()

    def find(
        self, work: Work, tenant_id: TenantId, *, client: str, method: str, path: str, key: str
    ) -> StoredAnswer | None:
        """The answer that this key got within the last 24 hours."""
        return work.answers.find(CallKey(tenant_id, client, method, path, key), now=work.now)

    def store(
        self,
        work: Work,
        tenant_id: TenantId,
        *,
        client: str,
        method: str,
        path: str,
        key: str,
        answer: StoredAnswer,
    ) -> None:
        """Keep the answer of a call that had an effect."""
        work.answers.add(CallKey(tenant_id, client, method, path, key), answer, now=work.now)
