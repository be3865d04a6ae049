"""What must be true in a catalogue: fixed fields have their length and agree with the rest, standard numbers check, numbers are given once.

The year and language of 008 are those of 264 and 041; the second indicator of 245 is the length of its article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_elements
from delegate_audit.domains.records.libcatalog import DOMAIN

LEADER_CHARS, GENERAL_CHARS = 24, 40
ARTICLES = ("The ", "A ", "An ")
_DATED, _YEAR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the catalogues that does not agree, with file and line."""
    return in_elements(files, DOMAIN, _problems)


def _problems(elements: list[Element]) -> Iterator[tuple[int, str]]:
    records = [element for element in elements if element.kind == "record"]
    items = [text for record in records for text in _texts(record, "852", "p")]
    for name, count in Counter([str(record.fields.get("number")) for record in records] + items).items():
        if count > 1:
            yield 0, f"{name} is given {count} times"
    for record in records:
        yield from ((record.line, f"{record.fields.get('number')}: {problem}") for problem in _record(record))


def _texts(record: Element, tag: str, code: str) -> list[str]:
    fields = [child for child in record.children if child.kind == "field" and child.fields.get("@tag") == tag]
    return [str(sub.fields.get("text")) for field in fields for sub in field.children if sub.fields.get("@code") == code]


def _record(record: Element) -> Iterator[str]:
    general = next((str(e.fields.get("text")) for e in record.children if e.kind == "control" and e.fields.get("@tag") == "008"), "")
    if len(general) != GENERAL_CHARS or len(str(record.fields.get("leader"))) != LEADER_CHARS:
        yield "008 or the leader has not its length"
    years = [year for text in _texts(record, "264", "c") for year in _YEAR.findall(text)]
    if years[:1] != [general[7:11]] or (years[1:2] or ["9999" if general[6] == "c" else "    "]) != [general[11:15]]:
        yield f"{general[7:15]} in 008 are not the years {', '.join(years)}"
    if (languages := _texts(record, "041", "a")) and general[35:38] != languages[0]:
        yield f"the language is {general[35:38]} and {languages[0]}"
    for number in _texts(record, "020", "a"):
        if sum(int(digit) * (3 if k % 2 else 1) for k, digit in enumerate(number)) % 10:
            yield f"{number} does not check"
    title = (_texts(record, "245", "a") or [""])[0]
    article = next((len(word) for word in ARTICLES if title.startswith(word)), 0)
    if [str(child.fields.get("@ind2")) for child in record.children if child.fields.get("@tag") == "245"] != [str(article)]:
        yield f"245 has an article of {article}"
    yield from (f"{text} is no date" for text in _texts(record, "541", "d") if not _DATED.fullmatch(text))
