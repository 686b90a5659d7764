"""Mail addresses: which can be a shop's own, and how one is taken apart for a letter's head."""

from __future__ import annotations

import re

from aurora_desk.mail.errors import MailAddressError

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = re.compile(rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


def is_plain_address(text: str) -> bool:
    """Whether a text is an address that every server takes as a sender."""
    return len(text) <= 254 and _PLAIN.fullmatch(text) is not None


def parts_of(address: str) -> tuple[str, str]:
    """What stands before and after the @; a domain beyond a–z in the form that every server takes.

    Raises `MailAddressError` for what is no address.
    """
    user, _, domain = address.rpartition("@")
    if not user or not domain or not address.isprintable() or " " in address:
        raise _no_address()
    if domain.isascii():
        return user, domain
    from email_validator import EmailNotValidError, validate_email

    try:
        return user, validate_email(f"postmaster@{domain}", check_deliverability=False).ascii_domain
    except EmailNotValidError:
        raise _no_address() from None


def _no_address() -> MailAddressError:
    return MailAddressError("This is not an address that a letter can go to. Nothing was sent. Check the address.")
