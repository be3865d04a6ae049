"""Data as JSON and YAML hold it: values with the lines and comments that a plain load throws away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.values import decimal

MAX_LEVELS = 190
"""How deeply objects and arrays are read; what lies below that is unreadable. Leaves room under `core.element.MAX_DEPTH`."""

REJECTED_LINE, UNREADABLE_LINE = "@rejected: ", "@ "
"""No JSON or YAML line may begin with `@`: so a file that was rejected stays rejected, and what could not be read stays apart."""

CONTAINERS = frozenset({"object", "array"})
_FORMS = {"object": "object", "record": "object", "array": "array", "row": "array"}
_WHOLE = re.compile(r"-?\d{1,17}", re.ASCII)
_ZEROS = re.compile(r"[+-]?0\d")


class Line(NamedTuple):
    """A comment, or something that could not be read, and the 1-based line it begins at."""

    text: str
    line: int


@dataclass(slots=True, eq=False)
class Node:
    """One value of a document while it is read.

    `form` is object, array, text, number, boolean, null, alias (YAML; the name is the value), word (a bare word where JSON
    allows none) or empty (a document of comments alone). `key` is None for what has none: items of an array, roots.
    Comments lie `above` it, `beside` it on its line, or at the end of a container, `below` its last child.
    """

    form: str
    line: int = 0
    value: Value = None
    key: Value = None
    anchor: str | None = None
    tag: str | None = None
    children: list[Node] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    end: int = 0
    indent: int = -1


@dataclass(slots=True)
class DataText:
    """A file: its documents, what its grammar says against it, what no document holds, the directives of YAML (`%TAG …`).

    `notation` is json, jsonc (JSON with comments or trailing commas), lines (JSON Lines) or yaml.
    """

    notation: str
    documents: list[Node]
    faults: list[Line] = field(default_factory=list)
    unreadable: list[Line] = field(default_factory=list)
    directives: list[Line] = field(default_factory=list)


def form_of(element: Element) -> str:
    """The form of the value that an element is."""
    return _FORMS.get(element.kind) or str(element.fields.get("type", "text"))


def values_in(element: Element) -> list[Element]:
    """The values that an element holds."""
    return [child for child in element.children if child.kind != "comment"]


def comments_at(element: Element, *places: str) -> list[str]:
    """The texts of an element's own comments at these places."""
    return [str(c.fields.get("text", "")) for place in places for c in element.children if c.fields.get("place") == place]


def number(text: str) -> int | Decimal | str | None:
    """The number that a decimal token is; the token itself where a number could not keep it (0123); None if it is none."""
    exact = decimal(text)
    if exact is None or text != text.strip():
        return None
    whole = str(exact)
    if _ZEROS.match(text):
        return text
    return int(whole) if _WHOLE.fullmatch(whole) and whole != "-0" else exact


def number_text(value: Value) -> str:
    """A number as it is written: places kept, an exponent only where one is needed."""
    if not isinstance(value, Decimal):
        return str(value)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -30 <= exponent <= 0:
        return format(value, "f")
    return str(value).replace("E+", "e").replace("E", "e")


def marked(text: str) -> tuple[str, list[Line], list[Line]]:
    """The text with blank lines for those that `with_marks` put in; the marks of rejection; what was unreadable."""
    if UNREADABLE_LINE[0] not in text:
        return text, [], []
    lines = text.split("\n")
    faults = [Line(line[len(REJECTED_LINE) :], k) for k, line in enumerate(lines, 1) if line.startswith(REJECTED_LINE)]
    apart = [Line(line[len(UNREADABLE_LINE) :], k) for k, line in enumerate(lines, 1) if line.startswith(UNREADABLE_LINE)]
    return "\n".join("" if line.startswith((REJECTED_LINE, UNREADABLE_LINE)) else line for line in lines), faults, apart


def with_marks(body: str, faults: list[str], unreadable: list[str]) -> str:
    """The written documents, with the marks of rejection before and what was unreadable after them."""
    return "".join([*(f"{REJECTED_LINE}{text}\n" for text in faults), body, *(f"{UNREADABLE_LINE}{text}\n" for text in unreadable)])
