"""How a row of the program becomes a row of the store and back, and what a second writing of it means.

Nothing that was acknowledged is overwritten: the same row again is harmless, another one under the same key is a fault. Only what
is computed from stored rows, scores and findings, may be computed anew.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeVar, get_type_hints

from delegate_audit.core.finding import Finding
from delegate_audit.errors import StoreError
from delegate_audit.store.rows import (
    CallRow,
    DelegateRow,
    EnvironmentRow,
    FindingRow,
    HopRow,
    RelayRow,
    RunRow,
    ScoreRow,
    SeedElementRow,
)

Row = RunRow | DelegateRow | EnvironmentRow | SeedElementRow | RelayRow | CallRow | HopRow | ScoreRow | FindingRow
R = TypeVar("R", bound=Row)
Value = str | int | float | None

RENAMED = {"where": "place"}
"""Field of a finding to its column, where the field's name is a word of SQL."""


@dataclass(frozen=True)
class Column:
    """One column: its name, where its value stands in the row (dotted), and its Python type."""

    name: str
    path: str
    type: type
    optional: bool = False

    def encode(self, value: Any) -> Value:
        """The value as SQLite takes it. Lone surrogates, which UTF-8 cannot hold, are written as escapes."""
        if isinstance(value, Enum):
            value = value.value
        if isinstance(value, str):
            return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
        if isinstance(value, float) and not math.isfinite(value):
            raise StoreError(f"{self.name} is {value}, which is no number to store", "report this as a fault of the program")
        return int(value) if isinstance(value, bool) else value


@dataclass(frozen=True)
class Table:
    """A table of one kind of row. `loose` columns may differ when a row is written again: the first stays."""

    name: str
    row: type[Row]
    key: tuple[str, ...]
    loose: frozenset[str] = field(default=frozenset())
    replace: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in their order."""
        if self.row is not FindingRow:
            return _columns(self.row)
        return (*(c for c in _columns(FindingRow) if c.name != "finding"), *_columns(Finding, "finding."))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def select(self) -> str:
        """`SELECT … FROM table`, the columns in their order."""
        return f"SELECT {_list(self.names)} FROM {self.name}"  # noqa: S608 - names of our own

    @cached_property
    def order(self) -> str:
        """`ORDER BY …` the primary key."""
        return f"ORDER BY {_list(self.key)}"

    @cached_property
    def insert(self) -> str:
        """The statement that writes a row; it changes nothing where the key is taken, unless the table lets it."""
        rest = [f'"{name}" = excluded."{name}"' for name in self.names if name not in self.key]
        conflict = f"DO UPDATE SET {', '.join(rest)}" if self.replace else "DO NOTHING"
        marks = ", ".join("?" * len(self.names))
        return f"INSERT INTO {self.name} ({_list(self.names)}) VALUES ({marks}) ON CONFLICT ({_list(self.key)}) {conflict}"  # noqa: S608

    @cached_property
    def by_key(self) -> str:
        """The statement that reads one row by its key."""
        return self.select + " WHERE " + " AND ".join(f'"{name}" = ?' for name in self.key)

    def values(self, row: Row) -> tuple[Value, ...]:
        """What is written for a row, in the order of the columns. Raises StoreError for a number that is none."""
        return tuple(column.encode(value) for column, value in zip(self.columns, self._read(row), strict=True))

    def key_of(self, values: Sequence[Value]) -> tuple[Value, ...]:
        """The primary key among the values of a row."""
        return tuple(value for name, value in zip(self.names, values, strict=True) if name in self.key)

    def differing(self, ours: Sequence[Value], theirs: Sequence[Value]) -> list[str]:
        """The columns that count in which two rows of one key differ."""
        return [n for n, a, b in zip(self.names, ours, theirs, strict=True) if a != b and n not in self.loose]

    def row_of(self, values: Sequence[Value]) -> Row:
        """The row that was written as these values."""
        decoded: list[Any] = list(values)
        for at, kind in self._converted:
            decoded[at] = kind(decoded[at])
        if self.row is FindingRow:
            own = len(fields(FindingRow)) - 1
            decoded[own:] = [Finding(*decoded[own:])]
        return self.row(*decoded)

    @cached_property
    def _converted(self) -> tuple[tuple[int, type], ...]:
        """The places, and the types, of the values that SQLite has no type for."""
        return tuple((at, column.type) for at, column in enumerate(self.columns) if column.type is bool or issubclass(column.type, Enum))

    @cached_property
    def _read(self) -> attrgetter[tuple[Any, ...]]:
        return attrgetter(*(column.path for column in self.columns))


def _columns(row: type, prefix: str = "") -> tuple[Column, ...]:
    hints = get_type_hints(row)
    return tuple(_column(f.name, prefix, hints[f.name]) for f in fields(row))


def _column(name: str, prefix: str, hint: Any) -> Column:
    options = [option for option in getattr(hint, "__args__", (hint,)) if option is not type(None)]
    return Column(RENAMED.get(name, name), prefix + name, options[0], optional=options != [hint])


def _list(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


TABLES: tuple[Table, ...] = (
    Table("runs", RunRow, ("id",), loose=frozenset({"created"})),
    Table("delegates", DelegateRow, ("id",)),
    Table("environments", EnvironmentRow, ("id",)),
    Table("seed_elements", SeedElementRow, ("environment", "n")),
    Table("relays", RelayRow, ("id",), loose=frozenset({"status", "reason"})),
    Table("calls", CallRow, ("relay", "hop", "n"), loose=frozenset({"timing"})),
    Table("hops", HopRow, ("relay", "hop")),
    Table("scores", ScoreRow, ("relay", "hop", "scorer", "name"), replace=True),
    Table("findings", FindingRow, ("relay", "hop", "scorer", "n"), replace=True),
)
"""Every table but `files`, each after those it refers to."""

TABLE_OF: Mapping[type, Table] = MappingProxyType({table.row: table for table in TABLES})
