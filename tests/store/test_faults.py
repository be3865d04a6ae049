from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from delegate_audit.store.faults import store_error


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "no room left"),
        (sqlite3.SQLITE_BUSY, "locked"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "locked"),
        (sqlite3.SQLITE_READONLY, "cannot be written"),
        (sqlite3.SQLITE_CANTOPEN, "cannot be opened"),
        (sqlite3.SQLITE_CORRUPT, "damaged"),
        (sqlite3.SQLITE_IOERR_FSYNC, "disk failed"),
        (sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, "refused a row"),
        (sqlite3.SQLITE_ERROR, "failed (what it said)"),
    ],
)
def test_every_fault_has_its_sentence_and_its_remedy(code: int, words: str) -> None:
    fault = sqlite3.OperationalError("what it said")
    fault.sqlite_errorcode = code
    error = store_error(Path("audit.db"), fault)
    assert words in error.problem
    assert "audit.db" in error.problem
    assert error.remedy
    assert error.exit_code == 3
