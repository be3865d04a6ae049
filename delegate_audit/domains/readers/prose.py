"""Prose: blocks of text as paragraphs of sentences, with the lines they begin at."""

from __future__ import annotations

import re
from itertools import pairwise

from delegate_audit.core.element import Element

WRAPPED_CHARS = 50
"""A line of at least so many characters may go on in the next one; a shorter one ends its paragraph."""

NARROWEST_CHARS = 28
"""Nobody wraps prose to less than this; narrower blocks are lists of short lines."""

LIST_LINES = 5
"""A block of so many lines is a list where fewer than one in so many begins like the middle of a sentence."""

_ABBREVIATION_CHARS = 12
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:M[Rr]|M[Rr][Ss]|Ms|D[Rr]|Prof|Rev|Gen|Col|Capt|Sgt|St|Mt|Ft|No|Nos|Nr|vs|etc|e\.g|i\.e|a\.k\.a|cf|ca|approx|Fig|Figs|Eq|Vol|"
    r"Ch|Sec|pp?|Jr|Sr|Inc|Ltd|Co|Corp|Bros|z\.B|bzw)|\b[^\W\d_a-z])\.$"
)
_BREAK = re.compile(r"(?<=[.!?…])[\"'”’»)\]*_]*\s+(?=[\"'“‘„«¿¡(\[*_]*([^\W_]))|(?<=[。！？])[」』”’）]*\s*(?=\S)")


def sentences(text: str) -> list[tuple[str, int]]:
    """The sentences of `text`, each with its offset in characters; put together by blanks they are the text again."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        if not (match[1] or "").islower() and not _abbreviated(text, start, match.start()):
            found.append((text[start : match.end()].strip(), start))
            start = match.end()
    if text[start:].strip():
        found.append((text[start:].strip(), start))
    return found


def _abbreviated(text: str, start: int, end: int) -> bool:
    return _ABBREVIATIONS.search(text[max(start, end - _ABBREVIATION_CHARS) : end]) is not None


def sentence_elements(text: str, line: int, kind: str = "sentence") -> tuple[Element, ...]:
    """One element per sentence, field `text`; `line` is the number of the first line of `text`."""
    found, at = [], 0
    for sentence, start in sentences(text):
        line, at = line + text.count("\n", at, start), start
        found.append(Element(kind, {"text": " ".join(sentence.split())}, line=line))
    return tuple(found)


def unwrapped(lines: list[str]) -> list[tuple[str, int]]:
    """The paragraphs in a block of lines: a line goes on in the next one only if it was wrapped there.

    Each comes as its lines joined by line breaks, with the offset of its first line.
    """
    starts: list[int] = []
    listed = _is_list(lines)
    wrapped = not listed and _is_wrapped(lines)
    open_ended = False
    for offset, line in enumerate(lines):
        if not open_ended:
            starts.append(offset)
        open_ended = wrapped or (len(line.rstrip()) >= WRAPPED_CHARS and not listed)
    return [("\n".join(lines[start:end]), start) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether every line is as full as it can be: the first word of the next would not have fitted in the widest."""
    lines = [line.rstrip() for line in lines]
    widest = max(map(len, lines), default=0)
    if widest < NARROWEST_CHARS or not any(map(_goes_on, lines[1:])):
        return False
    return all(len(line) + 1 + len(after.split(None, 1)[0]) > widest for line, after in pairwise(lines))


def _is_list(lines: list[str]) -> bool:
    return len(lines) >= LIST_LINES and sum(map(_goes_on, lines[1:])) * LIST_LINES < len(lines)


def _goes_on(line: str) -> bool:
    """Whether it begins like the middle of a sentence."""
    return line.lstrip()[:1].islower()


NESTED = 2
"""An item that begins so many columns further right than the one above lies in it."""


def level_at(column: int, columns: list[int]) -> int:
    """How many items the one at `column` lies in; `columns` are those at which these begin."""
    while columns and columns[-1] > column:
        columns.pop()
    if not columns or column - columns[-1] >= NESTED:
        columns.append(column)
    return len(columns) - 1
