"""The line sweep, on raw text and never through a domain's own reader: every line of every document, changed in every way.

The score must fall and a finding must name the element that the line belongs to. Two exceptions, in which something
must be found all the same: a swap of lines whose order says nothing is layout, and so is a change of nothing but blank
lines and what the domain declares meaningless.

Lines far apart are struck in one text first, since reading is what takes the time. A line that is then not named by a
finding that costs something, in a file that is otherwise intact, is struck alone; so are some of the others, by lot, so
that striking together cannot flatter anybody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

import pytest

from delegate_audit.calibration.place import is_named, is_named_on_either_side, means_something
from delegate_audit.core.comparison import Comparison
from delegate_audit.core.finding import Change, Severity
from delegate_audit.faults.lines import LINE_FAULTS

from .failing import Violations
from .specimens import SPECIMENS, Specimen

TOGETHER = 8
"""How many lines are struck in one text."""

CHECKED = 0.04
"""The share of lines that are struck alone although they were seen among others."""

ORDER_SAYS_NOTHING = {
    (
        "every_syntax.py",
        "async def fee(self, /, days: int = 1, *, rebate=None, **more) -> float:",
    ): "a comment, before the line or after it",
}
"""Swapped with the next, these lines cost nothing, and what is found is `unexplained`. An entry no longer needed fails the test."""

_BREAKS = re.compile(r"\W*|.*[\[({:\\]\s*", re.DOTALL)
"""Lines that a file hardly survives without, and blank ones: they are struck alone."""


@dataclass(frozen=True)
class Sweep:
    """One way of changing lines, on one document."""

    specimen: Specimen
    fault: str

    @property
    def lines(self) -> list[str]:
        return self.specimen.text.removesuffix("\n").split("\n")

    def struck(self, places: list[int]) -> list[str]:
        """The lines with these changed; how a line is changed does not depend on the others."""
        lines = self.lines
        for k in sorted(places, reverse=True):
            lines = LINE_FAULTS[self.fault](lines, k, Random(f"{self.specimen} {self.fault} {k}")) or lines
        return lines

    def seen_together(self, places: list[int]) -> set[int]:
        """Those of the lines that are plainly seen when all of them are struck in one text."""
        text = "\n".join(self.struck(places)) + "\n"
        before, after = self.specimen.document, self.specimen.read(text)
        if after.rejection is not None and before.rejection is None:
            return set()
        comparison = self.specimen.against(text)
        costly = [finding for finding in comparison.findings if finding.cost > 0 and finding.severity is not Severity.LAYOUT]
        step = {"deleted": -1, "doubled": 1}.get(self.fault, 0)
        return {
            k
            for n, k in enumerate(places)
            if any(finding.line == k + 1 for finding in costly)
            or is_named_on_either_side(costly, [k + 1], before, [k + 1 + n * step], after)
        }

    def wrong_alone(self, k: int) -> tuple[str, str, Comparison] | None:
        """The text, what is wrong and the comparison, where the line struck alone is not seen as it should be."""
        lines, changed = self.lines, self.struck([k])
        text = "\n".join(changed) + "\n"
        comparison = self.specimen.against(text)
        if not comparison.findings:
            return text, "no finding", comparison
        if not means_something(lines, changed, self.specimen.domain.insignificant):
            return None
        if self.fault == "swapped" and (comparison.clean or (self.specimen.name, lines[k].strip()) in ORDER_SAYS_NOTHING):
            return None
        if comparison.score == 1:
            return text, "the score is 1", comparison
        if not is_named(comparison.findings, k + 1, self.specimen.document, self.specimen.read(text)):
            return text, "no finding names the place", comparison
        return None


@pytest.mark.slow
@pytest.mark.parametrize("fault", LINE_FAULTS)
def test_every_change_of_every_line_is_seen_where_it_is(specimen, fault):
    sweep, lines = Sweep(specimen, fault), specimen.text.removesuffix("\n").split("\n")
    places = [k for k in range(len(lines)) if sweep.struck([k]) != lines]
    together = [k for k in places if not _BREAKS.fullmatch(lines[k])]
    groups = -(-len(together) // TOGETHER)
    seen = {k for n in range(groups) for k in sweep.seen_together(together[n::groups])}
    checked = Random(str(sweep)).sample(sorted(seen), int(len(seen) * CHECKED))
    violations = Violations("the line sweep", specimen)
    for k in sorted({*places} - seen | {*checked}):
        if wrong := sweep.wrong_alone(k):
            text, why, comparison = wrong
            violations.add(f"line {k + 1} {fault}: {lines[k]!r}", text, why, comparison)
    violations.check()


@pytest.mark.parametrize(("name", "line"), ORDER_SAYS_NOTHING)
def test_what_is_excused_needs_it(name, line):
    specimen = next(specimen for specimen in SPECIMENS if specimen.name == name)
    sweep = Sweep(specimen, "swapped")
    comparison = specimen.against("\n".join(sweep.struck([[text.strip() for text in sweep.lines].index(line)])) + "\n")
    assert comparison.score == 1
    assert not comparison.clean
    assert {f.change for f in comparison.findings if f.severity is not Severity.LAYOUT} == {Change.UNEXPLAINED}
