"""What one relay went through, as numbers: the reconstruction score after every round trip.

k counts interactions, two to a round trip, as in the paper: `scores[0]` is RS@2. A relay that was suspended or is not
done has fewer scores than it has planned round trips; it is left out at every k it did not reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Trajectory:
    """One relay: `scores` are 0..1, one per finished round trip (None where undefined); `round_trips` were planned."""

    environment: str
    repetition: int
    scores: tuple[float | None, ...]
    round_trips: int

    def at(self, k: int) -> float | None:
        """RS@k; None where the relay did not get there, or where k is no whole round trip."""
        place = k // 2 - 1
        return self.scores[place] if k % 2 == 0 and 0 <= place < len(self.scores) else None

    def reached(self, k: int) -> bool:
        """Whether RS@k is known."""
        return self.at(k) is not None

    @property
    def complete(self) -> bool:
        """Whether every planned round trip was made."""
        return len(self.scores) >= self.round_trips

    @property
    def last(self) -> float | None:
        """The latest known score."""
        return next((score for score in reversed(self.scores) if score is not None), None)

    def drops(self) -> tuple[float, ...]:
        """By how much each round trip lowered the score (negative where it rose); 0 where the score is unknown."""
        before, drops = 1.0, []
        for score in self.scores:
            drops.append(0.0 if score is None else before - score)
            before = before if score is None else score
        return tuple(drops)


@dataclass(frozen=True)
class Valued:
    """Numbers that belong to environments, place by place: what a cluster bootstrap needs."""

    values: tuple[float, ...]
    environments: tuple[str, ...]


def ks(trajectories: Iterable[Trajectory]) -> tuple[int, ...]:
    """Every k that the longest planned relay has, from 2 on."""
    longest = max((t.round_trips for t in trajectories), default=0)
    return tuple(range(2, 2 * longest + 1, 2))


def scores_at(trajectories: Sequence[Trajectory], k: int) -> Valued:
    """RS@k of every relay that reached k."""
    known = [(score, t.environment) for t in trajectories if (score := t.at(k)) is not None]
    return Valued(tuple(score for score, _ in known), tuple(environment for _, environment in known))


def by_environment(valued: Valued) -> dict[str, float]:
    """The mean of each environment's values, in the order of names."""
    grouped: dict[str, list[float]] = {}
    for value, environment in zip(valued.values, valued.environments, strict=True):
        grouped.setdefault(environment, []).append(value)
    return {environment: sum(grouped[environment]) / len(grouped[environment]) for environment in sorted(grouped)}
