"""Columns of a table element: their names, and telling which column of one table is which of another.

Rows tell more than the header: where a header lost a delimiter, or is gone, every cell is still where it was. A column
that was added is one element more, and the rows are what they were; one that is gone took a fact from every row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from delegate_audit.core.element import UNREADABLE, Element, Value
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.tables import field_names

Item = TypeVar("Item")
OTHERS = frozenset({"column", "note", "comment", UNREADABLE})
"""The kinds of children that are no records; the fields of all others are called after the columns, in whose order they stand."""

ASKED_ROWS = 50
"""How many rows are asked which of their cells the other table does not have."""


def column_names(table: Element) -> list[str]:
    """The names in the table's header, none where it has no header."""
    columns = table.fields.get("columns")
    return [shown(name) for name in columns] if isinstance(columns, tuple) else []


def called_alike(theirs: Element, ours: Element) -> Element:
    """The table `theirs` with the fields of its records called as in `ours`, and each column that was added as one element."""
    our, whole = _Grid.of(column_names(ours), _rows(ours)), _Grid.of(column_names(theirs), _rows(theirs))
    added = _added(our, whole)
    their = _Grid.of(_less(whole.names, added), [_less(row, added) for row in whole.rows]) if added else whole
    names = _names(our, their)[: max(map(len, their.rows), default=0)]
    names = names if len(set(names)) == len(names) else their.fields
    kinds = _kinds(theirs, ours)
    if not whole.rows or not (added or kinds or names != their.fields[: len(names)]):
        return theirs
    cells = iter(their.rows)
    records = (
        Element(kinds.get(child.kind, child.kind), dict(zip(names, next(cells), strict=False)), child.children, child.line)
        if child.kind not in OTHERS
        else child
        for child in theirs.children
    )
    table = theirs.having(columns=tuple(their.names) or None) if added else theirs
    return table.containing([*records, *(column for place in added for column in whole.column(place, theirs.line))])


def _rows(table: Element) -> list[Sequence[Value]]:
    return [tuple(child.fields.values()) for child in table.children if child.kind not in OTHERS]


def _less(items: Sequence[Item], places: Collection[int]) -> list[Item]:
    """The items without those at these places."""
    return [item for place, item in enumerate(items) if place not in places]


def _kinds(theirs: Element, ours: Element) -> Mapping[str, str]:
    """What to call the records of `theirs`, whose kind their header alone may not tell."""
    our, their = ({child.kind for child in table.children} - OTHERS - {"footer"} for table in (ours, theirs))
    return {} if our == their or len(our) != 1 or len(their) != 1 else dict(zip(their, our, strict=True))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells of a table's rows and the names in its header; `width` is how many cells most rows have.

    `fields` are the names of the fields, as far as the longest row or the header reaches, `said` what the header calls
    them, or the field's own name where it has none.
    """

    names: Sequence[str]
    rows: Sequence[Sequence[Value]]
    width: int
    said: Sequence[str]
    fields: Sequence[str]

    @classmethod
    def of(cls, names: Sequence[str], rows: Sequence[Sequence[Value]]) -> _Grid:
        widths = Counter(map(len, rows))
        fields = field_names([*names, *[""] * (max(widths, default=0) - len(names))])
        said = [" ".join(name.split()) or field for name, field in zip([*names, *[""] * len(fields)], fields, strict=False)]
        return cls(names, rows, max(widths, key=lambda n: (widths[n], n), default=0), said, fields)

    def column(self, place: int, line: int) -> Iterable[Element]:
        """The column as an element of its own, if it says anything."""
        name = next(iter(self.names[place : place + 1]), "") or None
        cells = tuple(row[place] if place < len(row) else None for row in self.rows)
        if name is not None or any(cell is not None for cell in cells):
            yield Element("column", {"name": name, "cells": cells}, line=line)


def _added(our: _Grid, their: _Grid) -> Sequence[int]:
    """The places of the columns that only `their` has, where it has all others too."""
    wider = their.width - our.width
    if our.names and their.names and wider > 0:
        known, said = set(our.said[: max(len(our.names), our.width)]), their.said[: max(len(their.names), their.width)]
        new = [place for place, name in enumerate(said) if name not in known]
        return new if len(new) == wider and known <= set(said) else []
    odd = _odd_one(their, our) if wider == 1 and not our.names and not their.names else None
    return [] if odd is None else [odd]


def _odd_one(wide: _Grid, narrow: _Grid) -> int | None:
    """The place of the cell that most rows of `wide` have and those of `narrow`, otherwise equal, have not."""
    places: Counter[int] = Counter()
    for long, short in zip(wide.rows[:ASKED_ROWS], narrow.rows, strict=False):
        place = next((k for k, (a, b) in enumerate(zip(long, short, strict=False)) if a != b), len(short))
        places[place] += long[place + 1 :] == short[place:]
    best = max(places, key=lambda place: places[place], default=None)
    return best if best is not None and places[best] else None


def _names(our: _Grid, their: _Grid) -> Sequence[str]:
    """What to call the fields of `their`: by place, unless columns changed places and took their names along."""
    if not our.names and not their.names and our.width - their.width == 1:
        gone = _odd_one(our, their)
        return their.fields if gone is None else [*our.fields[:gone], *our.fields[gone + 1 :]][: len(their.fields)]
    if our.names and their.names and len(our.names) != len(their.names) and our.width != their.width:
        return their.fields
    turned = _turned({a: b for a, b in zip(our.said, their.said, strict=False) if a != b})
    called = [mine if name not in turned else own for mine, name, own in zip(our.fields, our.said, their.fields, strict=False)]
    return [*called, *their.fields[len(called) :]]


def _turned(after: Mapping[str, str]) -> set[str]:
    """The names that only changed places among each other; `after` maps each name to the one now in its place."""
    turned: set[str] = set()
    seen: set[str] = set()
    for start in after:
        path: list[str] = []
        name = start
        while name in after and name not in seen:
            seen.add(name)
            path.append(name)
            name = after[name]
        if name in path:
            turned.update(path[path.index(name) :])
    return turned
