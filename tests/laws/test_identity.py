"""The law of identity: a document is as it was when it is as it was."""

from __future__ import annotations

import pytest

from .failing import Violations
from .specimens import PROSE, SAMPLES, SEEDS, specimens_of


def test_identity(specimen):
    comparison = specimen.against(specimen.text)
    violations = Violations("identity", specimen)
    if comparison.score != 1 or comparison.findings or {verdict.credit for verdict in comparison.verdicts} - {1.0}:
        violations.add("none", specimen.text, "the score is not 1, or something was found", comparison)
    violations.check()


def test_every_domain_has_an_environment_and_a_sample(domain):
    found = specimens_of(domain)
    assert domain is PROSE or any(specimen in SEEDS for specimen in found), f"domain {domain.name} has no environment"
    assert any(specimen in SAMPLES for specimen in found), f"domain {domain.name} has no sample in tests/laws/samples"


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_sample_is_short(sample):
    assert len(sample.text.splitlines()) <= 60
