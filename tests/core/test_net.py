"""The net beneath the readers: what they let through is seen, and told from what means nothing."""

from __future__ import annotations

import re

import pytest

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.document import Document, Insignificant
from delegate_audit.core.element import Element
from delegate_audit.core.finding import Change, Severity
from delegate_audit.core.kind import Kind, Text

KINDS = {"entry": Kind("entry", {"text": Text()})}
SEMICOLONS = (Insignificant(re.compile(";+$"), "ends a line"),)


def blind(text: str, insignificant=()) -> Document:
    """Read by a reader that sees only what stands before a hash."""
    lines = enumerate(text.split("\n"), 1)
    elements = tuple(
        Element("entry", {"text": line.partition("#")[0].strip()}, line=k) for k, line in lines if line.partition("#")[0].strip()
    )
    return Document("a.txt", text, elements, KINDS, insignificant)


def found(before: str, after: str, insignificant=()):
    comparison = compare_documents([(blind(before, insignificant), blind(after, insignificant))])
    return comparison.score, [(f.change, f.severity, f.line, f.line_after) for f in comparison.findings]


SEED = "one # lamp\ntwo # boat\n\nthree # crane\nfour # rope\n"


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [("boat", "boat 2", Severity.FACT), ("boat", "other", Severity.WORDING), ("# boat", "", Severity.WORDING)],
)
def test_what_the_reader_does_not_see_is_unexplained(old, new, severity):
    assert found(SEED, SEED.replace(old, new)) == (1.0, [(Change.UNEXPLAINED, severity, 2, 2)])


def test_a_change_that_an_element_names_is_explained():
    score, findings = found(SEED, SEED.replace("two # boat", "twelve # ship"))
    assert score == 0.75
    assert [change for change, *_ in findings] == [Change.ALTERED]


@pytest.mark.parametrize(
    "text",
    [
        SEED.replace("two #", "two   #"),
        SEED.replace("\n\n", "\n\n\n"),
        SEED.replace("\n\n", "\n"),
        f"\n{SEED}",
        SEED.replace("one", "  one"),
    ],
)
def test_white_space_is_layout(text):
    score, findings = found(SEED, text)
    assert score == 1
    assert {severity for _, severity, *_ in findings} == {Severity.LAYOUT}


def test_a_line_that_changed_places_with_a_blank_one_is_layout():
    score, findings = found(SEED, "one # lamp\n\ntwo # boat\nthree # crane\nfour # rope\n")
    assert score == 1
    assert {severity for _, severity, *_ in findings} == {Severity.LAYOUT}


def test_what_a_domain_deems_insignificant_is_layout():
    changed = SEED.replace("boat", "boat;")
    assert found(SEED, changed)[1][0][1] is not Severity.LAYOUT
    assert found(SEED, changed, SEMICOLONS) == (1.0, [(Change.ALTERED, Severity.LAYOUT, 2, 2)])


def test_lines_of_a_moved_element_are_explained_by_its_finding():
    _, findings = found(SEED, "two # boat\none # lamp\n\nthree # crane\nfour # rope\n")
    assert [change for change, *_ in findings] == [Change.MOVED]
