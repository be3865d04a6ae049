"""What must be true in a listing of files: names once in a directory, links that lead somewhere, real dates, the count at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.code.filesystem import DOMAIN

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the listings that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    elements = [element for top in tops for element in top.walk()]
    for element in elements:
        yield from _directory(element)
        if (said := _DATE.fullmatch(str(element.fields.get("date")))) and not _is_day(*map(int, said.groups())):
            yield element.line, f"{said[0]} is no day"
    folders = sum(element.kind == "directory" for element in elements) - 1
    leaves = sum(element.kind == "entry" for element in elements)
    for total in (element for element in tops if element.kind == "total"):
        if total.fields["text"] != f"{folders} directories, {leaves} files":
            yield total.line, f"there are {folders} directories and {leaves} files"


def _directory(element: Element) -> Iterator[tuple[int, str]]:
    names = Counter(str(child.fields.get("name")).rstrip("/") for child in element.children)
    yield from ((element.line, f"{name} is there {count} times") for name, count in names.items() if count > 1)
    for child in element.children:
        target = child.fields.get("target")
        if target is not None and target not in names:
            yield child.line, f"the link leads to {target}, which is not there"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
