"""Critical failures: round trips that cost 10 points or more. Most loss is theirs, and most round trips cost nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import EQUAL, Estimate, Part, ratio
from delegate_audit.analysis.trajectory import Trajectory

CRITICAL_DROP = 0.10


def is_critical(drop: float) -> bool:
    """Whether a round trip that lowered the score by `drop` (0..1) is a critical failure."""
    return drop >= CRITICAL_DROP - EQUAL


@dataclass(frozen=True)
class ShareAtK:
    """How many of the relays that reached k had met with a critical failure by then; `estimate` None where none did."""

    k: int
    hit: int
    relays: int
    estimate: Estimate | None

    @property
    def share(self) -> float | None:
        """0..1; None where no relay reached k."""
        return self.estimate.mean if self.estimate else None


@dataclass(frozen=True)
class Critical:
    """`share_of_loss` is what critical failures took of everything that was taken, gains not set against it, 0..1.

    It is None where nothing was lost. `at` has one entry per k; `failures` counts round trips.
    """

    failures: int
    at: tuple[ShareAtK, ...]
    share_of_loss: Estimate | None

    @property
    def last(self) -> ShareAtK | None:
        """The share at the last k that any relay reached."""
        return next((share for share in reversed(self.at) if share.relays), None)


def critical(trajectories: Sequence[Trajectory], ks: Sequence[int], seed: int = 0) -> Critical:
    """Count critical failures and their share of the loss, as the paper's table A2 does."""
    failures = sum(is_critical(drop) for t in trajectories for drop in t.drops())
    losses = ratio([_loss(t) for t in trajectories], seed)
    return Critical(failures, tuple(_share(trajectories, k, seed) for k in ks), losses)


def _loss(trajectory: Trajectory) -> Part:
    drops = [drop for drop in trajectory.drops() if drop > EQUAL]
    return Part(trajectory.environment, sum(drop for drop in drops if is_critical(drop)), sum(drops))


def _share(trajectories: Sequence[Trajectory], k: int, seed: int) -> ShareAtK:
    there = [t for t in trajectories if t.reached(k)]
    hits = [Part(t.environment, float(any(is_critical(drop) for drop in t.drops()[: k // 2])), 1.0) for t in there]
    return ShareAtK(k, int(sum(hit.part for hit in hits)), len(there), ratio(hits, seed))
