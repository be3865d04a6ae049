"""The law of no trace: whatever is changed in the raw text, the score falls or there is a finding; equal texts have none."""

from __future__ import annotations

from hypothesis import given, settings

from .alphabets import spans
from .failing import Violations

EXAMPLES = 30
TOLERANCE = 1e-6


def test_no_change_of_characters_is_without_a_trace(specimen):
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None)
    @given(text=spans(specimen))
    def law(text):
        comparison = specimen.against(text)
        violations = Violations("no trace", specimen)
        if (text != specimen.text) != bool(comparison.findings):
            violations.add(
                "a span of characters replaced", text, "no finding" if text != specimen.text else "equal texts, and findings", comparison
            )
        if abs(comparison.score + sum(finding.cost for finding in comparison.findings) - 1) > TOLERANCE:
            violations.add(
                "a span of characters replaced", text, "what the findings cost does not add up to what the score lost", comparison
            )
        violations.check()

    law()
