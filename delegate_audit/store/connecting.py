"""Opening the file: what may be wrong with a path is said in one sentence, and what is no store is never written to.

WAL lets readers go on beside the writer; synchronous FULL makes a commit durable before it is acknowledged.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic, sleep

from delegate_audit.errors import UsageError
from delegate_audit.store import migrations
from delegate_audit.store.faults import store_error
from delegate_audit.store.migrations import State

MAGIC = b"SQLite format 3\x00"


def make_ready(path: Path, *, create: bool, patience_s: float) -> None:
    """See to it that a store of the current schema is at `path`.

    Raises UsageError where the path is wrong or the file no store that this version can use, StoreError where it is locked or damaged.
    """
    with _explained(path):
        _check_path(path, create)
        found = _state(path, patience_s) if path.exists() and path.stat().st_size else State.BLANK
        if found is State.BLANK and not create:
            raise UsageError(f"the store {path} is empty", "begin a run with `audit run`, or use another --store")
        if found is State.FOREIGN:
            raise UsageError(f"{path} is a SQLite database, but no store of delegate-audit", "use another --store")
        if found in {State.BLANK, State.OLDER}:
            _bring_up_to_date(path, patience_s)


def connect_for_writing(path: Path, patience_s: float) -> sqlite3.Connection:
    """The writer's connection, in autocommit; it waits `patience_s` for locks of others."""
    connection = _connect(path, "mode=rw", patience_s)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def connect_for_reading(path: Path, patience_s: float) -> sqlite3.Connection:
    """A connection that changes nothing, usable from any thread. It also opens a store that it is not allowed to write."""
    connection = _connect(path, _reading_mode(path), patience_s)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect(path: Path, mode: str, patience_s: float) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, uri=True, timeout=patience_s, isolation_level=None, check_same_thread=False)


def _reading_mode(path: Path) -> str:
    """Where the files beside it cannot be made, SQLite reads a store only if it is told that nobody writes it."""
    if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK):
        return "mode=rw"
    return "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        raise store_error(path, fault) from fault
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageError(f"the store {path} cannot be opened: {reason}", "check the path, or use another --store") from fault


def _check_path(path: Path, create: bool) -> None:
    if "\0" in str(path):
        raise ValueError("the name holds a NUL character")
    if path.is_dir():
        raise UsageError(f"the store {path} is a folder", "name a file in it")
    if not path.exists():
        if not create:
            raise UsageError(f"there is no store {path}", "begin one with `audit run`, or name another with --store")
        if not path.absolute().parent.is_dir():
            raise UsageError(f"the folder of the store {path} does not exist", "make the folder first, or use another --store")
        return
    if not path.is_file():
        raise UsageError(f"the store {path} is no ordinary file", "use another --store")
    with path.open("rb") as file:
        start = file.read(len(MAGIC))
    if start and start != MAGIC:
        raise UsageError(f"{path} is no SQLite database", "use another --store")


def _state(path: Path, patience_s: float) -> State:
    with closing(connect_for_reading(path, patience_s)) as connection:
        found = migrations.state(connection)
        if found is State.NEWER:
            theirs, ours = len(migrations.applied(connection)), len(migrations.STEPS)
            raise UsageError(
                f"the store {path} was written by a newer delegate-audit (schema {theirs}, this one knows {ours})",
                "upgrade delegate-audit or use another --store",
            )
        return found


def _bring_up_to_date(path: Path, patience_s: float) -> None:
    with closing(_connect(path, "mode=rwc", patience_s)) as connection:
        _use_wal(connection, patience_s)
        connection.execute("PRAGMA synchronous = FULL")
        migrations.apply(connection)
    _make_name_durable(path)


def _use_wal(connection: sqlite3.Connection, patience_s: float) -> None:
    """Switch to WAL; two programs that begin one store may meet here, and SQLite does not wait by itself."""
    end = monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > end:
                raise
            sleep(0.01)


def _make_name_durable(path: Path) -> None:
    """SQLite makes a file's content durable; that the file is there at all is its folder's to remember."""
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
