import asyncio

from delegate_audit.models.limit import Limiter, Limiters


async def test_no_more_calls_at_once_than_allowed() -> None:
    limiter, now, most = Limiter(3), 0, 0

    async def call() -> None:
        nonlocal now, most
        async with limiter.slot():
            now += 1
            most = max(most, now)
            await asyncio.sleep(0.001)
            now -= 1

    await asyncio.gather(*(call() for _ in range(20)))
    assert (now, most) == (0, 3)


async def test_a_pause_holds_back_every_call_until_it_has_passed(fake_time) -> None:
    limiter = Limiter(2, now=fake_time.now, sleep=fake_time.sleep)
    limiter.pause(5.0)
    limiter.pause(1.0)
    began = []

    async def call() -> None:
        async with limiter.slot():
            began.append(fake_time.now())

    await asyncio.gather(*(call() for _ in range(6)))
    assert len(began) == 6
    assert min(began) >= 105.0


async def test_a_pause_that_begins_while_calls_queue_holds_them_back_too(fake_time) -> None:
    limiter = Limiter(1, now=fake_time.now, sleep=fake_time.sleep)
    began = []

    async def call(pause_s: float) -> None:
        async with limiter.slot():
            began.append(fake_time.now())
            await asyncio.sleep(0)
            limiter.pause(pause_s)

    await asyncio.gather(call(7.0), call(0.0))
    assert began == [100.0, 107.0]


async def test_a_failed_call_gives_its_turn_back() -> None:
    limiter = Limiter(1)
    for _ in range(3):
        try:
            async with limiter.slot():
                raise KeyError
        except KeyError:
            pass
    async with asyncio.timeout(1), limiter.slot():
        pass


def test_one_limiter_for_each_endpoint() -> None:
    limiters = Limiters(4)
    assert limiters.of("http://a/v1") is limiters.of("http://a/v1")
    assert limiters.of("http://a/v1") is not limiters.of("http://b/v1")
