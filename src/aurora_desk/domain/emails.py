"""Email addresses: what can be kept, and when two of them are the same."""

import unicodedata

from aurora_desk.domain.errors import InvalidError

LONGEST_EMAIL = 254
"""Characters (RFC 5321, less the brackets)."""


def checked_email(email: str, *, field: str = "email") -> str:
    """The address as it is kept: as it was written, blanks around it gone, accents composed; raises `InvalidError`."""
    from email_validator import EmailNotValidError, validate_email

    email = unicodedata.normalize("NFC", email.strip()) if not looks_latin(email) else email
    if looks_latin(email):
        raise InvalidError(field, "The email address holds letters that only look like Latin ones. Type it again.")
    try:
        validate_email(email, check_deliverability=False)
    except EmailNotValidError:
        raise InvalidError(field, "This is not an email address. It looks like name@example.com.") from None
    return email


def email_key(email: str) -> str:
    """An address as it is compared: lower-case ASCII only, the domain as IDNA.

    No other letter ever equals a Latin one: `ı`, `K` (Kelvin) and `ſ` stay what they are, whatever Unicode folds.
    """
    email = email.strip()
    if email.isascii() or looks_latin(email):
        return _lower(email)
    local, at, domain = unicodedata.normalize("NFC", email).rpartition("@")
    return f"{_lower(local)}{at}{_ascii_domain(domain)}"


def looks_latin(email: str) -> bool:
    """Whether a letter outside ASCII would become an ASCII one where text is folded."""
    return any(
        not character.isascii() and unicodedata.normalize("NFKC", character.casefold()).isascii() for character in email
    )


def _lower(text: str) -> str:
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def _ascii_domain(domain: str) -> str:
    import idna

    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except idna.IDNAError:
        return _lower(domain)  # no address that was ever kept has it
