"""Plain HTTP to a running simulator, below what the SDK would let a test say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from .running import TEST_KEY


@contextmanager
def plain_http(base: str, key: str = TEST_KEY) -> Iterator[httpx.Client]:
    """A client with the key as a Bearer token."""
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {key}"}, trust_env=False) as client:
        yield client


def error_of(answer: httpx.Response) -> dict[str, Any]:
    """The error of a refusal."""
    error: dict[str, Any] = answer.json()["error"]
    return error
