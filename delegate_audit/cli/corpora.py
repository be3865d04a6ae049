"""`audit corpora`: the environments that documents and edit tasks come from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="The environments that documents and edit tasks come from.", no_args_is_help=True)

NamesOption = Annotated[list[str] | None, typer.Argument(help="Environments or domains; by default all.")]
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
