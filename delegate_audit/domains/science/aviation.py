"""NOTAMs, as ICAO and as US domestic notices. Fragile: a date slips a month, a limit its unit, a runway end its number.

An ICAO notice has a head, a line of qualifiers and items A to G; what is in item E is its text, line breaks and all. Times are
held as dates with a time of day. A blank line, a line of dashes or the next head ends a notice; what is none is a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.sheets import CELL
from delegate_audit.domains.readers.values import MARK

ITEMS = {"\nA)": "location", " B)": "from", " C)": "to", "\nD)": "schedule", "\nE)": "text", "\nF)": "lower", " G)": "upper"}
ITEMS |= {"\nCREATED:": "created", "\nSOURCE:": "source"}
QUALIFIERS = ("fir", "code", "traffic", "purpose", "scope", "flight_level_from", "flight_level_to", "centre")
TIMES = {"from", "to"}
FIELDS = dict.fromkeys(("number", "type", "refers_to", "office", "other", "q", *ITEMS.values(), *QUALIFIERS, "estimated"), CELL)
FIELDS |= {"text": Text(), "brackets": MARK}
KINDS = (Kind("notam", FIELDS, ("number",)), Kind("domestic", FIELDS, ("office", "number")), Kind("note", {"text": Text()}))

_NUMBER, _TYPE = r"[A-Z]{0,4}\d{1,5}/\d\d(?!\S)", r"NOTAM[NRC](?!\S)"
_DOMESTIC = r"!{office:[A-Z0-9]{2,4}} {number:\d{1,2}/\d{2,4}} {location:[A-Z0-9]{2,4}(?!\S)}[ {text:\S.*?}]"
_DOMESTIC += r"[ {from:\d{10}|WIE}-{to:\d{10}(?:\s?EST)?|PERM|UFN}]"
_HEAD = re.compile(rf"\(?\s*{_NUMBER}\s+{_TYPE}|![A-Z0-9]{{2,4}}\s+\d{{1,2}}/\d{{2,4}}\s+[A-Z0-9]{{2,4}}(?!\S)")
_ITEM, _RULE = re.compile(r"(?:[QA-G]\)|CREATED:|SOURCE:)(?!\S)"), re.compile(r"([=\-*_])\1{2,}")
_STAMP, _DATE = re.compile(r"(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\s?EST)?"), re.compile(r"\A20(\d\d)-(\d\d)-(\d\d) (\d\d):(\d\d)\Z")


def _stated(stated: dict[str, Value]) -> dict[str, Value]:
    """The fields, times as dates with a time of day; whether the end is estimated is another field."""
    fields: dict[str, Value] = {}
    for name, text in ((name, str(value).strip()) for name, value in stated.items()):
        if found := _STAMP.fullmatch(text) if name in TIMES else None:
            fields |= {name: "20{}-{}-{} {}:{}".format(*found.groups()), **({"estimated": "EST"} if found[6] else {})}
        elif text or name in QUALIFIERS:
            fields[name] = text
    return fields


def _spelt(blank: str, fields: Mapping[str, Value]) -> Mapping[str, Value]:
    """The fields as they are written."""
    given: dict[str, Value] = dict.fromkeys(QUALIFIERS, "") if set(QUALIFIERS) & set(fields) else {}
    given |= {name: _DATE.sub(r"\1\2\3\4\5", str(value)) if name in TIMES else value for name, value in fields.items()}
    return {**given, "to": f"{given['to']}{blank}EST"} if "estimated" in given and "to" in given else given


def _notice(start: str, end: str, apart: str) -> Rule:
    """An ICAO notice, which may have lost its head; each item goes on to one of those that may follow it."""
    word, marks = r"(?!\)\Z)\S" if end else r"\S", [*ITEMS]

    def until(later: list[str], word: str = word, blank: str = r"\s") -> str:
        return rf"(?:{word}|{blank}++(?!(?:{'|'.join(re.escape(mark.strip()) for mark in later)})(?!\S)))"

    qualifiers = "/".join(f"{{{name}:{until(marks, '(?!/)' + word)}*+}}" for name in QUALIFIERS)
    other = rf"[ {{other:(?!{_ITEM.pattern}){until(['Q)', *marks])}++}}]"
    spec = rf"{start}\z[{{number:{_NUMBER}}} {{type:{_TYPE}}}[ {{refers_to:{_NUMBER}}}]]{other}"
    spec += f"[\nQ) {qualifiers}][\nQ) {{q:{until(marks)}*+}}]"
    for k, (mark, name) in enumerate(ITEMS.items(), 1):
        told = until(marks[k:], rf"{word}|[^\S\n]", r"\n") if name == "text" else until(marks[k:])
        spec += f"[{apart if mark == ' G)' else mark[0]}{mark[1:]} {{{name}:{told}*+}}]"
    return Rule("notam", spec + end, _stated, partial(_spelt, " "))


FORMS = [_notice(start, end, apart) for start, end in ((r"{brackets:\(}", ")"), (r"[{brackets:\(}]", "")) for apart in (" ", "\n")]
GRAMMAR = Grammar(KINDS, (*FORMS, Rule("domestic", _DOMESTIC, _stated, partial(_spelt, "")), Rule("note", "{text:*}")))


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Notices and notes in the order of the text."""
    return tuple(_element(part, line) for part, line in _parts(text.replace("\ufeff", "")))


def _parts(text: str) -> Iterator[tuple[list[str], int]]:
    """The lines of each notice or note."""
    held, start = list[str](), 0
    for number, line in enumerate(map(str.strip, (*lines_of(text), "")), 1):
        ruled = not line or _RULE.fullmatch(line)
        if held and (ruled or _HEAD.match(line)):
            yield held, start
            held = []
        if not ruled:
            start = start if held else number
            held.append(line)


def _element(part: list[str], line: int) -> Element:
    text = "\n".join(part)
    found = GRAMMAR.parse(f"\n{text}" if not _HEAD.match(text) and any(map(_ITEM.match, part)) else text)
    return Element(found[0].kind, found[1], line=line) if found else Element("note", {"text": text}, line=line)


def write(elements: tuple[Element, ...]) -> str:
    """Notices and notes with a blank line between them, the items A to C on one line, F and G on another."""
    texts = [GRAMMAR.text(element.kind, element.fields).strip() for element in elements]
    return "\n\n".join(texts) + "\n" if texts else ""


MARKS = Insignificant(re.compile(r"^[=\-*_]{3,}[ \t]*$", re.MULTILINE), "a line between two notices, which begin of themselves")
DOMAIN = Domain("aviation", "Notices to airmen (NOTAM)", "science", ("*.notam", "*notam*.txt"), KINDS, read, write, (MARKS,))
