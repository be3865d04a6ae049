"""The text of a Lean source: its lines, each with the comments that go on in others, nested as they may be; what ends what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from delegate_audit.core.element import Element, Value, rejected

_BLANKS, _OUTSIDE, _INSIDE = re.compile(r"[ \t]*"), re.compile(r'/-|--[^\n]*|"(?:[^"\\\n]|\\.)*+"'), re.compile("/-|-/")
_PART_END = re.compile(r"\n\n|\Z")
_ARM = re.compile(r"[|⟩)}\]·]|(?:where|termination_by|decreasing_by)\b|deriving\b(?! instance)")
_DEEPEST = 100


class Piece(NamedTuple):
    """What belongs together on one or more lines, the column it begins in and the number of its first line."""

    column: int
    text: str
    line: int

    @property
    def is_remark(self) -> bool:
        """Whether it is a comment of any kind."""
        return self.text.startswith(("--", "/-"))

    @property
    def is_inner(self) -> bool:
        """Whether it belongs to what is above."""
        return self.column > 0 or _ARM.match(self.text) is not None


def _closed(text: str) -> dict[int, int]:
    """Where the comments end that begin at these places."""
    ends, opened, at = dict[int, int](), list[int](), 0
    while found := (_INSIDE if opened else _OUTSIDE).search(text, at):
        at = found.end()
        if found[0] == "/-":
            opened.append(found.start())
        elif found[0] == "-/":
            ends[opened.pop()] = at
    return ends


def pieces_of(text: str, refusals: list[Element]) -> Iterator[Piece]:
    """Lines, each with the comments in it to their ends."""
    ends, at, line = _closed(text), 0, 1
    while at < len(text):
        start = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        column, end = len(text[at:start].expandtabs(2)), _line_end(text, start)
        if text.startswith("/-", start) and start in ends:
            end = ends[start]
        elif text.startswith("/-", start):
            end = _PART_END.search(text, start).start()  # type: ignore[union-attr]
            refusals.append(rejected("a comment is never closed", line))
        else:
            opener = text.find("/-", start, end)
            while opener >= 0:
                end = max(end, _line_end(text, ends.get(opener, opener)))
                opener = text.find("/-", ends.get(opener, opener + 2), end)
        if end > start:
            yield Piece(column, text[start:end].rstrip(), line)
        line += text.count("\n", at, end + 1)
        at = end + text.startswith("\n", end)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


class Stated(NamedTuple):
    """A piece, the kind of element that it is, and the name that it states."""

    piece: Piece
    kind: str
    name: Value


def paired(lines: list[Stated], refusals: list[Element]) -> dict[int, int]:
    """The places of the sections that have an end, and of their ends; one without a name ends none that has one."""
    pairs, opened, awaited = dict[int, int](), list[tuple[Value, int]](), Counter[Value]()
    for k, (piece, kind, name) in enumerate(lines):
        if kind == "section" and len(opened) < _DEEPEST:
            opened.append((name, k))
            awaited[name] += 1
        elif kind == "end":
            if not opened or opened[-1][0] != name:
                refusals.append(rejected("an end does not belong to what is open", piece.line))
            while awaited[name] and (name or not opened[-1][0]) and k not in pairs:
                other, start = opened.pop()
                awaited[other] -= 1
                pairs.update({start: k, k: start} if other == name else {})
    return pairs
