"""The report as Markdown for a pull request or a CI summary: one table, a sparkline of drift, a few sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from delegate_audit.report.figures import SIMULATED, DelegateFigures, Report
from delegate_audit.report.phrases import critical, headline, phrases, ready, shown_ks, versus
from delegate_audit.report.published import Published
from delegate_audit.report.wording import cost, interval, one_line, percent, scale_floor, sparkline

CELL_CHARS = 600
ID_CHARS = 8


def cell(text: str) -> str:
    """The text as one cell or line of Markdown that means nothing but itself."""
    shown = one_line(text, CELL_CHARS)
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    shown = re.sub(r"(?<!\w)@", "@\u200b", shown)
    return re.sub(r"([\\`*_\[\]|~$])", r"\\\1", shown)


def render(report: Report, published: Published | None = None) -> str:
    """The whole report, ending in a line feed."""
    mark = f" · **{SIMULATED}**" if report.run.simulated or all(d.simulated for d in report.delegates) else ""
    blocks = [f"### audit report {cell(report.run.id[:ID_CHARS])}", f"{cell(headline(report.run))}{mark}", _table(report)]
    if report.versus:
        blocks.append("\n".join(f"- {cell(versus(found))}" for found in report.versus))
    blocks.extend(_details(delegate) for delegate in report.delegates)
    if published is not None:
        blocks.append(cell(published.sentence))
    return "\n\n".join(blocks) + "\n"


def _table(report: Report) -> str:
    ks, last = shown_ks(report), report.last_k or 0
    low = scale_floor(row.estimate.mean for delegate in report.delegates for row in delegate.rs_at_k)
    heads = ["delegate", *(f"RS@{k}" for k in ks), "95 % interval", f"RS@0 to {last}, {100 * low:.0f} ▁ to 100 █", "completion"]
    heads += ["ready", "facts lost", "critical", "cost"]
    aligned = ["---", *["--:"] * len(ks), "---", "---", *["--:"] * 5]
    return "\n".join([_line(heads), _line(aligned), *(_line(_row(delegate, report, ks, low)) for delegate in report.delegates)])


def _row(delegate: DelegateFigures, report: Report, ks: Sequence[int], low: float) -> list[str]:
    means = {row.k: row.estimate.mean for row in delegate.rs_at_k}
    last = delegate.last
    bounds = f"{interval(last.estimate)} at {last.k}" if last else "–"
    curve = sparkline([1.0, *(means.get(k) for k in report.ks)], low).rstrip()
    return [
        f"{cell(delegate.name)}{f' **{SIMULATED}**' if delegate.simulated else ''}",
        *(percent(means.get(k)) for k in ks),
        bounds,
        f"`{curve}`",
        percent(delegate.completion.mean if delegate.completion else None),
        ready(delegate),
        f"{delegate.facts_lost:,}" if last else "–",
        critical(delegate),
        cost(delegate.spend, delegate.simulated),
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _details(delegate: DelegateFigures) -> str:
    items = [f"- {phrase.name}: {cell(phrase.text)}" for phrase in phrases(delegate)]
    return "\n".join([f"**{cell(delegate.label)}**", "", *items])
