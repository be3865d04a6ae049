"""Reading the store: typed rows in the order of their keys, and texts by their address. It never waits for the writer."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from delegate_audit.errors import StoreError
from delegate_audit.store.connecting import connect_for_reading
from delegate_audit.store.faults import store_error
from delegate_audit.store.tables import TABLE_OF, R, Value
from delegate_audit.store.texts import unpack


class Reader:
    """One read-only connection, shared by the threads of this program in turn."""

    def __init__(self, path: Path, patience_s: float) -> None:
        self._path, self._patience_s = path, patience_s
        self._turn = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._closed = False

    def rows(self, row: type[R], where: str = "", params: Sequence[Value] = ()) -> list[R]:
        """All rows of one table for which the SQL condition `where` holds, in the order of the primary key."""
        table = TABLE_OF[row]
        condition = f" WHERE {where}" if where else ""
        found = self.query(f"{table.select}{condition} {table.order}", params)
        return [cast("R", table.row_of(values)) for values in found]

    def text(self, digest: str) -> str:
        """The text at a content address. Raises StoreError where it is missing or damaged."""
        found = self.query("SELECT body FROM files WHERE digest = ?", (digest,))
        if not found:
            raise StoreError(f"the store {self._path} has no text {digest[:12]}", "restore the store from a copy")
        return unpack(digest, found[0][0])

    def texts(self, files_json: str) -> dict[str, str]:
        """The texts of a column `files`: file name to text, for its JSON of file name to digest."""
        return {name: self.text(digest) for name, digest in json.loads(files_json).items()}

    def query(self, sql: str, params: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """The rows of any SELECT, for the views. Raises StoreError with SQLite's own words where it fails."""
        with self._turn:
            try:
                return self._open().execute(sql, params).fetchall()
            except sqlite3.Error as fault:
                raise store_error(self._path, fault) from fault

    def close(self) -> None:
        """Let go of the file."""
        with self._turn:
            self._closed = True
            if self._connection is not None:
                self._connection.close()

    def _open(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"the store {self._path} is closed", "open it again")
        if self._connection is None:
            self._connection = connect_for_reading(self._path, self._patience_s)
        return self._connection
