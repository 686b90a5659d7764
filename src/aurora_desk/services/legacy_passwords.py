"""Password hashes that other systems left behind: told apart by their whole shape, each checked by its one scheme.

Nothing is tried at a guess: a bare digest counts as an unsalted one, whatever system it comes from. What a check costs
(rounds, lengths) is bounded by the shapes, before any work; a hash beyond the bound is one that nobody knows.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hmac import compare_digest
from typing import TypeAlias

import bcrypt

HIGHEST_BCRYPT_COST = 14  # as `_BCRYPT` spells it

_Check: TypeAlias = Callable[[bytes, "re.Match[str]"], bool]


@dataclass(frozen=True, slots=True)
class _Scheme:
    kind: str
    """What people call it."""
    check: _Check


def is_known(stored: str) -> bool:
    """Whether a stored hash can be checked, today's bcrypt included; an import says which of its rows can't be."""
    return _recognised(stored) is not None


def kind_of(stored: str) -> str | None:
    """What people call a stored hash's scheme; None for a hash that nobody knows."""
    recognised = _recognised(stored)
    return None if recognised is None else recognised[0].kind


def matches(password: str, stored: str) -> bool:
    """Whether a stored hash was made from the password; False as well where nobody knows the hash."""
    recognised = _recognised(stored)
    if recognised is None:
        return False
    scheme, found = recognised
    return scheme.check(password.encode(), found)


def bcrypt_cost_of(stored: str) -> int:
    """The cost of a bcrypt hash, of any prefix that is known; 0 for every other text."""
    found = re.fullmatch(_BCRYPT, stored)
    return int(found["cost"]) if found else 0


def _recognised(stored: str) -> tuple[_Scheme, re.Match[str]] | None:
    for shape, scheme in _SCHEMES.items():
        found = re.fullmatch(shape, stored)
        if found:
            return scheme, found
    return None


def _bare(algorithm: str) -> _Check:
    def check(secret: bytes, found: re.Match[str]) -> bool:
        return compare_digest(_digest(algorithm, secret).hex(), found[0].lower())

    return check


def _salted_by_django(algorithm: str) -> _Check:
    def check(secret: bytes, found: re.Match[str]) -> bool:
        return compare_digest(_digest(algorithm, found["salt"].encode() + secret).hex(), found["digest"])

    return check


def _digest(algorithm: str, data: bytes) -> bytes:
    # Too weak to store a password by; they are read once, so that an account can leave them.
    return hashlib.new(algorithm, data, usedforsecurity=False).digest()


def _pbkdf2(secret: bytes, found: re.Match[str]) -> bool:
    digest = hashlib.pbkdf2_hmac("sha256", secret, found["salt"].encode(), int(found["rounds"]))
    return compare_digest(b64encode(digest).decode(), found["digest"])


def _ssha(secret: bytes, found: re.Match[str]) -> bool:
    digest_and_salt = b64decode(found["base64"])
    digest, salt = digest_and_salt[:20], digest_and_salt[20:]
    return compare_digest(_digest("sha1", secret + salt), digest)


def _bcrypt(secret: bytes, found: re.Match[str]) -> bool:
    return bcrypt.checkpw(secret, found.string.encode())


def _by_libpass(secret: bytes, found: re.Match[str]) -> bool:
    # By module and with the first such hash: libpass's own look-up by name would hide its modules from the packaging.
    from passlib.handlers.md5_crypt import apr_md5_crypt, md5_crypt
    from passlib.handlers.phpass import phpass
    from passlib.handlers.sha2_crypt import sha256_crypt, sha512_crypt

    schemes = {
        "1": md5_crypt,
        "apr1": apr_md5_crypt,
        "5": sha256_crypt,
        "6": sha512_crypt,
        "P": phpass,
        "H": phpass,
    }
    return bool(schemes[found["scheme"]].verify(secret, found.string))


# The last character of an encoded digest or salt holds only the bits that are left over: the shapes name which can be.
_CRYPT64 = "[./0-9A-Za-z]"
_BASE64 = "[A-Za-z0-9+/]"
_TWO_BYTES = f"{_BASE64}{{2}}[AEIMQUYcgkosw048]="
_ONE_BYTE = f"{_BASE64}[AQgw]=="

_UP_TO_2_000_000 = "[1-9][0-9]{0,5}|1[0-9]{6}|2000000"
_1_000_UP_TO_200_000 = "[1-9][0-9]{3,4}|1[0-9]{5}|200000"

_DJANGO_SALT = "(?P<salt>[!-#%-~]{0,64})"  # all that can be seen, but for `$`
_MD5_CRYPT = rf"{_CRYPT64}{{0,8}}\${_CRYPT64}{{21}}[./01]"
_SHA_CRYPT = rf"(?:rounds=(?:{_1_000_UP_TO_200_000})\$)?{_CRYPT64}{{0,16}}"
_BCRYPT = rf"\$2[aby]\$(?P<cost>0[4-9]|1[0-4])\${_CRYPT64}{{21}}[.Oeu]{_CRYPT64}{{30}}[.CGKOSWaeimquy26]"
_PBKDF2 = rf"pbkdf2_sha256\$(?P<rounds>{_UP_TO_2_000_000})\${_DJANGO_SALT}\$(?P<digest>{_BASE64}{{40}}{_TWO_BYTES})"
# Twenty bytes of digest and at least one of salt: without any it would be `{SHA}`.
_SSHA = rf"\{{SSHA\}}(?P<base64>(?:{_BASE64}{{4}}){{7,28}}(?:{_TWO_BYTES}|{_ONE_BYTE})?)"
# The character before the salt is the logarithm of the rounds: `5` is 7, `E` is 16.
_PHPASS = rf"\$(?P<scheme>[PH])\$[5-9A-E]{_CRYPT64}{{29}}[./01]"

# Shapes are texts: `re` compiles them with the first hash, and keeps them.
_SCHEMES: dict[str, _Scheme] = {
    _BCRYPT: _Scheme("bcrypt", _bcrypt),
    "[0-9a-f]{32}|[0-9A-F]{32}": _Scheme("MD5", _bare("md5")),
    "[0-9a-f]{40}|[0-9A-F]{40}": _Scheme("SHA-1", _bare("sha1")),
    "[0-9a-f]{64}|[0-9A-F]{64}": _Scheme("SHA-256", _bare("sha256")),
    "[0-9a-f]{128}|[0-9A-F]{128}": _Scheme("SHA-512", _bare("sha512")),
    rf"md5\${_DJANGO_SALT}\$(?P<digest>[0-9a-f]{{32}})": _Scheme("Django MD5", _salted_by_django("md5")),
    rf"sha1\${_DJANGO_SALT}\$(?P<digest>[0-9a-f]{{40}})": _Scheme("Django SHA-1", _salted_by_django("sha1")),
    _PBKDF2: _Scheme("Django PBKDF2", _pbkdf2),
    _SSHA: _Scheme("LDAP SSHA", _ssha),
    _PHPASS: _Scheme("phpass", _by_libpass),
    rf"\$(?P<scheme>1|apr1)\${_MD5_CRYPT}": _Scheme("MD5 crypt", _by_libpass),
    rf"\$(?P<scheme>5)\${_SHA_CRYPT}\${_CRYPT64}{{42}}[./0-9A-D]": _Scheme("SHA-256 crypt", _by_libpass),
    rf"\$(?P<scheme>6)\${_SHA_CRYPT}\${_CRYPT64}{{85}}[./01]": _Scheme("SHA-512 crypt", _by_libpass),
}
