"""Texts of statements and brackets: their tokens, which bracket closes which, and how the white space of a statement is kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact

PAIRS = {"(": ")", "[": "]", "{": "}"}
OPENERS = {closer: opener for opener, closer in PAIRS.items()}
_BLANKS = re.compile(r"\s+")
_UNEVEN = re.compile(r"\s\s|[^\S ]")
_BROKEN = re.compile(r"\n([ \t]*)")
_MARGIN = re.compile(r"\s*+")
_QUOTED = re.compile(r'("(?:[^"\\\n]|\\.)*+"|\'(?:[^\'\\\n]|\\.)*+\')')
_LOOSE = re.compile(r"(?<=\w)\s+(?=\w)|(\s+)")
TAB, MAX_MARGIN = 4, 1_000_000


class Token(NamedTuple):
    """A piece of text and the 1-based line it starts in.

    `what` it is: comment, string, line, open, hold (a bracket that opens no block), close, end, blank, text, or stray: a
    quote or a bracket without its partner.
    """

    what: str
    raw: str
    line: int


def partners(found: Sequence[Token], strong: Collection[str], hard: str, lines: Sequence[str]) -> dict[int, int]:
    """Which brackets belong together, by their places; none that is not `strong` across a strong one, or across the `hard` end.

    Where strong ones do not match, one that begins its line closes what was opened at its own indentation.
    """
    pairs = _paired(found, strong, hard, {})
    known = {k: token for k, token in enumerate(found) if token.raw in strong and token.what in {"open", "close"}}
    if all(k in pairs or found[k].raw.isalpha() for k in known):
        return pairs
    first = {k for k in known if k == 0 or found[k - 1].raw == "\n" or (found[k - 1].raw.isspace() and k > 1 and found[k - 2].raw == "\n")}
    return _paired(found, strong, hard, {k: margin_of(lines[found[k].line - 1]) for k in known if found[k].raw in PAIRS or k in first})


def _paired(found: Sequence[Token], strong: Collection[str], hard: str, margins: Mapping[int, int]) -> dict[int, int]:
    """The margins are those of strong openers, and of closers that begin their line."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for k, (what, raw, _) in enumerate(found):
        if raw in PAIRS:
            waiting.append(k)
        elif raw in OPENERS or (what == "end" and raw == hard):
            opener, margin = OPENERS.get(raw), margins.get(k, MAX_MARGIN)
            while waiting and (opener is None or opener in strong):
                if found[waiting[-1]].raw in strong and (opener is None or margins.get(waiting[-1], 0) <= margin):
                    break
                waiting.pop()
            if waiting and found[waiting[-1]].raw == opener and margin in {MAX_MARGIN, margins.get(waiting[-1])}:
                pairs[k] = waiting.pop()
                pairs[pairs[k]] = k
    return pairs


def flat(parts: Iterable[Token], margin: int) -> str:
    """The text of a statement: one blank for any white space, line breaks kept with the blanks that go beyond the `margin`."""
    pieces: list[str] = []
    loose: list[str] = []
    for what, raw, _ in parts:
        if what == "string":
            pieces += (_respaced("".join(loose), margin), raw)
            loose = []
        else:
            loose.append(" " if what == "comment" else raw)
    return "".join([*pieces, _respaced("".join(loose), margin)]).strip()


def _respaced(text: str, margin: int) -> str:
    if not _UNEVEN.search(text):
        return text
    return _BLANKS.sub(lambda blank: "\n" + " " * max(0, _width(blank[0]) - margin) if "\n" in blank[0] else " ", text)


def _width(blank: str) -> int:
    return len(blank.rpartition("\n")[2].expandtabs(TAB))


def margin_of(line: str) -> int:
    """How far a line is indented."""
    return _width(_MARGIN.match(line)[0])  # type: ignore[index]


def dedented(text: str, margin: int) -> str:
    """A comment of several lines without the indentation that all of it has."""
    return _BROKEN.sub(lambda found: "\n" + " " * max(0, _width(found[0]) - margin), text) if "\n" in text else text


def tight(value: Value) -> Value:
    """Code without the white space that says nothing: all of it but one blank between words, and but what is quoted."""
    if not isinstance(value, str):
        return tuple(map(tight, value)) if isinstance(value, tuple) else value
    parts = _QUOTED.split(value)
    return "".join(part if k % 2 else _LOOSE.sub(lambda blank: "" if blank[1] else " ", part) for k, part in enumerate(parts)).strip()


CODE = Exact(tight)
"""A fact in code: its white space says nothing."""
