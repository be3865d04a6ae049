"""Prose: blocks of text as paragraphs of sentences, with the lines they begin at."""

from __future__ import annotations

import re

from delegate_audit.core.element import Element

WRAPPED_CHARS = 50
"""A line of at least so many characters may go on in the next one; a shorter one ends its paragraph."""

_ABBREVIATIONS = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|No|Nos|vs|etc|e\.g|i\.e|cf|ca|approx|Fig|Eq|Vol|pp?|Jr|Sr|Inc|Ltd|Co)|\b[A-Z])\.$")
_BREAK = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ])")


def sentences(text: str) -> list[tuple[str, int]]:
    """The sentences of `text`, each with its offset in characters; put together by blanks they are the text again."""
    found, start = [], 0
    for match in _BREAK.finditer(text):
        if not _ABBREVIATIONS.search(text[start : match.start()]):
            found.append((text[start : match.end()].strip(), start))
            start = match.end()
    if text[start:].strip():
        found.append((text[start:].strip(), start))
    return found


def sentence_elements(text: str, line: int, kind: str = "sentence") -> tuple[Element, ...]:
    """One element per sentence, field `text`; `line` is the number of the first line of `text`."""
    return tuple(
        Element(kind, {"text": " ".join(sentence.split())}, line=line + text.count("\n", 0, start))
        for sentence, start in sentences(text)
    )


def unwrapped(lines: list[str]) -> list[tuple[str, int]]:
    """The paragraphs in a block of lines: a line goes on in the next one only if it is long enough to have been wrapped.

    Each comes as its lines joined by line breaks, with the offset of its first line.
    """
    found: list[tuple[str, int]] = []
    open_ended = False
    for offset, line in enumerate(lines):
        if open_ended:
            found[-1] = (f"{found[-1][0]}\n{line}", found[-1][1])
        else:
            found.append((line, offset))
        open_ended = len(line.rstrip()) >= WRAPPED_CHARS
    return found
