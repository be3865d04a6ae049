"""Embedding: how far the meaning of altered and missing text moved, by a sentence-transformers model.

Where the rules of `core.facts` found no change but of wording, it tells a paraphrase from a change of meaning; it never
touches a score. Only texts that changed are embedded, and each once, cached by its content. Needs the `[embeddings]`
extra; without it the scorer says so and measures nothing. The model is never downloaded when `HF_HUB_OFFLINE` is set.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from math import inf
from typing import Any

from rapidfuzz.fuzz import ratio

from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer
from delegate_audit.scoring.structure import against

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
MODEL_VARIABLE = "AUDIT_EMBEDDING_MODEL"
THREADS_VARIABLE = "AUDIT_EMBEDDING_THREADS"
HINT = "the embedding scorer needs sentence-transformers: pip install 'delegate-audit[embeddings]'"
MIN_LETTERS = 3

MAX_MOVE = 0.75
"""Distance of meaning (1 - cosine) over the share of words that changed, above which a change of wording is one of meaning.

Chosen on the development half of tests/core/meaning_pairs.tsv with all-MiniLM-L6-v2; figures in docs/severity.md.
"""

NAMES = ("meaning_moved", "texts", "paraphrased", "meaning_changed")

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_WORD = re.compile(r"\w+")

_vectors: dict[str, Any] = {}


def available() -> bool:
    """Whether the extra is installed; imports nothing."""
    return find_spec("sentence_transformers") is not None


@cache
def _model() -> Any:
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    torch.set_num_threads(int(os.environ.get(THREADS_VARIABLE, "1")))
    return SentenceTransformer(os.environ.get(MODEL_VARIABLE, DEFAULT_MODEL), device="cpu")


def score(hop: ScoredHop) -> Scored:
    """`meaning_moved`: the mean distance (1 - cosine, 0..1) over altered texts; a missing text has moved by 1.

    `texts` is how many texts changed. Of those whose wording alone changed by rule, `paraphrased` say the same and
    `meaning_changed` do not: these are findings too, of severity `fact` and without cost. Without the extra the value
    is undefined and the hint stands in its detail.
    """
    if not available() or hop.ideal is None:
        return Scored((Measure("meaning_moved", None, hop.inexact if available() else HINT),))
    findings = against(hop.ideal, hop).findings
    altered, missing = _changed_texts(findings)
    distances = [*_distances(altered), *([1.0] * missing)]
    mean = sum(distances) / len(distances) if distances else 0.0
    reworded = [f for f in findings if f.severity is Severity.WORDING]
    moves = moves_of([(f.before, f.after) for f in reworded])
    changed = tuple(
        replace(finding, change=Change.ALTERED, severity=Severity.FACT, cost=0.0)
        for finding, move in zip(reworded, moves, strict=True)
        if move > MAX_MOVE
    )
    values = (mean, len(distances), len(reworded) - len(changed), len(changed))
    return Scored(tuple(Measure(name, float(value)) for name, value in zip(NAMES, values, strict=True)), changed)


def moves_of(pairs: list[tuple[str, str]]) -> list[float]:
    """How far the meaning of each pair moved, per share of its words that changed; 0 where no word did.

    Sentences that both sides share are left out, so that what surrounds a change does not hide it. Text that has no
    counterpart at all moved infinitely far.
    """
    parts = [_differing(before, after) for before, after in pairs]
    distances = iter(_distances([part for part in parts if all(part)]))
    return [_move(*part, next(distances)) if all(part) else inf if _wordy("".join(part)) else 0.0 for part in parts]


def _move(before: str, after: str, distance: float) -> float:
    ours, theirs = _WORD.findall(before.casefold()), _WORD.findall(after.casefold())
    changed = 1 - ratio(ours, theirs) / 100
    return distance / changed if changed else 0.0


def _differing(before: str, after: str) -> tuple[str, str]:
    """The sentences that only one side has; both texts as they are where each is one sentence."""
    ours, theirs = ([sentence.strip() for sentence in _SENTENCE.findall(text)] for text in (before, after))
    shared = Counter(ours) & Counter(theirs)
    return _without(ours, shared), _without(theirs, shared)


def _without(sentences: list[str], shared: Counter[str]) -> str:
    left = Counter(sentences) - shared
    return " ".join(sentence for sentence in sentences if left[sentence] > 0)


def _changed_texts(findings: tuple[Finding, ...]) -> tuple[list[tuple[str, str]], int]:
    altered = [(f.before, f.after) for f in findings if f.change is Change.ALTERED and f.cost > 0 and _wordy(f.before) and _wordy(f.after)]
    missing = sum(f.change is Change.DELETED and f.cost > 0 and _wordy(f.before) for f in findings)
    return altered, missing


def _wordy(text: str) -> bool:
    return sum(char.isalpha() for char in text) >= MIN_LETTERS


def _distances(pairs: list[tuple[str, str]]) -> list[float]:
    new = sorted({text for pair in pairs for text in pair} - set(_vectors))
    if new:
        _vectors.update(zip(new, _model().encode(new, normalize_embeddings=True, show_progress_bar=False), strict=True))
    return [min(1.0, max(0.0, 1.0 - float(_vectors[before] @ _vectors[after]))) for before, after in pairs]


SCORER = Scorer("embedding", "how far the meaning of changed text moved", score)
