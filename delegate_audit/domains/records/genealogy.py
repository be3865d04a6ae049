"""Family trees (GEDCOM 5.5.1 and 7): records of lines nested by level. Fragile: pointers to nobody, dates of other people, notes cut short.

A value with the CONT and CONC lines below it is one text: where CONC breaks it says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.leaves import Leaves
from delegate_audit.domains.readers.lines import Lines

RECORDS = {
    "individual": "INDI", "family": "FAM", "source": "SOUR", "repository": "REPO", "object": "OBJE", "note": "NOTE",
    "shared_note": "SNOTE", "submitter": "SUBM", "submission": "SUBN",
}  # fmt: skip
WORDING = "ABBR|ADDR|AUTH|CAUS|COPR|DSCR|NOTE|PUBL|TEXT|TITL"
"""Tags whose value is wording, unless it points to a record; all other values are facts."""

MAX_LINE_CHARS = 248
"""What a line may hold of a value before it goes on in the next (5.5.1: 255 characters with level and tag)."""

_POINTER = r"@[^@#\s][^@]*@"


class Wording(Text):
    """Wording in which an empty line counts."""

    def meaning(self, value: Value) -> Value:
        """The words, one space between them, a mark for every empty line."""
        return super().meaning(re.sub(r"\n(?=\n|\Z)", " ¶ ", value) if isinstance(value, str) else value)


def _pieces(value: Value) -> list[tuple[str, str]]:
    """The lines of a value, each with the tag that it has behind the first; long ones are broken inside a word."""
    found: list[tuple[str, str]] = []
    for row in str(value).split("\n"):
        start, tag = 0, "CONT"
        while len(row) - start > MAX_LINE_CHARS:
            end = next((k for k in range(start + MAX_LINE_CHARS, start + 1, -1) if not (row[k - 1] + row[k]).count(" ")), len(row))
            found.append((tag, row[start:end]))
            start, tag = end, "CONC"
        found.append((tag, row[start:]))
    return found


def _first(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    return fields if fields.get("value") is None else {**fields, "value": _pieces(fields["value"])[0][1] or None}


def join(_kind: str, fields: Mapping[str, Value], line: Mapping[str, Value]) -> Mapping[str, Value]:
    """The value with one more line."""
    return {"value": f"{fields.get('value') or ''}{chr(10) * (line['tag'] == 'CONT')}{line.get('value') or ''}"}


def split(fields: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """The lines that a value goes on in."""
    if fields.get("value") is not None:
        yield from ({"tag": tag, "value": text or None} for tag, text in _pieces(fields["value"])[1:])


LINE = {"tag": Exact(), "value": Exact()}
WORDS = {"tag": Exact(), "value": Wording()}
KINDS = (
    *(Kind(kind, {"value": Wording()}, ("id",), ordered=False) for kind in RECORDS),
    *(Kind(kind) for kind in ("header", "trailer")),
    *(Kind(kind, fields, ("tag",)) for kind, fields in (("line", LINE), ("text", WORDS), ("continued", LINE))),
)
VALUE = "[ {value:.*}]"
RULES = (
    *(Rule(kind, f"{{level:0}} @{{id:[^@]+}}@ {tag}{VALUE}") for kind, tag in RECORDS.items()),
    Rule("header", "{level:0} HEAD"),
    Rule("trailer", "{level:0} TRLR"),
    Rule("continued", rf"{{level:\d\d?}} {{tag:CON[CT]}}{VALUE}"),
    Rule("text", rf"{{level:\d\d?}} {{tag:{WORDING}}}[ {{value:(?!{_POINTER}\Z).*}}]"),
    Rule("line", rf"{{level:\d\d?}}[ @{{id:[^@]+}}@] {{tag:\w+}}{VALUE}"),
)
FORMAT = Lines(Grammar(KINDS, RULES), depth="level", leaves=Leaves("continued", "", join, split, _first))
DOMAIN = Domain("genealogy", "Family tree", "records", ("*.ged", "*.gedcom"), KINDS, FORMAT.read, FORMAT.write)
