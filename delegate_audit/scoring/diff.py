"""Diff: what a plain text comparison sees: characters, lines and words, with no idea of what they mean.

Reported beside the structure score, so that both can be judged. rapidfuzz gives exact similarities where difflib's
autojunk heuristics give wrong ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Indel

from delegate_audit.core.sequence import match_in_order
from delegate_audit.core.workspace import Workspace
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer

NAMES = ("similarity", "line_similarity", "lines_gone", "lines_new", "word_similarity", "words_gone", "words_new")
MAX_CHARS = 200_000
"""Longest text compared character by character; a longer one is compared by lines and words alone."""


def score(hop: ScoredHop) -> Scored:
    """`similarity` of characters, `line_similarity`, `word_similarity` (0..1), and counts of lines and words gone or new."""
    left, right = _text(hop.ideal), _text(hop.after)
    if left == right:
        return Scored(tuple(Measure(name, float(name.endswith("similarity"))) for name in NAMES))
    if max(len(left), len(right)) > MAX_CHARS:
        similarity = Measure("similarity", None, f"longer than {MAX_CHARS} characters")
    else:
        similarity = Measure("similarity", Indel.normalized_similarity(left, right))
    return Scored((similarity, *_counts("line", left.split("\n"), right.split("\n")), *_counts("word", left.split(), right.split())))


def _text(files: Workspace) -> str:
    return "\n".join(f"{name}\n{files[name]}" for name in sorted(files))


def _counts(unit: str, left: Sequence[str], right: Sequence[str]) -> tuple[Measure, ...]:
    same = len(match_in_order(left, right))
    total = len(left) + len(right)
    return (
        Measure(f"{unit}_similarity", 2 * same / total if total else 1.0),
        Measure(f"{unit}s_gone", float(len(left) - same)),
        Measure(f"{unit}s_new", float(len(right) - same)),
    )


SCORER = Scorer("diff", "plain text difference from the ideal document", score)
