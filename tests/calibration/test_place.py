"""Whether a place is named, and whether a change of lines says anything."""

from __future__ import annotations

import re

import pytest

from delegate_audit.calibration.place import is_named, means_something, owners
from delegate_audit.core.document import Insignificant
from delegate_audit.core.finding import Change, Finding, Severity

from .toys import STRICT, TEXT, subject

DOCUMENT = subject(STRICT, TEXT).document


def finding(line: int, line_after: int = 0, severity: Severity = Severity.FACT) -> Finding:
    return Finding(Change.ALTERED, severity, "list.toy", "item", "somewhere", line, line_after)


@pytest.mark.parametrize(("line", "named"), [(9, True), (10, True), (8, True), (3, False), (20, False)])
def test_a_finding_names_the_lines_beside_it(line, named):
    assert is_named([finding(9)], line, DOCUMENT, DOCUMENT) is named
    assert is_named([finding(0, 9)], line, DOCUMENT, DOCUMENT) is named


def test_layout_names_nothing_and_no_line_is_no_place():
    assert not is_named([finding(9, severity=Severity.LAYOUT)], 9, DOCUMENT, DOCUMENT)
    assert not is_named([finding(0, 0)], 1, DOCUMENT, DOCUMENT)
    assert owners(DOCUMENT)[:3] == [0, 1, 2]


def test_blank_lines_and_meaningless_patterns_say_nothing():
    assert not means_something(["a", "", "b"], ["", "a", "b", " "])
    assert means_something(["a", "b"], ["b", "a"])
    quotes = (Insignificant(re.compile('"'), "quotes only delimit"),)
    assert means_something(['"a"'], ["a"])
    assert not means_something(['"a"'], ["a"], quotes)
