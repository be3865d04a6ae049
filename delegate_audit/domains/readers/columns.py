"""Columns of a table element: their names, and telling a column that was renamed from one that is another."""

from __future__ import annotations

from collections.abc import Mapping

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

    A column is the same one where it stands in the same place and each name is known on one side only.
    """
    width = max((len(row.fields) for table in (ours, theirs) for row in table.children), default=0)
    here, there = (field_names([*column_names(t), *[""] * (width - len(column_names(t)))]) for t in (ours, theirs))
    known, other = set(here), set(there)
    new = {their: our for their, our in zip(there, here, strict=False) if their not in known and our not in other}
    return theirs.containing(_with_names(row, new) if row.kind in RECORDS else row for row in theirs.children) if new else theirs


def _with_names(row: Element, new: Mapping[str, str]) -> Element:
    return Element(row.kind, {new.get(name, name): value for name, value in row.fields.items()}, row.children, row.line)
