"""What must be true in a family tree: pointers lead somewhere and back, and nobody is a parent too young or after their death."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.domains.records.genealogy import DOMAIN, RECORDS

YOUNGEST_PARENT, OLDEST_MOTHER, YOUNGEST_SPOUSE, LONGEST_LIFE = 16, 50, 16, 105
BACK = {"FAMS": ("HUSB", "WIFE"), "FAMC": ("CHIL",), "HUSB": ("FAMS",), "WIFE": ("FAMS",), "CHIL": ("FAMC",)}
_POINTER = re.compile(r"@([^@]+)@")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the trees that does not agree."""
    return [f"{name}: {problem}" for name, text in files.items() if DOMAIN.claims(name) for problem in _problems(DOMAIN.read(text, name))]


def _problems(elements: tuple[Element, ...]) -> Iterator[str]:
    counted = Counter(str(element.fields["id"]) for element in elements if element.kind in RECORDS)
    yield from (f"{name} is the identifier of {count} records" for name, count in counted.items() if count > 1)
    records = {str(element.fields["id"]): element for element in elements if element.kind in RECORDS}
    pointed = {target for top in elements for element in top.walk() if (target := _target(element))}
    yield from (f"{name} is pointed to and does not exist" for name in pointed - set(records))
    yield from (f"nothing points to {name}" for name in set(records) - pointed)
    for name, record in records.items():
        for line in record.children:
            target = _target(line)
            if (tags := BACK.get(str(line.fields.get("tag")))) and target in records and name not in _pointers(records[target], tags):
                yield f"{target} does not point back to {name}"
        if record.kind == "family":
            yield from _family(name, record, records)
        elif (born := _year(record, "BIRT")) and not 0 <= (_year(record, "DEAT") or born) - born <= LONGEST_LIFE:
            yield f"{name} dies at an odd age"


def _family(name: str, family: Element, records: Mapping[str, Element]) -> Iterator[str]:
    married = _year(family, "MARR")
    for tag in ("HUSB", "WIFE"):
        for parent in (records[target] for target in _pointers(family, (tag,)) if target in records):
            born, dead = _year(parent, "BIRT") or 0, _year(parent, "DEAT") or 9999
            if married and not born + YOUNGEST_SPOUSE <= married <= dead:
                yield f"{name}: married in {married}, one of them born in {born}, dead in {dead}"
            years = [_year(records[child], "BIRT") for child in _pointers(family, ("CHIL",)) if child in records]
            for year in years:
                if year and not born + YOUNGEST_PARENT <= year <= min(dead + 1, born + OLDEST_MOTHER if tag == "WIFE" else 9999):
                    yield f"{name}: a child of {year}, a parent born in {born}, dead in {dead}"
            if [year for year in years if year] != sorted(year for year in years if year):
                yield f"{name}: the children are not in the order of their births"


def _target(element: Element) -> str | None:
    found = _POINTER.fullmatch(str(element.fields.get("value")))
    return found[1] if found else None


def _pointers(record: Element, tags: tuple[str, ...]) -> list[str]:
    return [target for line in record.children if line.fields.get("tag") in tags and (target := _target(line))]


def _year(record: Element, tag: str) -> int | None:
    """The year in which the event of that tag took place."""
    for event in record.children:
        for line in event.children if event.fields.get("tag") == tag else ():
            if line.fields.get("tag") == "DATE" and (found := re.search(r"\d{4}", str(line.fields.get("value")))):
                return int(found[0])
    return None
