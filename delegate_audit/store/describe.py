"""The page docs/store.md, made from the schema itself so that it cannot go stale unnoticed."""

from __future__ import annotations

import inspect
import sqlite3
from contextlib import closing

from delegate_audit.store import migrations
from delegate_audit.store.tables import TABLES
from delegate_audit.store.views import VIEWS

_ABOUT_FILES = "Every text, once: prompts, answers, files. `digest` is the sha256 of its UTF-8 bytes, `size` their number, `body` is zlib."

_OPENING = """# The store

A run is kept in one SQLite file (write-ahead log, foreign keys, strict tables). Every answer and every hop is in it before the next one
starts. This page is made from the schema by `delegate_audit.store.describe.markdown()`; a test fails when it is stale.

## Opening it

```console
$ datasette audit.db
$ sqlite-utils rows audit.db rs_at_k --where "k = 20" --table
$ sqlite-utils audit.db "select kind, count(*) from fates where fate <> 'intact' group by kind" --table
```

Readers may look on while a run is being written. While a run goes on, the newest rows are in `audit.db-wal`: copy a store that is in use
with `sqlite3 audit.db ".backup copy.db"`, not with `cp`.

A text is read with `Store.text(digest)`, or without this program with `zlib.decompress(body).decode("utf-8", "surrogatepass")`.
In other columns a lone surrogate, which UTF-8 cannot hold, is written as `\\udXXX`.

The schema has a number, the count of its migrations in `_sqlite_migrations`. An older store is brought up to date when it is opened, a
newer one is refused.

## What is never overwritten

Writing the same row again is harmless. A different row under a key that is taken is refused, but for `scores` and `findings`, which are
computed from the rest and may be computed anew. A relay's `status` and `reason` change as the run goes on. `created` and `timing` hold all
that differs between two runs of one seed; `delegate_audit.store.dump.dump(path)` gives the rest as a text to compare.
"""


def markdown() -> str:
    """The page as it should be."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        migrations.apply(connection)
        abouts = {table.name: " ".join((inspect.getdoc(table.row) or "").split()) for table in TABLES} | {"files": _ABOUT_FILES}
        tables = [_table(connection, name, about) for name, about in abouts.items()]
        views = [_view(connection, view.name, view.about) for view in VIEWS]
    return "\n".join([_OPENING, "## Tables\n", *tables, "## Views\n", *views]).rstrip() + "\n"


def _table(connection: sqlite3.Connection, name: str, about: str) -> str:
    references = _references(connection, name)
    lines = [f"### {name}\n", about, "", "| column | type | key | refers to |", "|---|---|---|---|"]
    for _, column, kind, required, _, key in connection.execute(f"PRAGMA table_info({name})"):
        optional = "" if required or key else ", or null"
        lines.append(f"| `{column}` | {kind.lower()}{optional} | {key or ''} | {references.get(column, '')} |")
    return "\n".join([*lines, ""])


def _references(connection: sqlite3.Connection, name: str) -> dict[str, str]:
    found = connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()
    return {column: f"`{table}.{other}`" for _, _, table, column, other, *_ in found}


def _view(connection: sqlite3.Connection, name: str, about: str) -> str:
    columns = ", ".join(f"`{row[1]}`" for row in connection.execute(f"PRAGMA table_info({name})"))
    return f"### {name}\n\n{about}\n\nColumns: {columns}.\n"
