"""An element is one unit of meaning in a document: a cue, a posting, a move, a node, a sentence.

A domain reads text into a tree of elements; scoring, findings, transforms and fault injection know only this shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import blake2b
from types import MappingProxyType

Value = str | int | Decimal | bool | None | tuple["Value", ...]
"""What a field may hold. A number keeps how it was written (`Decimal("0.20")`), for the writer; a comparison takes it by
its value."""

MAX_DEPTH = 200
"""How deeply elements may be nested, in levels. A reader keeps what lies deeper as text."""

UNREADABLE = "unreadable"
"""The kind of a line that its reader could not make sense of; field `text`, weight 1."""

REJECTED = "rejected"
"""The kind of the mark a reader leaves when the format's own parser refuses a file; field `reason`, weight 0."""


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A node of a document: `kind`, typed `fields`, `children` in the order of the text, and its 1-based `line`.

    Equality and `digest` cover kind, fields as they are written and children, never the line.
    """

    kind: str
    fields: Mapping[str, Value]
    children: tuple[Element, ...] = ()
    line: int = 0
    digest: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))
        below = (child.digest for child in self.children)
        object.__setattr__(self, "digest", digest_of(self.kind, self.fields, below, written))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return Element, (self.kind, dict(self.fields), self.children, self.line)

    def having(self, **changes: Value) -> Element:
        """This element with some fields replaced."""
        return Element(self.kind, {**self.fields, **changes}, self.children, self.line)

    def containing(self, children: Iterable[Element]) -> Element:
        """This element with other children."""
        return Element(self.kind, self.fields, tuple(children), self.line)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the text."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))


_WHOLE_LIMIT = 10**18


def digest_of(kind: str, fields: Mapping[str, Value], children: Iterable[bytes], encode: Callable[[Value], str]) -> bytes:
    """16 bytes that elements share whose kind, fields (as `encode` gives them) and children are the same."""
    parts = [kind]
    for name in sorted(fields):
        value = fields[name]
        said = f"s{len(value)}:{value}" if type(value) is str else encode(value)
        parts.append(f"\x00{name}\x01{said}")
    below = b"\x02".join([b"", *children])
    return blake2b("".join(parts).encode("utf-8", "surrogatepass") + below, digest_size=16).digest()


def written(value: Value) -> str:
    """One string for every way a value can be written."""
    if isinstance(value, str):
        return f"s{len(value)}:{value}"
    if isinstance(value, Decimal):
        return f"d{value}"
    if isinstance(value, tuple):
        return f"t{len(value)}:" + ",".join(map(written, value))
    return encoded(value)


def encoded(value: Value) -> str:
    """One string for every value; equal numbers share theirs, however they are written."""
    if isinstance(value, str):
        return f"s{len(value)}:{value}"
    if isinstance(value, bool):
        return f"b{value:d}"
    if isinstance(value, int):
        return _whole(value) if abs(value) < _WHOLE_LIMIT else _number(Decimal(value))
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, tuple):
        return f"t{len(value)}:" + ",".join(encoded(item) for item in value)
    return "-"


def _whole(value: int) -> str:
    """What `_number` gives for it, without the way through a Decimal."""
    if not value:
        return "n0"
    text = str(abs(value))
    stripped = text.rstrip("0")
    return f"n{value < 0:d}{stripped}e{len(text) - len(stripped)}"


def _number(value: Decimal) -> str:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return f"x{value}"
    text = "".join(map(str, digits))
    stripped = text.rstrip("0")
    return f"n{sign}{stripped.lstrip('0')}e{exponent + len(text) - len(stripped)}" if stripped else "n0"


def unreadable(text: str, line: int) -> tuple[Element, ...]:
    """One `unreadable` element per line of `text` that is not blank; `line` is the number of its first line."""
    return tuple(
        Element(UNREADABLE, {"text": part.rstrip()}, line=line + offset) for offset, part in enumerate(text.split("\n")) if part.strip()
    )


def rejected(reason: str, line: int = 1) -> Element:
    """The mark that says: the format's own parser refuses this file, for `reason`. What follows was read tolerantly."""
    return Element(REJECTED, {"reason": reason}, line=line)
