"""What must be true in tables of stars: a cell for every field, of its type, and what is referred to is there.

`nrows` is the number of rows; observations refer to stars by `hip`, and their days follow each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.science.starcatalog import DOMAIN

NUMBERS = {"short", "int", "long", "float", "double", "unsignedByte"}
FULL_CIRCLE, POLE = 360, 90
FAINTER, BRIGHTER = 3.0, 1.5
"""Magnitudes by which an estimate may differ from the catalogue's: variables fade, and at maximum they are brighter."""


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the tables that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    tables = [element for element in elements if element.kind == "table"]
    rows = {table.fields.get("@name"): [child for child in table.children if child.kind == "row"] for table in tables}
    stars = {star.fields["hip"]: star for star in rows.get("stars", []) if "hip" in star.fields}
    for table in tables:
        own = rows[table.fields.get("@name")]
        if str(table.fields.get("@nrows", len(own))) != str(len(own)):
            yield table.line, f"{table.fields.get('@name')} has {len(own)} rows"
        fields = [child for child in table.children if child.kind == "field"]
        yield from ((row.line, problem) for row in own for problem in _row(row, fields))
    for hip, count in Counter(star.fields.get("hip") for star in rows.get("stars", [])).items():
        if count > 1:
            yield 0, f"the stars have {hip} {count} times"
    last = ""
    for seen in rows.get("observations", []):
        star = stars.get(seen.fields.get("hip"))
        if star is None:
            yield seen.line, f"{seen.fields.get('hip')} is no star of the table"
        elif seen.fields.get("mag") and not -BRIGHTER <= float(str(seen.fields["mag"])) - float(str(star.fields["vmag"])) <= FAINTER:
            yield seen.line, f"{star.fields['name']} was never as bright or faint as {seen.fields['mag']}"
        day = str(seen.fields.get("time"))[:10]
        if day < last:
            yield seen.line, f"{day} comes after {last}"
        last = day


def _row(row: Element, fields: list[Element]) -> Iterator[str]:
    names = [str(field.fields.get("@name")) for field in fields]
    if row.children or set(names) - set(row.fields):
        yield f"a row has not the {len(names)} cells that its table has fields"
    for name, field in zip(names, fields, strict=True):
        value = row.fields.get(name)
        if field.fields.get("@datatype") in NUMBERS and isinstance(value, str) and value:
            yield f"{value} is no number for {name}"
    if not 0 <= float(str(row.fields.get("ra", 0))) < FULL_CIRCLE or abs(float(str(row.fields.get("dec", 0)))) > POLE:
        yield f"{row.fields.get('ra')} {row.fields.get('dec')} is no place in the sky"
