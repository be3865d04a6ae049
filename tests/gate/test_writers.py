from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from delegate_audit.gate import junit, summary
from delegate_audit.gate.verdict import Check, Fall, Status, Verdict

HOSTILE = "a|b <script> `x` \x1b[31m & *y*"


@pytest.fixture
def verdict() -> Verdict:
    checks = tuple(Check(HOSTILE, True, f"check {status}", status, f"{HOSTILE}: because of {status}") for status in Status)
    return Verdict(checks, (Fall("w", "e|1", "dns", 20, 0.9, 0.8),), ("a note",))


def test_junit_counts_and_parses(verdict):
    root = ET.fromstring(junit.render(verdict))  # noqa: S314 - our own text
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    cases = {case.get("name"): case for case in suite.iter("testcase")}
    assert cases["check regression"].find("failure") is not None
    assert cases["check inconclusive"].find("error") is not None
    assert cases["check pass"].find("failure") is None
    assert all("(simulated)" in (case.get("classname") or "") for case in cases.values())
    assert "verdict: regression" in (suite.findtext("system-out") or "")


def test_markdown_is_a_table_that_hostile_names_do_not_break(verdict):
    text = summary.markdown(verdict)
    assert text.startswith("## ❌ audit gate: regression\n")
    rows = [line.replace("\\|", "") for line in text.splitlines() if line.startswith("|")]
    assert {row.count("|") for row in rows[:5]} == {5}
    assert "<script>" not in text
    assert "\x1b" not in text
    assert "90.0 | 80.0 | −10.0" in text


def test_lines_say_the_exit_code_that_is_returned(verdict):
    lines = summary.lines(verdict)
    assert lines[0] == f"regression (exit code {verdict.exit_code})"
    assert lines[1].endswith("because of regression")
    assert any(line.startswith("fell most: e|1 (dns) 90.0 → 80.0 (−10.0)") for line in lines)
    assert lines[-1] == "note: a note"


def test_no_check_decides_nothing():
    assert Verdict((), (), ()).exit_code == 4
