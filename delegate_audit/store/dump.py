"""The store as one canonical text: two runs of one seed must give the same, whatever was killed and resumed in between."""

from __future__ import annotations

import json
from pathlib import Path

from delegate_audit.store.store import Store
from delegate_audit.store.tables import TABLES, Table, Value
from delegate_audit.store.texts import unpack

LEFT_OUT = frozenset({"created", "timing"})
"""Columns in which two equal runs differ."""


def dump(path: str | Path) -> str:
    """Every table in the order of its key, one JSON object a line, without `created` and `timing`; texts by their address.

    Raises what `Store.open` raises, and StoreError where a text is not what its address says.
    """
    with Store.open(path) as store:
        parts = [_table(table, store.query(f"{table.select} {table.order}")) for table in TABLES]
        return "".join([*parts, _files(store.query("SELECT digest, size, body FROM files ORDER BY digest"))])


def _table(table: Table, found: list[tuple[Value, ...]]) -> str:
    return _part(table.name, [dict(zip(table.names, values, strict=True)) for values in found])


def _files(found: list[tuple[Value, ...]]) -> str:
    for address, _, body in found:
        unpack(str(address), body)
    return _part("files", [{"digest": address, "size": size} for address, size, _ in found])


def _part(name: str, found: list[dict[str, Value]]) -> str:
    kept = [{column: value for column, value in row.items() if column not in LEFT_OUT} for row in found]
    lines = [json.dumps(row, ensure_ascii=False) for row in kept]
    return "\n".join([f"# {name}: {len(lines)}", *lines, ""])
