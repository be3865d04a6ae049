"""Structure: how much of the document is as it should be at this hop, accumulated over all hops before it.

At backward hops this is RS@k against the seed. At a forward hop to which several answers are right, only elements
that were lost, added or altered count, wherever they were put. What is lost is split by the hop that lost it (`blame`).
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.finding import Cause
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.reading import compare
from delegate_audit.scoring.blame import Stage, blamed, losses, told_apart
from delegate_audit.scoring.conserved import conserved
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer


def against(reference: Workspace, hop: ScoredHop, candidate: Workspace | None = None) -> Comparison:
    """What was handed back, or `candidate`, compared with `reference` as the hop's kind of task allows."""
    candidate = hop.after if candidate is None else candidate
    if hop.free:
        return compare(_conserved(reference, hop), _conserved(candidate, hop), hop.domain, placement=False)
    return compare(reference, candidate, hop.domain)


def _conserved(files: Workspace, hop: ScoredHop) -> Workspace:
    """The files whose elements must all be there, leaving out those in which the solution itself is written down."""
    return {
        name: text
        for name, text in files.items()
        if hop.domain.claims(name) and not any(fnmatchcase(name, pattern) for pattern in hop.sidecars)
    }


def score(hop: ScoredHop) -> Scored:
    """`score`, 0..1, a finding for everything that differs from the ideal document with its cause, and `lost_…` by cause.

    Where nobody can say what the ideal document is, `score` is what the hop `conserved`.
    """
    if hop.ideal is None:
        return conserved(hop)
    comparison = against(hop.ideal, hop)
    stages = (*_earlier(hop, hop.ideal), Stage(_own_cause(hop), comparison))
    scored = Scored((Measure("score", comparison.score), *losses(stages)), blamed(stages))
    if hop.direction == "forward" or hop.exact is not None or hop.start is None:
        return scored
    answered = compare(hop.ideal, hop.before, hop.domain, placement=False)
    asked = None if hop.asked is None else compare(hop.ideal, hop.asked, hop.domain, placement=False)
    return told_apart(scored, stages[0].comparison, answered, asked)


def _earlier(hop: ScoredHop, ideal: Workspace) -> list[Stage]:
    """The documents that show what was lost before this hop: as the round trip began, and as an exact hop would have left it."""
    if hop.direction == "forward":
        return [] if hop.exact is None else [Stage(Cause.BEFORE, against(ideal, hop, hop.exact))]
    started = [] if hop.start is None else [Stage(Cause.BEFORE, against(ideal, hop, hop.start))]
    return started if hop.exact is None else [*started, Stage(Cause.FORWARD, against(ideal, hop, hop.exact))]


def _own_cause(hop: ScoredHop) -> Cause:
    return Cause.UNDECIDED if hop.exact is None else Cause(hop.direction)


SCORER = Scorer("structure", "share of the document that is as it should be", score)
