"""`audit resume`: go on where a run stopped."""

from __future__ import annotations

from typing import Annotated

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath
from delegate_audit.cli.spending import Limits, MaxCost, MaxTime, MaxTokens, PriceFile


def resume(
    run: Annotated[str | None, typer.Argument(help="The run to go on with; by default the newest that is not finished.")] = None,
    concurrency: Annotated[int, typer.Option("--concurrency", "-c", min=1, max=1000, help="Relays at once.")] = 8,
    attempts: Annotated[int, typer.Option(min=1, max=100, help="Tries of a call before its relay is suspended.")] = 6,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a call may take.")] = 600.0,
    score_timeout: Annotated[float, typer.Option(min=0.1, help="Seconds the scoring of a hop may take.")] = 120.0,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    max_time: MaxTime = None,
    prices: PriceFile = None,
    cache: Annotated[bool, typer.Option("--cache/--no-cache", help="Answer what this store has the answer to from there.")] = True,
    store: StorePath = DEFAULT_STORE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No live view, no summary.")] = False,
) -> None:
    """Go on with a run that was killed, stopped or suspended. No answered call is asked again.

    Example: audit resume --store audit.db
    """
    from delegate_audit.cli.driving import drive
    from delegate_audit.cli.options import readable
    from delegate_audit.relay.engine import EngineOptions
    from delegate_audit.relay.run import restore
    from delegate_audit.store.store import Store

    with Store.open(readable(store)) as opened:
        limits = Limits(max_cost, max_tokens, max_time, prices)
        options = EngineOptions(concurrency, None, score_timeout, timeout, attempts, limits.price_list(), limits.budget(), cache)
        drive(opened, restore(opened, run), options, store, quiet=quiet)
