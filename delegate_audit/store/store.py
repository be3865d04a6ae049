"""The store of runs: one SQLite file that holds every call, hop, score and finding, so that nothing paid for is ever lost.

`with Store.open(path, create=True) as store: await asyncio.wrap_future(store.submit(rows, texts))`
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType

from delegate_audit.store.connecting import make_ready
from delegate_audit.store.lock import RunLock, lock_run
from delegate_audit.store.reader import Reader
from delegate_audit.store.tables import R, Row, Value
from delegate_audit.store.texts import digest as digest
from delegate_audit.store.writer import Writer
from delegate_audit.store.writing import Rescore, StatusChange, submission

PATIENCE_S = 30.0
"""How long to wait for a lock that another program holds on the file."""


class Store:
    """An open store: one writer, many readers. All methods may be called from any thread."""

    def __init__(self, path: Path, patience_s: float = PATIENCE_S) -> None:
        self.path = path
        self._writer = Writer(path, patience_s)
        self._reader = Reader(path, patience_s)
        self._locks: list[RunLock] = []

    @classmethod
    def open(cls, path: str | Path, create: bool = False, *, patience_s: float = PATIENCE_S) -> Store:
        """Open the store at `path`; with `create`, begin one where there is none. An older schema is brought up to date.

        Raises UsageError for a path that cannot be a store or a store that is newer than this program, StoreError where
        it is locked for longer than `patience_s` seconds or damaged.
        """
        path = Path(path)
        make_ready(path, create=create, patience_s=patience_s)
        return cls(path, patience_s)

    def submit(self, rows: Sequence[Row], files: Sequence[str] = ()) -> Future[None]:
        """Write rows and texts, all or nothing; the order does not matter within one submission.

        The future resolves once they are durable. It holds a StoreError, and nothing is written, where a different row
        has the key already (scores and findings are replaced instead), a reference leads nowhere, or the disk failed.
        Raises StoreError at once for a number that is not finite, and when the store is closed.
        The `created` and `timing` of a row and the `status` of a relay stay as they were first written.
        """
        return self._writer.submit(submission(rows, files))

    def rescore(self, relay: str, hop: int, scorers: Sequence[str], rows: Sequence[Row]) -> Future[None]:
        """Replace all scores and findings of `scorers` on one hop by `rows`, all or nothing. Resolves once it is durable."""
        return self._writer.submit(Rescore(relay, hop, tuple(scorers), submission(rows, ())))

    def set_relay_status(self, relay: str, status: str, reason: str = "") -> Future[None]:
        """Set a relay's status: pending, done or suspended, the last with its reason. Resolves once it is durable."""
        return self._writer.submit(StatusChange(relay, status, reason))

    def rows(self, row: type[R], where: str = "", params: Sequence[Value] = ()) -> list[R]:
        """All rows of one kind for which the SQL condition `where` holds, in the order of the primary key."""
        return self._reader.rows(row, where, params)

    def text(self, digest: str) -> str:
        """The text at a content address. Raises StoreError where it is missing or damaged."""
        return self._reader.text(digest)

    def texts(self, files_json: str) -> dict[str, str]:
        """The texts of a column `files`: file name to text, for its JSON of file name to digest."""
        return self._reader.texts(files_json)

    def query(self, sql: str, params: Sequence[Value] = ()) -> list[tuple[Value, ...]]:
        """The rows of any SELECT, for the views."""
        return self._reader.query(sql, params)

    def lock_run(self, run: str) -> RunLock:
        """Claim the driving of a run until the lock is released, the store closed or the program dead.

        Raises UsageError, naming the process, where another program drives it.
        """
        lock = lock_run(self.path, run)
        self._locks.append(lock)
        return lock

    def close(self) -> None:
        """Commit what waits, release what is locked. Harmless when it was closed before."""
        self._writer.close()
        self._reader.close()
        while self._locks:
            self._locks.pop().release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
