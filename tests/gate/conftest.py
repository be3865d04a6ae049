"""Reports from bare scores, without a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from delegate_audit.analysis.trajectory import ks
from delegate_audit.report.delegate import figures
from delegate_audit.report.figures import EnvironmentFigures, Report, RunFigures
from delegate_audit.report.rows import RelayRows
from delegate_audit.store.rows import DelegateRow, EnvironmentRow, HopRow, RelayRow

Scores = Mapping[str, Mapping[str, Sequence[float]]]
"""Delegate to environment to RS@2, RS@4, …"""

MakeReport = Callable[..., Report]


def relay_rows(delegate: str, environment: str, scores: Sequence[float], trips: int, digest: str) -> RelayRows:
    name = f"{delegate}/{environment}"
    hops = [
        HopRow(name, hop, "task", "forward" if hop % 2 else "backward", False, "ok", "{}", "[]") for hop in range(1, 2 * len(scores) + 1)
    ]
    found = {(2 * n, "structure", "score"): score for n, score in enumerate(scores, start=1)}
    row = EnvironmentRow(environment, digest, f"domain of {environment}", "code", environment, 1, "{}", "{}")
    return RelayRows(RelayRow(name, "run", delegate, environment, 0, 1, trips), row, hops, [], found, [])


@pytest.fixture
def make_report() -> MakeReport:
    def make(
        scores: Scores,
        *,
        trips: int = 10,
        digests: Mapping[str, str] | None = None,
        definition: str = "d",
        seed: int = 1,
        simulated: bool = False,
    ) -> Report:
        digests = digests or {}
        environments = sorted({environment for of in scores.values() for environment in of})
        run = RunFigures(
            "run1", "relay", definition, seed, "0.1", simulated, "", trips, 1,
            tuple(EnvironmentFigures(e, digests.get(e, "0"), f"domain of {e}", "code", e, 1) for e in environments),
        )  # fmt: skip
        delegates = []
        for name, of in scores.items():
            relays = [relay_rows(name, e, values, trips, digests.get(e, "0")) for e, values in of.items()]
            delegates.append(figures(DelegateRow(name, name, "single-shot", "m", "{}", simulated), name, relays, {}, (), 1))
        every = ks([t for d in delegates for t in d.trajectories])
        return Report(run, every, tuple(delegates), (), ())

    return make
