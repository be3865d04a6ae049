"""One program drives a run. The lock is the operating system's, so it ends with the program, however that ends."""

from __future__ import annotations

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from delegate_audit.errors import UsageError


@dataclass
class RunLock:
    """A run that is this program's to drive until `release`, the end of a `with` block, or its death."""

    path: Path
    descriptor: int

    def release(self) -> None:
        """Let others drive the run; harmless when it was released before."""
        if self.descriptor >= 0:
            self.path.unlink(missing_ok=True)
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> RunLock:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def lock_run(store: Path, run: str) -> RunLock:
    """Claim a run, by a lock file beside the store. Raises UsageError, with the other's process number, where it is taken."""
    path = store.with_name(f"{store.name}-{quote(run, safe='')}-lock")
    while True:
        descriptor = _open(path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            owner = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            by = f"another program (process {owner})" if owner else "another program"
            raise UsageError(f"the run {run} is being driven by {by}", "wait until it has ended, or stop it") from fault
        if _is_still(path, descriptor):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"{os.getpid()}\n".encode("ascii"))
            return RunLock(path, descriptor)
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as fault:
        raise UsageError(f"the lock {path} cannot be made: {fault.strerror}", "make the folder of the store writable") from fault


def _is_still(path: Path, descriptor: int) -> bool:
    """Whether the file that was locked is the one at `path`: its last owner may have removed it in between."""
    try:
        return path.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False
