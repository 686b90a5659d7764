"""The Stripe key of a store in the keyring of the operating system, where the environment names none."""

from __future__ import annotations

import logging

from aurora_desk.app.options import StartError

log = logging.getLogger(__name__)
SERVICE = "aurora-desk"
NO_KEYRING = (
    "This computer has no keyring that is unlocked and can be used. Nothing was kept. "
    "Give the key as AURORA_STRIPE_SECRET_KEY instead."
)


def kept_key(store_id: str) -> str | None:
    """The key that is kept for a store; None where there is none, or no keyring. May wait for the keyring."""
    import keyring  # slow to import, and needed only where the environment has no key
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _name(store_id))
    except KeyringError as error:
        log.info("no keyring was asked for the stripe key: %s", type(error).__name__)
        return None


def keep_key(store_id: str, key: str) -> None:
    """Keep a store's key, in place of an older one; raises `StartError` where there is no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, _name(store_id), key)
    except KeyringError:
        raise StartError(NO_KEYRING) from None


def forget_key(store_id: str) -> bool:
    """Keep it no more; whether one was kept."""
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    try:
        if keyring.get_password(SERVICE, _name(store_id)) is None:
            return False
        keyring.delete_password(SERVICE, _name(store_id))
    except PasswordDeleteError:
        return False
    except KeyringError:
        raise StartError(NO_KEYRING) from None
    return True


def _name(store_id: str) -> str:
    return f"stripe secret key of store {store_id}"
