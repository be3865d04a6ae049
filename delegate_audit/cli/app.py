"""The `audit` command: one sub-command a file, faults turned into one clear sentence and the exit code that fits.

Exit codes: 0 well, 1 regression or corruption over the limit, 2 wrong use, 3 fault, 4 inconclusive, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from delegate_audit import __version__
from delegate_audit.errors import AuditError
from delegate_audit.settings import CORPORA_VARIABLE

app = typer.Typer(
    name="audit",
    help="Measures what language models do to documents they are asked to edit, again and again.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

FIRST_STEPS = """audit measures what language models do to documents they are asked to edit,
again and again.

Try it without a model or a key, on a simulated delegate:
  audit run               a few round trips on every environment, into audit.db
  audit report            drift curves, and what was lost by which kind of edit

Audit your own endpoint (anything that speaks OpenAI's chat completions):
  audit run --model openai:NAME --base-url http://127.0.0.1:8000/v1

Compare two versions of a document, no model needed:
  audit compare before.srt after.srt

All commands: audit --help"""


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"delegate-audit {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def first_steps(
    context: typer.Context,
    corpora: Annotated[
        Path | None, typer.Option(envvar=CORPORA_VARIABLE, help="Environments of this folder, instead of those that come with audit.")
    ] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")] = False,
) -> None:
    """Measures what language models do to documents they are asked to edit, again and again."""
    if corpora is not None:
        os.environ[CORPORA_VARIABLE] = str(corpora)
    if context.invoked_subcommand is None and not version:
        typer.echo(FIRST_STEPS)


def register() -> None:
    """Attach every command, once; each module imports what it needs when it is called."""
    if app.registered_commands:
        return
    from delegate_audit.cli import (
        baseline,
        calibrate,
        compare,
        corpora,
        domains,
        fates,
        gate,
        models,
        relays,
        report,
        resume,
        run,
        score,
        simulate,
    )

    app.command("run")(run.run)
    app.command("resume")(resume.resume)
    app.command("report")(report.report)
    app.command("fates")(fates.fates)
    app.command("gate")(gate.gate)
    app.command("baseline")(baseline.baseline)
    app.command("compare")(compare.compare)
    app.command("calibrate")(calibrate.calibrate)
    app.command("score")(score.score)
    app.command("domains")(domains.domains)
    app.add_typer(corpora.app, name="corpora")
    app.add_typer(models.app, name="models")
    app.command("relays")(relays.relays)
    app.command("simulate")(simulate.simulate)


def main() -> None:
    """Entry point of the `audit` script."""
    register()
    try:
        app()
    except AuditError as error:
        typer.echo(f"audit: {error.problem}", err=True)
        if error.remedy:
            typer.echo(f"       {error.remedy}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
