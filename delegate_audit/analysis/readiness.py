"""Whether a delegate may be trusted with twenty edits in a row: RS@20 of 98% or more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import EQUAL
from delegate_audit.analysis.trajectory import Trajectory, by_environment, scores_at

READY_AT_K = 20
READY_SCORE = 0.98


@dataclass(frozen=True)
class Ready:
    """How many of the environments that have an RS@20 are ready, by the mean over their repetitions."""

    ready: int
    environments: int


def ready(trajectories: Sequence[Trajectory]) -> Ready | None:
    """Count the ready environments; None where no relay reached k = 20."""
    means = by_environment(scores_at(trajectories, READY_AT_K))
    return Ready(sum(mean >= READY_SCORE - EQUAL for mean in means.values()), len(means)) if means else None
