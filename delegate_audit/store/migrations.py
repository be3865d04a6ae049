"""The schema, as the numbered steps that lead to it. A step that was released is never changed: what comes later is a new step.

sqlite-utils keeps the record of what was applied, in the table `_sqlite_migrations`. All pending steps are one transaction, so a
store has the old schema or the new one, whenever the program is killed, and two programs that open it at once do not collide.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from delegate_audit.store.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

Step = Callable[["Database"], None]

SET = "delegate-audit"
OPTIONAL = {"cost", "truth", "value"}


def m0001_tables(db: Database) -> None:
    """The tables of the first release."""
    _create(db, "files", {"digest": str, "size": int, "body": bytes}, ("digest",))
    _create_subjects(db)
    _create_work(db)
    _create_results(db)
    db.table("relays").create_index(["run"])
    db.table("seed_elements").create_index(["environment", "file", "line", "kind"])


def _create_subjects(db: Database) -> None:
    """Who and what is audited."""
    runs = {"id": str, "relay_name": str, "relay": str, "seed": int, "version": str, "simulated": int, "created": str}
    _create(db, "runs", runs, ("id",))
    delegates = {"id": str, "name": str, "workflow": str, "model": str, "params": str, "simulated": int}
    _create(db, "delegates", delegates, ("id",))
    environments = dict.fromkeys(("id", "digest", "domain", "category", "title"), str)
    _create(db, "environments", {**environments, "tokens": int, "files": str, "distractors": str}, ("id",))
    elements = {"environment": str, "n": int, "file": str, "line": int, "kind": str, "place": str, "weight": float}
    _create(db, "seed_elements", elements, ("environment", "n"), [(("environment",), "environments", ("id",))])


def _create_work(db: Database) -> None:
    """What was asked for and what came back."""
    relays = {"id": str, "run": str, "delegate": str, "environment": str, "repetition": int, "seed": int}
    subjects = [((name,), f"{name}s", ("id",)) for name in ("run", "delegate", "environment")]
    _create(db, "relays", {**relays, "round_trips": int, "status": str, "reason": str}, ("id",), subjects)
    calls = {"relay": str, "hop": int, "n": int, "prompt": str, "answer": str, "finish": str, "model": str, "prompt_tokens": int}
    more = {"completion_tokens": int, "tokens_estimated": int, "cost": float, "simulated": int, "truth": str, "timing": str}
    texts = [((name,), "files", ("digest",)) for name in ("prompt", "answer")]
    _create(db, "calls", {**calls, **more}, ("relay", "hop", "n"), [(("relay",), "relays", ("id",)), *texts])
    hops = {"relay": str, "hop": int, "task": str, "direction": str, "judgement": int, "outcome": str, "files": str, "notes": str}
    _create(db, "hops", hops, ("relay", "hop"), [(("relay",), "relays", ("id",))])


def _create_results(db: Database) -> None:
    """What the scorers say of it."""
    hop = [(("relay", "hop"), "hops", ("relay", "hop"))]
    scores = {"relay": str, "hop": int, "scorer": str, "name": str, "value": float, "detail": str}
    _create(db, "scores", scores, ("relay", "hop", "scorer", "name"), hop)
    findings = {"relay": str, "hop": int, "scorer": str, "n": int, "change": str, "severity": str, "file": str, "kind": str}
    more = {"place": str, "line": int, "line_after": int, "field": str, "before": str, "after": str, "cost": float, "file_after": str}
    _create(db, "findings", {**findings, **more}, ("relay", "hop", "scorer", "n"), hop)


Reference = tuple[tuple[str, ...], str, tuple[str, ...]]


def _create(db: Database, name: str, columns: dict[str, type], key: tuple[str, ...], refers: Sequence[Reference] = ()) -> None:
    """A strict table: a value of a wrong type is refused. `refers` are (columns, other table, its columns)."""
    from sqlite_utils.db import ForeignKey

    foreign = [
        ForeignKey(name, ours[0], table, theirs[0])
        if len(ours) == 1
        else ForeignKey(name, None, table, None, ours, theirs, is_compound=True)
        for ours, table, theirs in refers
    ]
    required = [column for column in columns if column not in OPTIONAL or (name, column) == ("findings", "cost")]
    db.create_table(name, columns, pk=key, foreign_keys=foreign, not_null=required, strict=True)


def m0002_causes(db: Database) -> None:
    """Findings say which hop of the round trip made them."""
    db.execute("ALTER TABLE findings ADD COLUMN cause TEXT NOT NULL DEFAULT ''")


def m0003_asked(db: Database) -> None:
    """Calls know what was asked for, so that it is not asked for and paid for again."""
    db.execute("ALTER TABLE calls ADD COLUMN asked TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE calls ADD COLUMN cached INTEGER NOT NULL DEFAULT 0")
    db.table("calls").create_index(["asked"])


STEPS: tuple[Step, ...] = (m0001_tables, m0002_causes, m0003_asked)


class State(Enum):
    """What a database file is to this program."""

    BLANK = "blank"
    FOREIGN = "foreign"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def applied(connection: sqlite3.Connection) -> list[str]:
    """The names of the applied steps, in their order; none in a database that is no store."""
    if "_sqlite_migrations" not in _tables(connection):
        return []
    query = "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id"
    return [name for (name,) in connection.execute(query, (SET,))]


def state(connection: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> State:
    """What the database is, judged by its record of applied steps."""
    done, known = applied(connection), [step.__name__ for step in steps]
    if not done:
        return State.FOREIGN if _tables(connection) else State.BLANK
    if any(name not in known for name in done):
        return State.NEWER
    return State.CURRENT if len(done) == len(known) else State.OLDER


def apply(connection: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring the schema up to date; nothing happens where it is. Needs a connection outside of a transaction."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(SET)
    for step in steps:
        migrations(name=step.__name__)(step)
    db = Database(connection, execute_plugins=False)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if migrations.pending(db):
            migrations.apply(db)
            for view in VIEWS:
                db.create_view(view.name, view.sql, replace=True)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
