"""What must be true in a schema: names are given once, references and inserts fit the tables above, rows have a value for each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.code.dbschema import DOMAIN

_REFERENCE = re.compile(r"REFERENCES\s+(\w+)\s*\((\w+)\)", re.IGNORECASE)


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the schema that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(elements: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    tables: dict[str, list[str]] = {}
    for top in elements:
        name = str(top.fields.get("name"))
        if any(element.kind in {"rejected", "unreadable"} for element in top.walk()):
            yield top.line, "the format refuses it"
        if top.kind == "table":
            if name in tables:
                yield top.line, f"table {name} is there twice"
            tables[name] = [str(child.fields["name"]) for child in top.children if child.kind == "column"]
            yield from _of_table(top, tables)
        elif top.kind == "index" and top.fields["table"] not in tables:
            yield top.line, f"index {name} is on {top.fields['table']}, which is no table above"
        elif top.kind == "insert":
            yield from _of_insert(top, tables.get(name, []))


def _of_table(table: Element, tables: dict[str, list[str]]) -> Iterator[tuple[int, str]]:
    columns = tables[str(table.fields["name"])]
    yield from ((table.line, f"column {name} is there twice") for name in {name for name in columns if columns.count(name) > 1})
    for child in table.children:
        for other, column in _REFERENCE.findall(f"{child.fields.get('options')} {child.fields.get('text')}"):
            if column not in tables.get(other, []):
                yield child.line, f"{other} ({column}) is nothing that can be referred to here"


def _of_insert(insert: Element, known: list[str]) -> Iterator[tuple[int, str]]:
    columns = str(insert.fields.get("columns")).split(", ")
    yield from ((insert.line, f"{column} is no column of {insert.fields['name']}") for column in columns if column not in known)
    for row in insert.children:
        values = row.fields.get("values")
        if isinstance(values, tuple) and len(values) != len(columns):
            yield row.line, f"a row has {len(values)} values for {len(columns)} columns"
