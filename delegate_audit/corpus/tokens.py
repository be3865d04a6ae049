"""Token counts before any model has counted: an estimate by characters, and said to be one."""

from __future__ import annotations

DENSE_CHARS = 3.2
PROSE_CHARS = 4.0
MIN_PROSE_SHARE = 0.9
"""Share of letters and white space from which a text counts as prose."""


def estimate_tokens(text: str, dense: bool) -> int:
    """About how many tokens a model makes of `text`: characters / 3.2 in dense formats (tables, code, numbers), / 4 in prose."""
    return round(len(text) / (DENSE_CHARS if dense else PROSE_CHARS))


def is_dense(text: str) -> bool:
    """Whether a text is a dense format rather than prose: more than a tenth of it is neither letter nor white space."""
    return sum(char.isalpha() or char.isspace() for char in text) < MIN_PROSE_SHARE * len(text)
