"""The short signed texts inside our QR codes.

Sixteen letters that sit on the same keys in QWERTY, QWERTZ and AZERTY, read without regard to case: a letter for
version and kind, one for the key, the id in base 16, then 64 bits of an HMAC over tenant, version, kind, key and id.
The tenant is in the MAC and not in the text, so a code of another shop does not verify. (`api-contract`, genCode.)
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from aurora_desk.domain.errors import AuroraError
from aurora_desk.domain.ids import TenantId

LETTERS = "BCDEFGHJKLNPRTUV"
_VALUE = {letter: value for value, letter in enumerate(LETTERS)}
_VERSION = 1
_MAC_LETTERS = 16
_LONGEST = 29


class CodeKind(StrEnum):
    """What a code stands for."""

    ORDER = "order"
    PRODUCT = "product"
    CUSTOMER = "customer"
    STAFF = "staff"
    """The number of a badge, not of the person: a lost badge is replaced by one with another number."""


_KINDS = (CodeKind.ORDER, CodeKind.PRODUCT, CodeKind.CUSTOMER, CodeKind.STAFF)


class ForeignCodeError(AuroraError):
    """A code in our letters that this shop did not sign."""

    code = "foreign_code"

    def __init__(self) -> None:
        super().__init__("This code is not from this shop.")


@dataclass(frozen=True, slots=True)
class SignedCode:
    """What a verified code says."""

    kind: CodeKind
    number: int


def looks_signed(text: str) -> bool:
    """Whether `text` has the shape of one of our codes, whoever made it."""
    # Only ASCII: upper() would also make two of our letters of the ligature «ﬀ».
    return text.isascii() and _MAC_LETTERS + 3 <= len(text) <= _LONGEST and all(c in _VALUE for c in text.upper())


def sign_code(key_letter: str, key: bytes, tenant_id: TenantId, kind: CodeKind, number: int) -> str:
    """The text of the code for a thing of a tenant."""
    digits = "".join(LETTERS[int(digit, 16)] for digit in f"{number:x}")
    mac = _mac(key, tenant_id, kind, key_letter, number)
    return f"{LETTERS[_KINDS.index(kind)]}{key_letter}{digits}{mac}"


def read_code(text: str, keys: Mapping[str, bytes], tenant_id: TenantId) -> SignedCode:
    """What a scanned text says; raises `ForeignCodeError` unless this tenant of this store signed it."""
    if not looks_signed(text):
        raise ForeignCodeError
    upper = text.upper()
    kind_value, key_letter = _VALUE[upper[0]], upper[1]
    digits = upper[2:-_MAC_LETTERS]
    key = keys.get(key_letter)
    if key is None or kind_value >= len(_KINDS):
        raise ForeignCodeError
    number = 0
    for letter in digits:
        number = number * 16 + _VALUE[letter]
    kind = _KINDS[kind_value]
    # Signing again and comparing the whole text also refuses second spellings (leading zeros) of one code.
    if not hmac.compare_digest(sign_code(key_letter, key, tenant_id, kind, number), upper):
        raise ForeignCodeError
    return SignedCode(kind, number)


def _mac(key: bytes, tenant_id: TenantId, kind: CodeKind, key_letter: str, number: int) -> str:
    message = f"{tenant_id}:{_VERSION}:{kind}:{key_letter}:{number}".encode()
    digest = hmac.new(key, message, hashlib.sha256).digest()[:8]
    return "".join(LETTERS[byte >> 4] + LETTERS[byte & 15] for byte in digest)
