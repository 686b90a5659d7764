"""What counts as a fault of the program, and the table of what it answered."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from fuzz.shots import Shot
from fuzz.wire import Answer, Heard

_NEVER_SAID = (
    "Traceback",
    "sqlalchemy",
    "sqlite",
    "sqlcipher",
    "pydantic",
    "Input should",
    "site-packages",
    "aurora_desk",
    "uvicorn",
    "whsec_",
)
_ENVELOPE = ["status", "message", "data"]


@dataclass
class Tally:
    """Statuses by endpoint, and the faults with the request that led to each."""

    statuses: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    faults: list[str] = field(default_factory=list)

    def add(self, shot: Shot, heard: Heard) -> None:
        """Count what was heard and judge it."""
        for answer in heard.answers:
            self.statuses[shot.label][str(answer.status)] += 1
            fault = fault_of(shot, answer)
            if fault is not None:
                self.fault(shot, f"{fault}: {answer.status} {answer.body[:300]!r}")
        if not heard.answers:
            self.statuses[shot.label]["ended" if heard.ended else "silence"] += 1
            if not shot.is_noise and not heard.ended:
                self.fault(shot, "no answer")
        if shot.is_smuggling and (len(heard.answers) > 1 or not heard.ended):
            self.fault(shot, f"a request with two lengths was followed by another: {heard}")

    def fault(self, shot: Shot, what: str) -> None:
        """Something is wrong with the program."""
        self.faults.append(f"{shot.label}: {what}\n    after {shot.data[:400]!r}")

    def requests(self) -> int:
        """How many were answered, or not."""
        return sum(sum(counts.values()) for counts in self.statuses.values())

    def table(self) -> str:
        """A line for an endpoint, a column for a status."""
        names = sorted({name for counts in self.statuses.values() for name in counts})
        width = max(map(len, self.statuses), default=0)
        lines = [" " * width + "".join(f"{name:>9}" for name in names)]
        for label in sorted(self.statuses):
            counts = self.statuses[label]
            lines.append(f"{label:<{width}}" + "".join(f"{counts[name] or '·':>9}" for name in names))
        return "\n".join(lines)


def fault_of(shot: Shot, answer: Answer) -> str | None:
    """What is wrong with an answer; None where nothing is."""
    if answer.status >= 500:
        return "a failure of the program"
    if answer.headers.get("x-content-type-options") != "nosniff" or "server" in answer.headers:
        return "headers that every answer carries are missing, or one too many is there"
    if not shot.is_of_files and any(word.encode() in answer.body for word in _NEVER_SAID):
        return "words from the inside"
    if shot.must is not None and answer.status not in shot.must:
        return f"refused, though it is right ({sorted(shot.must)} expected)"
    if answer.status >= 400 and shot.has_body and not _is_envelope(answer) and not _is_page(shot, answer):
        return "a failure outside the envelope"
    return None


def _is_envelope(answer: Answer) -> bool:
    if answer.headers.get("content-type") != "application/json":
        return False
    try:
        body = json.loads(answer.body)
    except ValueError:
        return False
    return (
        isinstance(body, dict)
        and list(body) == _ENVELOPE
        and body["status"] == "Failed"
        and isinstance(body["message"], str)
        and bool(body["message"])
        and isinstance(body["data"], dict)
    )


def _is_page(shot: Shot, answer: Answer) -> bool:
    """The two pages for a customer's phone tell a browser its fault as a page."""
    return shot.has_pages and answer.headers.get("content-type", "").startswith("text/html")
