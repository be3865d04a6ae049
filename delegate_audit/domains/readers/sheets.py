"""A file as one table: titles and remarks above it, a header, the records, totals and remarks below them.

The table is one element whose children are its records, so that records moved to another file take their columns along.
Cells are fields named by their column; a column that was added is one `column` more, one that is gone leaves no record intact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, rejected, unreadable
from delegate_audit.core.kind import Exact, Kind, Text, shown
from delegate_audit.domains.readers.columns import called_alike, column_names
from delegate_audit.domains.readers.tables import DELIMITERS, Record, common_width, delimiter_of, field_names, records, typed, written
from delegate_audit.domains.readers.values import WORDS, one_spaced


def filled(value: Value) -> Value:
    """Cells, one-spaced, without empty ones at the end; None where all are empty."""
    if not isinstance(value, tuple):
        return value
    end = max((place for place, cell in enumerate(value, 1) if one_spaced(cell)), default=0)
    return tuple(map(one_spaced, value[:end])) or None


CELL = WORDS
CELLS = Exact(filled)
TABLE = Kind("table", {"columns": CELLS, "delimiter": Exact()})
REST = (
    Kind("column", {"name": CELL, "cells": Exact()}, ordered=False),
    Kind("footer", other=CELL),
    Kind("note", {"text": Text(), "more": CELLS}),
    Kind("comment", {"text": Text()}),
)
"""The kinds of every table, beside those of its records."""

MEANINGLESS = (
    Insignificant(re.compile('"'), "quotes around a cell that would be the same cell without them"),
    Insignificant(re.compile(r"(?<![,;|\s])[,;|\t \r]++$", re.MULTILINE), "delimiters at the end of a line, with no cell behind them"),
)

_TOTAL = re.compile(r"(?:(?:grand |sub-?)?totals?|sum|average|mean|median|count|checksum)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_VALUE = re.compile(r"[-+]?[$€£¥]? ?\d[\d.,:/ %eETZ+-]*|[^\s@]+@[^\s@]+\.\w+|\w+://\S+")
"""Cells that are no name of a column: numbers, amounts, dates and times, mail and web addresses."""


@dataclass(frozen=True)
class Sheets:
    """How a domain's tables are read.

    `record` gives the kind of the records by the file's name and the columns. A table that is not `ended` has no notes and
    no totals at its end: what looks like one is a record.
    """

    record: Callable[[str, Sequence[str]], str] = lambda _filename, _columns: "row"
    ended: bool = True

    def read(self, text: str, filename: str) -> tuple[Element, ...]:
        """Notes and comments, then the table with its records; a line with false quoting is unreadable, and the file rejected."""
        delimiter = "\t" if filename.lower().endswith(".tsv") and "\t" in text else delimiter_of(text)
        found = records(text, delimiter)
        broken = [record for record in found if record.broken]
        mark = [rejected("a quoted cell that does not end with its closing quote", broken[0].line)] if broken else []
        width, _ = common_width(found)
        rows = [k for k, record in enumerate(found) if _is_row(record, width)]
        start = next((k for k in rows if not _is_preface(found[k], width)), rows[0] if rows else len(found))
        above = [element for record in found[:start] for element in _line(record)]
        return (*mark, *above, *([self._table(found[start:], width, delimiter, filename)] if start < len(found) else []))

    def _table(self, found: list[Record], width: int, delimiter: str, filename: str) -> Element:
        """The table of the records from its header, or its first record, on."""
        first = found[0]
        below = next((record for record in found[1:] if _is_row(record, width)), None)
        columns = first.cells if _is_header(first.cells, below.cells if below else ()) else None
        body = found[1:] if columns is not None else found
        tail = _tail(body, width) if self.ended else len(body)
        widest = max((len(record.cells) for record in body), default=0)
        names = field_names([*(columns or ()), *[""] * (widest - len(columns or ()))])
        kind = self.record(filename, columns or ())
        children: list[Element] = []
        for place, record in enumerate(body):
            if not _is_row(record, width) or (place >= tail and _is_note(record, width)):
                children.extend(_line(record))
            else:
                fields = {name: typed(cell) for name, cell in zip(names, record.cells, strict=False)}
                children.append(Element("footer" if place >= tail else kind, fields, line=record.line))
        unusual: dict[str, Value] = {} if delimiter == DELIMITERS[0] else {"delimiter": delimiter}
        return Element("table", {"columns": columns, **unusual}, tuple(children), first.line)

    def write(self, elements: tuple[Element, ...]) -> str:
        """One record a line; every cell in quotes where the delimiter could not be told otherwise."""
        delimiter = next((str(e.fields.get("delimiter") or DELIMITERS[0]) for e in elements if e.kind == "table"), DELIMITERS[0])
        text = _document(elements, delimiter, quote_all=False)
        return text if delimiter == delimiter_of(text) else _document(elements, delimiter, quote_all=True)

    def reconcile(self, reference: tuple[Element, ...], candidate: tuple[Element, ...]) -> tuple[Element, ...]:
        """The candidate's records called as in the reference, with their columns, where only the header changed."""
        tables = iter([element for element in reference if element.kind == "table"])
        return tuple(called_alike(element, next(tables, element)) if element.kind == "table" else element for element in candidate)


