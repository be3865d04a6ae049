"""RS@k of a delegate with its intervals: the mean over environments of the reconstruction score after k interactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import Estimate, estimate
from delegate_audit.analysis.trajectory import Trajectory, by_environment, ks, scores_at


@dataclass(frozen=True)
class RsAtK:
    """RS@k of one delegate; `estimate.n` counts the relays that reached k."""

    k: int
    estimate: Estimate


def reconstruction(trajectories: Sequence[Trajectory], seed: int = 0) -> tuple[RsAtK, ...]:
    """RS@k at every k that any relay reached.

    A failure is rare at any one k, and what befell one environment late may befall the next one early: the interval at
    every k reckons with the worst mean of an environment at any k.
    """
    every = ks(trajectories)
    means = [value for k in every for value in by_environment(scores_at(trajectories, k)).values()]
    worst = min(means, default=None)
    found = [(k, estimate(scores_at(trajectories, k), seed, lowest=worst)) for k in every]
    return tuple(RsAtK(k, at) for k, at in found if at is not None)
