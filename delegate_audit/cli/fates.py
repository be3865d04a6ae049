"""`audit fates`: what became of every single element of the seeds, when, and by which hop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath, listed, readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from delegate_audit.report.elements import Became, ElementFate, FateCount

Format = Literal["terminal", "json", "csv"]


def fates(
    run: Annotated[str | None, typer.Argument(help="The run; by default the newest.")] = None,
    fate: Annotated[
        str, typer.Option("--fate", metavar="FATE,…", help="Which elements to list: intact, altered, deleted, moved, restored.")
    ] = "altered,deleted,moved,restored",
    environment: Annotated[str, typer.Option("--environment", "-e", metavar="NAME,…", help="Only these environments.")] = "",
    delegate: Annotated[str, typer.Option("--delegate", "-d", metavar="NAME,…", help="Only these delegates.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="How many elements to print; 0 prints all.")] = 40,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print it; json and csv hold everything.")] = "terminal",
    store: StorePath = DEFAULT_STORE,
) -> None:
    """Tell the fate of every element: intact, altered, deleted, moved or restored; at which hop, and by whose fault.

    Example: audit fates --fate deleted --environment harbour_tour --format csv
    """
    from delegate_audit.report import elements
    from delegate_audit.store.store import Store

    wanted = _wanted(fate)
    with Store.open(readable(store)) as opened:
        counts = elements.counted(opened, run)
        found = elements.fates(opened, run, became=wanted, environments=listed(environment), delegates=listed(delegate))
    if format_ == "json":
        _print_json(counts, found)
    elif format_ == "csv":
        _print_csv(found)
    else:
        _print_tables(counts, found, limit)


def _wanted(fate: str) -> list[Became]:
    from delegate_audit.errors import UsageError
    from delegate_audit.report.elements import Became

    names = listed(fate)
    for name in names:
        if name not in list(Became):
            raise UsageError(f"there is no fate {name!r}", f"choose among: {', '.join(Became)}")
    return [Became(name) for name in names]


def _print_json(counts: Sequence[FateCount], found: Sequence[ElementFate]) -> None:
    import json
    from dataclasses import asdict

    document = {"counts": [asdict(count) for count in counts], "elements": [asdict(element) for element in found]}
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _print_csv(found: Sequence[ElementFate]) -> None:
    import csv
    import sys
    from dataclasses import astuple, fields

    from delegate_audit.report.elements import ElementFate

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(field.name for field in fields(ElementFate))
    writer.writerows(astuple(element) for element in found)


def _print_tables(counts: Sequence[FateCount], found: Sequence[ElementFate], limit: int) -> None:
    from rich.text import Text

    from delegate_audit.cli.screen import listing, screen
    from delegate_audit.report.elements import Became

    console = screen()
    names = list(dict.fromkeys(count.delegate for count in counts))
    table = listing("delegate", "elements", *Became)
    for column in table.columns[1:]:
        column.justify = "right"
    for name in names:
        met = {count.became: count for count in counts if count.delegate == name}
        total = sum(count.elements for count in met.values())
        table.add_row(name, f"{total:,}", *(f"{met[b].elements:,} ({100 * met[b].share:.1f} %)" for b in Became))
    console.print(table)
    shown = found if limit == 0 else found[:limit]
    if shown:
        console.print()
        listed_ones = listing("environment", "element", "fate", "hop", "by", "what")
        for element in shown:
            hop = "" if element.harmed_at is None else str(element.harmed_at)
            where = Text(element.place).append(f"  {element.file}:{element.line}", "dim")
            by = f"{element.cause} {element.task}".strip()
            listed_ones.add_row(element.environment.rsplit("/", 1)[-1], where, str(element.became), hop, by, _what(element))
        console.print(listed_ones)
    if len(shown) < len(found):
        console.print(f"… {len(found) - len(shown):,} more elements; --limit 0 prints all", style="dim")


def _what(element: ElementFate) -> Text:
    from rich.text import Text

    from delegate_audit.cli.findings import difference

    after = element.after if element.change == "altered" else ""
    return Text(f"{element.field}  " if element.field else "").append_text(difference(element.before, after))
