"""NOTAMs, as ICAO and as US domestic notices. Fragile: a date slips a month, a limit its unit, a runway end its number.

An ICAO notice has a head, a line of qualifiers and items A to G; what is in item E is its text, line breaks and all. Times are
held as dates with a time of day. A blank line, a line of dashes or the next head ends a notice; other lines are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.sheets import CELL

NAMES = "Q q A location B from C to D schedule E text F lower G upper CREATED created SOURCE source".split()  # noqa: SIM905
ITEMS = dict(zip(NAMES[::2], NAMES[1::2], strict=True))
ROWS = (("Q",), ("A", "B", "C"), ("D",), ("E",), ("F", "G"), ("CREATED",), ("SOURCE",))
QUALIFIERS = ("fir", "code", "traffic", "purpose", "scope", "flight_level_from", "flight_level_to", "centre")
HEAD, OFFICE, TIMES = ("number", "type", "refers_to"), ("office", "number", "location"), {"from", "to"}
FIELDS = dict.fromkeys((*HEAD, *OFFICE, "other", *ITEMS.values(), *QUALIFIERS, "estimated"), CELL)
FIELDS |= {"text": Text(), "brackets": Exact(lambda _: None)}
KINDS = (Kind("notam", FIELDS, ("number",)), Kind("domestic", FIELDS, ("office", "number")), Kind("note", {"text": Text()}))

_HEAD = re.compile(r"(\(?)\s*([A-Z]{0,4}\d{1,5}/\d\d)\s+(NOTAM[NRC])(?=\s|\Z)(?:\s+([A-Z]{0,4}\d{1,5}/\d\d)(?=\s|\Z))?")
_DOMESTIC = re.compile(r"!([A-Z0-9]{2,4})\s+(\d{1,2}/\d{2,4})\s+([A-Z0-9]{2,4})(?=\s|\Z)")
_PERIOD = re.compile(r"\s(\d{10}|WIE)-(\d{10}(?:\s?EST)?|PERM|UFN)\Z")
_ITEM = re.compile(r"(?:^|(?<=\s))([QA-G])\)(?=\s|\Z)|^(CREATED|SOURCE):(?=\s|\Z)", re.MULTILINE)
_RULE = re.compile(r"([=\-*_])\1{2,}")
_STAMP, _DATE = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\s?EST)?"), re.compile(r"\A20(\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d)\Z")


def _dated(name: str, text: str) -> dict[str, Value]:
    """The field, as a date with a time of day where it is one; whether it is estimated is another field."""
    found = _STAMP.fullmatch(text) if name in TIMES else None
    if found is None:
        return {name: text} if text else {}
    return {name: "20{}-{}-{} {}:{}".format(*found.groups()), **({"estimated": "EST"} if found[6] else {})}


def _spelt(fields: Mapping[str, Value], blank: str) -> dict[str, str]:
    """The fields as they are written."""
    given = {name: str(value) for name, value in fields.items() if value is not None}
    given |= {name: _DATE.sub(r"\1\2\3\4\5", given[name]) for name in TIMES & set(given)}
    return {**given, "to": f"{given['to']}{blank}EST"} if "estimated" in given and "to" in given else given


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Notices and notes in the order of the text."""
    return tuple(_element(part, line) for part, line in _parts(text.replace("\ufeff", "")))


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The text of each notice, and every other line."""
    held: list[str] = []
    start = 0
    for number, line in enumerate(map(str.strip, (*lines_of(text), "")), 1):
        ruled = not line or _RULE.fullmatch(line)
        heads = _HEAD.match(line) or _DOMESTIC.match(line)
        if held and (ruled or heads):
            yield "\n".join(held), start
            held = []
        if held or heads or _ITEM.match(line):
            start = start if held else number
            held.append(line)
        elif not ruled:
            yield line, number


def _element(part: str, line: int) -> Element:
    if ((head := _HEAD.match(part)) or _ITEM.match(part)) and (fields := _notice(head, part[head.end() :] if head else part)):
        return Element("notam", fields, line=line)
    if head := _DOMESTIC.match(part):
        period = _PERIOD.search(part, head.end())
        said = {"text": part[head.end() : period.start() if period else len(part)].strip()}
        times = {**_dated("from", period[1]), **_dated("to", period[2])} if period else {}
        return Element("domestic", {**dict(zip(OFFICE, head.groups(), strict=True)), **said, **times}, line=line)
    return Element("note", {"text": part}, line=line)


def _notice(head: re.Match[str] | None, body: str) -> dict[str, Value]:
    """The fields of an ICAO notice, which may have lost its head."""
    fields: dict[str, Value] = {name: head[k] for k, name in enumerate(HEAD, 2) if head[k]} if head else {}
    if head and head[1] and body.endswith(")"):
        body, fields["brackets"] = body[:-1], True
    body = body.strip()
    marks, order = [("", 0, 0)], list(ITEMS)
    for found in _ITEM.finditer(body):
        mark, last = found[1] or found[2], marks[-1][0]
        starts_line = body[max(0, found.start() - 1) : found.start()] in {"", "\n"}
        if (not last or order.index(mark) > order.index(last)) and (last != "E" or starts_line):
            marks.append((mark, found.start(), found.end()))
    ends = [*(start for _, start, _ in marks[1:]), len(body)]
    said = {ITEMS.get(letter, "other"): body[start:end].strip() for (letter, _, start), end in zip(marks, ends, strict=True)}
    parts = [part.strip() for part in said.get("q", "").split("/")]
    if len(parts) == len(QUALIFIERS):
        fields |= dict(zip(QUALIFIERS, parts, strict=True))
        del said["q"]
    return fields | {field: value for name, text in said.items() for field, value in _dated(name, text).items()}


def write(elements: tuple[Element, ...]) -> str:
    """Notices with a blank line between them, the items A to C on one line, F and G on another."""
    lines: list[str] = []
    for before, element in zip((None, *elements), elements, strict=False):
        apart = before is not None and not before.kind == element.kind == "note"
        lines.append("\n" * apart + _written(element.kind, element.fields))
    return "\n".join(lines) + "\n" if lines else ""


def _written(kind: str, fields: Mapping[str, Value]) -> str:
    given = _spelt(fields, "" if kind == "domestic" else " ")
    if kind == "domestic":
        period = f" {given.get('from', '')}-{given.get('to', '')}" if "from" in given or "to" in given else ""
        return " ".join([f"!{given.get('office', '')}", *(given[k] for k in ("number", "location", "text") if given.get(k))]) + period
    if kind != "notam":
        return given.get("text", "")
    if any(name in given for name in QUALIFIERS):
        given["q"] = "/".join(given.get(name, "") for name in QUALIFIERS)
    rows = [" ".join(f"{item}{':)'[len(item) == 1]} {given[ITEMS[item]]}" for item in row if ITEMS[item] in given) for row in ROWS]
    lines = [" ".join(given[name] for name in (*HEAD, "other") if name in given), *rows]
    text = "\n".join(line for line in lines if line)
    return f"({text})" if fields.get("brackets") else text


MARKS = Insignificant(re.compile(r"^[=\-*_]{3,}[ \t]*$", re.MULTILINE), "a line between two notices, which begin of themselves")
DOMAIN = Domain("aviation", "Notices to airmen (NOTAM)", "science", ("*.notam", "*notam*.txt"), KINDS, read, write, (MARKS,))
