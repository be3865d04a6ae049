from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

from delegate_audit.errors import StoreError, UsageError
from delegate_audit.store import migrations
from delegate_audit.store.rows import RunRow
from delegate_audit.store.store import Store


def _refusal(path: Path, create: bool = False) -> UsageError:
    with pytest.raises(UsageError) as caught:
        Store.open(path, create, patience_s=0.05)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_store_is_begun_only_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    assert _refusal(path).problem == f"there is no store {path}"
    assert not path.exists()
    Store.open(path, create=True).close()
    Store.open(path).close()
    assert [file.name for file in tmp_path.iterdir()] == ["audit.db"]


@pytest.mark.parametrize("name", ["with space.db", "50%25 ?mode=memory#x.db", "ünïcode.db", "no_suffix"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with Store.open(tmp_path / name, create=True) as store:
        assert store.rows(RunRow) == []
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Store.open("audit.db", create=True) as store:
        assert store.rows(RunRow) == []


def test_an_empty_file_is_a_store_to_be(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    path.touch()
    assert "is empty" in _refusal(path).problem
    with Store.open(path, create=True) as store:
        assert store.rows(RunRow) == []


def test_it_is_durable_and_has_foreign_keys(tmp_path: Path) -> None:
    found: list[int] = []
    with Store.open(tmp_path / "audit.db", create=True) as store:
        work = lambda c: found.extend(c.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys"))  # noqa: E731
        store._writer.submit(work).result(10)
        assert store.query("PRAGMA journal_mode") == [("wal",)]
    assert found == [2, 1]


@pytest.mark.parametrize("create", [False, True])
def test_a_folder_is_no_store(tmp_path: Path, create: bool) -> None:
    assert "is a folder" in _refusal(tmp_path, create).problem


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize("content", [b"PGN is not SQL\n", b"S", b"\x00" * 5000])
def test_a_file_of_another_kind_is_left_as_it_is(tmp_path: Path, create: bool, content: bytes) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(content)
    assert "no SQLite database" in _refusal(path, create).problem
    assert path.read_bytes() == content


@pytest.mark.parametrize("create", [False, True])
def test_a_database_of_others_is_left_as_it_is(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "recipes.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    assert "no store of delegate-audit" in _refusal(path, create).problem
    assert path.read_bytes() == before


def test_a_damaged_database_is_a_fault_of_the_store(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    Store.open(path, create=True).close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    with pytest.raises(StoreError, match=r"damaged.*copy"):
        Store.open(path)


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "does not exist" in _refusal(tmp_path / "none" / "audit.db", create=True).problem


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no ordinary file" in _refusal(tmp_path / "pipe").problem


@pytest.mark.parametrize("name", ["a\x00b", "x" * 300])
def test_an_impossible_name(tmp_path: Path, name: str) -> None:
    assert "cannot be opened" in _refusal(tmp_path / name, create=True).problem


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without root's privilege to read everything, where the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    Store.open(path, create=True).close()
    path.chmod(0)
    with as_nobody():
        assert "Permission denied" in _refusal(path).problem


def test_an_unreadable_file_is_told_by_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit.db"
    Store.open(path, create=True).close()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert _refusal(path).problem == f"the store {path} cannot be opened: Permission denied"


def test_a_newer_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    Store.open(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        row = {"migration_set": migrations.SET, "name": "m9999_future", "applied_at": ""}
        Database(connection).table("_sqlite_migrations").insert(row)
    known = len(migrations.STEPS)
    expected = f"the store {path} was written by a newer delegate-audit (schema {known + 1}, this one knows {known})"
    for create in (False, True):
        refusal = _refusal(path, create)
        assert (refusal.problem, refusal.remedy) == (expected, "upgrade delegate-audit or use another --store")


@pytest.mark.parametrize("begun", [False, True])
def test_a_locked_database(tmp_path: Path, begun: bool) -> None:
    path = tmp_path / "audit.db"
    if begun:
        Store.open(path, create=True).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="locked by another program"):
            Store.open(path, create=True, patience_s=0.05)
    Store.open(path, create=True).close()


def test_a_store_that_may_not_be_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "audit.db"
    Store.open(path, create=True).close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with Store.open(path) as store:
        assert store.rows(RunRow) == []
        assert [file.name for file in tmp_path.iterdir()] == ["audit.db"]


def test_opening_what_is_there_needs_no_heavy_import(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    Store.open(path, create=True).close()
    code = (
        "import sys; from delegate_audit.store.store import Store; Store.open(sys.argv[1]).close(); sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 0


def test_two_programs_may_begin_one_store_at_once(tmp_path: Path) -> None:
    code = "import sys; from delegate_audit.store.store import Store; Store.open(sys.argv[1], create=True).close()"
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "audit.db")]) for _ in range(3)]
    assert [child.wait(30) for child in children] == [0, 0, 0]
