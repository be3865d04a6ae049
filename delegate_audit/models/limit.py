"""Keeps within what an endpoint bears: so many calls at once, and none while it has asked to be left alone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager


class Limiter:
    """Shared by all calls to one endpoint. A call waits for its turn in `slot()`; a 429 is told by `pause()`."""

    def __init__(
        self,
        concurrency: int,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._turns = asyncio.Semaphore(concurrency)
        self._now, self._sleep = now, sleep
        self._paused_until = float("-inf")

    def pause(self, seconds: float) -> None:
        """Let no call begin for so long; a longer pause that is already on stays."""
        self._paused_until = max(self._paused_until, self._now() + seconds)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """A turn, taken when there is one free and no pause; those who wait out a pause take no turn meanwhile."""
        while True:
            while (rest := self._paused_until - self._now()) > 0:
                await self._sleep(rest)
            await self._turns.acquire()
            if self._paused_until <= self._now():
                break
            self._turns.release()
        try:
            yield
        finally:
            self._turns.release()


class Limiters:
    """One limiter for each endpoint, by its base URL."""

    def __init__(self, concurrency: int) -> None:
        self._concurrency = concurrency
        self._limiters: dict[str, Limiter] = {}

    def of(self, base_url: str) -> Limiter:
        """The limiter of that endpoint, the same one each time."""
        return self._limiters.setdefault(base_url, Limiter(self._concurrency))
