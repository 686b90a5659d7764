"""Pairing programs of the network with a tenant, and knowing them again by their keys."""

from __future__ import annotations

import hmac
import re
import secrets

from aurora_desk.domain.access import Client, NoKeyError, check_client_name
from aurora_desk.domain.actor import Actor
from aurora_desk.domain.errors import ConflictError, NotFoundError
from aurora_desk.domain.ids import TenantId
from aurora_desk.store.keyring import KeyRing, Purpose
from aurora_desk.store.unit_of_work import Work

_KEY = re.compile(r"(ak_[0-9a-f]{8})_[A-Za-z0-9_-]{43}")
_REVOKED = "This key is not (or no longer) paired with this shop. Ask its owner to pair this program again."


class Clients:
    """Clients and their keys; all of it units."""

    def __init__(self, keys: KeyRing) -> None:
        self._hash_keys = keys.all_derived(Purpose.ANSWERS, "client keys")

    def pair(self, work: Work, tenant_id: TenantId, name: str) -> tuple[Client, str]:
        """Pair a client; its key comes back here and never again. Raises `InvalidError`, `ConflictError`."""
        name = check_client_name(name)
        work.tenants.get(tenant_id)
        if work.clients.paired(tenant_id, name) is not None:
            raise ConflictError(f"A client named {name} is paired already. Revoke it first, or choose another name.")
        prefix = f"ak_{secrets.token_hex(4)}"
        key = f"{prefix}_{secrets.token_urlsafe(32)}"
        client = Client(tenant_id, name, prefix, work.now, None)
        work.clients.add(client, self._hashes(key)[-1])
        work.log(Actor.program(tenant_id), "client.paired", f"client:{prefix}", {"prefix": prefix})
        return client, key

    def revoke(self, work: Work, tenant_id: TenantId, name: str) -> Client:
        """End a client's key; it counts from the next request on. Raises `NotFoundError`."""
        client = work.clients.paired(tenant_id, name.strip())
        if client is None:
            raise NotFoundError(f"No client named {name.strip()} is paired with this shop.")
        work.clients.revoke(client.prefix, now=work.now)
        work.log(Actor.program(tenant_id), "client.revoked", f"client:{client.prefix}", {"prefix": client.prefix})
        return client

    def everyone(self, work: Work) -> tuple[Client, ...]:
        """All clients, revoked ones too."""
        return work.clients.everyone()

    def of_key(self, work: Work, key: str) -> Client:
        """The client that a key belongs to; raises `NoKeyError` for an unknown or revoked one, in the same time."""
        shape = _KEY.fullmatch(key)
        found = work.clients.by_prefix(shape.group(1)) if shape is not None else None
        stored = found.key_hash if found is not None else ""
        # Compared with every key's hash, and without a client too: the time tells nothing.
        same = [hmac.compare_digest(stored, digest) for digest in self._hashes(key)]
        if found is None or not any(same) or found.client.revoked_at is not None:
            raise NoKeyError(_REVOKED)
        return found.client

    def _hashes(self, key: str) -> list[str]:
        """The keyed hashes of a client's key, the one in use last."""
        return [hmac.digest(hash_key, key.encode("utf-8", "replace"), "sha256").hex() for hash_key in self._hash_keys]
