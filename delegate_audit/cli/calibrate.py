"""`audit calibrate`: known faults into documents, and what the scorers see of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from delegate_audit.cli.options import listed, readable
from delegate_audit.errors import UsageError

if TYPE_CHECKING:
    from delegate_audit.calibration.contract import Calibration, Subject

PAGE_COLUMNS = 120
MISSED = 1
INTERRUPTED = 130
Format = Literal["terminal", "json"]


def calibrate(
    names: Annotated[list[str] | None, typer.Argument(metavar="DOMAIN", help="Domains whose corpora to use; by default all.")] = None,
    files: Annotated[list[Path] | None, typer.Option("--files", help="Your own files or folders instead; more may follow.")] = None,
    domain: Annotated[str | None, typer.Option("--domain", "-d", help="The kind of your files, where a name does not tell.")] = None,
    amounts: Annotated[str, typer.Option(help="Faults a text: numbers, and shares of the places there are.")] = "1,2%,10%,30%",
    trials: Annotated[int, typer.Option("--trials", "-n", min=1, help="Texts for every class, amount and document.")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="The seed of everything random.")] = 0,
    scorer: Annotated[list[str] | None, typer.Option("--scorer", help="Scorers beside structure; by default diff and embedding.")] = None,
    examples: Annotated[int, typer.Option(min=0, help="Most missed faults to show; 0 shows all.")] = 20,
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to print it.")] = "terminal",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file instead of the screen.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=256, help="Processes at once; by default one a core.")] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that one class may take on one document.")] = 300.0,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Do not show how far it is.")] = False,
) -> None:
    """Put known faults into documents and say what the scorers catch, what they miss, and what they take for a fault.

    Ends with 1 when a fault left no trace or a meaningless variant was taken for a loss.

    Example: audit calibrate subtitles chess
    Example: audit calibrate --files notes.csv ledger/ --amounts 1,20%
    """
    from delegate_audit.calibration.amounts import amount
    from delegate_audit.calibration.contract import Plan
    from delegate_audit.cli.calibrating import drive

    chosen = tuple(amount(text) for text in listed(amounts) or (amounts,))
    subjects = _subjects(names or [], files or [], domain)
    if out is not None and (out.is_dir() or not out.absolute().parent.is_dir()):
        raise UsageError(f"{out} cannot be written", "choose another --out")
    plan = Plan(chosen, trials, seed, _scorers(scorer))
    try:
        calibration = drive(subjects, plan, workers=workers, timeout_s=timeout, quiet=quiet)
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
        raise typer.Exit(INTERRUPTED) from None
    _show(calibration, format_, out, examples)
    if not calibration.clean:
        raise typer.Exit(MISSED)


def _scorers(chosen: list[str] | None) -> tuple[str, ...]:
    """The scorers beside structure. One that is not installed is said and left out."""
    from delegate_audit.scoring import registry
    from delegate_audit.scoring.embedding import HINT, available

    wanted = list(dict.fromkeys(name for text in chosen or ["diff,embedding"] for name in listed(text)))
    for name in wanted:
        registry.get(name)
    if "embedding" in wanted and not available():
        typer.echo(f"without the embedding scorer: {HINT.partition(': ')[2]}", err=True)
        wanted.remove("embedding")
    return tuple(name for name in wanted if name != "structure")


def _subjects(names: list[str], files: list[Path], domain: str | None) -> tuple[Subject, ...]:
    """The documents. After `--files`, what follows are files too. Raises `UsageError` where there is nothing to read."""
    from delegate_audit.calibration.subjects import from_corpora, from_text
    from delegate_audit.domains import registry

    if files:
        forced = registry.get(domain) if domain else None
        texts = [found for path in [*files, *map(Path, names)] for found in _texts(path, forced=forced is not None).items()]
        subjects = tuple(from_text(origin, text, forced) for origin, text in texts if text.strip())
        if not subjects:
            raise UsageError(
                "there is no document to calibrate on", "give files that are not empty and are of a kind that audit domains lists"
            )
        return subjects
    if domain:
        raise UsageError("--domain is for files of your own", f"use --files PATH, or: audit calibrate {domain}")
    for name in names:
        if name not in registry.names() and Path(name).exists():
            raise UsageError(f"there is no domain {name!r}", f"for a file: audit calibrate --files {name}")
    return from_corpora(names or None)


def _texts(path: Path, *, forced: bool) -> dict[str, str]:
    """A file, or those of a folder that some domain reads. What was odd is said."""
    from delegate_audit.calibration.subjects import readable as readable_texts
    from delegate_audit.cli.files import workspace

    remarks: list[str] = []
    found = workspace(readable(path), remarks)
    if path.is_dir():
        found = {(path / name).as_posix(): text for name, text in found.items()}
        if not forced:
            found, unread = readable_texts(found)
            remarks.extend(f"{name}: no domain reads it, left out" for name in unread)
    else:
        found = {path.as_posix(): text for text in found.values()}
    for remark in remarks:
        typer.echo(remark, err=True)
    return dict(found)


def _show(calibration: Calibration, format_: Format, out: Path | None, examples: int) -> None:
    text = _rendered(calibration, format_, examples) if out or format_ == "json" else ""
    if out is not None:
        try:
            out.write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"{out} cannot be written: {error.strerror}", "choose another --out") from error
        typer.echo(f"wrote {out}", err=True)
    elif format_ == "json":
        typer.echo(text)
    else:
        from delegate_audit.cli.calibration import printed
        from delegate_audit.cli.screen import screen

        screen().print(printed(calibration, examples))


def _rendered(calibration: Calibration, format_: Format, examples: int) -> str:
    if format_ == "json":
        from delegate_audit.calibration.as_json import render

        return render(calibration)
    from io import StringIO

    from rich.console import Console

    from delegate_audit.cli.calibration import printed

    page = StringIO()
    Console(file=page, width=PAGE_COLUMNS, highlight=False).print(printed(calibration, examples))
    return page.getvalue()
