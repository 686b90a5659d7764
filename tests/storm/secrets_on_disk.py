"""What must stand nowhere: card numbers, security codes, client secrets and keys, in any row, log or dump of a run."""

from __future__ import annotations

import re
from pathlib import Path

from aurora_desk.app.opening import TRAINING_KEY
from aurora_desk.simulator.cards import CARDS

SECRETS = re.compile(
    rb"(?:pi|cs|seti)_[A-Za-z0-9_]+_secret_|client_secret\W+[A-Za-z0-9]|\bcvc\b|" + re.escape(TRAINING_KEY.encode())
)
CARD_NUMBERS = re.compile(b"|".join(re.escape(card.number.encode()) for card in CARDS))


def secrets_in(folder: Path, *, but: Path) -> list[str]:
    """A line for each file below a folder that holds one; `but` is Stripe's own memory, which has to."""
    theirs = {path.name for path in but.parent.glob(f"{but.name}*")}
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name in theirs:
            continue
        written = path.read_bytes()
        for what, pattern in (("a card number", CARD_NUMBERS), ("a secret", SECRETS)):
            if (match := pattern.search(written)) is not None:
                found.append(f"{path.relative_to(folder)} holds {what}: {match[0][:24]!r}.")
    return found
