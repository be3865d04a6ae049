"""Structure: how much of the document is as it should be at this hop, accumulated over all hops before it.

At backward hops this is RS@k against the seed. At a forward hop to which several answers are right, only elements
that were lost, added or altered count, wherever they were put.
"""

from __future__ import annotations

from fnmatch import fnmatchcase

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.reading import compare
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer


def against(reference: Workspace, hop: ScoredHop) -> Comparison:
    """What was handed back, compared with `reference` as the hop's kind of task allows."""
    if hop.free:
        return compare(_conserved(reference, hop), _conserved(hop.after, hop), hop.domain, placement=False)
    return compare(reference, hop.after, hop.domain)


def _conserved(files: Workspace, hop: ScoredHop) -> Workspace:
    """The files whose elements must all be there, leaving out those in which the solution itself is written down."""
    return {
        name: text
        for name, text in files.items()
        if hop.domain.claims(name) and not any(fnmatchcase(name, pattern) for pattern in hop.sidecars)
    }


def score(hop: ScoredHop) -> Scored:
    """`score`, 0..1, and a finding for everything that differs from the ideal document."""
    if hop.after == hop.ideal:
        return Scored((Measure("score", 1.0),))
    comparison = against(hop.ideal, hop)
    return Scored((Measure("score", comparison.score),), comparison.findings)


SCORER = Scorer("structure", "share of the document that is as it should be", score)
