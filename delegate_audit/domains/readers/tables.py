"""Delimited text: records of cells with quoted line breaks, the delimiter a file uses, and writing cells again.

Strict where RFC 4180 is broken beyond reading (a quote that never closes, text after a closing quote): such a line is
one broken record, and the records around it are what they would be without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import MAX_DIGITS

DELIMITERS = (",", "\t", ";", "|")
"""In order of preference where a text fits several."""

SNIFFED_CHARS = 20_000

_NUMBER = re.compile(rf"-?(?:0|[1-9]\d{{0,{MAX_DIGITS}}})(?:\.\d{{1,{MAX_DIGITS}}})?", re.ASCII)


class Record(NamedTuple):
    """One record: its cells, the 1-based line it begins at, its text; `remark` for a `# comment`, `broken` for false quoting."""

    cells: tuple[str, ...]
    line: int
    text: str
    remark: bool
    broken: bool


@cache
def _forms(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A remark, a record or else a line, and a cell with what parts it from the one before; a record with a hash before it is one line."""
    mark, blank = re.escape(delimiter), " *+" if delimiter == "\t" else "[ \t]*+"
    quoted, plain = r'[^"]*+(?:""[^"]*+)*+', rf'(?!{blank}")[^\n{mark}]*+'
    cell = rf'(?:{blank}"{quoted}"{blank}|{plain})'
    row = rf"{cell}(?:{mark}{cell})*+(?=\n|\Z)"
    line = row.replace('[^"]', r'[^"\n]')
    record = rf"(?:#(?:[^\S\n]|[#!]|(?=\n|\Z)).*|(?P<row>(?!#){row}|(?=#){line})|.*)(?:\n|\Z)"
    return re.compile(record), re.compile(rf'(?:\A|{mark})(?:{blank}"({quoted})"{blank}|({plain}))')


def records(text: str, delimiter: str) -> list[Record]:
    """All records that are not blank. Cells without quotes lose the white space around them."""
    record, cell = _forms(delimiter)
    found: list[Record] = []
    line = 1
    for match in record.finditer("\n".join(lines_of(text)).replace("\ufeff", "")):
        raw = match[0].removesuffix("\n")
        cells: tuple[str, ...] = (raw.rstrip(),)
        if match["row"] is not None:
            quoted = cell.finditer(raw) if '"' in raw else ()
            cells = tuple(one[1].replace('""', '"') if one[2] is None else one[2].strip() for one in quoted)
            cells = cells or tuple(part.strip() for part in raw.split(delimiter))
        if raw.strip():
            remark = match["row"] is None and raw.startswith("#")
            found.append(Record(cells, line, raw, remark, broken=match["row"] is None and not remark))
        line += match[0].count("\n")
    return found


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most records into one number of cells, more than one; a comma where none does."""
    start = "\n".join(line.rstrip() for line in lines_of(text[:SNIFFED_CHARS]))
    best, chosen = (0, 0), DELIMITERS[0]
    for delimiter in DELIMITERS:
        if delimiter in start:
            found = records(start, delimiter)
            width, number = common_width(found)
            fit = (number - 2 * sum(record.broken for record in found), width) if width > 1 else (0, 0)
            if fit > best:
                best, chosen = fit, delimiter
    return chosen


def common_width(found: Sequence[Record]) -> tuple[int, int]:
    """How many cells most records have, and how many records that are; lines with `#` count where there are no others."""
    whole = [record for record in found if not record.remark and not record.broken]
    widths = Counter(len(r.cells) for r in [r for r in whole if not r.text.startswith("#")] or whole)
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))


def typed(cell: str) -> Value:
    """None for an empty cell, a Decimal for a number that is written as Decimals are, else the text."""
    if not cell:
        return None
    return Decimal(cell) if _NUMBER.fullmatch(cell) else cell


def field_names(columns: Sequence[str]) -> list[str]:
    """A name for every column: its own, `column 3` where it has none, `name (2)` where it is there already."""
    names: list[str] = []
    taken: set[str] = set()
    repeated: Counter[str] = Counter()
    for number, column in enumerate(columns, 1):
        name = wanted = column or f"column {number}"
        while name in taken:
            repeated[wanted] += 1
            name = f"{wanted} ({repeated[wanted] + 1})"
        taken.add(name)
        names.append(name)
    return names


def written(cells: Iterable[str], delimiter: str, *, quote_all: bool = False) -> str:
    """One record without its line end, with quotes where a reader needs them."""
    parts = list(cells)
    marks = (delimiter, '"', "\n", "\r")
    quoted = [
        f'"{cell.replace(chr(34), chr(34) * 2)}"'
        if quote_all or cell != cell.strip() or any(mark in cell for mark in marks) or (not place and cell.startswith("#"))
        else cell
        for place, cell in enumerate(parts)
    ]
    return delimiter.join(quoted) if parts != [""] else '""'
