"""The baseline: what a workflow kept when it was last judged good enough, environment by environment.

A JSON file to be committed beside the workflow. It holds what a paired comparison needs and no more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from delegate_audit.analysis.trajectory import by_environment, scores_at
from delegate_audit.errors import UsageError
from delegate_audit.report.figures import DelegateFigures, Report

FORMAT: Literal[1] = 1

Score = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
K = Annotated[int, Field(ge=2, multiple_of=2)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BaselineEnvironment(_Strict):
    """One environment: the digest of what it was, RS@k by k (means over `relays` repetitions)."""

    digest: str
    domain: str
    relays: Annotated[int, Field(ge=1)]
    rs_at_k: dict[K, Score]


class BaselineDelegate(_Strict):
    """One delegate: its environments by id."""

    simulated: bool
    environments: dict[str, BaselineEnvironment]

    def at(self, k: int) -> dict[str, float]:
        """RS@k of the environments that have one."""
        return {name: found.rs_at_k[k] for name, found in self.environments.items() if k in found.rs_at_k}

    @property
    def ks(self) -> set[int]:
        """Every k of any environment."""
        return {k for environment in self.environments.values() for k in environment.rs_at_k}


class Baseline(_Strict):
    """The file. `definition` is the digest of the relay definition, `version` that of delegate-audit."""

    format: Literal[1]
    run: str
    relay: str
    definition: str
    seed: int
    version: str
    delegates: dict[str, BaselineDelegate]


def baseline_of(report: Report) -> Baseline:
    """The figures of a report as a baseline. Raises `UsageError` where no relay finished a round trip."""
    run = report.run
    delegates = {delegate.name: _delegate(delegate, report) for delegate in report.delegates}
    if not any(delegate.environments for delegate in delegates.values()):
        raise UsageError(f"run {run.id} holds no finished round trip", "finish the run with `audit resume`, then write the baseline")
    return Baseline(
        format=FORMAT,
        run=run.id,
        relay=run.relay,
        definition=run.definition,
        seed=run.seed,
        version=run.version,
        delegates=delegates,
    )


def _delegate(delegate: DelegateFigures, report: Report) -> BaselineDelegate:
    at = {k: by_environment(scores_at(delegate.trajectories, k)) for k in report.ks}
    environments = {}
    for found in report.run.environments:
        scores = {k: means[found.id] for k, means in at.items() if found.id in means}
        relays = sum(t.environment == found.id and t.last is not None for t in delegate.trajectories)
        if scores:
            environments[found.id] = BaselineEnvironment(digest=found.digest, domain=found.domain, relays=relays, rs_at_k=scores)
    return BaselineDelegate(simulated=delegate.simulated, environments=environments)


def write_baseline(report: Report, path: Path) -> Baseline:
    """Write the report's baseline to `path` and return it. Raises `UsageError` where that cannot be done."""
    baseline = baseline_of(report)
    try:
        path.write_text(baseline.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"the baseline cannot be written to {path}: {error.strerror}", "name a file in a folder you may write to"
        ) from error
    return baseline


def read_baseline(path: Path) -> Baseline:
    """Read and check a baseline. Raises `UsageError` that says where it is wrong."""
    try:
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"the baseline {path} cannot be read: {error.strerror}", "write one with `audit baseline`") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise UsageError(f"{path} is no valid baseline: {place}: {first['msg']}", "write it anew with `audit baseline`") from error
