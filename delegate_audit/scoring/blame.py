"""Whose fault each difference is: the document is judged as it was, as it would be had this hop been exact, and as it is.

A round trip begins with a document that may be damaged already. What an exact backward hop would have made of the
delegate's forward answer shows what the forward hop lost; the rest is the backward hop's. The scores of these documents
against the same reference telescope, so that the parts add up to the loss; a difference belongs to the first of them in
which it is found as it is now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.finding import Cause, Change, Finding
from delegate_audit.scoring.contract import Measure

PARTS = (Cause.BEFORE, Cause.FORWARD, Cause.BACKWARD, Cause.UNDECIDED)


@dataclass(frozen=True)
class Stage:
    """A document on the way to the one that is judged, compared with the same reference, and who is to blame for what is new in it."""

    cause: Cause
    comparison: Comparison


def blamed(stages: Sequence[Stage]) -> tuple[Finding, ...]:
    """The findings of the last stage, each with the cause of the first stage that has it."""
    known: list[tuple[Cause, Counter[Hashable]]] = []
    seen: Counter[Hashable] = Counter()
    for stage in stages[:-1]:
        differences = Counter(map(_difference, stage.comparison.findings))
        known.append((stage.cause, differences - seen))
        seen |= differences
    last = stages[-1]
    return tuple(replace(finding, cause=_first(finding, known) or last.cause) for finding in last.comparison.findings)


def losses(stages: Sequence[Stage]) -> tuple[Measure, ...]:
    """`lost_before`, `lost_forward`, `lost_backward`, `lost_undecided`: parts of 1 - score, 0..1, that add up to it.

    What a hop restored is negative.
    """
    amounts = dict.fromkeys(PARTS, 0.0)
    above = 1.0
    for stage in stages:
        amounts[stage.cause] += above - stage.comparison.score
        above = stage.comparison.score
    return tuple(Measure(f"lost_{cause}", amount) for cause, amount in amounts.items())


def _first(finding: Finding, known: Sequence[tuple[Cause, Counter[Hashable]]]) -> Cause | None:
    """The first cause whose document has the difference; what it has once accounts for one."""
    difference = _difference(finding)
    for cause, differences in known:
        if differences[difference]:
            differences[difference] -= 1
            return cause
    return None


def _difference(finding: Finding) -> Hashable:
    """What makes two findings the same difference from the reference, whatever became of the lines around it."""
    if finding.line and finding.change in {Change.DELETED, Change.MOVED}:
        return (finding.change, finding.file, finding.line, finding.kind, finding.where)
    if finding.line and finding.change is Change.ALTERED:
        return (finding.change, finding.file, finding.line, finding.kind, finding.where, finding.field, finding.after)
    return (finding.change, finding.severity, finding.kind, finding.before, finding.after)
