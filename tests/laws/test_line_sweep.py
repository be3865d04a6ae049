"""The line sweep, on raw text and never through a domain's own reader: every line of every document, changed in every way.

The score must fall and a finding must name the element that the line belongs to. Two exceptions, in which something
must be found all the same: a swap of lines whose order says nothing is layout, and blank lines may say nothing.
"""

from __future__ import annotations

import random
from bisect import bisect_right

import pytest

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.document import Document
from delegate_audit.core.finding import Severity
from delegate_audit.domains.reading import compare, read_document
from delegate_audit.faults.lines import LINE_FAULTS


def owners(document: Document) -> list[int]:
    """The lines at which elements begin."""
    return sorted({element.line for top in document.elements for element in top.walk()} | {0})


def is_named(comparison: Comparison, line: int, before: Document, after: Document) -> bool:
    """Whether a weighed finding names an element that reaches to the line, or to one that is beside it now."""
    weighed = [f for f in comparison.findings if f.severity is not Severity.LAYOUT]
    sides = ((before, {f.line for f in weighed} - {0}), (after, {f.line_after for f in weighed} - {0}))
    for document, lines in sides:
        starts = owners(document)
        if any(starts[bisect_right(starts, near) - 1] in lines or near in lines for near in (line - 1, line, line + 1, line + 2)):
            return True
    return False


def means_something(lines, changed) -> bool:
    """Whether more than blank lines differ."""
    return [line for line in lines if line.strip()] != [line for line in changed if line.strip()]


@pytest.mark.slow
@pytest.mark.parametrize("change", LINE_FAULTS)
def test_every_change_of_every_line_is_seen_where_it_is(document, change):
    rng = random.Random(f"{document} {change}")
    lines = document.text.removesuffix("\n").split("\n")
    before = read_document(document.name, document.text, document.domain)
    missed = []
    for k in range(len(lines)):
        changed = LINE_FAULTS[change](lines, k, rng)
        if changed is None:
            continue
        text = "\n".join(changed) + "\n"
        comparison = compare({document.name: document.text}, {document.name: text}, document.domain)
        if means_something(lines, changed) and not (change == "swapped" and comparison.clean):
            seen = comparison.score < 1 and is_named(comparison, k + 1, before, read_document(document.name, text, document.domain))
        else:
            seen = comparison.findings != ()
        if not seen:
            missed.append((k + 1, lines[k], comparison.score, [(f.change, f.line, f.line_after, f.where) for f in comparison.findings][:4]))
    assert missed == []
