"""`audit corpora`: the environments that documents and edit tasks come from."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from delegate_audit.cli.options import readable

app = typer.Typer(help="The environments that documents and edit tasks come from.", no_args_is_help=True)

NamesOption = Annotated[list[str] | None, typer.Argument(help="Environments or domains; by default all.")]
Format = Literal["terminal", "csv"]
WRONG = 1


@app.command("list")
def list_(names: NamesOption = None) -> None:
    """List environments with their size and tasks.

    Example: audit corpora list
    """
    from delegate_audit.cli.screen import listing, screen

    table = listing("environment", "tokens", "files", "tasks", "of judgement", "title")
    for environment in _chosen(names):
        judged = sum(task.judgement for task in environment.tasks)
        counts = [len(environment.seed), len(environment.tasks), judged]
        table.add_row(environment.id, f"{environment.tokens:,}", *map(str, counts), environment.title)
    screen().print(table)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="An environment, or the folder of one.")],
    seed: Annotated[bool, typer.Option("--seed", help="Print the seed's files, too.")] = False,
) -> None:
    """Show an environment: what it holds, what is asked for, what is there to distract.

    Example: audit corpora show harbour_tour --seed
    """
    from delegate_audit.cli.environment import printed
    from delegate_audit.cli.screen import screen

    for environment in _chosen([name]):
        screen().print(printed(environment, seed=seed))


@app.command("stats")
def stats(
    names: NamesOption = None, format_: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = "terminal"
) -> None:
    """Tokens (an estimate), and five characteristics of the seeds, 0 to 100 each.

    natural: text in runs of plain words. numbers: numbers among words and numbers. words: different words among 200.
    repeats: what compression saves. marks: characters that are neither letters nor digits.

    Example: audit corpora stats --format csv
    """
    from delegate_audit.cli.environment import STATS, stats_of
    from delegate_audit.cli.screen import listing, screen

    rows = [stats_of(environment) for environment in _chosen(names)]
    if format_ == "csv":
        import csv
        import sys

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([STATS, *((row.name, row.tokens, row.elements, *row.shares) for row in rows)])
        return
    table = listing(*STATS)
    for column in table.columns[1:]:
        column.justify, column.no_wrap = "right", True
    for row in rows:
        table.add_row(row.name, f"{row.tokens:,}", f"{row.elements:,}", *(f"{100 * share:.0f}" for share in row.shares))
    screen().print(table)


@app.command("check")
def check(names: NamesOption = None) -> None:
    """Check environments against every law there is, and say everything that is wrong. Ends with 1 if anything is.

    Example: audit corpora check subtitles
    """
    from rich.console import Console
    from rich.progress import track

    from delegate_audit.corpus.check import check as check_environment

    console = Console(stderr=True)
    chosen = _chosen(names)
    wrong = 0
    for environment in track(chosen, "checking", console=console, disable=not console.is_terminal, transient=True):
        problems = check_environment(environment)
        wrong += len(problems)
        typer.echo(f"{'ok   ' if not problems else 'wrong'} {environment.id}")
        for problem in problems:
            typer.echo(f"      {problem}")
    typer.echo(f"{len(chosen)} environments, {wrong} problems")
    if wrong:
        raise typer.Exit(WRONG)


@app.command("resize")
def resize(
    name: Annotated[str, typer.Argument(help="An environment, or the folder of one.")],
    tokens: Annotated[str, typer.Option("--tokens", "-t", help="The size of the seed, as 1k, 2k, 8k, 50k or in full.")],
    seed: Annotated[int, typer.Option(min=0, help="Which units come or go.")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to make the environment in.")] = Path("resized"),
) -> None:
    """Make a larger or smaller variant of an environment, for the document-size experiment.

    Example: audit corpora resize harbour_tour --tokens 8k
    """
    from delegate_audit.corpus.resizing import resize as resized

    for environment in _chosen([name]):
        made = resized(environment, _tokens(tokens), seed, out)
        for remark in made.remarks:
            typer.echo(f"{made.environment.id}: {remark}", err=True)
        size = f"{made.environment.tokens:,} tokens in {made.units} units, {len(made.environment.tasks)} of {len(environment.tasks)} tasks"
        typer.echo(f"{made.environment.path}: {size}")
    typer.echo(f"run it: audit --corpora {out} run --model openai:NAME")


def _tokens(text: str) -> int:
    """`8k` is 8,000. Raises `UsageError` for what is no size."""
    from delegate_audit.errors import UsageError

    found = re.fullmatch(r"(\d{1,7})(k?)", text.strip().lower())
    if found is None or not int(found[1]):
        raise UsageError(f"{text!r} is no number of tokens", "give --tokens 1k, 2k, 4k, 8k … or a number in full")
    return int(found[1]) * (1000 if found[2] else 1)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="delegate52.jsonl, the public data of DELEGATE-52.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to make the environments in.")] = Path("delegate52"),
) -> None:
    """Make environments of DELEGATE-52's public data; the same file gives the same environments.

    Its edits are asked for in words alone: the way back is compared with the seed, of the way there only the words and
    numbers that it conserved.

    Example: audit corpora import delegate52.jsonl
    """
    from delegate_audit.corpus.importing import import_lines
    from delegate_audit.errors import UsageError

    read = import_lines(readable(file), out)
    for line in read:
        for said in (*([f"skipped: {line.skipped}"] if line.skipped else []), *line.remarks):
            typer.echo(f"{file}, line {line.number}: {said}", err=True)
    made = sum(bool(line.environment) for line in read)
    if not made:
        raise UsageError(f"{file} holds no environment of DELEGATE-52", "give its delegate52.jsonl: one JSON object a line")
    typer.echo(f"environments made in {out}: {made}, lines skipped: {len(read) - made}")
    typer.echo(f"run them: audit --corpora {out} run --model openai:NAME")


def _chosen(names: list[str] | None):  # type: ignore[no-untyped-def]
    """Environments by domain, by id, by the last part of their id, or by the path of their folder."""
    from delegate_audit.corpus import environments, load
    from delegate_audit.domains.registry import names as domains

    if not names:
        return environments()
    chosen = []
    for name in names:
        if Path(name).is_dir():
            chosen.append(load(Path(name)))
        elif name in domains():
            chosen.extend(environments(domains=(name,)))
        else:
            chosen.extend(environments(names=(name,)))
    return chosen
