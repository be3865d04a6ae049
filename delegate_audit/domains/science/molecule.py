"""Structure-data files: molecules of atoms, bonds, properties and data. Fragile: a bond turns to another atom, a charge or a count is lost.

A molecule is a title, two lines of remarks, a line of counts, then what it is made of, line by line, in the columns of V2000 or
the words of V3000. Blank lines at its top have their places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, unreadable
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule, typed
from delegate_audit.domains.readers.values import NUMBER, WORDS

PLACE = {"symbol": Exact(), "x": NUMBER, "y": NUMBER, "z": NUMBER}
KINDS = (
    Kind("molecule", {"title": WORDS, "program": Text(), "remark": Text(), "end": Exact()}, ("title",)),
    *(Kind(name, {"atoms": NUMBER, "bonds": NUMBER, "more": WORDS}, weight=0.1) for name in ("counts", "size")),
    Kind("atom", {"index": Ordinal(), **PLACE, "isotope": NUMBER, "charge": NUMBER, "more": WORDS}),
    Kind("bond", {"index": Ordinal(), "a": NUMBER, "b": NUMBER, "order": NUMBER, "stereo": NUMBER, "more": WORDS}, ("a", "b")),
    Kind("property", {"name": Exact(), "value": WORDS}),
    Kind("data", {"before": WORDS, "name": Exact(), "after": WORDS, "value": NUMBER, "text": Text()}, ("name",), ordered=False),
)
NUMBERS, DATUM = KINDS[1], KINDS[-1]
HEAD, FARTHEST, VERSIONS, END = 3, 8, ("V2000", "V3000"), "$$$$"
"""Lines before the counts, and where counts are looked for at most, as blank lines may be doubled; what counts and records end with."""
_REAL = r"[-+]?[\d.]+(?:[eE][-+]?\d+)?"


def _with(*names: str) -> Callable[[dict[str, Value]], dict[str, Value] | None]:
    """None for what has not these numbers."""
    return lambda stated: stated if all(isinstance(stated.get(name), Decimal) for name in names) else None


COUNTS = Rule("counts", r"{atoms:>3}{bonds:>3}[{more:[ \d]{3,}(?: V[23]000)?}]", _with("atoms", "bonds"), columns=True)
MADE_OF = (
    Rule("atom", r"{x:>10}{y:>10}{z:>10} {symbol:<3}{isotope:>2}{charge:>3}[{more:.*\S}]", _with("x", "y", "z"), columns=True),
    Rule("atom", rf"M  V30 {{index:\d+}} {{symbol:[^\s\d]\S*}} {{x:{_REAL}}} {{y:{_REAL}}} {{z:{_REAL}}} {{more:*}}"),
    Rule("bond", r"{a:>3}{b:>3}{order:>3}{stereo:>3}[{more:.*\S}]", _with("a", "b", "order"), columns=True),
    Rule("bond", r"M  V30 {index:\d+} {order:\d+} {a:\d+} {b:\d+}[ {more:*}]"),
    Rule("size", r"M  V30 COUNTS {atoms:\d+} {bonds:\d+}[ {more:*}]"),
    Rule("property", r"M  {name:[A-Z]\w\w}[{value: .*\S}]", columns=True),
    Rule("property", r"{name:[AVGS]}[{value: .*\S}]", columns=True),
)
DATA = Rule("data", r">[\s{before:[^<>]*[^<>\s]}]\s<{name:[^<>]*}>[\s{after:*}]")
FIRST, BODY = Grammar(KINDS, (COUNTS, *MADE_OF, DATA)), Grammar(KINDS, (*MADE_OF, DATA))


def _starts(lines: Sequence[str]) -> list[int]:
    """Where records start. Counts tell that one has begun even where the `$$$$` of the one before is lost."""
    starts, counted = [0], -1
    for k, line in enumerate(lines):
        if line == END:
            starts.append(k + 1)
        elif line.endswith(VERSIONS) and COUNTS.fields(line, NUMBERS):
            if counted >= starts[-1] and k - counted > HEAD:
                starts.append(k - HEAD)
            counted = k
    return [*starts, len(lines)]


def _head(lines: list[str]) -> tuple[dict[str, Value], int]:
    """Title, program and remark, and the place of the counts; of blank lines there may be more than belong there."""
    fitting = (k for k, line in enumerate(lines[:FARTHEST]) if line.endswith(VERSIONS) or (k >= HEAD and not any(lines[HEAD:k])))
    size = next((k for k in fitting if COUNTS.fields(lines[k], NUMBERS)), HEAD)
    kept = [line for k, line in enumerate(lines[:size]) if line or size <= HEAD or not k or lines[k - 1]]
    title, program, *remark = [*kept, "", ""]
    return {"title": title or None, "program": program or None, "remark": "\n".join(remark).strip("\n") or None}, size


def _body(lines: Sequence[str], number: int) -> Iterator[Element]:
    """What a record is made of; a `data` element takes all lines up to a blank one."""
    grammar, k = FIRST, 0
    while k < len(lines):
        start, k = k, k + 1
        if parsed := grammar.parse(lines[start]):
            fields = parsed[1]
            while parsed[0] is DATA and k < len(lines) and lines[k] and not DATA.fields(lines[k], DATUM):
                k += 1
            said = "\n".join(lines[start + 1 : k])
            fields |= {"text": said} if said.split()[1:] else {"value": typed(DATUM, "value", said.strip())} if said else {}
            yield Element(parsed[0].kind, fields, line=number + start)
        else:
            yield from unreadable(lines[start], number + start)
        grammar = BODY if lines[start] else grammar


def read(text: str, filename: str) -> tuple[Element, ...]:
    """One molecule for every record."""
    lines = [line.rstrip() for line in lines_of(text)]
    found: list[Element] = []
    for start, stop in pairwise(_starts(lines)):
        end = END if lines[start:stop][-1:] == [END] else None
        held = lines[start : stop - (end is not None)]
        fields, size = _head(held)
        if end or any(held):
            found.append(Element("molecule", {**fields, "end": end}, tuple(_body(held[size:], start + size + 1)), start + 1))
    return tuple(found)


def _written(element: Element) -> Iterator[str]:
    """Molecules with their three lines at the top, data with a blank line behind."""
    fields = element.fields
    if element.kind == "molecule":
        yield from (str(fields.get(name) or "") for name in ("title", "program", "remark"))
        yield from (line for child in element.children for line in _written(child))
    elif element.kind != REJECTED:
        yield str(fields.get("text")) if element.kind == UNREADABLE else FIRST.text(element.kind, fields)
    said = [fields.get(name) for name in {"molecule": ("end",), "data": ("value", "text")}.get(element.kind, ())]
    yield from (str(value) for value in said if value is not None)
    yield from [""] * (element.kind == "data")


def write(elements: tuple[Element, ...]) -> str:
    """The records one after the other."""
    return "".join(f"{line.rstrip()}\n" for element in elements for part in _written(element) for line in part.split("\n"))


DOMAIN = Domain("molecule", "Structure-data files", "science", ("*.sdf", "*.sd", "*.mol"), KINDS, read, write)
