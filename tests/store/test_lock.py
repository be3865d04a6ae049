from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from delegate_audit.errors import UsageError
from delegate_audit.store.lock import lock_run
from delegate_audit.store.store import Store

HOLDER = """
import sys, time
from pathlib import Path
from delegate_audit.store.lock import lock_run
lock = lock_run(Path(sys.argv[1]), "r1")
print("locked", flush=True)
time.sleep(60)
"""


def test_a_second_driver_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    store = tmp_path / "audit.db"
    with lock_run(store, "r1"), pytest.raises(UsageError, match=f"run r1 is being driven by another program \\(process {os.getpid()}\\)"):
        lock_run(store, "r1")
    lock_run(store, "r1").release()


def test_runs_are_locked_one_by_one_and_leave_no_file(tmp_path: Path) -> None:
    with lock_run(tmp_path / "audit.db", "r1") as one, lock_run(tmp_path / "audit.db", "r2"), lock_run(tmp_path / "other.db", "r1"):
        assert len(list(tmp_path.iterdir())) == 3
        one.release()
        one.release()
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_slashes_stays_beside_the_store(tmp_path: Path) -> None:
    with lock_run(tmp_path / "audit.db", "../r/1"):
        assert len(list(tmp_path.iterdir())) == 1


def test_the_lock_ends_with_a_killed_program(tmp_path: Path) -> None:
    store = tmp_path / "audit.db"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(store)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"locked\n"
        with pytest.raises(UsageError, match=f"process {child.pid}"):
            lock_run(store, "r1")
        child.send_signal(signal.SIGKILL)
        child.wait(10)
    lock_run(store, "r1").release()
    assert list(tmp_path.iterdir()) == []


def test_closing_the_store_releases_its_runs(store: Store) -> None:
    store.lock_run("r1")
    with pytest.raises(UsageError, match="r1"):
        lock_run(store.path, "r1")
    store.close()
    lock_run(store.path, "r1").release()


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be made"):
        lock_run(tmp_path / "none" / "audit.db", "r1")
