"""Data as JSON and YAML hold it: objects, arrays and scalars, with the lines and comments that a plain load throws away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from delegate_audit.core.element import Value

MAX_LEVELS = 190
"""How deeply objects and arrays are read; below that a loader keeps text. Leaves room under `core.element.MAX_DEPTH`."""

MAX_DIGITS = 200
REJECTED_LINE = "@rejected: "
UNREADABLE_LINE = "@ "
"""No JSON or YAML line may begin with `@`: so a file that was rejected stays rejected, and what could not be read stays apart."""

CONTAINERS = frozenset({"object", "array"})
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,17}", re.ASCII)
_ZEROS = re.compile(r"[+-]?0\d")


@dataclass(frozen=True, slots=True)
class Line:
    """A comment, or something that could not be read, and the 1-based line it begins at."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class DataNode:
    """One value of a document.

    `form` is object, array, text, number, boolean, null, alias (YAML; the name is the value), word (a bare word where
    JSON allows none) or raw (too deeply nested; the text is the value). `key` is None for what has none: items of an
    array, roots. Comments lie `above` it, `beside` it on its line, or at the end of a container, `below` its last child.
    """

    form: str
    value: Value = None
    key: Value = None
    line: int = 0
    children: tuple[DataNode, ...] = ()
    anchor: str | None = None
    tag: str | None = None
    above: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()

    def walk(self) -> Iterator[DataNode]:
        """This node and all below it, in the order of the text."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    @property
    def commented_within(self) -> bool:
        """Whether any comment lies in it."""
        return bool(self.below) or any(node.above or node.beside or node.below for child in self.children for node in child.walk())


@dataclass(frozen=True, slots=True)
class DataText:
    """A file: its documents, what the format's own parser says against it, and what no document holds.

    `notation` is json, jsonc (JSON with comments or trailing commas), lines (JSON Lines) or yaml; `directives` are those of
    YAML (`%TAG …`).
    """

    notation: str
    documents: tuple[DataNode, ...]
    problems: tuple[Line, ...] = ()
    unreadable: tuple[Line, ...] = ()
    directives: tuple[Line, ...] = ()


def number(text: str) -> int | Decimal | str | None:
    """The number that a decimal token is; the token itself where a number could not keep it (0123); None if it is none."""
    if not _DECIMAL.fullmatch(text):
        return None
    if len(text) > MAX_DIGITS or _ZEROS.match(text):
        return text
    exact = Decimal(text)
    whole = str(exact)
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
    """Take the lines out (leaving blank ones) that `with_marks` put in: the rest, the marks of rejection, what was unreadable."""
    lines = text.split("\n")
    problems = [Line(line[len(REJECTED_LINE) :], k) for k, line in enumerate(lines, 1) if line.startswith(REJECTED_LINE)]
    apart = [Line(line[len(UNREADABLE_LINE) :], k) for k, line in enumerate(lines, 1) if line.startswith(UNREADABLE_LINE)]
    rest = "\n".join("" if line.startswith((REJECTED_LINE, UNREADABLE_LINE)) else line for line in lines)
    return rest, problems, apart


def with_marks(body: str, data: DataText) -> str:
    """The written documents, with the marks of rejection before and what was unreadable after them."""
    before = "".join(f"{REJECTED_LINE}{problem.text}\n" for problem in data.problems)
    return before + body + "".join(f"{UNREADABLE_LINE}{piece.text}\n" for piece in data.unreadable)
