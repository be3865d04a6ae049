"""Lines longer than any format is read in time: a file that has one is kept as text, and says so.

What was kept is cut into pieces of bounded size at places that its own content sets, so that a change costs the pieces
it touches and the cuts behind it fall where they fell before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, rejected
from delegate_audit.domains.readers.blocks import lines_of

MAX_LINE_CHARS = 200_000
"""Longer lines are not given to a format's reader: every reader gets through one of this length well within a second."""

REASON = "a line too long to be read: line"
MAX_PIECE_CHARS = 4_000
_ONE_IN = 100
_TOKEN = re.compile(r"\W{1,64}+(?:\w{1,64}+(?!\w))?+|\w{1,64}+(?!\w)|\w{1,64}?[aeiouAEIOU02468]|\w{1,64}", re.ASCII)
"""A word with what stands before it; of a run of letters without end as much as reaches to a vowel or an even digit."""


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
    """The line, cut behind about every hundredth word: always behind the same words, whatever stands before them."""
    start = 0
    for token in _TOKEN.finditer(line):
        end = token.end()
        if end > start and (_cut_behind(token.group()[-12:]) or end - start > MAX_PIECE_CHARS):
            yield line[start:end]
            start = end
    if start < len(line):
        yield line[start:]


@lru_cache(maxsize=100_000)
def _cut_behind(word: str) -> bool:
    return crc32(word.encode("utf-8", "surrogatepass")) % _ONE_IN == 0


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
