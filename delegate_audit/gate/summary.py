"""The verdict in words: lines for the terminal, Markdown for a pull request or a CI summary."""

from __future__ import annotations

from delegate_audit.gate.verdict import Fall, Status, Verdict
from delegate_audit.report.as_markdown import cell
from delegate_audit.report.figures import SIMULATED
from delegate_audit.report.wording import one_line, percent, points

SIGNS = {Status.PASS: "✅", Status.REGRESSION: "❌", Status.INCONCLUSIVE: "❔"}

LINE_CHARS = 1000


def lines(verdict: Verdict) -> tuple[str, ...]:
    """The verdict, its reasons, what fell most and the notes, one sentence a line."""
    head = f"{verdict.status.value} (exit code {verdict.exit_code})"
    falls = [f"fell most: {_fall(fall)}" for fall in verdict.falls]
    rest = [*verdict.reasons, *falls, *(f"note: {note}" for note in verdict.notes)]
    return (head, *(one_line(line, LINE_CHARS) for line in rest))


def _fall(fall: Fall) -> str:
    change = points(fall.now - fall.before)
    return f"{fall.environment} ({fall.domain}) {percent(fall.before)} → {percent(fall.now)} ({change}) by {fall.delegate}"


def markdown(verdict: Verdict) -> str:
    """A heading with the verdict, a table of the checks, a table of the falls, the notes."""
    blocks = [f"## {SIGNS[verdict.status]} audit gate: {verdict.status.value}"]
    rows = ["| | delegate | check | found |", "|---|---|---|---|"]
    for check in verdict.checks:
        name = f"{check.delegate} ({SIMULATED})" if check.simulated else check.delegate
        rows.append(f"| {SIGNS[check.status]} {check.status.value} | {cell(name)} | {cell(check.name)} | {cell(check.reason)} |")
    blocks.append("\n".join(rows))
    if verdict.falls:
        blocks.append(
            "\n".join(["| fell most | domain | delegate | baseline | now | |", "|---|---|---|--:|--:|--:|", *map(_row, verdict.falls)])
        )
    if verdict.notes:
        blocks.append("\n".join(f"- {cell(note)}" for note in verdict.notes))
    return "\n\n".join(blocks) + "\n"


def _row(fall: Fall) -> str:
    names = f"{cell(fall.environment)} | {cell(fall.domain)} | {cell(fall.delegate)}"
    change = points(fall.now - fall.before)
    return f"| {names} | {percent(fall.before)} | {percent(fall.now)} | {change} |"
