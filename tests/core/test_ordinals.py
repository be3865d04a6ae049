"""Counting numbers that are not numbers in one of the documents."""

from __future__ import annotations

import pytest

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.document import Document
from delegate_audit.core.element import Element
from delegate_audit.core.finding import Severity
from delegate_audit.core.kind import Kind, Ordinal, Text


@pytest.mark.parametrize(("before", "after"), [(4, "4x"), ("4x", 4), ("iv", "v")])
def test_a_counting_number_that_is_no_number_is_compared_as_it_stands(before, after):
    kind = Kind("cue", {"index": Ordinal(), "text": Text()})
    left, right = (
        Document(
            "a.srt", "", tuple(Element("cue", {"index": n, "text": text}, line=k) for k, (n, text) in enumerate(cues, 1)), {"cue": kind}
        )
        for cues in ([(3, "one"), (before, "two")], [(3, "one"), (after, "two")])
    )
    comparison = compare_documents([(left, right)])
    assert comparison.score == 0.5
    assert [(f.field, f.severity, f.line) for f in comparison.findings] == [("index", Severity.FACT, 2)]
