from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlite_utils import Database

from delegate_audit.store import migrations
from delegate_audit.store.migrations import STEPS, State
from delegate_audit.store.tables import TABLES
from delegate_audit.store.views import VIEWS


@pytest.fixture
def blank() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        yield connection


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def _later(db: Database) -> None:
    db.table("runs").add_column("later", str)


def _failing(db: Database) -> None:
    db.table("runs").add_column("half", str)
    raise sqlite3.OperationalError("the step failed")


def test_a_blank_file_becomes_current(blank: sqlite3.Connection) -> None:
    assert migrations.state(blank) is State.BLANK
    migrations.apply(blank)
    assert migrations.state(blank) is State.CURRENT
    assert migrations.applied(blank) == [step.__name__ for step in STEPS]


def test_applying_again_changes_nothing(blank: sqlite3.Connection) -> None:
    migrations.apply(blank)
    before = _schema(blank), blank.execute("SELECT * FROM _sqlite_migrations").fetchall()
    migrations.apply(blank)
    assert before == (_schema(blank), blank.execute("SELECT * FROM _sqlite_migrations").fetchall())


def test_steps_are_numbered_without_a_gap() -> None:
    assert [step.__name__[:5] for step in STEPS] == [f"m{n:04d}" for n in range(1, len(STEPS) + 1)]


def test_columns_types_and_nulls_are_those_of_the_rows(blank: sqlite3.Connection) -> None:
    migrations.apply(blank)
    kinds = {int: "INTEGER", bool: "INTEGER", float: "REAL"}
    for table in TABLES:
        expected = [(c.name, kinds.get(c.type, "TEXT"), c.optional) for c in table.columns]
        info = blank.execute(f"PRAGMA table_info({table.name})").fetchall()
        assert [(name, kind, not (required or key)) for _, name, kind, required, _, key in info] == expected
        assert [name for *_, key, name in sorted((row[5], row[1]) for row in info if row[5])] == list(table.key)


def test_references(blank: sqlite3.Connection) -> None:
    migrations.apply(blank)
    found = {
        (table.name, mine, f"{other}.{theirs}")
        for table in TABLES
        for _, _, other, mine, theirs, *_ in blank.execute(f"PRAGMA foreign_key_list({table.name})")
    }
    assert found == {
        ("seed_elements", "environment", "environments.id"),
        ("relays", "run", "runs.id"),
        ("relays", "delegate", "delegates.id"),
        ("relays", "environment", "environments.id"),
        ("calls", "relay", "relays.id"),
        ("calls", "prompt", "files.digest"),
        ("calls", "answer", "files.digest"),
        ("hops", "relay", "relays.id"),
        *((table, column, f"hops.{column}") for table in ("scores", "findings") for column in ("relay", "hop")),
    }


def test_an_older_store_gets_what_is_missing_and_the_views(blank: sqlite3.Connection) -> None:
    migrations.apply(blank)
    blank.execute("DROP VIEW fates")
    steps = (*STEPS, _later)
    assert migrations.state(blank, steps) is State.OLDER
    migrations.apply(blank, steps)
    assert migrations.state(blank, steps) is State.CURRENT
    assert "later" in [row[1] for row in blank.execute("PRAGMA table_info(runs)")]
    assert [name for (name,) in blank.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")] == sorted(
        view.name for view in VIEWS
    )


def test_a_newer_store_is_known_as_such(blank: sqlite3.Connection) -> None:
    migrations.apply(blank, (*STEPS, _later))
    assert migrations.state(blank) is State.NEWER


def test_a_step_that_fails_leaves_nothing_behind(blank: sqlite3.Connection) -> None:
    migrations.apply(blank)
    before = _schema(blank)
    with pytest.raises(sqlite3.OperationalError, match="the step failed"):
        migrations.apply(blank, (*STEPS, _later, _failing))
    assert _schema(blank) == before
    assert migrations.state(blank) is State.CURRENT


def test_a_database_of_others_is_foreign(blank: sqlite3.Connection) -> None:
    blank.execute("CREATE TABLE recipes (name TEXT)")
    assert migrations.state(blank) is State.FOREIGN


def test_migrations_of_others_do_not_count(blank: sqlite3.Connection) -> None:
    db = Database(blank)
    db.table("_sqlite_migrations").insert({"id": 1, "migration_set": "another", "name": "m0001_tables", "applied_at": ""}, pk="id")
    assert migrations.state(blank) is State.FOREIGN
