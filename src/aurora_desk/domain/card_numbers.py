"""Card numbers must never be here: the reader encrypts them and talks to Stripe."""

import re

from aurora_desk.domain.errors import InvalidError

_DIGITS = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
_PREFIXES = ("34", "35", "36", "37", "38", "4", "51", "52", "53", "54", "55", "60", "62", "64", "65", "2")


def refuse_card_number(field: str, text: str) -> None:
    """Raise `InvalidError` where free text holds what looks like a card number: known prefix, length and Luhn."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if digits.startswith(_PREFIXES) and _luhn(digits):
            raise InvalidError(field, "This looks like a card number. Card numbers are never stored here; remove it.")


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
