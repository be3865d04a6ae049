"""What the writer does for one submission: texts first, then rows, each table after those it refers to."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from delegate_audit.errors import StoreError
from delegate_audit.store.tables import TABLE_OF, TABLES, Row, Table, Value
from delegate_audit.store.texts import digest, pack

STATUSES = ("pending", "done", "suspended")

_RANK = {table.name: rank for rank, table in enumerate(TABLES)}


@dataclass(frozen=True)
class Submission:
    """Rows and texts that belong together: all of it is written, or nothing."""

    rows: tuple[tuple[Table, tuple[Value, ...]], ...]
    texts: tuple[str, ...]

    def __call__(self, connection: sqlite3.Connection) -> None:
        """Write it within the transaction of `connection`. Raises StoreError where another row has the key."""
        for text in self.texts:
            _write_text(connection, text)
        for table, values in self.rows:
            _write_row(connection, table, values)


def submission(rows: Sequence[Row], texts: Sequence[str]) -> Submission:
    """The rows as SQLite takes them, in an order that satisfies their references."""
    encoded = [(table, table.values(row)) for row in rows for table in [TABLE_OF[type(row)]]]
    return Submission(tuple(sorted(encoded, key=lambda pair: _RANK[pair[0].name])), tuple(texts))


@dataclass(frozen=True)
class Rescore:
    """What some scorers say about a hop, in place of all that they said before."""

    relay: str
    hop: int
    scorers: tuple[str, ...]
    rows: Submission

    def __call__(self, connection: sqlite3.Connection) -> None:
        """Write it within the transaction of `connection`."""
        for scorer in self.scorers:
            for table in ("scores", "findings"):
                query = f"DELETE FROM {table} WHERE relay = ? AND hop = ? AND scorer = ?"  # noqa: S608 - names of our own
                connection.execute(query, (self.relay, self.hop, scorer))
        self.rows(connection)


@dataclass(frozen=True)
class StatusChange:
    """A relay's new status, the one thing about it that changes."""

    relay: str
    status: str
    reason: str

    def __call__(self, connection: sqlite3.Connection) -> None:
        """Write it within the transaction of `connection`. Raises StoreError for an unknown relay or status."""
        if self.status not in STATUSES:
            raise StoreError(f"{self.status!r} is no status of a relay", f"use one of {', '.join(STATUSES)}")
        query = "UPDATE relays SET status = ?, reason = ? WHERE id = ?"
        reason = self.reason.encode("utf-8", "backslashreplace").decode("utf-8")
        if connection.execute(query, (self.status, reason, self.relay)).rowcount != 1:
            raise StoreError(f"there is no relay {self.relay} whose status could be set", "report this as a fault of the program")


def _write_text(connection: sqlite3.Connection, text: str) -> None:
    """Compressing is the dear part, so a text that is there already is left alone."""
    if connection.execute("SELECT 1 FROM files WHERE digest = ?", (digest(text),)).fetchone() is None:
        packed = pack(text)
        connection.execute("INSERT INTO files (digest, size, body) VALUES (?, ?, ?)", (packed.digest, packed.size, packed.body))


def _write_row(connection: sqlite3.Connection, table: Table, values: tuple[Value, ...]) -> None:
    if connection.execute(table.insert, values).rowcount or table.replace:
        return
    key = table.key_of(values)
    stored = connection.execute(table.by_key, key).fetchone()
    if differing := table.differing(values, stored):
        named = " ".join(str(part) for part in key)
        raise StoreError(
            f"another row {named} is already in the table {table.name}, and differs in {', '.join(differing)}",
            "nothing stored is overwritten: use another --store for what differs",
        )
