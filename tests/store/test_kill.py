from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from delegate_audit.store.rows import CallRow, HopRow
from delegate_audit.store.store import Store, digest

CHILD = Path(__file__).with_name("killed_child.py")
LONGEST_S = 0.25


def _killed(seed: int, *arguments: str) -> list[list[str]]:
    """Start the child, kill it a random while after its first words, and return all it said, word by word."""
    with subprocess.Popen([sys.executable, str(CHILD), *arguments], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(Random(seed).uniform(0, LONGEST_S))
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read()
        assert child.wait(10) == -signal.SIGKILL
    return [line.split() for line in (first + rest).split("\n")[:-1]]


@pytest.mark.slow
def test_nothing_acknowledged_is_missing_after_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    said: dict[str, set[tuple[str, int]]] = {"call": set(), "hop": set()}
    for turn in range(10):
        for what, relay, hop in _killed(turn, "write", str(path), f"run{turn}"):
            said[what].add((relay, int(hop)))
        with Store.open(path) as store:
            assert store.query("PRAGMA integrity_check") == [("ok",)]
            assert store.query("PRAGMA foreign_key_check") == []
            calls, hops = store.rows(CallRow), store.rows(HopRow)
            assert said["call"] <= {(row.relay, row.hop) for row in calls}
            assert said["hop"] <= {(row.relay, row.hop) for row in hops}
            assert all(store.text(row.answer).startswith(f"{row.relay} {row.hop} answer") for row in calls[-200:])
            assert all(store.text(digest(f"{row.relay} {row.hop} file")) for row in hops[-200:])
            assert {row.relay.split("/")[0] for row in hops} == {f"run{n}" for n in range(turn + 1)}
    assert len(said["hop"]) > 100


@pytest.mark.slow
def test_a_store_killed_at_birth_can_be_begun_again(tmp_path: Path) -> None:
    for turn in range(4):
        folder = tmp_path / str(turn)
        folder.mkdir()
        said = _killed(turn, "begin", str(folder))
        for name in {name for what, name in said if what == "begun"}:
            with Store.open(folder / name) as store:
                assert store.text(digest("a text")) == "a text"
        for _, name in said:
            with Store.open(folder / name, create=True) as store:
                store.submit([], ["another"]).result(10)
                assert store.query("PRAGMA integrity_check") == [("ok",)]
