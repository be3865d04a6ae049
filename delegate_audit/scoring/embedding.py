"""Embedding: how far the meaning of altered and missing text moved, by a sentence-transformers model.

Only texts that changed are embedded, and each once, cached by its content. Needs the `[embeddings]` extra; without it
the scorer says so and measures nothing. The model is never downloaded when `HF_HUB_OFFLINE` is set.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from typing import Any

from delegate_audit.core.finding import Change, Finding
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop, Scorer
from delegate_audit.scoring.structure import against

DEFAULT_MODEL = "sentence-transformers/all-MiniLM-L6-v2"
MODEL_VARIABLE = "AUDIT_EMBEDDING_MODEL"
THREADS_VARIABLE = "AUDIT_EMBEDDING_THREADS"
HINT = "the embedding scorer needs sentence-transformers: pip install 'delegate-audit[embeddings]'"
MIN_LETTERS = 3

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

    `texts` is how many texts changed. Without the extra the value is undefined and the hint stands in its detail.
    """
    if not available():
        return Scored((Measure("meaning_moved", None, HINT),))
    altered, missing = _changed_texts(against(hop.ideal, hop).findings)
    distances = [*_distances(altered), *([1.0] * missing)]
    mean = sum(distances) / len(distances) if distances else 0.0
    return Scored((Measure("meaning_moved", mean), Measure("texts", float(len(distances)))))


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
