from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from delegate_audit.errors import StoreError
from delegate_audit.store import writer as module
from delegate_audit.store.connecting import connect_for_writing, make_ready
from delegate_audit.store.writer import MAX_BATCH, Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "audit.db"
    make_ready(path, create=True, patience_s=1)
    return path


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    writer = Writer(path, patience_s=0.05)
    yield writer
    writer.close()


def _write(n: int) -> module.Work:
    return lambda connection: connection.execute("INSERT INTO files VALUES (?, 0, x'')", (str(n),)) and None


def _stored(path: Path) -> set[int]:
    with closing(sqlite3.connect(path)) as connection:
        return {int(name) for (name,) in connection.execute("SELECT digest FROM files")}


class _Gate:
    """Work that keeps the writer busy until told, so that others must wait."""

    def __init__(self) -> None:
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self, _: sqlite3.Connection) -> None:
        self.entered.set()
        assert self.opened.wait(10)


def test_a_future_resolves_after_others_can_see_the_row(writer: Writer, path: Path) -> None:
    for n in range(20):
        writer.submit(_write(n)).result(10)
        assert n in _stored(path)


def test_what_waits_is_committed_together(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    commit = Writer._commit

    def counted(self: Writer, batch: list) -> None:
        sizes.append(len(batch))
        commit(self, batch)

    monkeypatch.setattr(Writer, "_commit", counted)
    gate = _Gate()
    writer.submit(gate)
    gate.entered.wait(10)
    futures = [writer.submit(_write(n)) for n in range(MAX_BATCH + 10)]
    gate.opened.set()
    for future in futures:
        future.result(10)
    assert sizes == [1, MAX_BATCH, 10]


def test_closing_commits_what_waits(path: Path) -> None:
    writer = Writer(path, patience_s=1)
    gate = _Gate()
    writer.submit(gate)
    gate.entered.wait(10)
    futures = [writer.submit(_write(n)) for n in range(50)]
    threading.Timer(0.05, gate.opened.set).start()
    writer.close()
    assert all(future.done() and future.exception() is None for future in futures)
    assert _stored(path) == set(range(50))
    with pytest.raises(StoreError, match="closed"):
        writer.submit(_write(50))
    writer.close()


def test_one_faulty_piece_is_taken_back_alone(writer: Writer, path: Path) -> None:
    def half(connection: sqlite3.Connection) -> None:
        _write(100)(connection)
        _write(1)(connection)

    gate = _Gate()
    writer.submit(gate)
    gate.entered.wait(10)
    first, bad, last = writer.submit(_write(1)), writer.submit(half), writer.submit(_write(2))
    gate.opened.set()
    assert (first.result(10), last.result(10)) == (None, None)
    with pytest.raises(StoreError, match=r"refused a row \(UNIQUE"):
        bad.result(10)
    assert _stored(path) == {1, 2}


def test_a_number_too_large_for_the_store_is_a_fault(writer: Writer) -> None:
    with pytest.raises(StoreError, match="refused a row"):
        writer.submit(lambda c: c.execute("SELECT ?", (2**63,)) and None).result(10)


def test_a_locked_store_is_told_and_then_goes_on(writer: Writer, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program; let that program finish"):
            writer.submit(_write(1)).result(10)
        other.execute("ROLLBACK")
        writer.submit(_write(2)).result(10)
    assert _stored(path) == {2}


def test_a_full_disk_is_told_and_then_goes_on(writer: Writer, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [60]

    def connect(path: Path, patience_s: float) -> sqlite3.Connection:
        connection = connect_for_writing(path, patience_s)
        connection.execute(f"PRAGMA max_page_count = {pages[0]}")
        return connection

    monkeypatch.setattr(module, "connect_for_writing", connect)
    large: module.Work = lambda c: c.execute("INSERT INTO files VALUES ('7', 0, zeroblob(1000000))") and None  # noqa: E731
    writer.submit(_write(1)).result(10)
    with pytest.raises(StoreError, match=r"no room left.*audit resume"):
        writer.submit(large).result(10)
    pages[0] = 100_000
    writer.submit(large).result(10)
    assert _stored(path) == {1, 7}


def test_a_store_that_vanished_is_told(path: Path) -> None:
    path.unlink()
    writer = Writer(path, patience_s=0.05)
    with pytest.raises(StoreError, match="cannot be opened"):
        writer.submit(_write(1)).result(10)
    writer.close()


async def test_a_cancelled_task_does_not_take_its_answer_with_it(writer: Writer, path: Path) -> None:
    gate = _Gate()
    writer.submit(gate)
    gate.entered.wait(10)
    future = writer.submit(_write(1))
    waiting = asyncio.wrap_future(future)
    waiting.cancel()
    await asyncio.sleep(0)
    gate.opened.set()
    writer.submit(_write(2)).result(10)
    assert future.result(10) is None
    assert _stored(path) == {1, 2}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_nobody_waits_for_ever_when_the_thread_dies(writer: Writer) -> None:
    def broken(connection: sqlite3.Connection) -> None:
        raise RuntimeError("a fault nobody foresaw")

    gate = _Gate()
    writer.submit(gate)
    gate.entered.wait(10)
    futures = [writer.submit(broken), writer.submit(_write(1))]
    gate.opened.set()
    for future in futures:
        with pytest.raises(StoreError, match="ended unexpectedly"):
            future.result(10)
    with pytest.raises(StoreError, match="closed"):
        writer.submit(_write(2))
