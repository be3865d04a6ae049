"""The hazard: how likely an element that is still whole is to be harmed in one hop.

An element is at risk until it is first harmed; then it leaves, for good. A relay that was suspended is watched as far as
it got. Harm is seen after a round trip; a round trip has two hops, so a hazard H of a round trip is one of
1 - sqrt(1 - H) in each of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import sqrt

from delegate_audit.analysis.bootstrap import EQUAL, Estimate, Part, ratio

ALL_AT_ONCE = Part("", 1.0, 1.0)
"""The most that can befall an environment: everything is harmed in the first round trip, and nothing is left to watch."""


@dataclass(frozen=True)
class Watched:
    """One relay's elements, round trip by round trip, as far as it was scored.

    `harmed` are shares of the document, by weight, 0..1, that were first harmed then; `critical` says which round trips
    were critical failures.
    """

    environment: str
    harmed: tuple[float, ...]
    critical: tuple[bool, ...]

    @cached_property
    def at_risk(self) -> tuple[float, ...]:
        """Shares of the document that were whole before each round trip."""
        shares, left = [], 1.0
        for harmed in self.harmed:
            shares.append(left)
            left = max(0.0, left - harmed)
        return tuple(0.0 if share <= EQUAL else share for share in shares)

    def over(self, places: Sequence[int]) -> Part:
        """Newly harmed and at risk, summed over some round trips."""
        return Part(self.environment, sum(self.harmed[i] for i in places), sum(self.at_risk[i] for i in places))


@dataclass(frozen=True)
class HazardAtK:
    """The hazard in the round trip that ends at k, per element and hop."""

    k: int
    estimate: Estimate


@dataclass(frozen=True)
class Hazard:
    """Hazards per element and hop, 0..1: over all round trips, over those that were no critical failure, and by k.

    `estimate.n` counts relays. `outside_critical` is None where every round trip was a critical failure.
    """

    overall: Estimate
    outside_critical: Estimate | None
    at: tuple[HazardAtK, ...]

    def in_trip(self, k: int) -> Estimate | None:
        """The hazard in the round trip that ends at k; None where nothing was at risk."""
        return next((row.estimate for row in self.at if row.k == k), None)


def hazard(relays: Sequence[Watched], seed: int = 0) -> Hazard | None:
    """The hazard of a delegate: weight newly harmed over weight at risk. None where nothing was watched."""
    overall = _hazard(relays, seed)
    if overall is None:
        return None
    longest = max(len(relay.harmed) for relay in relays)
    worst = max((relay.over([i]) for relay in relays for i in range(len(relay.harmed))), key=lambda part: part.part)
    at = [(2 * i + 2, _hazard_in(relays, i, worst, seed)) for i in range(longest)]
    return Hazard(
        overall,
        _hazard(relays, seed, outside_critical=True),
        tuple(HazardAtK(k, found) for k, found in at if found is not None),
    )


def _hazard(relays: Sequence[Watched], seed: int, *, outside_critical: bool = False) -> Estimate | None:
    """The hazard per hop over all round trips, or over those that were no critical failure."""
    parts = [relay.over([i for i, critical in enumerate(relay.critical) if not (outside_critical and critical)]) for relay in relays]
    return _per_hop(ratio(parts, seed, highest=_highest(parts)))


def _hazard_in(relays: Sequence[Watched], place: int, worst: Part, seed: int) -> Estimate | None:
    """The hazard per hop in one round trip. Its interval reckons with the worst round trip of any relay, as RS@k does."""
    parts = [relay.over([place]) for relay in relays if len(relay.harmed) > place]
    return _per_hop(ratio(parts, seed, highest=worst if worst.part > 0 else ALL_AT_ONCE))


def _highest(parts: Sequence[Part]) -> Part | None:
    return None if any(part.part > 0 for part in parts) else ALL_AT_ONCE


def _per_hop(found: Estimate | None) -> Estimate | None:
    """From the hazard of a round trip to that of each of its two hops."""
    if found is None or found.low is None or found.high is None:
        return found and replace(found, mean=_one_of_two(found.mean))
    return replace(found, mean=_one_of_two(found.mean), low=_one_of_two(found.low), high=_one_of_two(found.high))


def _one_of_two(share: float) -> float:
    return 1 - sqrt(1 - min(1.0, max(0.0, share)))
