"""From the store to a report: one run, its delegates, how they compare, and the relays that went worst."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import combinations

from delegate_audit.analysis.bootstrap import paired
from delegate_audit.analysis.trajectory import by_environment, ks, scores_at
from delegate_audit.core.finding import Finding
from delegate_audit.report import fates
from delegate_audit.report.delegate import Operations, figures
from delegate_audit.report.figures import (
    DelegateFigures,
    EnvironmentFigures,
    HopFigures,
    RelayFigures,
    Report,
    RunFigures,
    SeenFinding,
    Versus,
)
from delegate_audit.report.rows import RelayRows, RunRows, read
from delegate_audit.store.rows import DelegateRow, FindingRow
from delegate_audit.store.store import Store

WORST_RELAYS = 8
WORST_FINDINGS = 10
MOST_COMPARED = 4
"""Up to this many delegates every pair is compared; beyond, each with the best."""


def collect(store: Store, run: str | None = None, operations: Operations | None = None) -> Report:
    """The report on a run (an id or its beginning; None for the newest).

    `operations` maps (environment, task) to the task's operations, which the store does not hold; without it the
    hardest edits are named by task. Raises `UsageError` where there is no such run.
    """
    rows = read(store, run)
    names = _names(rows.delegates)
    known = fates.read(store, rows.run.id)
    seed = rows.run.seed
    delegates = tuple(
        figures(
            row,
            names[row.id],
            rows.of(row),
            operations or {},
            fates.untouched(known, rows, row),
            seed,
            fates.watched(known, rows, row),
        )
        for row in rows.delegates
    )
    every = ks([trajectory for delegate in delegates for trajectory in delegate.trajectories])
    return Report(_run(rows), every, delegates, _versus(delegates, rows.run.seed), _worst(store, rows, names))


def _names(delegates: Sequence[DelegateRow]) -> dict[str, str]:
    """Delegate id to a name that is unique in the run."""
    counts = Counter(row.name for row in delegates)
    return {row.id: row.name if counts[row.name] == 1 else f"{row.name} [{row.id}]" for row in delegates}


def _run(rows: RunRows) -> RunFigures:
    run = rows.run
    environments = tuple(EnvironmentFigures(e.id, e.digest, e.domain, e.category, e.title, e.tokens) for e in rows.environments)
    return RunFigures(
        id=run.id,
        relay=run.relay_name,
        definition=hashlib.sha256(run.relay.encode()).hexdigest(),
        seed=run.seed,
        version=run.version,
        simulated=run.simulated,
        created=run.created,
        round_trips=max(found.relay.round_trips for found in rows.relays),
        repetitions=len({found.relay.repetition for found in rows.relays}),
        environments=environments,
    )


def _versus(delegates: Sequence[DelegateFigures], seed: int) -> tuple[Versus, ...]:
    """Pairs at the last k that both reached, the better first."""
    ranked = sorted((d for d in delegates if d.last), key=lambda d: d.last.estimate.mean if d.last else 0.0, reverse=True)
    pairs = list(combinations(ranked, 2)) if len(ranked) <= MOST_COMPARED else [(ranked[0], other) for other in ranked[1:]]
    found = [_compare(first, second, seed) for first, second in pairs]
    return tuple(versus for versus in found if versus is not None)


def _compare(first: DelegateFigures, second: DelegateFigures, seed: int) -> Versus | None:
    k = max({row.k for row in first.rs_at_k} & {row.k for row in second.rs_at_k})
    sides = [by_environment(scores_at(delegate.trajectories, k)) for delegate in (first, second)]
    difference = paired(sides[0], sides[1], seed)
    if difference is not None and difference.estimate.mean < 0:
        return _compare(second, first, seed)
    return None if difference is None else Versus(first.name, second.name, first.simulated or second.simulated, k, difference)


def _worst(store: Store, rows: RunRows, names: dict[str, str]) -> tuple[RelayFigures, ...]:
    """The relays whose last known score is lowest, of those that lost anything."""
    scored = [(last, relay) for relay in rows.relays if (last := relay.trajectory.last) is not None and last < 1]
    scored.sort(key=lambda pair: (pair[0], pair[1].relay.id))
    simulated = {row.id: row.simulated for row in rows.delegates}
    return tuple(
        RelayFigures(
            id=relay.relay.id,
            delegate=names[relay.relay.delegate],
            simulated=simulated[relay.relay.delegate],
            environment=relay.environment.id,
            domain=relay.environment.domain,
            repetition=relay.relay.repetition,
            status=relay.relay.status,
            reason=relay.relay.reason,
            score=last,
            hops=_hops(relay),
            findings=_findings(store, relay),
            findings_in_all=len(relay.findings),
        )
        for last, relay in scored[:WORST_RELAYS]
    )


def _hops(relay: RelayRows) -> tuple[HopFigures, ...]:
    return tuple(
        HopFigures(hop.hop, hop.task, hop.direction, hop.outcome, relay.scores.get((hop.hop, "structure", "score"))) for hop in relay.hops
    )


def _findings(store: Store, relay: RelayRows) -> tuple[SeenFinding, ...]:
    """The dearest findings of the last backward hop, in the order of the text, with the hop each was first seen at."""
    dearest = sorted(relay.findings, key=lambda row: (-row.finding.cost, row.n))[:WORST_FINDINGS]
    where = "relay = ? AND scorer = 'structure' AND hop % 2 = 0"
    first: dict[tuple[str, ...], int] = {}
    for row in sorted(store.rows(FindingRow, where, (relay.relay.id,)), key=lambda row: row.hop):
        first.setdefault(_identity(row.finding), row.hop)
    return tuple(SeenFinding(first[_identity(row.finding)], row.finding) for row in sorted(dearest, key=lambda row: row.n))


def _identity(finding: Finding) -> tuple[str, ...]:
    return (finding.change, finding.file, finding.where, finding.field)
