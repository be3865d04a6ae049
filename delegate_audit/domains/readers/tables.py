"""Delimited text: records of cells with quoted line breaks, the delimiter a file uses, and writing cells again.

Strict where RFC 4180 is broken beyond reading (a quote that never closes, text after a closing quote): such a line is
one broken record, and the records around it are what they would be without it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import MAX_DIGITS

DELIMITERS = (",", "\t", ";", "|")
"""In order of preference where a text fits several."""

SNIFFED_CHARS = 20_000

_QUOTED = {d: re.compile(rf'{blank}"([^"]*+(?:""[^"]*+)*+)"{blank}') for d in DELIMITERS for blank in (" *+" if d == "\t" else "[ \t]*+",)}
_OPENED = {d: re.compile(r' *+"' if d == "\t" else r'[ \t]*+"') for d in DELIMITERS}
_PLAIN = {delimiter: re.compile(rf"[^\n{re.escape(delimiter)}]*") for delimiter in DELIMITERS}
_REMARK = re.compile(r"#(?:[\s#!]|$)")
_NUMBER = re.compile(rf"-?(?:0|[1-9]\d{{0,{MAX_DIGITS}}})(?:\.\d{{1,{MAX_DIGITS}}})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its cells, the 1-based line it begins at, its text; `remark` for a `# comment`, `broken` for false quoting."""

    cells: tuple[str, ...]
    line: int
    text: str
    remark: bool = False
    broken: bool = False


def records(text: str, delimiter: str) -> list[Record]:
    """All records that are not blank. Cells without quotes lose the white space around them."""
    text = "\n".join(lines_of(text)).replace("\ufeff", "")
    found: list[Record] = []
    start, line = 0, 1
    while start < len(text):
        record, end = _record(text, start, line, delimiter)
        if record.text.strip():
            found.append(record)
        line += text.count("\n", start, end) + 1
        start = end + 1
    return found


def _record(text: str, start: int, line: int, delimiter: str) -> tuple[Record, int]:
    """The record at `start`, and where it ends."""
    stop = text.find("\n", start)
    stop = len(text) if stop < 0 else stop
    raw = text[start:stop]
    if _REMARK.match(raw):
        return Record((raw.rstrip(),), line, raw, remark=True), stop
    if '"' not in raw:
        return Record(tuple(cell.strip() for cell in raw.split(delimiter)), line, raw), stop
    cells: list[str] = []
    at = start
    while True:
        if quoted := _QUOTED[delimiter].match(text, at):
            cells.append(quoted.group(1).replace('""', '"'))
            at = quoted.end()
        elif _OPENED[delimiter].match(text, at):
            return _refused(raw, line), stop
        else:
            plain = _PLAIN[delimiter].match(text, at)
            assert plain is not None
            cells.append(plain.group().strip())
            at = plain.end()
        if at == len(text) or text[at] == "\n":
            whole = Record(tuple(cells), line, text[start:at])
            return (_refused(raw, line), stop) if at != stop and raw.startswith("#") else (whole, at)
        if text[at] != delimiter:
            return _refused(raw, line), stop
        at += 1


def _refused(raw: str, line: int) -> Record:
    """A line whose quotes make no cells: a comment if it begins as one."""
    remark = raw.startswith("#")
    return Record((raw.rstrip(),), line, raw, remark=remark, broken=not remark)


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


def one_spaced(value: Value) -> Value:
    """A text with one space between its words; anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value


def filled(value: Value) -> Value:
    """Cells, one-spaced, without empty ones at the end; None where all are empty."""
    if not isinstance(value, tuple):
        return value
    end = max((place for place, cell in enumerate(value, 1) if one_spaced(cell)), default=0)
    return tuple(map(one_spaced, value[:end])) or None


def field_names(columns: Sequence[str]) -> list[str]:
    """A name for every column: its own, `column 3` where it has none, `name (2)` where it is there already."""
    names: list[str] = []
    taken: set[str] = set()
    repeated: Counter[str] = Counter()
    for number, column in enumerate(columns, 1):
        name = wanted = column or _position(number)
        while name in taken:
            repeated[wanted] += 1
            name = f"{wanted} ({repeated[wanted] + 1})"
        taken.add(name)
        names.append(name)
    return names


def _position(number: int) -> str:
    return f"column {number}"


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
