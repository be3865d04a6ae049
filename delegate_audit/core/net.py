"""The net beneath every reader: raw lines that differ where no finding says so.

A library that reads leniently can make a change cheap, never invisible: what it let through is found here, as
`unexplained`, or as `layout` where only white space or a pattern that the domain declares meaningless differs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cached_property

from delegate_audit.core.document import Document
from delegate_audit.core.facts import same_facts
from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.core.sequence import Gap, Pairs, gaps_between, match_in_order

MAX_QUOTE_CHARS = 500
MAX_WORDS = 20_000
"""In larger regions it is not looked for which words differ."""
MAX_BARED_CHARS = 200_000
"""In longer texts it is not looked for what the domain deems meaningless."""


@dataclass(frozen=True)
class Carried:
    """Lines of elements that were carried to another place, parent or file, which a finding of their own or of that parent explains.

    `moved` are those that were carried to another place below their own parent: these are no match for each other.
    """

    before: frozenset[int] = frozenset()
    after: frozenset[int] = frozenset()
    moved_before: frozenset[int] = frozenset()
    moved_after: frozenset[int] = frozenset()


def line_findings(left: Document, right: Document, findings: Iterable[Finding], carried: Carried) -> list[Finding]:
    """Findings for the regions of raw text that differ at places which neither `findings` nor `carried` name."""
    if left.text == right.text:
        return []
    ours, theirs = _lines(left.text), _lines(right.text)
    before_lines = {f.line for f in findings if f.line and f.file == left.name}
    after_lines = {f.line_after for f in findings if f.line_after and (f.file_after or f.file) == right.name}
    bare_left, bare_right = _Bare(left), _Bare(right)
    known_left, known_right = _Named(left, before_lines | carried.before), _Named(right, after_lines | carried.after)
    found = []
    full = _Named(left, carried.moved_before).without(ours), _Named(right, carried.moved_after).without(theirs)
    pairs = _matched(ours, bare_left, theirs, bare_right, full)
    for region in gaps_between(pairs, len(ours), len(theirs)):
        a, b, c, d = region
        if ours[a:b] == theirs[c:d]:
            continue
        before, after = "\n".join(ours[a:b]), "\n".join(theirs[c:d])
        if bare_left.of(before) == bare_right.of(after):
            found.append(_finding(Change.ALTERED, Severity.LAYOUT, left, region, before, after))
        elif known_left.all(a, b, ours, bare_left) and known_right.all(c, d, theirs, bare_right):
            continue
        elif _words_named(ours, theirs, region, known_left, known_right):
            found.append(_finding(Change.ALTERED, Severity.LAYOUT, left, region, before, after))
        else:
            severity = Severity.WORDING if same_facts(before, after) else Severity.FACT
            found.append(_finding(Change.UNEXPLAINED, severity, left, region, before, after))
    found.extend(_respaced(left, pairs, ours, theirs))
    if not found and not before_lines and not after_lines:
        found.append(_finding(Change.ALTERED, Severity.LAYOUT, left, _first_difference(left.text, right.text), "", ""))
    return found


def _words_named(ours: list[str], theirs: list[str], region: Gap, left: _Named, right: _Named) -> bool:
    """Whether every word that differs stands where a finding is, so that nothing else happened but that lines were wrapped otherwise."""
    a, b, c, d = region
    before, after = _words(ours, a, b), _words(theirs, c, d)
    if not before or not after or len(before) + len(after) > MAX_WORDS:
        return False
    pairs = match_in_order([word for word, _ in before], [word for word, _ in after])
    for i, j, k, m in gaps_between(pairs, len(before), len(after)):
        if not all(left.reaches(line) for _, line in before[i:j]) or not all(right.reaches(line) for _, line in after[k:m]):
            return False
    return True


def _words(lines: list[str], start: int, end: int) -> list[tuple[str, int]]:
    """The words of some lines, each with the 1-based number of its line."""
    return [(word, k + 1) for k in range(start, end) for word in lines[k].split()]


class _Bare:
    """Texts of one document without white space and what the domain deems meaningless; each is worked out once."""

    def __init__(self, document: Document) -> None:
        self._patterns = [insignificant.pattern for insignificant in document.insignificant]
        self._known: dict[str, str] = {}

    def of(self, text: str) -> str:
        """What of the text counts."""
        bare = self._known.get(text)
        if bare is None:
            bare = text
            for pattern in self._patterns if len(text) <= MAX_BARED_CHARS else ():
                bare = pattern.sub("", bare)
            bare = self._known[text] = "".join(bare.replace("\ufeff", "").split())
        return bare


def _matched(ours: list[str], left: _Bare, theirs: list[str], right: _Bare, full: tuple[list[int], list[int]]) -> Pairs:
    """Lines that are the same; between these, lines that are the same but for white space and what the domains deem meaningless.

    Only lines at the places in `full` are a match for anything; the others lie between them.
    """
    if len(full[0]) == len(full[1]) and all(
        ours[i] == theirs[j] or left.of(ours[i]) == right.of(theirs[j]) for i, j in zip(*full, strict=True)
    ):
        return list(zip(*full, strict=True))
    pairs = match_in_order([ours[i] for i in full[0]], [theirs[j] for j in full[1]])
    found = list(pairs)
    for a, b, c, d in gaps_between(pairs, len(full[0]), len(full[1])):
        bare = [left.of(ours[i]) for i in full[0][a:b]], [right.of(theirs[j]) for j in full[1][c:d]]
        found.extend((a + i, c + j) for i, j in match_in_order(*bare))
    return sorted((full[0][i], full[1][j]) for i, j in found)


def _respaced(left: Document, pairs: Pairs, ours: list[str], theirs: list[str]) -> list[Finding]:
    """One layout finding for every run of lines that differ in nothing but white space, or what the domain deems meaningless."""
    found: list[Finding] = []
    last = -2
    for i, j in pairs:
        if ours[i] != theirs[j]:
            if i != last + 1:
                found.append(_finding(Change.ALTERED, Severity.LAYOUT, left, (i, i + 1, j, j + 1), ours[i], theirs[j]))
            last = i
    return found


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


class _Named:
    """Which lines belong to an element that a finding names: an element's lines reach to the start of the next."""

    def __init__(self, document: Document, lines: Set[int]) -> None:
        self._lines, self._document = lines, document

    @cached_property
    def _starts(self) -> list[int]:
        return sorted({element.line for top in self._document.elements for element in top.walk()} | {0})

    def without(self, texts: list[str]) -> list[int]:
        """The places of the lines that belong to no named element and are not blank."""
        full = [place for place, line in enumerate(texts) if line and not line.isspace()]
        return [place for place in full if not self._has(place + 1)] if self._lines else full

    def all(self, start: int, end: int, texts: list[str], bare: _Bare) -> bool:
        """Whether every line of `texts[start:end]` that says anything belongs to a named element."""
        return all(self._has(k + 1) or not bare.of(texts[k]) for k in range(start, end))

    def reaches(self, line: int) -> bool:
        """Whether a named element is at the line, or goes on from the line before, though another one begins there too."""
        return self._has(line) or self._has(line - 1)

    def _has(self, line: int) -> bool:
        return line in self._lines or self._starts[bisect_right(self._starts, line) - 1] in self._lines


def _finding(change: Change, severity: Severity, left: Document, region: Gap, before: str, after: str) -> Finding:
    a, b, c, d = region
    return Finding(
        change=change,
        severity=severity,
        file=left.name,
        kind="text",
        where=f"line {a + 1}" if b > a else f"after line {a}",
        line=a + 1 if b > a else 0,
        line_after=c + 1 if d > c else 0,
        before=before[:MAX_QUOTE_CHARS],
        after=after[:MAX_QUOTE_CHARS],
    )


def _first_difference(left: str, right: str) -> Gap:
    """The first line that differs in nothing but white space, line ends or a byte order mark."""
    ours, theirs = left.split("\n"), right.split("\n")
    line = next((k for k, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs)))
    return (line, line + 1, line, line + 1)
