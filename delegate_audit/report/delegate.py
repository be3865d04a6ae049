"""The figures of one delegate, from its relays' rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from delegate_audit.analysis.bootstrap import EQUAL, Estimate, estimate
from delegate_audit.analysis.critical import critical
from delegate_audit.analysis.hazard import Watched, hazard
from delegate_audit.analysis.loss import Lost, LostPart, RoundTrip, by_domain, hardest_operations, hardest_tasks, shares
from delegate_audit.analysis.readiness import ready
from delegate_audit.analysis.reconstruction import reconstruction
from delegate_audit.analysis.spend import CallSpend, spend
from delegate_audit.analysis.survival import survival
from delegate_audit.analysis.trajectory import Trajectory, Valued, ks
from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.report.figures import DelegateFigures, ElementsAtK, Loss, Suspension, Tally
from delegate_audit.report.rows import RelayRows
from delegate_audit.store.rows import DelegateRow

Operations = Mapping[tuple[str, str], tuple[str, ...]]
"""(environment, task) to the task's operations."""

SPLIT = {Change.DELETED: "deleted", Change.ALTERED: "altered", Change.MOVED: "moved", Change.ADDED: "added"}
OTHERWISE = "unreadable"

DIRECTIONS = {"lost_forward": "forward", "lost_backward": "backward", "lost_undecided": "undecided"}
"""What the scorer `structure` says at a backward hop of the points that its round trip lost; negative where it won some back."""


def figures(
    row: DelegateRow,
    name: str,
    relays: Sequence[RelayRows],
    operations: Operations,
    elements: tuple[ElementsAtK, ...],
    seed: int,
    watched: Sequence[Watched] = (),
) -> DelegateFigures:
    """Everything about a delegate. `seed` is that of the bootstrap; `name` is unique in the run; `watched` are its followed relays."""
    trajectories = tuple(relay.trajectory for relay in relays)
    every = ks(trajectories)
    calls = [CallSpend(c.prompt_tokens, c.completion_tokens, c.tokens_estimated, c.cost) for relay in relays for c in relay.calls]
    return DelegateFigures(
        id=row.id,
        name=name,
        workflow=row.workflow,
        model=row.model,
        simulated=row.simulated,
        trajectories=trajectories,
        rs_at_k=reconstruction(trajectories, seed),
        completion=_mean_over_hops(relays, "completion", seed),
        preservation=_mean_over_hops(relays, "preservation", seed),
        ready=ready(trajectories),
        facts_lost=sum(f.finding.severity is Severity.FACT and f.finding.cost > 0 for relay in relays for f in relay.findings),
        critical=critical(trajectories, every, seed),
        survival=survival(trajectories, every),
        elements=elements,
        hazard=hazard(watched, seed),
        loss=_loss(relays, trajectories, operations, seed),
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


def _loss(relays: Sequence[RelayRows], trajectories: Sequence[Trajectory], operations: Operations, seed: int) -> Loss:
    trips = [trip for relay in relays for trip in _round_trips(relay, operations)]
    last = max((2 * len(t.scores) for t in trajectories), default=0)
    domains = {relay.environment.id: relay.environment.domain for relay in relays}
    return Loss(
        by_change=shares(_by(relays, lambda finding: SPLIT.get(finding.change, OTHERWISE)), seed),
        by_severity=shares(_by(relays, lambda finding: finding.severity.value), seed),
        by_direction=shares([_by_direction(relay) for relay in relays], seed),
        by_domain=by_domain(trajectories, domains, last),
        by_task=hardest_tasks(trips),
        by_operation=hardest_operations(trips),
    )


def _by(relays: Sequence[RelayRows], name: Callable[[Finding], str]) -> list[Lost]:
    """What every relay had lost in the end, finding by finding."""
    return [Lost(relay.environment.id, tuple(LostPart(name(row.finding), row.finding.cost) for row in relay.findings)) for relay in relays]


def _by_direction(relay: RelayRows) -> Lost:
    """What the hops of every round trip lost; what they won back is not set against it."""
    found = [
        LostPart(DIRECTIONS[measure], value)
        for (hop, scorer, measure), value in relay.scores.items()
        if hop % 2 == 0 and scorer == "structure" and measure in DIRECTIONS and value is not None and value > EQUAL
    ]
    return Lost(relay.environment.id, tuple(found))


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
