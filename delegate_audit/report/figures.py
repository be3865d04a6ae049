"""A report as values: everything a person is shown about one run, whatever the format it is shown in.

Scores are 0..1 throughout; only what prints them makes percent of them. Names are those of the field.
"""

from __future__ import annotations

from dataclasses import dataclass

from delegate_audit.analysis.bootstrap import Difference, Estimate
from delegate_audit.analysis.critical import Critical
from delegate_audit.analysis.hazard import Hazard
from delegate_audit.analysis.loss import DomainLoss, Hardness, Share
from delegate_audit.analysis.readiness import Ready
from delegate_audit.analysis.reconstruction import RsAtK
from delegate_audit.analysis.spend import Spend
from delegate_audit.analysis.survival import SurvivalPoint
from delegate_audit.analysis.trajectory import Trajectory
from delegate_audit.core.finding import Finding

SIMULATED = "simulated"
"""The mark that everything from a simulated delegate carries."""


@dataclass(frozen=True)
class EnvironmentFigures:
    """One environment of the run; `tokens` is an estimate."""

    id: str
    digest: str
    domain: str
    category: str
    title: str
    tokens: int


@dataclass(frozen=True)
class RunFigures:
    """What was run: `definition` is the digest of the effective relay definition, `created` an ISO time."""

    id: str
    relay: str
    definition: str
    seed: int
    version: str
    simulated: bool
    created: str
    round_trips: int
    repetitions: int
    environments: tuple[EnvironmentFigures, ...]

    def domain_of(self, environment: str) -> str:
        """The domain of one of the run's environments."""
        return next(found.domain for found in self.environments if found.id == environment)


@dataclass(frozen=True)
class Tally:
    """How often something was counted."""

    name: str
    n: int


@dataclass(frozen=True)
class Suspension:
    """Relays that are not done, by reason; `reason` is empty for those that were simply not finished."""

    status: str
    reason: str
    relays: int


@dataclass(frozen=True)
class ElementsAtK:
    """Weighted share of the seeds' elements still intact after k, 0..1, over the relays that reached k."""

    k: int
    intact: float


@dataclass(frozen=True)
class Loss:
    """Where a delegate's loss lies; every tuple is empty where nothing was lost.

    By change and by severity the parts are the findings of the last backward hop of every relay; by direction they are what
    the hops of every round trip lost, and it is empty too where the store does not tell.
    """

    by_change: tuple[Share, ...]
    by_severity: tuple[Share, ...]
    by_direction: tuple[Share, ...]
    by_domain: tuple[DomainLoss, ...]
    by_task: tuple[Hardness, ...]
    by_operation: tuple[Hardness, ...]


@dataclass(frozen=True)
class DelegateFigures:
    """Everything about one delegate in one run.

    `facts_lost` counts weighed findings of severity `fact` at the last backward hop of every relay. `ready` is None
    where no relay reached k = 20; `completion` and `preservation` are means over hops, None where undefined; `hazard` is
    None where no element was followed.
    """

    id: str
    name: str
    workflow: str
    model: str
    simulated: bool
    trajectories: tuple[Trajectory, ...]
    rs_at_k: tuple[RsAtK, ...]
    completion: Estimate | None
    preservation: Estimate | None
    ready: Ready | None
    facts_lost: int
    critical: Critical
    survival: tuple[SurvivalPoint, ...]
    elements: tuple[ElementsAtK, ...]
    hazard: Hazard | None
    loss: Loss
    outcomes: tuple[Tally, ...]
    unfinished: tuple[Suspension, ...]
    spend: Spend

    @property
    def label(self) -> str:
        """Its name, marked where it is simulated."""
        return f"{self.name} ({SIMULATED})" if self.simulated else self.name

    def rs(self, k: int) -> Estimate | None:
        """RS@k; None where no relay reached k."""
        return next((row.estimate for row in self.rs_at_k if row.k == k), None)

    @property
    def last(self) -> RsAtK | None:
        """RS at the last k that any relay reached."""
        return self.rs_at_k[-1] if self.rs_at_k else None

    @property
    def incomplete(self) -> int:
        """How many relays have not made all their round trips."""
        return sum(not trajectory.complete for trajectory in self.trajectories)


@dataclass(frozen=True)
class Versus:
    """Two delegates at k: `difference` is first minus second over their common environments.

    `simulated` says whether either of them is.
    """

    first: str
    second: str
    simulated: bool
    k: int
    difference: Difference


@dataclass(frozen=True)
class HopFigures:
    """One hop of a relay; `score` is the structure score against the ideal document at that hop."""

    hop: int
    task: str
    direction: str
    outcome: str
    score: float | None


@dataclass(frozen=True)
class SeenFinding:
    """A finding of the last backward hop, and the backward hop at which its element was first found changed so."""

    first_hop: int
    finding: Finding


@dataclass(frozen=True)
class RelayFigures:
    """One relay in full: its hops, and the dearest of its findings; `findings_in_all` says how many there are."""

    id: str
    delegate: str
    simulated: bool
    environment: str
    domain: str
    repetition: int
    status: str
    reason: str
    score: float
    hops: tuple[HopFigures, ...]
    findings: tuple[SeenFinding, ...]
    findings_in_all: int


@dataclass(frozen=True)
class Report:
    """One run, ready to be shown."""

    run: RunFigures
    ks: tuple[int, ...]
    delegates: tuple[DelegateFigures, ...]
    versus: tuple[Versus, ...]
    worst: tuple[RelayFigures, ...]

    @property
    def last_k(self) -> int | None:
        """The largest k that any relay reached."""
        return max((row.k for delegate in self.delegates for row in delegate.rs_at_k), default=None)
