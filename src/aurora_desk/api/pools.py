"""Threads for what blocks, a bounded number of them with a bounded queue: beyond it callers are told to come back."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from aurora_desk.api.errors import ApiError

T = TypeVar("T")


class BoundedPool:
    """Runs blocking work off the event loop; refuses with 503 at once when `threads + waiting` are taken."""

    def __init__(self, name: str, *, threads: int, waiting: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._room = threads + waiting

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`."""
        if self._room == 0:
            raise ApiError(503, "The program is busy with other requests. Nothing was done. Try again in a moment.")
        loop = asyncio.get_running_loop()
        self._room -= 1
        future = self._executor.submit(work)

        def leave(_: Future[Any]) -> None:
            # A caller that went away frees its place only when its thread is really free again.
            loop.call_soon_threadsafe(self._leave)

        future.add_done_callback(leave)
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Take no more work; what runs may end."""
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _leave(self) -> None:
        self._room += 1
