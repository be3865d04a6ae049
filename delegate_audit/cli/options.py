"""Options that several commands share, and how a comma-separated list is read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from delegate_audit.errors import UsageError

StorePath = Annotated[Path, typer.Option("--store", help="The store, an SQLite file.", metavar="PATH")]
DEFAULT_STORE = Path("audit.db")


def listed(text: str | None) -> tuple[str, ...]:
    """The items of a comma-separated list, without blanks and repetitions."""
    return tuple(dict.fromkeys(item.strip() for item in (text or "").split(",") if item.strip()))


def readable(path: Path) -> Path:
    """The path of something that can be read. Raises `UsageError` when nothing is there."""
    if not path.exists():
        raise UsageError(f"{path} does not exist", "check the path")
    return path
