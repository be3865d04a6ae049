"""Whether a finding names the place where something was changed, and whether a change of lines says anything at all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from delegate_audit.core.document import Document, Insignificant
from delegate_audit.core.finding import Finding, Severity

REACH = (-1, 0, 1, 2)
"""How far, in lines, a finding may be from the place and still name it."""


def owners(document: Document) -> list[int]:
    """The lines at which elements begin, in order; 0 stands for what comes before the first."""
    return sorted({element.line for top in document.elements for element in top.walk()} | {0})


def is_named(findings: Iterable[Finding], line: int, before: Document, after: Document) -> bool:
    """Whether a finding that is more than layout names an element that reaches to the line, or to one beside it."""
    weighed = [f for f in findings if f.severity is not Severity.LAYOUT]
    return _reached(line, {f.line for f in weighed}, before) or _reached(line, {f.line_after for f in weighed}, after)


def is_named_on_either_side(
    findings: Iterable[Finding], lines: Iterable[int], before: Document, lines_after: Iterable[int], after: Document
) -> bool:
    """The same for places that have one line in the document as it was and another in it as it is now."""
    weighed = [f for f in findings if f.severity is not Severity.LAYOUT]
    ours, theirs = {f.line for f in weighed}, {f.line_after for f in weighed}
    return any(_reached(line, ours, before) for line in lines) or any(_reached(line, theirs, after) for line in lines_after)


def _reached(line: int, named: set[int], document: Document) -> bool:
    named = named - {0}
    if not named:
        return False
    starts = owners(document)
    return any(starts[bisect_right(starts, near) - 1] in named or near in named for near in (max(0, line + step) for step in REACH))


def means_something(lines: Sequence[str], changed: Sequence[str], insignificant: Sequence[Insignificant] = ()) -> bool:
    """Whether more differs than blank lines and what the domain declares meaningless."""
    return _telling(lines, insignificant) != _telling(changed, insignificant)


def _telling(lines: Sequence[str], insignificant: Sequence[Insignificant]) -> list[str]:
    """What the lines say: blank ones, and what matches a meaningless pattern, left out."""
    if not insignificant:
        return [line for line in lines if line.strip()]
    text = "\n".join(lines)
    for pattern in insignificant:
        text = pattern.pattern.sub("", text)
    return [line for line in text.split("\n") if line.strip()]
