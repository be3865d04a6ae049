"""Scoring one hop in a worker process: from what the store holds to numbers and findings.

The transform gives the ideal document at the hop and the exact answer to the input that the delegate really got.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus import Environment, Task, load
from delegate_audit.scoring.contract import Direction, Scored, ScoredHop
from delegate_audit.scoring.registry import get
from delegate_audit.transforms.contract import TransformError


@dataclass(frozen=True)
class ScoringJob:
    """What is needed to score a hop anywhere: `environment` is the path of its folder, `start` the documents when the round trip began."""

    environment: str
    task: str
    direction: Direction
    before: Mapping[str, str]
    after: Mapping[str, str]
    scorers: tuple[str, ...]
    start: Mapping[str, str] | None = None


def score_hop(job: ScoringJob) -> dict[str, Scored]:
    """What each scorer says about the hop."""
    environment = _environment(job.environment)
    task = environment.task(job.task)
    domain = environment.reader
    exact, inexact = _exact(task, job.direction, job.before)
    hop = ScoredHop(
        domain=domain,
        direction=job.direction,
        judgement=task.judgement,
        before=job.before,
        after=job.after,
        ideal=_ideal(job.environment, job.task, job.direction),
        exact=exact,
        inexact=inexact,
        sidecars=task.transform.notes(),
        start=job.before if job.direction == "forward" else job.start,
        asked=_exact(task, "forward", job.start)[0] if exact is None and job.direction == "backward" and job.start is not None else None,
    )
    return {name: get(name).score(hop) for name in job.scorers}


@cache
def _environment(path: str) -> Environment:
    return load(path)


@cache
def _ideal(path: str, task: str, direction: Direction) -> Workspace | None:
    """The document as it should be: the seed after a backward hop, after a forward one the seed edited, if an exact edit is known."""
    environment = _environment(path)
    return environment.seed if direction == "backward" else _exact(environment.task(task), direction, environment.seed)[0]


def expected_files(environment: str, task: str, direction: Direction, before: Mapping[str, str]) -> tuple[str, ...]:
    """Names or patterns of the files that must come back of a hop; works in a worker, since a transform may tell them."""
    return _environment(environment).task(task).expected(direction, before)


def _exact(task: Task, direction: Direction, before: Workspace) -> tuple[Workspace | None, str]:
    try:
        return task.ideal(direction, before), ""
    except TransformError as error:
        return None, str(error)