def _is_row(record: Record, width: int) -> bool:
    if record.remark or record.broken:
        return False
    return not record.text.startswith("#") or len(record.cells) == width


def _is_note(record: Record, width: int) -> bool:
    """Whether the first cell alone is filled, as titles and sources are in a table of more columns."""
    return width > 1 and bool(record.cells[0]) and not any(record.cells[1:])


def _is_preface(record: Record, width: int) -> bool:
    return _is_note(record, width) or len(record.cells) < width - 1


def _line(record: Record) -> tuple[Element, ...]:
    if record.broken:
        return unreadable(record.text, record.line)
    if record.text.startswith("#"):
        return (Element("comment", {"text": record.text[1:].strip()}, line=record.line),)
    return (Element("note", {"text": record.cells[0], "more": record.cells[1:] or None}, line=record.line),)


def _is_header(cells: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the first record names columns: words and years, where the next one has no years in the same places."""
    if not any(cells) or any(_VALUE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in cells):
        return False
    if all(_YEAR.fullmatch(cell) for cell in cells if cell):
        return False
    return not any(_YEAR.fullmatch(a) and _YEAR.fullmatch(b) for a, b in zip(cells, below, strict=False))


def _tail(body: list[Record], width: int) -> int:
    """Where the footer begins: after the last record that is neither a total, nor a note, nor a comment."""
    for place in range(len(body) - 1, -1, -1):
        record = body[place]
        first = next((cell for cell in record.cells if cell), "")
        if _is_row(record, width) and not _is_note(record, width) and not _TOTAL.match(first):
            return place + 1
    return 0


def _document(elements: Sequence[Element], delimiter: str, *, quote_all: bool) -> str:
    lines: list[str] = []
    for element in elements:
        columns = column_names(element)
        rows = element.children if element.kind == "table" else (element,)
        found = (columns or None, *(_cells(row, columns) for row in rows if row.kind != REJECTED))
        lines += [
            cells if isinstance(cells, str) else written(cells, delimiter, quote_all=quote_all) for cells in found if cells is not None
        ]
    return "".join(f"{line}\n" for line in lines)


def _cells(element: Element, columns: Sequence[str]) -> Sequence[str]:
    """The cells in the order of the columns, or the line as it is; a row that ends early stays short, what has no column comes last."""
    fields = element.fields
    if element.kind == UNREADABLE:
        return shown(fields.get("text"))
    if element.kind == "comment":
        return f"# {shown(fields.get('text'))}".rstrip()
    if element.kind == "note":
        more = fields.get("more")
        return [shown(fields.get("text")), *map(shown, more if isinstance(more, tuple) else ())]
    names = field_names([*columns, *[""] * len(fields)])
    end = max((place for place, name in enumerate(names, 1) if name in fields), default=0)
    known = set(names)
    return [shown(fields.get(name)) for name in (*names[:end], *(name for name in fields if name not in known))]
