"""`audit report`: drift curves, what was lost, when, and by which kind of edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath, readable

if TYPE_CHECKING:
    from delegate_audit.report.figures import Report
    from delegate_audit.report.published import Published

PAGE_COLUMNS = 120
Format = Literal["terminal", "json", "csv", "markdown", "html"]


def report(
    run: Annotated[str | None, typer.Argument(help="The run to report on; by default the newest.")] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of the screen.")] = None,
    published: Annotated[bool, typer.Option("--published", help="Add the figures published by DELEGATE-52.")] = False,
    store: StorePath = DEFAULT_STORE,
) -> None:
    """Report on a run: RS@k with intervals, completion, loss by domain, critical failures, tokens and cost.

    Example: audit report --format html --out report.html
    """
    from delegate_audit.cli.reporting import collected
    from delegate_audit.report.published import published as reference
    from delegate_audit.store.store import Store

    with Store.open(readable(store)) as opened:
        figures = collected(opened, run)
    beside = reference() if published else None
    if format_ == "terminal" and out is None:
        from rich.console import Console

        from delegate_audit.report import terminal

        Console(highlight=False).print(terminal.render(figures, beside))
        return
    text = _rendered(format_, figures, beside)
    if out is None:
        typer.echo(text.rstrip("\n"))
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        from delegate_audit.errors import UsageError

        raise UsageError(f"{out} cannot be written: {error.strerror}", "choose another --out") from error
    typer.echo(f"wrote {out}", err=True)


def _rendered(format_: Format, figures: Report, beside: Published | None) -> str:
    from importlib import import_module

    if format_ == "terminal":
        from io import StringIO

        from rich.console import Console

        from delegate_audit.report import terminal

        page = StringIO()
        Console(file=page, width=PAGE_COLUMNS, highlight=False).print(terminal.render(figures, beside))
        return page.getvalue()
    renderer = import_module(f"delegate_audit.report.as_{format_}")
    text: str = renderer.render(figures) if format_ == "csv" else renderer.render(figures, beside)
    return text
