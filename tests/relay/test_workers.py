"""Worker processes: values come back, faults are ours, nothing hangs."""

from __future__ import annotations

import asyncio
import os
import time

import pytest

from delegate_audit.errors import ScorerError, UsageError
from delegate_audit.relay.workers import WorkerPool


def double(number: int) -> int:
    return 2 * number


def usage_fault() -> None:
    raise UsageError("wrong", "do it right")


def crash() -> None:
    raise RuntimeError("boom")


def die() -> None:
    os._exit(9)


async def test_values_come_back_and_processes_are_reused():
    pool = WorkerPool(2)
    try:
        assert await asyncio.gather(*(pool.run(double, n) for n in range(20))) == [2 * n for n in range(20)]
        assert len({await pool.run(os.getpid) for _ in range(5)}) <= 2
    finally:
        pool.close()


async def test_our_errors_keep_their_type_and_others_become_faults_of_ours():
    pool = WorkerPool(1)
    try:
        with pytest.raises(UsageError, match="wrong"):
            await pool.run(usage_fault)
        with pytest.raises(ScorerError, match="boom"):
            await pool.run(crash)
        with pytest.raises(ScorerError, match="died"):
            await pool.run(die)
        assert await pool.run(double, 4) == 8
    finally:
        pool.close()


async def test_a_job_that_outlasts_the_limit_is_killed():
    pool = WorkerPool(1, limit_s=1.5)
    try:
        await pool.run(double, 1)
        start = time.monotonic()
        with pytest.raises(ScorerError, match=r"longer than 1\.5 s"):
            await pool.run(time.sleep, 60)
        assert time.monotonic() - start < 10
        assert await pool.run(double, 4) == 8
    finally:
        pool.close()
