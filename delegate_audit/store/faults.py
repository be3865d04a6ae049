"""What SQLite's faults mean to the person at the keyboard, and what to do about each."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from delegate_audit.errors import StoreError

_FULL = ("there is no room left for the store {path}", "free space on its disk, then go on with `audit resume`")
_LOCKED = ("the store {path} is locked by another program", "let that program finish or close it, then try again")
_READ_ONLY = ("the store {path} cannot be written", "make the file and its folder writable, or use another --store")
_NO_ACCESS = ("the store {path} cannot be opened", "check that its folder exists and that both may be read and written")
_DAMAGED = ("the store {path} is damaged ({fault})", "restore it from a copy, or save what is left with `sqlite3 {path} .recover`")
_DISK = ("the disk failed while the store {path} was in use ({fault})", "check the disk, then go on with `audit resume`")
_REFUSED = ("the store {path} refused a row ({fault})", "report this as a fault of the program")
_OTHER = ("the store {path} failed ({fault})", "try again, or use another --store")

_MEANINGS = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_PROTOCOL: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _NO_ACCESS,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: _DISK,
    sqlite3.SQLITE_CONSTRAINT: _REFUSED,
    sqlite3.SQLITE_MISMATCH: _REFUSED,
    sqlite3.SQLITE_TOOBIG: _REFUSED,
}


def store_error(path: Path, fault: sqlite3.Error | OverflowError) -> StoreError:
    """The fault as one of the store, with its remedy."""
    code = getattr(fault, "sqlite_errorcode", None)
    refused = isinstance(fault, OverflowError | sqlite3.DataError | sqlite3.InterfaceError)
    problem, remedy = _REFUSED if refused else _MEANINGS.get((code or 0) & 0xFF, _OTHER)
    return StoreError(problem.format(path=path, fault=fault), remedy.format(path=path))
