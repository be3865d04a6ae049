"""gettext catalogues: messages and their translations. Fragile: a placeholder, a plural form, a blank at an end or a fuzzy mark is lost.

An entry ends where one of its slots comes again or its translation is over; what is no line of one stands before the entry it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.leaves import ORDER, ORDER_TYPE

NOTES = {"comment": "#", "extracted": "#.", "references": "#:", "flags": "#,"}
KEYS = ("msg", "msgctxt", "msgid", "msgid_plural", "msgstr", *(f"msgstr[{k}]" for k in range(6)))
SLOTS = (*NOTES, *(f"previous_{key}" for key in KEYS), *KEYS)
"""What an entry may have, in the order in which it is written; `msg` is a message that has lost its keyword."""

WIDTH = 79
_LINE = re.compile(
    r'(#~\|?|#\|)?\s*(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-5]\])?)?\s*"((?:[^"\\]|\\.)*+)"|(#\.|#[:,](?=.*\S)|#(?![~|])) ?(.*)'
)
_ESCAPES = dict(zip('abfnrtv"\\', '\a\b\f\n\r\t\v"\\', strict=True))
_ESCAPED = str.maketrans({char: f"\\{letter}" for letter, char in _ESCAPES.items()})
_ESCAPE, _EDGE, _ROW, _NAMED = map(re.compile, (r"\\(.)", r"\n|\A | \Z", r".*\n|.+", r"([\w-]+): ?(.*)"))
_FILLED = re.compile(rf".{{1,{WIDTH - 3}}}\Z|.{{0,{WIDTH - 4}}} |[^ ]+ ?")


class Message(Text):
    """Wording in which line breaks and blanks at the ends count: programs print it as it is."""

    def meaning(self, value: Value) -> Value:
        """The words, one space between them, a mark where a line breaks or a blank stands at an end."""
        return super().meaning(_EDGE.sub(" ¶ ", value) if isinstance(value, str) else value)


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """An element an entry, the header's fields below it."""
    found, strays, slots = list[Element](), list[Element](), dict[str, str]()
    last, was_obsolete, start, at = "", False, 0, 0
    lines = ["", *(line.strip() for line in lines_of(text.replace("\ufeff", ""))), ""]
    for number, line in enumerate(lines[1:], 1):
        told, is_obsolete, above = [name for name in slots if "msg" in name], line.startswith("#~"), lines[number - 1]
        name, value, begins = _slot(line, last)
        other = bool(told) and "msg" in name and is_obsolete != was_obsolete
        over = other or name in slots or (bool(told) and told[-1].startswith("msgstr") and not name.startswith("msgstr"))
        name, begins = (name, begins) if begins or not other else ("msg", True)
        if (begins and over) or (not name and (told or slots.keys() == {"comment"} if not line else not above)) or number == len(lines) - 1:
            found += [*strays, *([_element(slots, start, at, is_obsolete=was_obsolete)] if slots else [])]
            strays, slots, last = [], {}, ""
        if name:
            start, at, last = start if slots else number, at if name == last else number, name
            was_obsolete = is_obsolete if "msg" in name else was_obsolete and bool(slots)
            slots[name] = slots.get(name, "") + value
        elif line:
            strays.append(Element(UNREADABLE, {"text": line}, line=number))
    return tuple(found)


def _slot(line: str, last: str) -> tuple[str, str, bool]:
    """The slot that a line is of, empty where it is of none, what it adds to it, and whether it may begin there."""
    if not (found := _LINE.fullmatch(line)):
        return "", "", False
    mark, key, text, sign, note = (group or "" for group in found.groups())
    if not sign:
        name = f"{'previous_' if '|' in mark else ''}{key}" if key else last if "msg" in last else "msg"
        return name, _ESCAPE.sub(lambda found: _ESCAPES.get(found[1], found[0]), text), bool(key)
    name = next(name for name, known in NOTES.items() if known == sign)
    return name, f"\n{note.rstrip()}" if name == last else note.rstrip(), name != last


