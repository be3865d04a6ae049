"""What `audit run` and `audit resume` share: driving a prepared run under the live view and saying how it ended."""

from __future__ import annotations

from pathlib import Path

import typer

from delegate_audit.cli.live import LiveView
from delegate_audit.relay.engine import EngineOptions
from delegate_audit.relay.run import Prepared, execute
from delegate_audit.scoring.embedding import HINT, available
from delegate_audit.store.store import Store

FAULT = 3
INTERRUPTED = 130


def drive(store: Store, prepared: Prepared, options: EngineOptions, path: Path, *, quiet: bool, retry_suspended: bool = True) -> None:
    """Drive the run to its end. Exits with 3 when relays were suspended by an endpoint or by a fault of ours."""
    if "embedding" in prepared.definition.scorers and not available():
        typer.echo(HINT, err=True)
    try:
        with LiveView(prepared, quiet) as view:
            end = execute(store, prepared, options, view, retry_suspended=retry_suspended)
    except KeyboardInterrupt:
        typer.echo(f"stopped; what was answered is kept in {path}, audit resume goes on", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if not quiet:
        simulated = ", simulated" if all(d.simulated for d in prepared.delegates) else ""
        relays = f"{len(prepared.plans)} relays, {prepared.hops} hops"
        typer.echo(f"run {prepared.id}: {relays}{simulated}, in {path}; audit report shows it")
    if end.stopped:
        typer.echo(f"stopped at a limit: {end.stopped}", err=True)
    if end.suspended:
        typer.echo(f"{len(end.suspended)} of {len(prepared.plans)} relays are suspended; audit resume tries them again", err=True)
        raise typer.Exit(FAULT)
