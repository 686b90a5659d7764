"""`_id`: a row's id for programs outside, under authenticated encryption.

Stable for the row, meaningless in another table or tenant; any change of any bit is a 404. (`api-contract`, Accounts.)
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from aurora_desk.domain.customers import CustomerRef
from aurora_desk.domain.errors import NotFoundError
from aurora_desk.domain.ids import CustomerId, TenantId
from aurora_desk.store.keyring import KeyRing, Purpose

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

_ID_BYTES = 8


class PublicIds:
    """Turns customers' ids into `_id` texts and back."""

    def __init__(self, keys: KeyRing) -> None:
        self._secrets = [key.secret for key in keys.keys if key.purpose is Purpose.IDS]

    @cached_property
    def _ciphers(self) -> list[AESSIV]:
        # Imported with the first `_id`: a desk never makes one, and would carry the library for nothing.
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV

        return [AESSIV(secret) for secret in self._secrets]

    def of(self, tenant_id: TenantId, ref: CustomerRef) -> str:
        """The `_id` of a customer, in hex."""
        plain = ref.customer_id.to_bytes(_ID_BYTES, "big")
        return self._ciphers[-1].encrypt(plain, _belongs(tenant_id, ref.table)).hex()

    def read(self, tenant_id: TenantId, text: str, *, tables: tuple[str, ...]) -> CustomerRef:
        """The customer behind an `_id` of one of these tables; raises `NotFoundError` for a forged or foreign one."""
        from cryptography.exceptions import InvalidTag

        try:
            sealed = bytes.fromhex(text)
        except ValueError:
            sealed = b""
        # fromhex skips blanks, and a second spelling of one id must not be another id.
        if len(sealed) == 16 + _ID_BYTES and sealed.hex() == text:
            for cipher in reversed(self._ciphers):
                for table in tables:
                    try:
                        plain = cipher.decrypt(sealed, _belongs(tenant_id, table))
                    except InvalidTag:
                        continue
                    return CustomerRef(table, CustomerId(int.from_bytes(plain, "big")))
        raise NotFoundError("There is no such customer.")


def _belongs(tenant_id: TenantId, table: str) -> list[bytes]:
    return [str(tenant_id).encode(), table.encode()]
