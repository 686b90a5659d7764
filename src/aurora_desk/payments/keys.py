"""Which Stripe keys a store may use: play money meets no live key, and no live key goes to a foreign address."""

from urllib.parse import urlsplit

from aurora_desk.domain.payments import UnsafeStripeKeyError

_LIVE = ("sk_live_", "rk_live_")
_TEST = ("sk_test_", "rk_test_")


def is_live(key: str) -> bool:
    """Whether a key moves real money."""
    return key.startswith(_LIVE)


def check_key(key: str, api_base: str | None, *, training: bool, took_live_key: bool) -> None:
    """Raise `UnsafeStripeKeyError` with the sentence for the owner unless this store may use this key."""
    if key != key.strip() or any(c.isspace() for c in key) or not key.isascii():
        raise UnsafeStripeKeyError("The Stripe key has a space in it. Copy it again; nothing was sent.")
    if not key.startswith(_LIVE + _TEST):
        raise UnsafeStripeKeyError("This is not a secret Stripe key: it starts with sk_live_ or sk_test_.")
    if training and is_live(key):
        raise UnsafeStripeKeyError("This store is for training and never takes a live Stripe key. Use a test key.")
    if not training and took_live_key and not is_live(key):
        raise UnsafeStripeKeyError(
            "This store has taken real cards; a test key could hide unpaid sales. Use a live key."
        )
    if api_base is None:
        return
    if training and not _is_this_computer(api_base):
        raise UnsafeStripeKeyError(
            "This store is for training: play money stays on this computer. Remove the other address."
        )
    if is_live(key) and not _is_stripes_own(api_base):
        raise UnsafeStripeKeyError(
            "A live Stripe key is only ever sent to https://api.stripe.com. Remove the other address."
        )


def _is_this_computer(api_base: str) -> bool:
    try:
        return urlsplit(api_base).hostname in ("127.0.0.1", "localhost", "::1")
    except ValueError:
        return False


def _is_stripes_own(api_base: str) -> bool:
    try:
        parts = urlsplit(api_base)
        return (parts.scheme, parts.netloc) == ("https", "api.stripe.com")
    except ValueError:
        return False
