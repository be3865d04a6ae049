"""What a scorer is: it looks at one hop and returns numbers and findings. A member is one module with a `SCORER`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from delegate_audit.core.finding import Finding
from delegate_audit.core.workspace import Workspace
from delegate_audit.corpus.task import Direction as Direction
from delegate_audit.domains.contract import Domain


@dataclass(frozen=True)
class ScoredHop:
    """One hop as scorers see it, distractors left out.

    `before` is what the delegate got, `after` what it handed back; `ideal` is the document as it should be at this
    hop had every hop been exact (None where nobody can say), `exact` what an exact editor would have made of `before`
    (None, with the reason in `inexact`, where it could not have gone on). `sidecars` are files in which several
    solutions are right. `start` is the document when the round trip began, where that is known; at a forward hop it is
    `before`. `asked` is what an exact forward hop would have made of `start`; it is needed only where the backward hop
    has no `exact`.
    """

    domain: Domain
    direction: Direction
    judgement: bool
    before: Workspace
    after: Workspace
    ideal: Workspace | None
    exact: Workspace | None
    inexact: str = ""
    sidecars: tuple[str, ...] = ()
    start: Workspace | None = None
    asked: Workspace | None = None

    @property
    def free(self) -> bool:
        """Whether elements may be anywhere: a forward hop to which several answers are right."""
        return self.judgement and self.direction == "forward"


@dataclass(frozen=True)
class Measure:
    """One number, by name; None where it is undefined, with the reason in `detail`."""

    name: str
    value: float | None
    detail: str = ""


@dataclass(frozen=True)
class Scored:
    """What a scorer says about a hop."""

    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...] = field(default=())


@dataclass(frozen=True)
class Scorer:
    """A named way of looking at a hop. `score` raises nothing that a model's text could cause."""

    name: str
    title: str
    score: Callable[[ScoredHop], Scored]
