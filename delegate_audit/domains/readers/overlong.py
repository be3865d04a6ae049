"""Lines longer than any format is read in time: a file that has one is kept as text, and says so.

What was kept is cut into pieces of bounded size at places that its own content sets, so that a change costs the pieces
it touches and the cuts behind it fall where they fell before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, rejected
from delegate_audit.domains.readers.blocks import lines_of

MAX_LINE_CHARS = 200_000
"""Longer lines are not given to a format's reader: every reader gets through one of this length well within a second."""

REASON = "a line too long to be read: line"
MIN_PIECE_CHARS, MAX_PIECE_CHARS = 200, 4_000
_WINDOW_CHARS = 12
_MULTIPLIER = 0x9E3779B1
_ONE_IN = 64
_ONE_IN_ANYWHERE = 2048
"""A cut falls at about every 64th word, and, for text without words, at every 2048th character."""


def kept_as_text(text: str) -> tuple[Element, ...] | None:
    """The mark of rejection and the text in pieces, if a line of it is too long; None if it can be read."""
    if len(text) <= MAX_LINE_CHARS:
        return None
    lines = [line.rstrip() for line in lines_of(text)]
    longest = max(range(len(lines)), key=lambda k: len(lines[k]))
    if len(lines[longest]) <= MAX_LINE_CHARS:
        return None
    mark = rejected(f"{REASON} {longest + 1} has more than {MAX_LINE_CHARS:,} characters", longest + 1)
    pieces = (Element(UNREADABLE, {"text": piece}, line=number) for number, line in enumerate(lines, 1) for piece in _pieces(line))
    return (mark, *pieces)


def _pieces(line: str) -> Iterator[str]:
    """The line, cut where the characters just before say so: at the same places, whatever stands farther away."""
    start = 0
    for end in (*_cuts(line), len(line)):
        if end - start < MIN_PIECE_CHARS and end < len(line):
            continue
        while end - start > MAX_PIECE_CHARS:
            yield line[start : start + MAX_PIECE_CHARS]
            start += MAX_PIECE_CHARS
        if end > start:
            yield line[start:end]
            start = end


def _cuts(line: str) -> list[int]:
    """The places behind which a hash of the window of characters before them ends in zeros."""
    import numpy as np

    chars = np.frombuffer(line.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    hashes = chars.copy()
    for back in range(1, min(_WINDOW_CHARS, len(chars))):
        hashes[back:] += chars[:-back] * np.uint32(pow(_MULTIPLIER, back, 1 << 32))
    hashes ^= hashes >> 15
    hashes *= np.uint32(_MULTIPLIER)
    drawn = hashes >> 16
    found = (drawn % _ONE_IN_ANYWHERE == 0) | ((drawn % _ONE_IN == 0) & (chars == ord(" ")))
    cuts: list[int] = (np.flatnonzero(found) + 1).tolist()
    return cuts


def text_kept(elements: Sequence[Element]) -> str | None:
    """The text that `kept_as_text` made these elements of, without blanks at line ends; None if they come from a reader."""
    marks = [element for element in elements if element.kind == REJECTED and str(element.fields.get("reason")).startswith(REASON)]
    if not marks:
        return None
    lines: dict[int, str] = {}
    for element in elements:
        if element.kind == UNREADABLE:
            lines[element.line] = lines.get(element.line, "") + str(element.fields.get("text", ""))
    return "".join(f"{lines.get(number, '')}\n" for number in range(1, max(lines, default=0) + 1))