def _element(slots: dict[str, str], line: int, last: int, *, is_obsolete: bool) -> Element:
    """The header is what has no message, or lines `name: value` for its only one; `last` is the line where the last slot begins."""
    fields: dict[str, Value] = {name: slots[name] for name in SLOTS if name in slots}
    fields |= {**({ORDER: tuple(slots)} if list(fields) != list(slots) else {}), **({"obsolete": True} if is_obsolete else {})}
    told = [name for name in fields if "msg" in name]
    rows = slots[told[-1]].removesuffix("\n").split("\n") if told in (["msgid"], ["msgstr"], ["msgid", "msgstr"]) else []
    named = [_NAMED.fullmatch(row) for row in rows]
    if is_obsolete or not any(named) or (fields["msgid"] if len(told) > 1 else len(rows) < 2 or not all(named)):
        return Element("comment" if slots.keys() == {"comment"} else "entry", fields, line=line)
    parts = ({"name": name[1], "value": name[2]} if name else {"value": row} for name, row in zip(named, rows, strict=True))
    children = tuple(Element("header_field", part, line=last + 1 + k) for k, part in enumerate(parts))
    stated = {name: value for name, value in fields.items() if name not in told}
    return Element("header", {**stated, **({"keyword": told[0]} if len(told) == 1 else {})}, children, line)


def write(elements: tuple[Element, ...]) -> str:
    """Entries with a blank line between them, long messages broken at words as gettext does it."""
    return "\n".join("".join(f"{line}\n" for line in _written(element)) for element in elements if element.kind != REJECTED)


def _written(element: Element) -> Iterator[str]:
    fields = dict(element.fields)
    if element.kind == UNREADABLE:
        yield str(fields.get("text", ""))
    if element.kind == "header":
        told = ((child.fields.get("name"), child.fields.get("value")) for child in element.children)
        names = [str(fields["keyword"])] if fields.get("keyword") else ["msgid", "msgstr"]
        fields |= {names[0]: "", names[-1]: "".join(f"{value}\n" if name is None else f"{name}: {value}\n" for name, value in told)}
    order = fields.get(ORDER)
    for name in dict.fromkeys((*order, *SLOTS) if isinstance(order, tuple) else SLOTS):
        if name in SLOTS and fields.get(str(name)) is not None:
            yield from _rows(str(name), str(fields[str(name)]), "#~" if fields.get("obsolete") else "")


def _rows(name: str, text: str, mark: str) -> list[str]:
    if name in NOTES:
        return [f"{NOTES[name]} {row}".rstrip() for row in text.split("\n")]
    key = name.removeprefix("previous_")
    mark = f"{mark or '#'}| " if key != name else f"{mark} ".lstrip()
    lead = "" if key == "msg" else f"{key} "
    parts = [f'"{part}"' for row in _ROW.findall(text) for part in _FILLED.findall(row.translate(_ESCAPED))] or ['""']
    is_short = len(parts) == 1 and len(lead + parts[0]) <= WIDTH
    return [mark + line for line in ([lead + parts[0]] if is_short else [f'{lead}""', *parts])]


SET = Exact(lambda value: value and " ".join(sorted(re.split(r",\s*|\s", str(value)))))
MARKS: dict[str, FieldType] = {"references": SET, "flags": SET, "msgctxt": Exact(), "obsolete": Exact(), ORDER: ORDER_TYPE}
TYPES: dict[str, FieldType] = {**dict.fromkeys(SLOTS, Message()), **MARKS}
KINDS = (
    Kind("header", {**TYPES, "keyword": Exact()}, weight=0.1),
    Kind("header_field", {"name": Exact(), "value": Exact()}, key=("name",), ordered=False),
    Kind("entry", TYPES, key=("msgctxt", "msgid")),
    Kind("comment", {"comment": Message()}),
)
BROKEN = Insignificant(re.compile(r'"[ \t]*\r?\n[ \t]*"'), "a message may be broken anywhere into strings, a line each")
DOMAIN = Domain("translation", "gettext catalogues", "code", ("*.po", "*.pot"), KINDS, read, write, (BROKEN,))
