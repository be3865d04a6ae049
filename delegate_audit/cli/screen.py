"""Where commands print their lists: as wide as the terminal, or wide enough for everything where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

PIPE_COLUMNS = 200
MOST = 6


def screen() -> Console:
    """A console for standard output that guesses no colours for numbers or paths."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=PIPE_COLUMNS)


def listing(*columns: str) -> Table:
    """A plain table whose first column is never cut or wrapped: it holds what other commands are given."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(column, no_wrap=place == 0, overflow="fold")
    return table


def few(patterns: Sequence[str]) -> list[str]:
    """The first of many patterns, and how many more there are."""
    more = len(patterns) - MOST
    return [*patterns[:MOST], f"and {more} more"] if more > 1 else list(patterns)
