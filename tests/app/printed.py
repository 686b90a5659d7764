"""The examples of the reference as it prints them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api_statements import statements

DOCUMENTS = Path(__file__).parents[2] / "docs" / "api"


@dataclass(frozen=True)
class Example:
    """What is printed under an endpoint."""

    request: str
    """The body, to the letter."""
    answers: dict[int, str]
    """A body for each status code that has one; with comments, as printed."""

    def answer(self, status: int, **changed: object) -> str:
        """The answer as it goes over the wire, with the values in it that only the moment knows."""
        body: dict[str, Any] = json.loads(re.sub(r"\s+//.*", "", self.answers[status]))
        inner = body.get("data", {})
        for name, value in changed.items():
            place = inner if name in inner else body
            assert name in place
            place[name] = value
        return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def printed_example(endpoint: str) -> Example:
    """The example of an endpoint such as `POST/customers/login`."""
    texts = [statement.text for statement in statements(DOCUMENTS) if statement.section == endpoint]
    bodies = [(label, mark + rest) for label, mark, rest in (text.partition("{") for text in texts) if mark]
    (request,) = [body for label, body in bodies if "Response" not in label]
    answers = {int(found[1]): body for label, body in bodies if (found := re.search(r"\((\d{3}) ", label))}
    return Example(request, answers)
