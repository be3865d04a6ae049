"""Columns of a table element: their names, and telling a column that was renamed from one that is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from delegate_audit.core.element import Element
from delegate_audit.core.kind import shown
from delegate_audit.domains.readers.tables import field_names

RECORDS = frozenset({"row", "footer"})
"""The kinds of children whose fields are called after the columns."""


def column_names(table: Element) -> list[str]:
    """The names in the table's header, none where it has no header."""
    columns = table.fields.get("columns")
    return [shown(name) for name in columns] if isinstance(columns, tuple) else []


def called_alike(theirs: Element, ours: Element) -> Element:
    """The table `theirs` with the fields of its records called as in `ours`.

    A column is the same one where it stands in the same place and has the same name there, or a name that no column
    came from or went to: where two columns changed places, each takes its name along.
    """
    width = max((len(row.fields) for table in (ours, theirs) for row in table.children), default=0)
    pairs = list(zip(_headed(ours, width), _headed(theirs, width), strict=False))
    gone = {our.said for our, their in pairs if our.said != their.said}
    come = {their.said for our, their in pairs if our.said != their.said}
    new = {
        their.field: our.field
        for our, their in pairs
        if our.field != their.field and (our.said == their.said or (our.said not in come and their.said not in gone))
    }
    return theirs.containing(_with_names(row, new) if row.kind in RECORDS else row for row in theirs.children) if new else theirs


@dataclass(frozen=True, slots=True)
class _Heading:
    """A column by what its header says, and by the name of the field that holds its cells."""

    said: str
    field: str


def _headed(table: Element, width: int) -> list[_Heading]:
    """At least `width` columns; one without a name says what its field is called."""
    said = column_names(table)
    said += [""] * (width - len(said))
    return [_Heading(name or field, field) for name, field in zip(said, field_names(said), strict=True)]


def _with_names(row: Element, new: Mapping[str, str]) -> Element:
    return Element(row.kind, {new.get(name, name): value for name, value in row.fields.items()}, row.children, row.line)
