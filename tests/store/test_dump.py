from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from delegate_audit.core.finding import Change
from delegate_audit.errors import StoreError
from delegate_audit.store.dump import dump
from delegate_audit.store.rows import RunRow
from delegate_audit.store.store import Store
from delegate_audit.store.tables import TABLES, Row


def _store(path: Path, rows: list[Row], texts: list[str]) -> str:
    with Store.open(path, create=True) as store:
        for row in rows:
            store.submit([row], texts).result(10)
    return dump(path)


def _rows(world, created: str, timing: str) -> list[Row]:
    run, *others = world.subjects()
    assert isinstance(run, RunRow)
    call = world.call("q1", 1, "p", "a", timing)
    return [replace(run, created=created), *others, call, *world.hop("q1", 1, 0.5, world.finding(Change.ALTERED, 1))]


def test_equal_runs_have_equal_dumps_whatever_the_order_and_the_time(tmp_path: Path, world) -> None:
    early, late = _rows(world, "early", "{}"), _rows(world, "late", '{"latency_s": 9}')
    first = _store(tmp_path / "a.db", early, ["p", "a"])
    late[3:7] = late[3:7][::-1]
    assert _store(tmp_path / "b.db", late, ["a", "p"]) == first


def test_every_table_is_in_it_and_what_differs_between_equal_runs_is_not(tmp_path: Path, world) -> None:
    text = _store(tmp_path / "a.db", _rows(world, "early", "{}"), ["p", "a"])
    heads = [line for line in text.splitlines() if line.startswith("# ")]
    assert [head[2:].split(":")[0] for head in heads] == [*(table.name for table in TABLES), "files"]
    assert all(not head.endswith(": 0") for head in heads)
    assert '"created"' not in text
    assert '"timing"' not in text
    assert '"body"' not in text


@pytest.mark.parametrize("change", ["score", "text", "missing"])
def test_any_other_difference_shows(tmp_path: Path, world, change: str) -> None:
    rows = _rows(world, "early", "{}")
    first = _store(tmp_path / "a.db", rows, ["p", "a"])
    if change == "score":
        rows[-2] = replace(rows[-2], value=0.25)
    texts = ["p", "a", "b"] if change == "text" else ["p", "a"]
    assert _store(tmp_path / "b.db", rows[:-1] if change == "missing" else rows, texts) != first


def test_a_text_that_was_tampered_with_is_a_fault(tmp_path: Path, world) -> None:
    path = tmp_path / "a.db"
    _store(path, _rows(world, "early", "{}"), ["p", "a"])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE files SET body = x'00'")
    with pytest.raises(StoreError, match="damaged"):
        dump(path)
