"""Sidecars: small tables and lists that an edit leaves beside the document. Written strictly, read tolerantly."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence

from delegate_audit.core.workspace import Workspace, freeze
from delegate_audit.transforms.contract import TransformError

Row = Mapping[str, str]
QUOTE = '"'
_SPECIAL = re.compile(r'[,"\r\n]')


def need(files: Workspace, name: str) -> str:
    """The text of a file. Raises `TransformError` where it is missing."""
    if name not in files:
        raise TransformError(f"{name} is missing")
    return files[name]


def replaced(files: Workspace, changes: Mapping[str, str | None]) -> Workspace:
    """The workspace with some files rewritten or, where None is given, removed."""
    merged = {**files, **changes}
    return freeze({name: text for name, text in merged.items() if text is not None})


def table_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated values with a header row; cells are quoted where they must be."""
    return "".join(_row(row) for row in (columns, *rows))


def _row(cells: Sequence[str]) -> str:
    alone = len(cells) == 1 and not cells[0]
    return ",".join(f'"{cell.replace(QUOTE, QUOTE * 2)}"' if alone or _SPECIAL.search(cell) else cell for cell in cells) + "\n"


def table_rows(text: str, columns: Sequence[str] = ()) -> list[Row]:
    """The rows by column name, blank lines left out.

    `columns` are expected, whatever their case or blanks around them; where the header lacks one of them, the columns
    are taken by their place. Every row has all of them, empty where it is too short. Raises `TransformError` on broken quoting.
    """
    try:
        lines = list(csv.reader(io.StringIO(_one_line_end(text.removeprefix("\ufeff")), newline="")))
    except csv.Error as fault:
        raise TransformError(f"a table cannot be read: {fault}") from fault
    rows = [line for line in lines if line]
    if not rows:
        return []
    header = _header(rows[0], columns)
    empty = dict.fromkeys([*columns, *header], "")
    return [{**empty, **dict(zip(header, line, strict=False))} for line in rows[1:]]


def _one_line_end(text: str) -> str:
    """With line feeds alone, where the first line says that the file's lines end otherwise."""
    return text.replace("\r\n", "\n") if text.partition("\n")[0].endswith("\r") else text


def _header(found: list[str], columns: Sequence[str]) -> list[str]:
    known = {column.casefold(): column for column in columns}
    header = [known.get(cell.strip().casefold(), cell) for cell in found]
    if not set(columns) <= set(header) and len(header) >= len(columns):
        return [*columns, *header[len(columns) :]]
    return header


def list_text(entries: Iterable[str]) -> str:
    """One entry a line."""
    return "".join(f"{entry}\n" for entry in entries)


def list_entries(text: str) -> list[str]:
    """The entries, blank lines left out."""
    return [line.strip() for line in text.removeprefix("\ufeff").replace("\r", "\n").split("\n") if line.strip()]
