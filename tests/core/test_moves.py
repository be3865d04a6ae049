"""Moves among siblings: those whose order says something, those whose order says nothing, and both side by side."""

from __future__ import annotations

import pytest

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.document import Document
from delegate_audit.core.element import Element
from delegate_audit.core.finding import Change, Severity
from delegate_audit.core.kind import Exact, Kind, Text

KINDS = {"step": Kind("step", {"text": Text()}), "flag": Kind("flag", {"name": Exact()}, ("name",), ordered=False)}


def document(*lines: str) -> Document:
    elements = tuple(
        Element("flag", {"name": line[1:]}, line=k) if line[0] == "-" else Element("step", {"text": line}, line=k)
        for k, line in enumerate(lines, 1)
    )
    return Document("a.txt", "\n".join(lines) + "\n", elements, KINDS)


@pytest.mark.parametrize(
    ("before", "after", "score", "moved"),
    [
        (("one", "-a", "two", "-b"), ("one", "two", "-a", "-b"), 1.0, {2}),
        (("one", "-a", "two", "-b"), ("-a", "one", "two", "-b"), 1.0, {2}),
        (("-a", "one", "-b", "two"), ("-b", "one", "-a", "two"), 1.0, {1, 3}),
        (("-a", "-b", "-c", "one"), ("-b", "-c", "-a", "one"), 1.0, {1}),
        (("one", "-a", "two", "-b"), ("two", "-a", "one", "-b"), 0.875, {1}),
    ],
)
def test_every_move_is_found_and_costs_what_its_order_says(before, after, score, moved):
    comparison = compare_documents([(document(*before), document(*after))])
    assert comparison.score == score
    found = [finding for finding in comparison.findings if finding.change is Change.MOVED]
    assert moved <= {finding.line for finding in found}
    assert {finding.change for finding in comparison.findings} == {Change.MOVED}
    assert comparison.clean == (score == 1)
    assert {finding.severity for finding in found if finding.cost} == (set() if score == 1 else {Severity.ORDER})


def test_what_is_lost_beside_it_moves_nothing():
    comparison = compare_documents([(document("one", "-a", "two", "-b", "three"), document("-a", "two", "-b", "three"))])
    assert [(finding.change, finding.line) for finding in comparison.findings] == [(Change.DELETED, 1)]
