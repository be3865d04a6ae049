"""`audit gate`: stop a workflow that got worse. The printed verdict and the exit code come from one place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath, readable


def gate(
    run: Annotated[str | None, typer.Argument(help="The run to judge; by default the newest.")] = None,
    min_rs20: Annotated[float | None, typer.Option("--min-rs20", min=0, max=1, help="RS@20 must be at least this.")] = None,
    min_rs: Annotated[float | None, typer.Option("--min-rs", min=0, max=1, help="RS@k must be at least this, at the k of --at.")] = None,
    at: Annotated[int | None, typer.Option("--at", min=2, help="The k (interactions, even) for --min-rs and --baseline.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="A file that audit baseline wrote, to compare with.")] = None,
    tolerance: Annotated[float, typer.Option(min=0, max=1, help="How far below the baseline is still no regression.")] = 0.01,
    junit: Annotated[Path | None, typer.Option(help="Write the verdict as JUnit XML to this file.")] = None,
    summary: Annotated[Path | None, typer.Option(help="Append the verdict as Markdown to this file.")] = None,
    store: StorePath = DEFAULT_STORE,
) -> None:
    """Pass or fail a run, with the reason: 0 pass, 1 regression, 2 wrong use, 3 fault, 4 inconclusive.

    Example: audit gate --baseline baseline.json --tolerance 0.01
    """
    from delegate_audit.cli.reporting import collected
    from delegate_audit.gate import junit as junit_xml
    from delegate_audit.gate.baseline import read_baseline
    from delegate_audit.gate.judge import Threshold, judge
    from delegate_audit.gate.summary import lines, markdown
    from delegate_audit.store.store import Store

    thresholds = [Threshold(20, min_rs20)] if min_rs20 is not None else []
    with Store.open(readable(store)) as opened:
        figures = collected(opened, run)
    if min_rs is not None:
        thresholds.append(Threshold(at or figures.last_k or 20, min_rs))
    verdict = judge(figures, thresholds, read_baseline(baseline) if baseline else None, tolerance, at)
    if junit is not None:
        junit.write_text(junit_xml.render(verdict), encoding="utf-8")
    if summary is not None:
        with summary.open("a", encoding="utf-8") as file:
            file.write(markdown(verdict))
    for line in lines(verdict):
        typer.echo(line)
    raise typer.Exit(verdict.exit_code)
