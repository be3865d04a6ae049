"""`audit baseline`: write down what a run reached, for `audit gate --baseline` to hold later runs against."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from delegate_audit.cli.options import DEFAULT_STORE, StorePath, readable


def baseline(
    out: Annotated[Path, typer.Argument(help="The file to write, JSON; keep it with the workflow's code.")] = Path("baseline.json"),
    run: Annotated[str | None, typer.Option(help="The run to write down; by default the newest.")] = None,
    store: StorePath = DEFAULT_STORE,
) -> None:
    """Write the RS@k of every delegate and environment of a run into a baseline file.

    Example: audit baseline baseline.json
    """
    from delegate_audit.cli.reporting import collected
    from delegate_audit.gate.baseline import write_baseline
    from delegate_audit.store.store import Store

    with Store.open(readable(store)) as opened:
        written = write_baseline(collected(opened, run), out)
    typer.echo(f"wrote {out}: {', '.join(written.delegates)}")
