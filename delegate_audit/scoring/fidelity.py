"""Fidelity: a hop's own error, against what an exact editor would have made of the input it got.

It splits into completion, over the elements that the edit should change, and preservation, over those it should leave.
"""

from __future__ import annotations

from collections.abc import Iterable

from delegate_audit.core.comparison import Verdict
from delegate_audit.domains.reading import compare
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer
from delegate_audit.scoring.structure import against

NAMES = ("score", "completion", "preservation")


def score(hop: ScoredHop) -> Scored:
    """`score`, `completion` and `preservation`, 0..1; undefined where an exact editor could not have gone on."""
    if hop.exact is None:
        return Scored(tuple(Measure(name, None, hop.inexact) for name in NAMES))
    if hop.after == hop.exact:
        return Scored(tuple(Measure(name, 1.0) for name in NAMES))
    comparison = against(hop.exact, hop)
    changed = _to_be_changed(hop)
    done = [verdict for verdict in comparison.verdicts if _place(verdict) in changed]
    kept = [verdict for verdict in comparison.verdicts if _place(verdict) not in changed]
    measures = (
        Measure("score", comparison.score),
        _share("completion", done, hop),
        _share("preservation", kept, None),
    )
    return Scored(measures, comparison.findings)


def _place(verdict: Verdict) -> tuple[str, int, str, str]:
    return (verdict.file, verdict.line, verdict.kind, verdict.where)


def _to_be_changed(hop: ScoredHop) -> dict[tuple[str, int, str, str], str | None]:
    """The elements of the exact answer that are not in the input as they are; with the file they came from."""
    assert hop.exact is not None
    edit = compare(hop.exact, hop.before, hop.domain)
    return {_place(v): v.found_in for v in edit.verdicts if v.credit < 1 or v.moved or v.found_in != v.file}


def _share(name: str, verdicts: list[Verdict], placed_in: ScoredHop | None) -> Measure:
    """The intact share of the verdicts' weight; where places are asked for, an element counts only in its file."""
    weight = sum(verdict.weight for verdict in verdicts)
    if not weight:
        return Measure(name, None, "no element of this sort")
    kept = _placed(verdicts, placed_in) if placed_in else ((v, v.credit) for v in verdicts)
    return Measure(name, sum(verdict.weight * credit for verdict, credit in kept) / weight)


def _placed(verdicts: list[Verdict], hop: ScoredHop) -> Iterable[tuple[Verdict, float]]:
    """Credits, none for an element that is not in its file; where several places are right, any file that is new will do."""
    idle = hop.after == hop.before
    for verdict in verdicts:
        right = verdict.found_in == verdict.file or (hop.free and verdict.found_in is not None and verdict.found_in not in hop.before)
        yield verdict, verdict.credit if right and not idle else 0.0


SCORER = Scorer("fidelity", "the hop's own error, split into completion and preservation", score)
