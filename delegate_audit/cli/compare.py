"""`audit compare`: two files or folders, no model: a score and every difference, named and located."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from delegate_audit.cli.options import readable

if TYPE_CHECKING:
    from delegate_audit.core.comparison import Comparison

DIFFERENT = 1


def compare(
    before: Annotated[Path, typer.Argument(help="The document as it was: a file, or a folder of files.")],
    after: Annotated[Path, typer.Argument(help="The document as it is now.")],
    domain: Annotated[str | None, typer.Option("--domain", "-d", help="The kind of document, where its name does not tell.")] = None,
    format_: Annotated[Literal["terminal", "json"], typer.Option("--format", "-f", help="How to print it.")] = "terminal",
    limit: Annotated[int, typer.Option(min=0, help="Most findings to print; 0 prints all.")] = 50,
) -> None:
    """Compare two versions of a document: the share that is still as it was, and every difference with its place.

    Ends with 1 when anything but layout differs. Example: audit compare guide.srt edited.srt
    """
    from delegate_audit.cli.files import paired
    from delegate_audit.domains.reading import compare as compare_workspaces

    pair = paired(readable(before), readable(after))
    comparison = compare_workspaces(pair.before, pair.after, domain)
    if format_ == "json":
        typer.echo(_as_json(comparison, pair.remarks))
    else:
        from delegate_audit.cli.findings import print_comparison

        print_comparison(pair, comparison, domain, limit)
    if not comparison.clean:
        raise typer.Exit(DIFFERENT)


def _as_json(comparison: Comparison, remarks: tuple[str, ...]) -> str:
    import json
    from dataclasses import asdict

    found = {"score": comparison.score, "remarks": remarks, "findings": [asdict(f) for f in comparison.findings]}
    return json.dumps(found, indent=2, ensure_ascii=False)
