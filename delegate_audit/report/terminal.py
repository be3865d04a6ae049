"""The report on one screen of a terminal, at any width from 80 columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from delegate_audit.report.chart import Curve, draw
from delegate_audit.report.figures import SIMULATED, DelegateFigures, Report
from delegate_audit.report.phrases import critical, headline, phrases, ready, shown_ks, versus
from delegate_audit.report.published import Published
from delegate_audit.report.wording import cost, interval, one_line, percent, whole_percent

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

WIDE = 110
"""From this many columns on everything about a delegate stands in one row."""

CHART_HEIGHT = 8
CHART_CURVES = 6
STYLES = ("cyan", "magenta", "green", "yellow", "blue", "red")
NAME_CHARS = 40
ID_CHARS = 8
MARK = "yellow"


@dataclass(frozen=True)
class TerminalReport:
    """A rich renderable: print it to a console of any width."""

    report: Report
    published: Published | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        report, width = self.report, options.max_width
        yield _title(report)
        yield Text()
        yield _table(report, width)
        for found in report.versus:
            yield Text(one_line(versus(found), 4 * width))
        if any(len(delegate.rs_at_k) > 1 for delegate in report.delegates):
            yield Text()
            yield from _chart(report, width)
        for delegate in report.delegates:
            yield Text()
            yield _name(delegate, wide=True)
            yield _details(delegate)
        if self.published is not None:
            yield Text()
            yield Text(one_line(self.published.sentence, 8 * width), style="dim")


def render(report: Report, published: Published | None = None) -> TerminalReport:
    """What a console prints; `published` figures are shown below, with their source."""
    return TerminalReport(report, published)


def _title(report: Report) -> Text:
    text = Text.assemble(("run ", "bold"), (report.run.id[:ID_CHARS], "bold"), "  ", one_line(headline(report.run), 200))
    if report.run.simulated or all(delegate.simulated for delegate in report.delegates):
        text.append(f"  {SIMULATED}", MARK)
    return text


def _name(delegate: DelegateFigures, *, wide: bool) -> Text:
    text = Text(one_line(delegate.name, NAME_CHARS), style="bold")
    if delegate.simulated:
        text.append(" " if wide else "\n").append(SIMULATED, f"not bold {MARK}")
    return text


def _table(report: Report, width: int) -> Table:
    wide, ks = width >= WIDE, shown_ks(report)
    table = Table(box=None, padding=(0, 2 if wide else 1, 0, 0), pad_edge=False, header_style="dim", show_edge=False)
    table.add_column("", overflow="fold")
    heads = [*(f"RS@{k}" for k in ks), "95 % interval" if wide else "95 %\ninterval", "completion" if wide else "comple-\ntion"]
    heads += ["ready", "facts lost" if wide else "facts\nlost", "critical", *(["cost"] if wide else [])]
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for delegate in report.delegates:
        last = delegate.last
        cells = [*(_score(delegate, k) for k in ks), _interval(delegate, wide)]
        cells += [percent(delegate.completion.mean if delegate.completion else None), ready(delegate)]
        cells += [f"{delegate.facts_lost:,}" if last else "–", critical(delegate)]
        cells += [cost(delegate.spend, delegate.simulated)] if wide else []
        table.add_row(_name(delegate, wide=wide), *cells)
    return table


def _score(delegate: DelegateFigures, k: int) -> str:
    estimate = delegate.rs(k)
    return percent(estimate.mean if estimate else None)


def _interval(delegate: DelegateFigures, wide: bool) -> str:
    if delegate.last is None or delegate.last.estimate.low is None:
        return "none"
    at = f" at {delegate.last.k}" if wide else ""
    return f"{interval(delegate.last.estimate)}{at}"


def _chart(report: Report, width: int) -> RenderResult:
    shown = report.delegates[:CHART_CURVES]
    curves = [
        Curve(one_line(delegate.name, 20), (1.0, *(delegate_score(delegate, k) for k in report.ks)), STYLES[i % len(STYLES)])
        for i, delegate in enumerate(shown)
    ]
    left = len(report.delegates) - len(shown)
    yield Text(f"RS@k over k interactions{f' ({left} more delegates are in the table alone)' if left else ''}", style="dim")
    for row in draw(curves, ["0", *map(str, report.ks)], min(width, 100) - 1, CHART_HEIGHT):
        yield Text.assemble(*((cell.char, cell.style) for cell in row))


def delegate_score(delegate: DelegateFigures, k: int) -> float | None:
    """RS@k as a number, None where no relay reached k."""
    estimate = delegate.rs(k)
    return estimate.mean if estimate else None


def _details(delegate: DelegateFigures) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for phrase in phrases(delegate):
        grid.add_row(f"  {phrase.name}", Text(one_line(phrase.text, 600)))
    if delegate.elements:
        last = delegate.elements[-1]
        grid.add_row("  elements", f"{whole_percent(last.intact)} never touched up to k = {last.k}")
    return grid
