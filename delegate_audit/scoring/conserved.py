"""What a hop conserved of the text it got, where no exact edit is known: its words and numbers, in whatever file and order.

Weaker than a comparison with the ideal document: it sees what is gone, not what was put in its place or in the wrong one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from delegate_audit.core.finding import Change, Finding, Severity
from delegate_audit.core.workspace import Workspace
from delegate_audit.scoring.contract import Measure, Scored, ScoredHop

DETAIL = "no exact edit is known: the share of the words and numbers before the hop that are there after it"
_TOKEN = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+")


def conserved(hop: ScoredHop) -> Scored:
    """`score`, 0..1, and a finding for every word or number that is gone, at the place where it was first."""
    before, after = _counted(hop.before), _counted(hop.after)
    gone = before - after
    total = before.total()
    findings = tuple(_finding(hop.before, gone, total)) if gone else ()
    return Scored((Measure("score", 1 - gone.total() / total if total else 1.0, DETAIL),), findings)


def _counted(files: Workspace) -> Counter[str]:
    return Counter(token.casefold() for text in files.values() for token in _TOKEN.findall(text))


def _finding(files: Workspace, gone: Counter[str], total: int) -> Iterator[Finding]:
    left = dict(gone)
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            for token in _TOKEN.findall(line):
                count = left.pop(token.casefold(), 0)
                if count:
                    severity = Severity.FACT if token[0].isdigit() else Severity.WORDING
                    where = f"line {number}, {count} times" if count > 1 else f"line {number}"
                    yield Finding(Change.DELETED, severity, name, "word", where, number, 0, "", token, "", count / total)
