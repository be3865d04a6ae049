"""A run over HTTP against a misbehaving endpoint, killed twice: the store is that of an undisturbed run."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from delegate_audit.store.dump import dump
from delegate_audit.store.rows import CallRow
from delegate_audit.store.store import Store

AUDIT = [sys.executable, "-m", "delegate_audit"]
FAULTS = "seed = 3\nrate_limit = 0.15\nretry_after_s = 0.2\nserver_error = 0.1\ndrop = 0.1\n"
RUN = "run --model openai:sim:hasty --model openai:sim:careful --environments harbour_tour --round-trips 3 --repeats 4 --seed 7 -q"
HOPS = 2 * 4 * 6


@contextmanager
def endpoint(*options: str) -> Iterator[str]:
    """The simulated delegate on a free port; gives its base URL."""
    with subprocess.Popen([*AUDIT, "simulate", "--port", "0", *options], stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline()
            yield re.search(r"http://\S+/v1", line).group()
        finally:
            server.terminate()


def answered(base_url: str) -> dict:
    with urllib.request.urlopen(base_url.removesuffix("/v1") + "/stats") as response:
        return json.load(response)


def audit(*arguments: str, store: Path) -> subprocess.Popen:
    return subprocess.Popen([*AUDIT, *arguments, "--store", str(store), "--concurrency", "8"])


def calls(store: Path) -> int:
    """How many answers are stored; quick, so that a run cannot end between two looks."""
    try:
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=0.1)) as reader:
            return reader.execute("SELECT count(*) FROM calls").fetchone()[0]
    except sqlite3.Error:
        return 0


def kill_after(process: subprocess.Popen, store: Path, count: int) -> None:
    deadline = time.monotonic() + 120
    while calls(store) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the run ended before it could be killed"


@pytest.mark.slow
def test_killed_twice_and_resumed_the_store_is_that_of_an_undisturbed_run(tmp_path):
    (tmp_path / "faults.toml").write_text(FAULTS)
    killed, calm = tmp_path / "killed.db", tmp_path / "calm.db"
    with endpoint("--faults", str(tmp_path / "faults.toml")) as base_url:
        kill_after(audit(*RUN.split(), "--base-url", base_url, store=killed), killed, HOPS // 4)
        kill_after(audit("resume", "-q", store=killed), killed, HOPS // 2)
        assert audit("resume", "-q", store=killed).wait() == 0
        stats = answered(base_url)
        run = audit(*RUN.split(), "--base-url", base_url, store=calm)
        assert run.wait() == 0
    assert dump(killed) == dump(calm)
    assert sum(stats["faults"].values()) > 10
    in_flight_at_a_kill = sum(count - 1 for count in stats["answered"].values())
    assert in_flight_at_a_kill <= 16
    with Store.open(killed) as store:
        assert len(store.rows(CallRow)) == HOPS


@pytest.mark.slow
def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path):
    store = tmp_path / "audit.db"
    command = [*AUDIT, "run", "--model", "sim:careful", "--environments", "harbour_tour", "--round-trips", "1000", "--store", str(store)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while calls(store) < 3:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "audit resume" in said
    assert "Traceback" not in said
