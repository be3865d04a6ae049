"""One thread owns the writing connection; what waits is committed together, so that many tasks share one sync of the disk.

A future resolves only after its commit is durable. Once handed in, a piece of work is done whatever becomes of who waits for it.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from delegate_audit.errors import StoreError
from delegate_audit.store.connecting import connect_for_writing
from delegate_audit.store.faults import store_error

MAX_BATCH = 256
"""Most pieces of work in one commit."""

Work = Callable[[sqlite3.Connection], None]

_ITS_OWN_FAULT = (StoreError, OverflowError, sqlite3.IntegrityError, sqlite3.DataError, sqlite3.InterfaceError, sqlite3.ProgrammingError)
"""Faults of one piece of work, which is taken back alone; any other fails the whole commit."""


@dataclass(frozen=True)
class _Job:
    work: Work
    done: Future[None] = field(default_factory=Future)


class Writer:
    """The only writer of a store in this program."""

    def __init__(self, path: Path, patience_s: float) -> None:
        self._path, self._patience_s = path, patience_s
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._batch: list[_Job] = []

    def submit(self, work: Work) -> Future[None]:
        """Do `work` in a transaction. The future holds None, or the StoreError that says why nothing of it was written."""
        job = _Job(work)
        job.done.set_running_or_notify_cancel()
        with self._gate:
            if self._closed:
                raise StoreError(f"the store {self._path} is closed", "open it again")
            if self._thread is None:
                self._thread = threading.Thread(target=self._drive, name="store-writer", daemon=True)
                self._thread.start()
            self._waiting.put(job)
        return job.done

    def close(self) -> None:
        """Commit what waits, then let go of the file."""
        with self._gate:
            self._closed = True
            thread = self._thread
            self._waiting.put(None)
        if thread is not None:
            thread.join()

    def _drive(self) -> None:
        try:
            while self._take():
                self._commit(self._batch)
        finally:
            self._abandon()
            self._disconnect()

    def _take(self) -> bool:
        """Fill the batch with what waits; False when there is nothing more to come."""
        self._batch = []
        job = self._waiting.get()
        while job is not None:
            self._batch.append(job)
            if len(self._batch) == MAX_BATCH or self._waiting.empty():
                return True
            job = self._waiting.get()
        if self._batch:
            self._waiting.put(None)
        return bool(self._batch)

    def _commit(self, batch: Sequence[_Job]) -> None:
        faults: Sequence[StoreError | None]
        try:
            connection = self._connect()
            connection.execute("BEGIN IMMEDIATE")
            faults = [self._attempt(connection, job.work) for job in batch]
            connection.execute("COMMIT")
        except sqlite3.Error as fault:
            self._disconnect()
            faults = [store_error(self._path, fault)] * len(batch)
        for job, failed in zip(batch, faults, strict=True):
            if failed is None:
                job.done.set_result(None)
            else:
                job.done.set_exception(failed)

    def _attempt(self, connection: sqlite3.Connection, work: Work) -> StoreError | None:
        connection.execute("SAVEPOINT work")
        try:
            work(connection)
        except _ITS_OWN_FAULT as fault:
            connection.execute("ROLLBACK TO work")
            return fault if isinstance(fault, StoreError) else store_error(self._path, fault)
        finally:
            if connection.in_transaction:
                connection.execute("RELEASE work")
        return None

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect_for_writing(self._path, self._patience_s)
        return self._connection

    def _disconnect(self) -> None:
        """Close the connection, which takes back what was not committed; the next commit makes a new one."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _abandon(self) -> None:
        """Leave nobody waiting for ever, should the thread end by a fault that none foresaw."""
        with self._gate:
            self._closed = True
        left = list(self._batch)
        while not self._waiting.empty():
            job = self._waiting.get()
            left.extend([job] if job is not None else [])
        for job in left:
            if not job.done.done():
                job.done.set_exception(StoreError(f"the writer of the store {self._path} ended unexpectedly", "go on with `audit resume`"))
