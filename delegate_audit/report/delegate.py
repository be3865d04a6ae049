"""The figures of one delegate, from its relays' rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from delegate_audit.analysis.bootstrap import Estimate, estimate
from delegate_audit.analysis.critical import critical
from delegate_audit.analysis.loss import RoundTrip, by_domain, hardest_operations, hardest_tasks, shares
from delegate_audit.analysis.readiness import ready
from delegate_audit.analysis.spend import CallSpend, spend
from delegate_audit.analysis.survival import survival
from delegate_audit.analysis.trajectory import Trajectory, Valued, ks, scores_at
from delegate_audit.core.finding import Change, Severity
from delegate_audit.report.figures import DelegateFigures, ElementsAtK, Loss, RsAtK, Suspension, Tally
from delegate_audit.report.rows import RelayRows
from delegate_audit.store.rows import DelegateRow

Operations = Mapping[tuple[str, str], tuple[str, ...]]
"""(environment, task) to the task's operations."""

SPLIT = {Change.DELETED: "deleted", Change.ALTERED: "altered", Change.MOVED: "moved", Change.ADDED: "added"}
OTHERWISE = "unreadable"


def figures(
    row: DelegateRow, name: str, relays: Sequence[RelayRows], operations: Operations, elements: tuple[ElementsAtK, ...], seed: int
) -> DelegateFigures:
    """Everything about a delegate. `seed` is that of the bootstrap; `name` is unique in the run."""
    trajectories = tuple(relay.trajectory for relay in relays)
    every = ks(trajectories)
    estimates = [(k, estimate(scores_at(trajectories, k), seed)) for k in every]
    calls = [CallSpend(c.prompt_tokens, c.completion_tokens, c.tokens_estimated, c.cost) for relay in relays for c in relay.calls]
    return DelegateFigures(
        id=row.id,
        name=name,
        workflow=row.workflow,
        model=row.model,
        simulated=row.simulated,
        trajectories=trajectories,
        rs_at_k=tuple(RsAtK(k, found) for k, found in estimates if found is not None),
        completion=_mean_over_hops(relays, "completion", seed),
        preservation=_mean_over_hops(relays, "preservation", seed),
        ready=ready(trajectories),
        facts_lost=sum(f.finding.severity is Severity.FACT and f.finding.cost > 0 for relay in relays for f in relay.findings),
        critical=critical(trajectories, every),
        survival=survival(trajectories, every),
        elements=elements,
        loss=_loss(relays, trajectories, operations),
        outcomes=_outcomes(relays),
        unfinished=_unfinished(relays),
        spend=spend(calls),
    )


def _mean_over_hops(relays: Sequence[RelayRows], name: str, seed: int) -> Estimate | None:
    """The mean of a fidelity score over the hops where it is defined, by environment."""
    found = [
        (value, relay.environment.id)
        for relay in relays
        for (_, scorer, measure), value in relay.scores.items()
        if scorer == "fidelity" and measure == name and value is not None
    ]
    return estimate(Valued(tuple(value for value, _ in found), tuple(environment for _, environment in found)), seed)


def _loss(relays: Sequence[RelayRows], trajectories: Sequence[Trajectory], operations: Operations) -> Loss:
    trips = [trip for relay in relays for trip in _round_trips(relay, operations)]
    last = max((2 * len(t.scores) for t in trajectories), default=0)
    domains = {relay.environment.id: relay.environment.domain for relay in relays}
    return Loss(
        by_change=shares(_by_change(relays)),
        by_direction=shares(_by_direction(relays)),
        by_domain=by_domain(trajectories, domains, last),
        by_task=hardest_tasks(trips),
        by_operation=hardest_operations(trips),
    )


def _by_change(relays: Sequence[RelayRows]) -> Counter[str]:
    amounts: Counter[str] = Counter()
    for relay in relays:
        for row in relay.findings:
            amounts[SPLIT.get(row.finding.change, OTHERWISE)] += row.finding.cost  # type: ignore[assignment]
    return amounts


def _by_direction(relays: Sequence[RelayRows]) -> Counter[str]:
    """What each direction's hops did wrong themselves: 1 - fidelity, summed."""
    amounts: Counter[str] = Counter()
    for relay in relays:
        for hop in relay.hops:
            fidelity = relay.scores.get((hop.hop, "fidelity", "score"))
            if fidelity is not None:
                amounts[hop.direction] += 1 - fidelity  # type: ignore[assignment]
    return amounts


def _round_trips(relay: RelayRows, operations: Operations) -> list[RoundTrip]:
    back = [hop for hop in relay.hops if hop.direction == "backward"]
    environment = relay.environment.id
    return [
        RoundTrip(environment, hop.task, operations.get((environment, hop.task), ()), drop)
        for hop, drop in zip(back, relay.trajectory.drops(), strict=True)
    ]


def _outcomes(relays: Sequence[RelayRows]) -> tuple[Tally, ...]:
    counts = Counter(hop.outcome for relay in relays for hop in relay.hops)
    return tuple(Tally(name, n) for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _unfinished(relays: Sequence[RelayRows]) -> tuple[Suspension, ...]:
    short = [relay for relay in relays if not relay.trajectory.complete]
    counts = Counter((relay.relay.status, relay.relay.reason) for relay in short)
    return tuple(Suspension(status, reason, n) for (status, reason), n in sorted(counts.items()))
