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
from delegate_audit.scoring.contract import Measure, Scored

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


def told_apart(scored: Scored, started: Comparison, answered: Comparison, asked: Comparison | None) -> Scored:
    """What is undecided, told apart by what the forward hop handed over, for a backward hop that nobody could do exactly.

    An element that was in a better state in the forward hop's answer (`answered`: that answer against the reference,
    wherever its elements are) was lost by the backward hop; one that an exact forward hop would have handed over in a
    better state (`asked`) by the forward hop. The rest, such as what the edit itself alters, stays undecided.
    """
    known = (_harms(answered), None if asked is None else _harms(asked))
    findings = tuple(
        replace(finding, cause=_of_element(finding, *known)) if finding.cause is Cause.UNDECIDED else finding for finding in scored.findings
    )
    paid = {_element(finding): finding.cost for finding in started.findings if finding.line}
    amounts = {measure.name: measure.value or 0.0 for measure in scored.measures}
    for cause in (Cause.FORWARD, Cause.BACKWARD):
        told = sum(finding.cost - paid.pop(_element(finding), 0.0) for finding in findings if finding.cause is cause)
        amounts[f"lost_{cause}"] += told
        amounts["lost_undecided"] -= told
    return Scored(tuple(Measure(name, value) for name, value in amounts.items()), findings)


def _harms(comparison: Comparison) -> dict[Hashable, int]:
    """How badly elements are harmed; those that are not named are whole."""
    harms: dict[Hashable, int] = {}
    for finding in comparison.findings:
        if finding.cost > 0:
            harms[_element(finding)] = max(harms.get(_element(finding), 0), _harm(finding))
    return harms


def _harm(finding: Finding) -> int:
    return 2 if finding.change is Change.DELETED else 1


def _of_element(finding: Finding, answered: dict[Hashable, int], asked: dict[Hashable, int] | None) -> Cause:
    if not finding.line or not finding.cost:
        return Cause.UNDECIDED
    element = _element(finding)
    then = answered.get(element, 0)
    if then < _harm(finding):
        return Cause.BACKWARD
    return Cause.FORWARD if asked is not None and asked.get(element, 0) < then else Cause.UNDECIDED


def _element(finding: Finding) -> Hashable:
    return (finding.file, finding.line, finding.kind, finding.where)


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
