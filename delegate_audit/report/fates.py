"""What became of the seeds' elements: the share that no weighed finding ever named, by weight, and when the rest was harmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from delegate_audit.analysis.critical import is_critical
from delegate_audit.analysis.hazard import Watched
from delegate_audit.analysis.trajectory import ks
from delegate_audit.report.figures import ElementsAtK
from delegate_audit.report.rows import RelayRows, RunRows
from delegate_audit.store.rows import DelegateRow
from delegate_audit.store.store import Store

WEIGHTS = "SELECT relay, first_hop, sum(weight) FROM fates WHERE run = ? GROUP BY relay, first_hop"

Fates = Mapping[str, Mapping[int | None, float]]
"""Relay to: weight of the elements first harmed at a hop; under None, that of those never harmed."""


def read(store: Store, run: str) -> Fates:
    """The fates of a run."""
    fates: dict[str, dict[int | None, float]] = defaultdict(dict)
    for relay, hop, weight in store.query(WEIGHTS, (run,)):
        assert isinstance(weight, int | float)
        fates[str(relay)][None if hop is None else int(hop)] = float(weight)
    return fates


def untouched(fates: Fates, rows: RunRows, delegate: DelegateRow) -> tuple[ElementsAtK, ...]:
    """For every k, over the relays that reached it; each relay weighs the same. Empty where no fates are known."""
    relays = [relay for relay in rows.of(delegate) if relay.relay.id in fates]
    points = []
    for k in ks([relay.trajectory for relay in relays]):
        shares = [_share(fates[relay.relay.id], k) for relay in relays if relay.trajectory.reached(k)]
        if shares:
            points.append(ElementsAtK(k, sum(shares) / len(shares)))
    return tuple(points)


def _share(weights: Mapping[int | None, float], k: int) -> float:
    total = sum(weights.values())
    return sum(weight for hop, weight in weights.items() if hop is None or hop > k) / total if total else 1.0


def watched(fates: Fates, rows: RunRows, delegate: DelegateRow) -> tuple[Watched, ...]:
    """When the elements of every relay were first harmed, as far as it was scored. Relays without known fates are left out."""
    relays = [relay for relay in rows.of(delegate) if relay.relay.id in fates]
    return tuple(_watched(relay, fates[relay.relay.id]) for relay in relays)


def _watched(relay: RelayRows, weights: Mapping[int | None, float]) -> Watched:
    trajectory, total = relay.trajectory, sum(weights.values())
    known = [i for i, score in enumerate(trajectory.scores) if score is not None]
    trips = known[-1] + 1 if known and total else 0
    harmed = tuple(weights.get(2 * i + 2, 0.0) / total for i in range(trips))
    return Watched(relay.environment.id, harmed, tuple(is_critical(drop) for drop in trajectory.drops()[:trips]))
