"""How this process reaches the mail server, and the address that its letters come from."""

from __future__ import annotations

import ipaddress

from aurora_desk.app.options import Environment
from aurora_desk.mail.addresses import is_plain_address
from aurora_desk.mail.smtp import Smtp, parse_smtp_url


def smtp_of(environment: Environment) -> Smtp | None:
    """The door to the mail server, or None where none is set up."""
    if environment.smtp_url is None:
        return None
    server = parse_smtp_url(environment.smtp_url)
    return Smtp(server, environment.mail_from or _usual_sender(server.user, server.host))


def _usual_sender(user: str, host: str) -> str:
    """The login where it is an address, as with most providers; they refuse others."""
    return user if is_plain_address(user) else f"no-reply@{_domain(host)}"


def _domain(host: str) -> str:
    """A host as it stands behind an @: numbers go in brackets."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
