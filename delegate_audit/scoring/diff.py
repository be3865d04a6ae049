"""Diff: what a plain text comparison sees: characters, lines and words, with no idea of what they mean.

Reported beside the structure score, so that both can be judged. rapidfuzz gives exact similarities where difflib's
autojunk heuristics give wrong ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from delegate_audit.core.facts import same_facts
from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.core.sequence import Gap, gaps_between, match_in_order
from delegate_audit.core.workspace import Workspace
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer

NAMES = (
    "similarity",
    *("line_similarity", "lines_gone", "lines_new", "line_edits"),
    *("word_similarity", "words_gone", "words_new", "word_edits"),
)
MAX_CHARS = 200_000
"""Longest text compared character by character; a longer one is compared by lines and words alone."""

MAX_QUOTE_CHARS = 500


def score(hop: ScoredHop) -> Scored:
    """`similarity` of characters, and for lines and words `…_similarity` (0..1), how many are gone and new, and the edits.

    An edit is an opcode other than equal: a run that is replaced, deleted or inserted. Every edit of lines is a finding
    too, without cost: what a person would see in a diff of the ideal document and this one.
    """
    if hop.ideal is None:
        return Scored(tuple(Measure(name, None, hop.inexact) for name in NAMES))
    left, right = _text(hop.ideal), _text(hop.after)
    if left == right:
        return Scored(tuple(Measure(name, float(name.endswith("similarity"))) for name in NAMES))
    if max(len(left), len(right)) > MAX_CHARS:
        similarity = Measure("similarity", None, f"longer than {MAX_CHARS} characters")
    else:
        similarity = Measure("similarity", Indel.normalized_similarity(left, right))
    counts = (*_counts("line", left.split("\n"), right.split("\n")), *_counts("word", left.split(), right.split()))
    return Scored((similarity, *counts), tuple(_line_edits(hop.ideal, hop.after)))


def _text(files: Workspace) -> str:
    return "\n".join(f"{name}\n{files[name]}" for name in sorted(files))


def _edits(left: Sequence[str], right: Sequence[str]) -> list[Gap]:
    """The opcodes that are not equal: begin and end on both sides."""
    return gaps_between(match_in_order(left, right), len(left), len(right))


def _counts(unit: str, left: Sequence[str], right: Sequence[str]) -> tuple[Measure, ...]:
    edits = _edits(left, right)
    gone, new = sum(b - a for a, b, _, _ in edits), sum(d - c for _, _, c, d in edits)
    total = len(left) + len(right)
    return (
        Measure(f"{unit}_similarity", 1 - (gone + new) / total if total else 1.0),
        Measure(f"{unit}s_gone", float(gone)),
        Measure(f"{unit}s_new", float(new)),
        Measure(f"{unit}_edits", float(len(edits))),
    )


def _line_edits(ideal: Workspace, after: Workspace) -> list[Finding]:
    """A finding for every run of lines that was replaced, deleted or inserted, file by file."""
    found: list[Finding] = []
    for name in sorted({*ideal, *after}):
        ours, theirs = (files[name].split("\n") if name in files else [] for files in (ideal, after))
        found.extend(_finding(name, edit, ours, theirs) for edit in _edits(ours, theirs))
    return found


def _finding(name: str, edit: Gap, ours: list[str], theirs: list[str]) -> Finding:
    a, b, c, d = edit
    before, after = "\n".join(ours[a:b])[:MAX_QUOTE_CHARS], "\n".join(theirs[c:d])[:MAX_QUOTE_CHARS]
    change = Change.ALTERED if a < b and c < d else Change.DELETED if a < b else Change.ADDED
    severity = Severity.LAYOUT if before.split() == after.split() else Severity.WORDING if same_facts(before, after) else Severity.FACT
    where = f"line {a + 1}" if a < b else f"after line {a}"
    return Finding(change, severity, name, "lines", where, a + 1 if a < b else 0, c + 1 if c < d else 0, "", before, after)


SCORER = Scorer("diff", "plain text difference from the ideal document", score)
