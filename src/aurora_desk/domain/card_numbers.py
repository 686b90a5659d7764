"""Card numbers must never be here: the reader encrypts them and talks to Stripe."""

import re

from aurora_desk.domain.errors import InvalidError

_RUN = re.compile(r"(?<![\d+])\d+(?:[\s.·–—-]{1,3}\d+)*")
_DIGITS = re.compile(r"\d+")
_KNOWN = re.compile(
    r"""
      4(?:\d{12}|\d{15}|\d{18})                                          # Visa
    | (?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}  # Mastercard
    | 3[47]\d{13}                                                        # American Express
    | 3(?:0[0-5]|[689]\d)\d{11,16}                                       # Diners Club
    | 35(?:2[89]|[3-8]\d)\d{12,15}                                       # JCB
    | (?:50|5[6-9]|6\d)\d{14,17}                                         # Discover, UnionPay, Maestro
    """,
    re.VERBOSE,
)


def refuse_card_number(field: str, text: str) -> None:
    """Raise `InvalidError` where free text holds what looks like a card number: known prefix, length and Luhn."""
    for run in _RUN.finditer(text):
        # int() also reads digits of other scripts, which a person could copy a card number in.
        groups = ["".join(str(int(digit)) for digit in group) for group in _DIGITS.findall(run.group())]
        if any(_is_card(digits) for digits in _neighbours(groups)):
            raise InvalidError(field, "This looks like a card number. Card numbers are never stored here; remove it.")


def _neighbours(groups: list[str]) -> list[str]:
    """Every row of neighbouring groups: a date or a code behind a card number must not hide it."""
    rows = []
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(digits) > 19:
                break
            rows.append(digits)
    return rows


def _is_card(digits: str) -> bool:
    return _KNOWN.fullmatch(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
