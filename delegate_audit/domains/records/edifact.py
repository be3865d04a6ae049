"""EDIFACT interchanges: messages of segments, their elements by place. Fragile: counts, references, a release character lost.

An element's first component is the field with its number, the others follow as `2.2`, `2.3`; what is empty is not there.
Separators are those of the service string advice, where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule, typed
from delegate_audit.domains.readers.lines import Lines
from delegate_audit.domains.readers.values import by_value

SERVICE = {"interchange": "UNB", "interchange_end": "UNZ", "group": "UNG", "group_end": "UNE", "message": "UNH", "message_end": "UNT"}
LEVELS = {"interchange": 0, "interchange_end": 1, "group": 1, "group_end": 2, "message": 2}
STATED = {"interchange": "1234", "interchange_end": "12", "group": "1234", "group_end": "12"}
"""Of the first four elements, those that are there; else it is another segment with a wrong tag."""
TAGS = {"quantity": "QTY|CNT", "amount": "MOA|PRI|PCD", "text": "FTX|IMD", "segment": r"[A-Z][A-Z\d]{2}"}
USUAL = (":", "+", "?", "'")
_SEPARATORS = r"([^\w\s])(?!\2)([^\w\s])[^\n](?!\2|\3)([^\w\s]| )[^\n](?!\2|\3|\4)([^\w\s])"
"""Marks of a component and an element, the decimal mark, the release character or none, a blank, the end of a segment."""
_ADVICE = re.compile(rf"\s*UNA({_SEPARATORS}|[^\n]{{0,40}}(?<!\s)(?=\s*\n\s*UN[BGH]))")
_PLACE = re.compile(r"([1-9]\d{0,2})(?:\.([2-9]|[1-9]\d{1,2}))?")
_NUMBER = Number(lambda value: by_value(value.replace(",", ".") if isinstance(value, str) else value))

KINDS = (
    Kind("advice", {"separators": Exact()}),
    *(Kind(name, key=("1",) if name in {"group", "message"} else ()) for name in SERVICE),
    *(Kind(name, {"tag": Exact(), "1": Exact(), "1.2": _NUMBER}, ("tag", "1")) for name in ("quantity", "amount")),
    Kind("text", {"tag": Exact(), "1": Exact(), "2": Exact(), "3": Exact()}, ("tag", "1"), other=Text()),
    Kind("segment", {"tag": Exact()}, ("tag", "1")),
)


@dataclass(frozen=True)
class _Marks:
    """How data elements are told apart; `escape` may be empty."""

    component: str
    element: str
    escape: str
    end: str

    @cached_property
    def _piece(self) -> re.Pattern[str]:
        marks, released = re.escape(self.component + self.element), rf"{re.escape(self.escape)}(.)" if self.escape else "(?!)()"
        return re.compile(rf"{released}|([{marks}])|(.[^{marks}{re.escape(self.escape)}]*+)", re.DOTALL)

    def read(self, kind: Kind, stated: dict[str, Value]) -> dict[str, Value] | None:
        """The fields of a segment's `data`; None where it does not begin like an element, or not like one of its kind."""
        data, texts, n, m = str(stated.pop("data")).replace("\n", ""), dict[str, str](), 0, 1
        for released, mark, plain in self._piece.findall(data):
            if mark:
                n, m = (n + 1, 1) if mark == self.element else (n, m + 1)
            else:
                name = f"{n}.{m}" if m > 1 else f"{n}"
                texts[name] = texts.get(name, "") + (released or plain)
        first = "".join(name for name in "1234" if name in texts)
        if (data and not data.startswith(self.element)) or STATED.get(kind.name, first) != first:
            return None
        return stated | {name: typed(kind, name, text) for name, text in texts.items()}

    def written(self, fields: Mapping[str, Value]) -> Mapping[str, Value]:
        """The `data` that states these fields."""
        places = [(place, value) for name, value in fields.items() if value not in {None, ""} and (place := _PLACE.fullmatch(name))]
        special, data, n, m = {self.component, self.element, self.escape, self.end}, "", 0, 1
        for row, column, text in sorted((int(place[1]), int(place[2] or 1), str(value)) for place, value in places):
            data += self.element * (row - n) + self.component * (column - (m if row == n else 1))
            data += "".join(self.escape + char if char in special else char for char in text)
            n, m = row, column
        return {"tag": fields.get("tag"), "data": data}


@lru_cache(maxsize=8)
def form(component: str, element: str, escape: str, end: str) -> Lines:
    """The format with these separators."""
    marks = _Marks(component, element, escape.strip(), end)
    patterns = {kind: f"{tag}{{data:.*}}" for kind, tag in SERVICE.items()}
    patterns |= {kind: f"{{tag:{tags}}}{{data:.*}}" for kind, tags in TAGS.items()}
    rules = [Rule(kind.name, patterns[kind.name], partial(marks.read, kind), marks.written) for kind in KINDS[1:]]
    return Lines(Grammar(KINDS, rules), LEVELS, end=end, escape=marks.escape)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """The segments, by the separators that the file begins with; by the usual ones where these cannot be meant."""
    text = "\n".join(lines_of(text))
    found = _ADVICE.match(text)
    if found is None:
        return form(*USUAL).read(text, filename)
    rest = "\n" * text.count("\n", 0, found.end()) + text[found.end() :]
    advice = Element("advice", {"separators": found[1]}, line=1 + text.count("\n", 0, found.start(1)))
    return (advice, *form(*found.group(2, 3, 4, 5) if found[2] else USUAL).read(rest, filename))


def write(elements: tuple[Element, ...]) -> str:
    """A line for every segment."""
    advice = [f"UNA{element.fields.get('separators') or ''}" for element in elements if element.kind == "advice"][:1]
    rest = tuple(element for element in elements if element.kind != "advice")
    found = _ADVICE.fullmatch(advice[0]) if advice else None
    return "".join(f"{text}\n" for text in advice) + form(*found.group(2, 3, 4, 5) if found else USUAL).write(rest)


DOMAIN = Domain("edifact", "EDIFACT", "records", ("*.edi", "*.edifact"), KINDS, read, write)
