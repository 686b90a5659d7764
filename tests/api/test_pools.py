"""Bounded pools: slow work has a limit, and who comes beyond it is told so at once."""

import asyncio
import threading

import pytest

from aurora_desk.api.errors import ApiError
from aurora_desk.api.pools import BoundedPool, Who

PHONE = Who("192.168.1.20")


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


def test_one_caller_of_the_network_gets_its_share_and_leaves_room_to_others() -> None:
    async def scenario() -> tuple[ApiError, list[int]]:
        go_on = threading.Event()
        pool = BoundedPool("test", threads=1, waiting=7, most_each=2)

        def slow() -> int:
            assert go_on.wait(10)
            return 1

        phone = [asyncio.create_task(pool.run(slow, who=PHONE)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(ApiError) as refused:
            await pool.run(slow, who=PHONE)
        others = [asyncio.create_task(pool.run(slow, who=who)) for who in (Who("192.168.1.21"), None, None, None)]
        await asyncio.sleep(0)
        go_on.set()
        done = await asyncio.gather(*phone, *others)
        done.append(await pool.run(slow, who=PHONE))
        pool.close()
        return refused.value, done

    refusal, done = asyncio.run(scenario())

    assert refusal.status == 429
    assert done == [1] * 7


def test_a_caller_that_hangs_up_keeps_its_share_until_its_work_is_over() -> None:
    async def scenario() -> ApiError:
        go_on, begun = threading.Event(), threading.Event()
        pool = BoundedPool("test", threads=1, waiting=7, most_each=1)

        def slow() -> int:
            begun.set()
            assert go_on.wait(10)
            return 1

        task = asyncio.create_task(pool.run(slow, who=PHONE))
        while not begun.is_set():
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(ApiError) as refused:
            await pool.run(slow, who=PHONE)
        go_on.set()
        pool.close()
        return refused.value

    assert asyncio.run(scenario()).status == 429


def test_who_speaks_for_many_has_half_of_the_places() -> None:
    async def scenario() -> tuple[int, int]:
        go_on = threading.Event()
        pool = BoundedPool("test", threads=2, waiting=18)

        async def asked(who: Who) -> int:
            tasks = [asyncio.create_task(pool.run(go_on.wait, who=who)) for _ in range(12)]
            await asyncio.sleep(0)
            refused = sum(task.done() and isinstance(task.exception(), ApiError) for task in tasks)
            return 12 - refused

        counts = await asked(Who("web shop", is_many=True)), await asked(Who("phone"))
        go_on.set()
        pool.close()
        return counts

    assert asyncio.run(scenario()) == (10, 4)
