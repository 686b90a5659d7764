"""Threads for what blocks, a bounded number of them with a bounded queue: beyond it callers are told to come back."""

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from aurora_desk.api.errors import ApiError

T = TypeVar("T")

MOST_EACH = 4
"""Places of one pool that one address of the network may take: a person who waits for answers never meets it."""


@dataclass(frozen=True, slots=True)
class Who:
    """Whose share of a pool is taken. Who speaks for many, a web shop for its customers, has half of the pool."""

    name: str
    is_many: bool = False


class BoundedPool:
    """Runs blocking work off the event loop; refuses with 503 at once when `threads + waiting` are taken.

    A caller from the network gets at most `most_each` of these places, one that speaks for many half of all, and 429
    beyond them.
    """

    def __init__(self, name: str, *, threads: int, waiting: int, most_each: int = MOST_EACH) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._room = threads + waiting
        self._most_each = most_each
        self._most_many = max(most_each, self._room // 2)
        self._by_caller: Counter[Who] = Counter()

    async def run(self, work: Callable[[], T], *, who: Who | None = None) -> T:
        """The result of `work`, done for `who`; None is a program on this computer, which has no share of its own."""
        if who is not None and self._by_caller[who] >= (self._most_many if who.is_many else self._most_each):
            raise ApiError(429, "You have too many requests under way. Nothing was done. Wait for their answers first.")
        if self._room == 0:
            raise ApiError(503, "The program is busy with other requests. Nothing was done. Try again in a moment.")
        loop = asyncio.get_running_loop()
        future = self._executor.submit(work)
        self._enter(who)

        def leave(_: Future[Any]) -> None:
            # A caller that went away frees its place only when its thread is really free again.
            loop.call_soon_threadsafe(self._leave, who)

        future.add_done_callback(leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Take no more work; what runs may end."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _enter(self, who: Who | None) -> None:
        self._room -= 1
        if who is not None:
            self._by_caller[who] += 1

    def _leave(self, who: Who | None) -> None:
        self._room += 1
        if who is not None:
            self._by_caller[who] -= 1
            if not self._by_caller[who]:
                del self._by_caller[who]
