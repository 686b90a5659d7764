"""Bounded pools: slow work has a limit, and who comes beyond it is told so at once."""

import asyncio
import threading

import pytest

from aurora_desk.api.errors import ApiError
from aurora_desk.api.pools import BoundedPool


def test_work_beyond_the_queue_is_refused_at_once_and_room_comes_back() -> None:
    async def scenario() -> tuple[list[str], ApiError, str]:
        go_on = threading.Event()
        pool = BoundedPool("test", threads=1, waiting=1)

        def slow() -> str:
            assert go_on.wait(10)
            return "done"

        running = [asyncio.create_task(pool.run(slow)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(ApiError) as refused:
            await pool.run(slow)
        go_on.set()
        done = await asyncio.gather(*running)
        after = await pool.run(slow)
        pool.close()
        return done, refused.value, after

    done, refusal, after = asyncio.run(scenario())

    assert done == ["done", "done"]
    assert refusal.status == 503
    assert after == "done"


def test_an_error_of_the_work_reaches_its_caller_and_frees_the_room() -> None:
    async def scenario() -> int:
        pool = BoundedPool("test", threads=1, waiting=0)

        def broken() -> int:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await pool.run(broken)
        await asyncio.sleep(0)
        number = await pool.run(lambda: 7)
        pool.close()
        return number

    assert asyncio.run(scenario()) == 7
