"""Driving a calibration: its jobs on all cores, each with a time limit, and how far it is.

A document that a reader hangs on, or that makes one raise, is a fault of ours: it stops the calibration and is named.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from delegate_audit.calibration.contract import Calibration, Job, JobResult, Plan, Subject
from delegate_audit.calibration.driving import collected, jobs
from delegate_audit.calibration.trials import SLOW, run_sent, trouble
from delegate_audit.errors import AuditError, ScorerError
from delegate_audit.relay.workers import WorkerPool

PLAIN_INTERVAL_S = 10.0
MODEL_LIMIT_S = 600.0
"""How long a scorer may take to load its model, which it may have to fetch first."""

REMEDY = "a fault of ours, not of the document: please report it; a large document may only need a longer --timeout"


def drive(subjects: Sequence[Subject], plan: Plan, *, workers: int | None, timeout_s: float, quiet: bool) -> Calibration:
    """The calibration. Raises `ScorerError`, naming the document and the class, where a reader or scorer fails or hangs."""
    work = jobs(subjects, plan)
    with Gauge(len(work), quiet=quiet) as gauge:
        return asyncio.run(_calibrated(subjects, plan, work, WorkerPool(workers, timeout_s), gauge))


class Gauge:
    """How far the calibration is: a bar on a terminal, a line every ten seconds anywhere else."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        console = Console(stderr=True, quiet=quiet)
        columns = (TextColumn("calibrating"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
        self._task = self._bar.add_task("", total=total)
        self._total, self._done, self._said = total, 0, time.monotonic()
        self._plain = not console.is_terminal and not quiet

    def __enter__(self) -> Gauge:
        """Start showing."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop showing."""
        self._bar.stop()

    def job_done(self, subject: Subject) -> None:
        """One more job is done, on this document."""
        self._done += 1
        self._bar.update(self._task, advance=1, description=subject.origin)
        if self._plain and time.monotonic() - self._said > PLAIN_INTERVAL_S:
            self._said = time.monotonic()
            sys.stderr.write(f"calibrating: {self._done} of {self._total} jobs done\n")


async def _calibrated(subjects: Sequence[Subject], plan: Plan, work: Sequence[Job], pool: WorkerPool, gauge: Gauge) -> Calibration:
    try:
        plan = replace(plan, scorers=tuple([name for name in plan.scorers if await _usable(name, pool)]))
        return collected(subjects, plan, await _all(subjects, plan, work, pool, gauge))
    finally:
        pool.close()


async def _usable(scorer: str, pool: WorkerPool) -> bool:
    """Whether a scorer that needs a model can have it; says why not."""
    if scorer not in SLOW:
        return True
    try:
        reason = await pool.run(trouble, scorer, limit_s=MODEL_LIMIT_S)
    except ScorerError as error:
        reason = error.problem
    if reason:
        sys.stderr.write(f"without the {scorer} scorer: {reason}\n")
    return not reason


async def _all(subjects: Sequence[Subject], plan: Plan, work: Sequence[Job], pool: WorkerPool, gauge: Gauge) -> list[JobResult]:
    """The results in the order of the jobs; the first fault ends all of them."""

    async def one(job: Job) -> JobResult:
        subject = subjects[job.subject]
        try:
            result: JobResult = await pool.run(run_sent, subject.name, subject.text, subject.domain.name, subject.origin, job, plan)
        except AuditError as error:
            raise ScorerError(f"{subject.origin}, {job}: {error.problem}", REMEDY) from error
        gauge.job_done(subject)
        return result

    tasks = [asyncio.ensure_future(one(job)) for job in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
