"""Where a reset mail may lead: parsed first, then compared exactly with what the owner allowed."""

from collections.abc import Collection
from urllib.parse import SplitResult, parse_qsl, urlsplit, urlunsplit

from aurora_desk.domain.errors import InvalidError

LONGEST_URL = 2_000
OWN_PAGE = "/reset"
_USUAL_PORTS = {"http": 80, "https": 443}


def check_reset_url(url: str, origins: Collection[str], own_origin: str) -> None:
    """Raise `InvalidError` unless `url` lies on an allowed origin, or is the API's own page at `own_origin`."""
    parts = _parsed(url)
    origin = _origin(parts)
    own = origin == own_origin and parts.path == OWN_PAGE
    if not own and origin not in origins:
        raise InvalidError("url", "This shop sends no mails that lead there. Its owner can allow the address.")
    if any(name == "token" for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        raise InvalidError("url", "url must not have a token of its own; it is appended.")


def with_token(url: str, token: str) -> str:
    """The link of a mail: what `url` has, and the token behind it in the query. A token needs no escaping."""
    parts = urlsplit(url)
    query = f"{parts.query}&token={token}" if parts.query else f"token={token}"
    return urlunsplit(parts._replace(query=query))


def _parsed(url: str) -> SplitResult:
    # Before parsing: the parser drops some of these signs without a word, and browsers read others in their own way.
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise InvalidError("url", f"url must be a plain address of at most {LONGEST_URL} ASCII characters.")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises where the port is no number
    except ValueError:
        raise InvalidError("url", "url is not an address.") from None
    if parts.scheme not in _USUAL_PORTS or not parts.hostname or "@" in parts.netloc or "%" in parts.netloc:
        raise InvalidError(
            "url", "url must be a full address like https://shop.example.com/reset, without a user name."
        )
    return parts


def _origin(parts: SplitResult) -> str:
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    port = parts.port
    return f"{parts.scheme}://{host}" + ("" if port in (None, _USUAL_PORTS[parts.scheme]) else f":{port}")
