"""The verdict as JUnit XML, which every CI shows: a regression is a failure, what is inconclusive an error."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from delegate_audit.gate.verdict import Check, Status, Verdict
from delegate_audit.report.figures import SIMULATED


def render(verdict: Verdict) -> str:
    """One test case per check, notes as system-out."""
    counts = {status: sum(check.status is status for check in verdict.checks) for status in Status}
    numbers = {"tests": len(verdict.checks), "failures": counts[Status.REGRESSION], "errors": counts[Status.INCONCLUSIVE]}
    figures = {name: str(number) for name, number in numbers.items()}
    root = ET.Element("testsuites", figures)
    suite = ET.SubElement(root, "testsuite", {"name": "audit gate", **figures})
    for check in verdict.checks:
        _case(suite, check)
    ET.SubElement(suite, "system-out").text = _legal("\n".join([f"verdict: {verdict.status}", *verdict.notes]))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: ET.Element, check: Check) -> None:
    mark = f" ({SIMULATED})" if check.simulated else ""
    case = ET.SubElement(suite, "testcase", {"classname": _legal(check.delegate + mark), "name": _legal(check.name)})
    if check.status is Status.PASS:
        ET.SubElement(case, "system-out").text = _legal(check.reason)
    else:
        tag = "failure" if check.status is Status.REGRESSION else "error"
        ET.SubElement(case, tag, {"type": check.status.value, "message": _legal(check.reason)})


def _legal(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "�" for c in text)
