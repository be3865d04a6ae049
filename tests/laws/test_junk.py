"""The law of junk: no text raises, whatever is read comes back the same, the score stays in 0..1."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from delegate_audit.core.element import MAX_DEPTH
from delegate_audit.domains.reading import compare, depth, domain_for

from .alphabets import SPICE, junk, mangled, spans
from .failing import Violations
from .specimens import Specimen, specimens_of

EXAMPLES = 40
STRANGE = 12
BOUNDED = settings(max_examples=EXAMPLES, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
FOUND = [("cells.csv", " \ufeff")]
"""What a longer search than that of every day has found."""


def is_read(specimen: Specimen, text: str, what: str) -> None:
    """Whether any text is read without an exception, within the depth allowed, and comes back the same."""
    violations = Violations("junk", specimen)
    try:
        elements = specimen.domain.read(text, specimen.name)
        again = specimen.domain.write(elements)
        if specimen.domain.read(again, specimen.name) != elements:
            violations.add(what, text, f"what was read is not what is read after writing it: {again[:400]!r}")
        if any(depth(element) > MAX_DEPTH for element in elements):
            violations.add(what, text, "elements are nested too deeply")
    except Exception as fault:
        violations.add(what, text, f"{type(fault).__name__}: {fault}")
        raise AssertionError(violations.told[0]) from fault
    violations.check()


@pytest.mark.parametrize(("name", "text"), FOUND, ids=ascii)
def test_what_was_found_once(name, text):
    is_read(Specimen(name, "", domain_for(name), "junk"), text, "junk")


def test_a_damaged_document_is_read_and_written(specimen):
    for damage in (spans, mangled):

        @settings(BOUNDED, max_examples=EXAMPLES // 2)
        @given(text=damage(specimen))
        def law(text):
            is_read(specimen, text, "damaged")

        law()


def test_a_document_with_strange_characters_is_read_and_written(specimen):
    dice = Random(str(specimen))
    for start in range(0, len(SPICE), STRANGE):
        text = specimen.text
        for char in SPICE[start : start + STRANGE]:
            place = dice.randrange(len(text) + 1)
            text = text[:place] + char + text[place:]
        is_read(specimen, text, f"with {SPICE[start : start + STRANGE]!r} in it")


def test_junk_is_read_and_compared(domain):
    specimens = specimens_of(domain)
    texts = [specimen.text for specimen in specimens]
    names = sorted({specimen.name.rsplit(".", 1)[-1]: specimen.name for specimen in specimens}.values())

    @BOUNDED
    @given(name=st.sampled_from(names), text=junk(texts), other=junk(texts))
    def law(name, text, other):
        specimen = Specimen(name, other, domain, "junk")
        is_read(specimen, text, "junk")
        comparison = compare({name: other}, {name: text}, domain)
        violations = Violations("junk", specimen)
        if not 0 <= comparison.score <= 1:
            violations.add("junk against junk", text, "the score is outside 0..1", comparison)
        if (text != other) != bool(comparison.findings) or (text == other and comparison.score != 1):
            violations.add("junk against junk", text, "a difference without a finding, or a finding without a difference", comparison)
        violations.check()

    law()
