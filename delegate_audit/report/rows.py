"""The rows of one run, read once and put in order: what every figure of a report is computed from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from delegate_audit.analysis.trajectory import Trajectory
from delegate_audit.errors import UsageError
from delegate_audit.store.rows import CallRow, DelegateRow, EnvironmentRow, FindingRow, HopRow, RelayRow, RunRow, ScoreRow
from delegate_audit.store.store import Store

OF_RUN = "relay IN (SELECT id FROM relays WHERE run = ?)"
LAST_BACKWARD = "(SELECT max(hop) FROM hops WHERE hops.relay = findings.relay AND direction = 'backward')"


@dataclass(frozen=True)
class RelayRows:
    """One relay with everything measured on it; `scores` maps (hop, scorer, name) to a number or None."""

    relay: RelayRow
    environment: EnvironmentRow
    hops: Sequence[HopRow]
    calls: Sequence[CallRow]
    scores: Mapping[tuple[int, str, str], float | None]
    findings: Sequence[FindingRow]

    @property
    def trajectory(self) -> Trajectory:
        """RS@k by the scorer `structure` at the backward hops."""
        scores = tuple(self.scores.get((hop.hop, "structure", "score")) for hop in self.hops if hop.direction == "backward")
        return Trajectory(self.environment.id, self.relay.repetition, scores, self.relay.round_trips)


@dataclass(frozen=True)
class RunRows:
    """A run; `relays` are ordered by delegate, environment, repetition."""

    run: RunRow
    delegates: Sequence[DelegateRow]
    environments: Sequence[EnvironmentRow]
    relays: Sequence[RelayRows]

    def of(self, delegate: DelegateRow) -> list[RelayRows]:
        """The relays of one delegate."""
        return [found for found in self.relays if found.relay.delegate == delegate.id]


def find_run(store: Store, run: str | None) -> RunRow:
    """The run of that id, or of which it is the beginning; the newest where None. Raises `UsageError` where there is none."""
    runs = store.rows(RunRow)
    if not runs:
        raise UsageError("the store holds no run", "start one with `audit run`")
    if run is None:
        return max(runs, key=lambda row: row.created)
    fitting = [row for row in runs if row.id == run] or [row for row in runs if row.id.startswith(run)]
    if len(fitting) != 1:
        known = ", ".join(row.id for row in sorted(fitting or runs, key=lambda row: row.created)[-5:])
        raise UsageError(f"{'no run is' if not fitting else 'several runs are'} called {run!r}", f"choose one of: {known}")
    return fitting[0]


def read(store: Store, run: str | None = None) -> RunRows:
    """All rows of a run that a report needs; findings are those of the last backward hop of every relay.

    A delegate behind an endpoint counts as simulated once one of its answers says that it is.
    """
    row = find_run(store, run)
    relays = store.rows(RelayRow, "run = ?", (row.id,))
    if not relays:
        raise UsageError(f"run {row.id} holds no relay", "start it again with `audit run`")
    used = {relay.delegate for relay in relays}, {relay.environment for relay in relays}
    delegates = sorted((d for d in store.rows(DelegateRow) if d.id in used[0]), key=lambda d: (d.name, d.id))
    environments = sorted((e for e in store.rows(EnvironmentRow) if e.id in used[1]), key=lambda e: e.id)
    read_relays = _relays(store, row, relays, environments)
    played = {found.relay.delegate for found in read_relays if any(call.simulated for call in found.calls)}
    delegates = [replace(delegate, simulated=delegate.simulated or delegate.id in played) for delegate in delegates]
    simulated = all(delegate.simulated for delegate in delegates)
    return RunRows(replace(row, simulated=simulated), delegates, environments, read_relays)


def _relays(store: Store, run: RunRow, relays: Sequence[RelayRow], environments: Sequence[EnvironmentRow]) -> list[RelayRows]:
    by_id = {environment.id: environment for environment in environments}
    hops, calls, findings = defaultdict(list), defaultdict(list), defaultdict(list)
    for hop in store.rows(HopRow, OF_RUN, (run.id,)):
        hops[hop.relay].append(hop)
    for call in store.rows(CallRow, OF_RUN, (run.id,)):
        calls[call.relay].append(call)
    for finding in store.rows(FindingRow, f"{OF_RUN} AND scorer = 'structure' AND hop = {LAST_BACKWARD}", (run.id,)):
        findings[finding.relay].append(finding)
    scores: dict[str, dict[tuple[int, str, str], float | None]] = defaultdict(dict)
    for score in store.rows(ScoreRow, f"{OF_RUN} AND scorer IN ('structure', 'fidelity')", (run.id,)):
        scores[score.relay][score.hop, score.scorer, score.name] = score.value
    return [
        RelayRows(
            relay,
            by_id[relay.environment],
            sorted(hops[relay.id], key=lambda hop: hop.hop),
            calls[relay.id],
            scores[relay.id],
            sorted(findings[relay.id], key=lambda row: row.n),
        )
        for relay in sorted(relays, key=lambda r: (r.delegate, r.environment, r.repetition))
    ]
