"""The outcome of a comparison: a score, findings, and a verdict on every element of the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from delegate_audit.core.finding import Change, Finding, Severity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one element of the reference: its place, its weight, how much of it is intact (0..1)."""

    file: str
    line: int
    kind: str
    where: str
    weight: float
    credit: float
    found_in: str | None
    moved: bool


@dataclass(frozen=True)
class Comparison:
    """The outcome of comparing a candidate with a reference.

    `score` is 0..1; `findings` are in the order of the text; `added` is the weight of elements that only the candidate
    has; `judged` gives the verdicts.
    """

    score: float
    findings: tuple[Finding, ...]
    added: float
    judged: Callable[[], Iterable[Verdict]] = field(repr=False, compare=False)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What became of every element of the reference, in the order of the text; worked out when first asked for."""
        return tuple(self.judged())

    def count(self, *changes: Change) -> int:
        """How many elements have a weighed finding of these changes."""
        return len({(f.file, f.line, f.line_after, f.where) for f in self.findings if f.change in changes and f.cost > 0})

    @property
    def clean(self) -> bool:
        """Whether nothing but layout differs."""
        return all(finding.severity is Severity.LAYOUT for finding in self.findings)
