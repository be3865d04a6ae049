"""What must be true in a table: rows as wide as the header, no identifier twice, totals that are the sums of their columns.

A row of totals is a footer that begins with "Total"; where a table has columns of rates by the day and by the week, a
week costs four days, and what is out or in the workshop is owned.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.records.spreadsheet import DOMAIN, ID_COLUMNS

WEEK_DAYS = 4


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the tables that does not agree, with file and line."""
    return [
        f"{name}:{line}: {problem}"
        for name, text in files.items()
        if DOMAIN.claims(name)
        for element in DOMAIN.read(text, name)
        for line, problem in (_table(element) if element.kind == "table" else [])
    ]


def _table(table: Element) -> Iterator[tuple[int, str]]:
    rows = [row for row in table.children if row.kind == "row"]
    columns = table.fields["columns"]
    if not isinstance(columns, tuple):
        yield table.line, "it has no header"
        return
    seen: set[str] = set()
    for row in rows:
        if len(row.fields) != len(columns):
            yield row.line, f"{len(row.fields)} cells under {len(columns)} columns"
        names = [str(row.fields[name]) for name in ID_COLUMNS if row.fields.get(name) is not None]
        if set(names) & seen:
            yield row.line, f"{' '.join(names)} is there twice"
        seen.update(names)
        yield from _row(row)
    for footer in table.children:
        if footer.kind == "footer" and "Total" in footer.fields.values():
            yield from _totals(footer, rows)


def _row(row: Element) -> Iterator[tuple[int, str]]:
    day, week = row.fields.get("day_rate"), row.fields.get("week_rate")
    if isinstance(day, Decimal) and week != day * WEEK_DAYS:
        yield row.line, f"a week at {week} is not {WEEK_DAYS} days at {day}"
    owned, away = row.fields.get("owned"), [row.fields.get(name) for name in ("out", "workshop")]
    if isinstance(owned, Decimal) and sum(n for n in away if isinstance(n, Decimal)) > owned:
        yield row.line, f"more is out or in the workshop than the {owned} owned"


def _totals(footer: Element, rows: list[Element]) -> Iterator[tuple[int, str]]:
    for name, total in footer.fields.items():
        if isinstance(total, Decimal):
            held = sum((n for row in rows if isinstance(n := row.fields.get(name), Decimal)), Decimal(0))
            if held != total:
                yield footer.line, f"{name} sums to {held}, not {total}"
