"""`audit score`: apply scorers to a stored run, without calling a model."""

from __future__ import annotations

from typing import Annotated

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath, listed, readable


def score(
    scorers: Annotated[str, typer.Argument(help="Scorers, separated by commas: structure, fidelity, diff, embedding.")],
    run: Annotated[str | None, typer.Option(help="The run to score; by default the newest.")] = None,
    store: StorePath = DEFAULT_STORE,
    score_timeout: Annotated[float, typer.Option(min=0.1, help="Seconds the scoring of a hop may take.")] = 120.0,
) -> None:
    """Apply scorers to every stored hop of a run; scores that are there are worked out anew and replaced.

    Example: audit score embedding
    """
    from rich.console import Console
    from rich.progress import track

    from delegate_audit.relay.rescore import Rescoring
    from delegate_audit.scoring.embedding import HINT, available
    from delegate_audit.scoring.registry import get
    from delegate_audit.store.store import Store

    names = listed(scorers)
    for name in names:
        get(name)
    if "embedding" in names and not available():
        typer.echo(HINT, err=True)
    with Store.open(readable(store)) as opened:
        rescoring = Rescoring(opened, run, names, score_timeout)
        console = Console(stderr=True)
        for _ in track(rescoring, "scoring hops", total=len(rescoring), console=console, disable=not console.is_terminal):
            pass
    typer.echo(f"scored {len(rescoring)} hops of run {rescoring.run} by {', '.join(names)}")
