"""A fresh counter for every test."""

from services.fixtures import counter, door, other_process, short_pauses

__all__ = ["counter", "door", "other_process", "short_pauses"]
