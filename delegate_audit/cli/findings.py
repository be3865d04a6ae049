"""Showing a comparison and its findings in a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from delegate_audit.cli.screen import screen
from delegate_audit.core.comparison import Comparison
from delegate_audit.core.finding import Change, Finding, Severity

if TYPE_CHECKING:
    from delegate_audit.cli.files import FilePair

COLOURS = {Severity.FACT: "red", Severity.WORDING: "yellow", Severity.ORDER: "magenta", Severity.LAYOUT: "dim"}
CONTEXT_CHARS = 24
MAX_SHOWN_CHARS = 160


def print_comparison(pair: FilePair, comparison: Comparison, domain: str | None, limit: int) -> None:
    """One line for the document, one for every finding."""
    from delegate_audit.domains.reading import chosen, domain_for

    console = screen()
    named = chosen(domain, (*pair.before, *pair.after)) if domain else None
    names = dict.fromkeys(domain_for(name, named).name for name in pair.before or pair.after)
    for remark in pair.remarks:
        console.print(Text(remark, "yellow"))
    head = Text.assemble((f"{', '.join(names)}  ", "bold"), (_percent(comparison.score), "bold"), f"   {_tally(comparison)}")
    console.print(head)
    shown = comparison.findings if limit == 0 else comparison.findings[:limit]
    many = len({f.file for f in comparison.findings}) > 1
    if shown:
        console.print(_table(shown, with_file=many))
    if len(shown) < len(comparison.findings):
        console.print(f"  … {len(comparison.findings) - len(shown)} more findings; --limit 0 prints all", style="dim")


def _percent(score: float) -> str:
    """The score in percent, never rounded up to 100."""
    return "100 %" if score == 1 else f"{min(99.99, 100 * score):.{2 if score > 0.999 else 1}f} %"


def _tally(comparison: Comparison) -> str:
    elements = [v for v in comparison.verdicts if v.weight]
    whole = sum(v.credit == 1 for v in elements)
    counts = {
        "altered": sum(0 <= v.credit < 1 and v.found_in is not None and not v.moved for v in elements),
        "moved": sum(v.credit < 1 and v.moved for v in elements),
        "deleted": sum(v.found_in is None for v in elements),
        "added": comparison.count(Change.ADDED, Change.UNREADABLE) if comparison.added else 0,
    }
    kinds = Counter(v.kind for v in elements).most_common(2)
    name = f"{kinds[0][0]}s" if len(kinds) == 1 else "elements"
    parts = [f"{whole:,} intact", *(f"{n:,} {change}" for change, n in counts.items() if n)]
    return f"{len(elements):,} {name}: {', '.join(parts)}"


def _table(findings: Sequence[Finding], *, with_file: bool) -> Table:
    """One row a finding: what, where, and the change itself, which wraps within its column."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for fold in (False, True, False, True):
        table.add_column(no_wrap=not fold, overflow="fold")
    for finding in findings:
        by_severity = finding.severity is Severity.LAYOUT or finding.change is Change.ALTERED
        label: str = finding.severity if by_severity else finding.change
        line = finding.line or finding.line_after
        place = f"{finding.file}:{line}" if with_file else f"line {line}"
        field = f"{finding.field}  " if finding.field else ""
        change = Text(field).append_text(_change(finding))
        table.add_row(Text(f"  {label}", COLOURS[finding.severity]), Text(finding.where), Text(place, "dim"), change)
    return table


def _change(finding: Finding) -> Text:
    if finding.change is Change.MOVED:
        return Text(f"now line {finding.line_after}" + (f" of {finding.file_after}" if finding.file_after else ""))
    return difference(finding.before, finding.after)


def difference(before: str, after: str) -> Text:
    """What changed, in one line: where both share much, only the part that differs, with a little of what is around it."""
    before, after = (" ".join(part.split()) for part in (before, after))
    if not before or not after:
        return Text(_short(before or after), "red" if before else "green")
    start, end = _common(before, after)
    if start + end < 4:
        return Text.assemble((_short(before), "red"), " → ", (_short(after), "green"))
    head, tail = before[:start], before[len(before) - end :]
    gone, new = before[start : len(before) - end], after[start : len(after) - end]
    return Text.assemble(
        _lead(head),
        (f"[-{gone}-]" if gone else "", "red"),
        (f"{{+{new}+}}" if new else "", "green"),
        tail if len(tail) <= CONTEXT_CHARS else f"{tail[:CONTEXT_CHARS]}…",
    )


def _common(before: str, after: str) -> tuple[int, int]:
    """How many characters both texts share at their beginning and, after that, at their end."""
    least = min(len(before), len(after))
    start = next((k for k in range(least) if before[k] != after[k]), least)
    end = next((k for k in range(least - start) if before[-1 - k] != after[-1 - k]), least - start)
    return start, end


def _lead(text: str) -> str:
    return text if len(text) <= CONTEXT_CHARS else f"…{text[-CONTEXT_CHARS:]}"


def _short(text: str) -> str:
    return text if len(text) <= MAX_SHOWN_CHARS else f"{text[: MAX_SHOWN_CHARS - 1]}…"
