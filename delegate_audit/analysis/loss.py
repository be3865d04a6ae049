"""What was lost, split by what happened to it, how much it means, the direction of the hop, domain and kind of edit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import Estimate, Part, ratio
from delegate_audit.analysis.trajectory import Trajectory, by_environment, scores_at


@dataclass(frozen=True)
class LostPart:
    """One part of what a relay lost: a finding's cost, or what a hop did; `amount` in points of score, 0..1, not negative."""

    name: str
    amount: float


@dataclass(frozen=True)
class Lost:
    """Everything that one relay lost, in parts; none where it lost nothing."""

    environment: str
    parts: tuple[LostPart, ...]


@dataclass(frozen=True)
class Share:
    """A named part of a loss: `amount` in points of score (0..1 each relay, summed), made up of `count` single parts.

    `estimate` is its share of the whole, 0..1, with its interval.
    """

    name: str
    amount: float
    count: int
    estimate: Estimate

    @property
    def share(self) -> float:
        """Of the whole, 0..1."""
        return self.estimate.mean


@dataclass(frozen=True)
class RoundTrip:
    """One round trip: its environment and task, the task's operations, by how much it lowered the score."""

    environment: str
    task: str
    operations: tuple[str, ...]
    drop: float


@dataclass(frozen=True)
class Hardness:
    """A task or an operation: the mean change of the score over its `n` round trips; negative is loss."""

    name: str
    mean_change: float
    n: int


@dataclass(frozen=True)
class DomainLoss:
    """RS@k of one domain, the mean over its environments, 0..1."""

    domain: str
    score: float
    environments: int


def shares(relays: Sequence[Lost], seed: int = 0) -> tuple[Share, ...]:
    """The parts of a loss, the largest first, without those that are nothing; empty where nothing was lost.

    Every relay counts, also one that lost nothing: it is one of those drawn.
    """
    amounts: dict[str, list[float]] = {}
    for part in (part for relay in relays for part in relay.parts if part.amount > 0):
        amounts.setdefault(part.name, []).append(part.amount)
    found = [(name, sum(single), len(single), _share(relays, name, seed)) for name, single in amounts.items()]
    rows = [Share(name, amount, count, share) for name, amount, count, share in found if share is not None]
    return tuple(sorted(rows, key=lambda row: (-row.amount, row.name)))


def _share(relays: Sequence[Lost], name: str, seed: int) -> Estimate | None:
    parts = [(relay.environment, [part for part in relay.parts if part.amount > 0]) for relay in relays]
    sums = [Part(e, sum(p.amount for p in found if p.name == name), sum(p.amount for p in found)) for e, found in parts]
    return ratio(sums, seed)


def hardest(names: Iterable[str], drops: Iterable[float]) -> tuple[Hardness, ...]:
    """Mean change by name, the hardest first."""
    grouped: dict[str, list[float]] = {}
    for name, drop in zip(names, drops, strict=True):
        grouped.setdefault(name, []).append(drop)
    rows = [Hardness(name, -sum(found) / len(found), len(found)) for name, found in grouped.items()]
    return tuple(sorted(rows, key=lambda row: (row.mean_change, row.name)))


def hardest_tasks(trips: Sequence[RoundTrip]) -> tuple[Hardness, ...]:
    """By task, named `environment: task`."""
    return hardest([f"{trip.environment}: {trip.task}" for trip in trips], [trip.drop for trip in trips])


def hardest_operations(trips: Sequence[RoundTrip]) -> tuple[Hardness, ...]:
    """By operation; a round trip counts for each of its task's operations."""
    pairs = [(operation, trip.drop) for trip in trips for operation in trip.operations]
    return hardest([name for name, _ in pairs], [drop for _, drop in pairs])


def by_domain(trajectories: Sequence[Trajectory], domains: Mapping[str, str], k: int) -> tuple[DomainLoss, ...]:
    """RS@k of every domain that has one, the lowest first; `domains` maps environment to domain."""
    grouped: dict[str, list[float]] = {}
    for environment, mean in by_environment(scores_at(trajectories, k)).items():
        grouped.setdefault(domains[environment], []).append(mean)
    rows = [DomainLoss(domain, sum(found) / len(found), len(found)) for domain, found in grouped.items()]
    return tuple(sorted(rows, key=lambda row: (row.score, row.domain)))
