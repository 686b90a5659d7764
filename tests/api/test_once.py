"""Twins: calls with one idempotency key take turns, and nobody waits for ever."""

import asyncio

import pytest

from aurora_desk.api.errors import ApiError
from aurora_desk.api.once import Twins
from aurora_desk.domain.idempotency import CallKey
from aurora_desk.domain.ids import TenantId

CALL = CallKey(TenantId(42), "loopback", "POST", "/ecommerce/createOrder", "key-1")


def test_a_second_call_with_the_key_runs_only_after_the_first_has_ended() -> None:
    async def scenario() -> list[str]:
        twins, steps = Twins(), list[str]()

        async def call(name: str, ends: asyncio.Event) -> None:
            async with twins.turn(CALL):
                steps.append(f"{name} starts")
                await ends.wait()
                steps.append(f"{name} ends")

        first_ends, second_ends = asyncio.Event(), asyncio.Event()
        first = asyncio.create_task(call("first", first_ends))
        await asyncio.sleep(0)
        second = asyncio.create_task(call("second", second_ends))
        second_ends.set()
        await asyncio.sleep(0)
        first_ends.set()
        await asyncio.gather(first, second)
        return steps

    assert asyncio.run(scenario()) == ["first starts", "first ends", "second starts", "second ends"]


def test_a_second_call_that_waits_too_long_is_told_to_ask_again() -> None:
    async def scenario() -> ApiError:
        twins = Twins(longest_wait_s=0.01)
        async with twins.turn(CALL):
            with pytest.raises(ApiError) as refused:
                await twins.turn(CALL).__aenter__()
        return refused.value

    refusal = asyncio.run(scenario())

    assert refusal.status == 409
    assert int(refusal.headers["Retry-After"]) > 0


def test_a_call_that_failed_lets_the_next_one_in() -> None:
    async def scenario() -> bool:
        twins = Twins()
        with pytest.raises(ZeroDivisionError):
            async with twins.turn(CALL):
                raise ZeroDivisionError
        async with twins.turn(CALL):
            return True

    assert asyncio.run(scenario())


def test_other_keys_do_not_wait() -> None:
    async def scenario() -> bool:
        twins = Twins(longest_wait_s=0.01)
        other = CallKey(TenantId(43), "loopback", "POST", "/ecommerce/createOrder", "key-1")
        async with twins.turn(CALL), twins.turn(other):
            return True

    assert asyncio.run(scenario())


def test_the_wait_is_five_seconds() -> None:
    async def scenario() -> float:
        twins, loop = Twins(), asyncio.get_running_loop()
        async with twins.turn(CALL):
            began = loop.time()
            with pytest.raises(ApiError):
                await twins.turn(CALL).__aenter__()
            return loop.time() - began

    assert asyncio.run(scenario()) >= 5
