"""When to ask an endpoint again, and how long to wait before: arithmetic, and the one loop that follows it."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

from delegate_audit.models.protocol import EndpointError, Retry

T = TypeVar("T")


class AttemptError(EndpointError):
    """One attempt failed. `asked_s` is the wait that the endpoint asked for, in seconds, None if it asked for none."""

    asked_s: float | None = None


@dataclass(frozen=True)
class RetryPolicy:
    """At most `attempts` calls in all and `total_wait_s` of waiting between them; no wait is longer than `longest_wait_s`."""

    attempts: int = 6
    first_wait_s: float = 0.5
    longest_wait_s: float = 60.0
    total_wait_s: float = 300.0

    def wait_s(self, failed: int, asked_s: float | None, rng: random.Random) -> float:
        """The wait after `failed` failed attempts (from 1): exponential with full jitter, and no less than was asked for."""
        backoff = rng.uniform(0, min(self.longest_wait_s, self.first_wait_s * 2.0 ** min(failed - 1, 60)))
        return min(self.longest_wait_s, max(backoff, asked_s or 0.0))


@dataclass(frozen=True)
class Tried(Generic[T]):
    """What came in the end, and the attempts that failed before."""

    result: T
    retries: tuple[Retry, ...]


def retry_after_s(header: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, given as seconds or as an HTTP date; None where it says nothing usable."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        seconds = _until(header, now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _until(date: str, now: datetime) -> float:
    try:
        moment = parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp()
    except (ValueError, TypeError, OverflowError):
        return math.nan


async def retrying(
    attempt: Callable[[], Awaitable[T]],
    policy: RetryPolicy,
    rng: random.Random,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Tried[T]:
    """Await `attempt()` until it succeeds. Raises `EndpointError` when it fails for good or the policy is used up."""
    retries: list[Retry] = []
    while True:
        try:
            return Tried(await attempt(), tuple(retries))
        except AttemptError as error:
            failure = error
        if not failure.transient:
            raise failure
        wait_s = policy.wait_s(len(retries) + 1, failure.asked_s, rng)
        if len(retries) + 1 >= policy.attempts or sum(r.waited_s for r in retries) + wait_s > policy.total_wait_s:
            raise _given_up(failure, len(retries) + 1)
        retries.append(Retry(failure.problem, wait_s))
        await sleep(wait_s)


def _given_up(last: AttemptError, attempts: int) -> EndpointError:
    return EndpointError(
        last.problem if attempts == 1 else f"the endpoint failed {attempts} times, at last: {last.problem}",
        last.remedy or "go on later with audit resume, or lower the concurrency",
        transient=True,
        status=last.status,
    )
