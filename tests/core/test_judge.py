"""What a file that its own format rejects costs, where the reference was rejected too and where it was not."""

from __future__ import annotations

import pytest

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.comparison import Comparison
from delegate_audit.core.document import Document
from delegate_audit.core.element import Element, rejected
from delegate_audit.core.finding import Change

LINES = tuple(Element("line", {"text": f"pump {k}"}, line=k) for k in range(1, 10))


def document(*reasons: str) -> Document:
    marks = tuple(rejected(reason, k) for k, reason in enumerate(reasons, 1))
    return Document("a.txt", "\n".join([*reasons, *(str(line.fields["text"]) for line in LINES)]), (*marks, *LINES))


def compared(before: Document, after: Document) -> Comparison:
    found = compare_documents([(before, after)])
    assert sum(finding.cost for finding in found.findings) == pytest.approx(1 - found.score)
    return found


@pytest.mark.parametrize("reasons", [("no comma",), ("no comma", "no bracket")])
def test_a_file_that_is_rejected_now_keeps_half_whatever_the_number_of_marks(reasons):
    assert compared(document(), document(*reasons)).score == 0.5


@pytest.mark.parametrize(
    ("reasons", "change"),
    [(("no comma", "no bracket"), Change.UNREADABLE), (("no comma", "no comma"), Change.UNREADABLE), (("no bracket",), Change.ALTERED)],
)
def test_a_new_mark_or_another_reason_costs_one_element_where_the_reference_was_rejected(reasons, change):
    found = compared(document("no comma"), document(*reasons))
    assert found.score == pytest.approx(9 / 10)
    assert [finding.change for finding in found.findings if finding.cost] == [change]


def test_another_number_is_no_other_reason():
    assert compared(document("1 line too long"), document("2 line too long")).score == 1


def test_the_same_marks_cost_nothing_and_fewer_are_a_finding():
    assert compared(document("no comma"), document("no comma")).score == 1
    mended = compared(document("no comma", "no bracket"), document("no comma"))
    assert mended.score == 1
    assert not mended.clean
