"""Job listings, as a table or as text: lines `Field: value`, then prose. Fragile: a salary or a closing date slips to its neighbour.

In text a line of dashes begins a listing, and so does the field that most blocks of the file begin with; so the loss of one
of the two costs a listing its field and no more. What is no field of a listing is prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains import prose
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.leaves import ORDER, ORDER_TYPE
from delegate_audit.domains.readers.passages import PARAGRAPH, SENTENCE
from delegate_audit.domains.readers.sheets import CELL, MEANINGLESS, REST, TABLE, Sheets

IDS = ("Job ID", "Ref", "Reference", "ID", "id", "job_id", "ref", "reference", "Id", "JobID", "jobId", "uuid")
USUAL = (*IDS, "Title", "Position", "Job Title", "Company", "Employer", "Location", "Salary", "Pay", "Hours", "Type", "Posted", "Closes")
"""Fields in the order in which they are written; others come last, by the alphabet."""


def _sorted_items(value: Value) -> Value:
    return ", ".join(sorted(item.strip() for item in re.split(r"[,;|]", value))) if isinstance(value, str) else value


WORDS = "Description description Summary summary Requirements requirements Benefits benefits Notes notes".split()  # noqa: SIM905
LISTS = "Skills skills Tags tags Keywords keywords Languages languages".split()  # noqa: SIM905
TYPES = {**dict.fromkeys(WORDS, Text()), **dict.fromkeys(LISTS, Exact(_sorted_items)), ORDER: ORDER_TYPE}
KINDS = (TABLE, Kind("listing", TYPES, IDS, other=CELL), *REST, prose.HEADING, prose.ITEM, PARAGRAPH, SENTENCE)
TABLES = Sheets(lambda _filename, _columns: "listing")

_FIELD, _RULE = re.compile(r"([A-Za-z][\w &()/-]{0,22}[\w)]|[A-Za-z]) ?:(?: (.+))?"), re.compile(r"([-=_*])\1{2,}")


def read(text: str, filename: str) -> tuple[Element, ...]:
    """A table where the name says so, else the listings of the text."""
    if filename.lower().endswith((".csv", ".tsv")):
        return TABLES.read(text, filename)
    return tuple(element for lines, first in _parts(text) for element in _listing(lines, first))


def _parts(text: str) -> Iterator[tuple[list[str], int]]:
    """The lines of what stands before the first listing, and of each listing, with the number of the first."""
    heads = Counter(_heads([_plain(line) for line in lines_of(text.replace("\ufeff", ""))]))
    opener = max(heads.items(), key=lambda item: (item[0] in IDS and item[1] > 1, item[1]), default=(None, 0))[0]
    part: list[str] = []
    first = 1
    for number, line in enumerate(lines_of(text.replace("\ufeff", "")), 1):
        plain = _plain(line)
        ruled = bool(_RULE.fullmatch(plain))
        if ruled or plain.startswith((f"{opener}: ", f"{opener} : ")):
            yield part, first
            part, first = [], number
        part.append("" if ruled else line)
    yield part, first


def _plain(line: str) -> str:
    return " ".join(line.split())


def _heads(lines: list[str]) -> Iterator[str]:
    """The names of fields, with another one below, that come behind a line of dashes; in a text without one, behind a blank line."""
    ruled, before = any(map(_RULE.fullmatch, lines)), "---"
    for above, line, below in zip(["", *lines], lines, [*lines[1:], ""], strict=False):
        found, other = _FIELD.fullmatch(line), _FIELD.fullmatch(below)
        if found and found[2] and other and other[2] and found[1] != other[1] and (_RULE.fullmatch(before) if ruled else not above):
            yield found[1]
        before = line or before


def _listing(lines: list[str], first: int) -> Iterator[Element]:
    """The listing, or the prose, that these lines are."""
    fields: dict[str, Value] = {}
    end, start = len(lines), 0
    for place, line in enumerate(lines):
        found, after = (_FIELD.fullmatch(_plain(part)) for part in (line, *lines[place + 1 : place + 2], "")[:2])
        new = found and found[1] not in {*fields, ORDER}
        if found and new and (found[2] or (after and after[2] and after[1] not in {*fields, found[1], ORDER})):
            start = start if fields else place
            fields[found[1]] = found[2] or ""
        elif line.strip() or fields:
            end = place
            break
    below_it = tuple(_moved(element, first + end - 1) for element in prose.read("\n".join(lines[end:]), ""))
    unusual: dict[str, Value] = {} if list(fields) == sorted(fields, key=_rank) else {ORDER: tuple(fields)}
    yield from (Element("listing", {**fields, **unusual}, below_it, first + start),) if fields else below_it


def _moved(element: Element, lines: int) -> Element:
    return Element(element.kind, element.fields, tuple(_moved(child, lines) for child in element.children), element.line + lines)


def _rank(name: str) -> tuple[int, str]:
    return (USUAL.index(name) if name in USUAL else len(USUAL), name)


def write(elements: tuple[Element, ...]) -> str:
    """A table; or listings with a line of dashes between them, and a blank line before what is prose."""
    if not any(element.kind in {"listing", "heading", "item", "paragraph"} for element in elements):
        return TABLES.write(elements)
    parts = ((listed, list(group)) for listed, group in groupby(elements, lambda element: element.kind == "listing"))
    return "\n---\n\n".join(text for listed, group in parts for text in (map(_written, group) if listed else [prose.write(tuple(group))]))


def _written(listing: Element) -> str:
    order = listing.fields.get(ORDER)
    known = order if isinstance(order, tuple) else ()
    stated = {name: value for name, value in listing.fields.items() if name != ORDER and value is not None}
    names = sorted(stated, key=lambda name: (known.index(name) if name in known else len(known), _rank(name)))
    lines = "".join(f"{name}: {stated[name]}".rstrip() + "\n" for name in names)
    return f"{lines}\n{prose.write(listing.children)}" if listing.children else lines


MARKS = Insignificant(re.compile(r"^[-=_*]{3,}[ \t]*$", re.MULTILINE), "a line of dashes between two listings that begin of themselves")
PATTERNS = ("*job*.csv", "*job*.tsv", "*jobs*.txt", "*vacancies*.csv", "*vacancies*.txt")
DOMAIN = Domain("jobboard", "Job listings", "everyday", PATTERNS, KINDS, read, write, (*MEANINGLESS, MARKS), TABLES.reconcile)
