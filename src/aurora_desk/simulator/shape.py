"""What goes over the wire: JSON objects, and identifiers that can't be taken for Stripe's own."""

from __future__ import annotations

import secrets
import string
from typing import Any

Json = dict[str, Any]

ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str) -> str:
    """A fresh identifier with the mark of the simulator: `pi_sim_…`."""
    return f"{prefix}_sim_{token(24)}"


def token(length: int, alphabet: str = ALPHABET) -> str:
    """Random characters: letters and digits, unless told otherwise."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def public(stored: Json) -> Json:
    """The object as it is answered: without the simulator's own notes, whose names begin with an underscore."""
    return {name: value for name, value in stored.items() if not name.startswith("_")}
