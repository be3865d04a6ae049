"""A kind declares what one sort of element is made of: the type of each field, the key, whether order says anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, encoded

Show = Callable[[Value], str]

MAX_PLACES = 400
"""Decimal places up to which a number is shown in plain digits; they are how it was written, unless it was with an exponent."""


def shown(value: Value) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return ", ".join(shown(item) for item in value)
    if isinstance(value, Decimal) and value.is_finite() and -MAX_PLACES <= value.as_tuple().exponent <= 0:  # type: ignore[operator]
        return f"{value:f}"
    return str(value)


@dataclass(frozen=True)
class Exact:
    """A fact. `normal` maps spellings that mean the same to one value; `show` turns the value into the reader's text."""

    normal: Callable[[Value], Value] | None = None
    show: Show = shown

    def meaning(self, value: Value) -> Value:
        """The value that two spellings of one fact share."""
        return self.normal(value) if self.normal else value

    def same(self, left: Value, right: Value) -> bool:
        """Whether both mean the same."""
        return encoded(self.meaning(left)) == encoded(self.meaning(right))


@dataclass(frozen=True)
class Number(Exact):
    """A number, equal by value; differences up to `tolerance` (in the field's own unit) mean nothing."""

    tolerance: Decimal = Decimal(0)

    def same(self, left: Value, right: Value) -> bool:
        """Equal by value, or both numbers and no further apart than the tolerance."""
        if super().same(left, right):
            return True
        numbers = isinstance(left, int | Decimal) and isinstance(right, int | Decimal)
        return bool(numbers and self.tolerance and abs(Decimal(left) - Decimal(right)) <= self.tolerance)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Text(Exact):
    """Wording, except for the facts inside it. White space is not part of its meaning."""

    def meaning(self, value: Value) -> Value:
        """The words, one space between them."""
        if isinstance(value, str):
            value = " ".join(value.split())
        return super().meaning(value)


@dataclass(frozen=True)
class Unordered(Exact):
    """A tuple whose order says nothing (skills, flags, tags)."""

    def meaning(self, value: Value) -> Value:
        """The items, sorted."""
        if isinstance(value, tuple):
            value = tuple(sorted(value, key=encoded))
        return super().meaning(value)


@dataclass(frozen=True)
class Ordinal(Exact):
    """A number that only counts siblings (cue index, step, move number): judged by its step from the one before."""


FieldType = Exact


@dataclass(frozen=True)
class Kind:
    """What the elements of one kind are made of.

    `fields` are the declared fields; `other` is the type of fields that the document itself names (columns of a table).
    `key` names the fields that identify an element among its siblings; `ordered` says whether its place among them
    carries meaning; `weight` is what one such element counts.
    """

    name: str
    fields: Mapping[str, FieldType] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    ordered: bool = True
    weight: float = 1.0
    other: FieldType = Exact()

    def type_of(self, name: str) -> FieldType:
        """The type of the field `name`."""
        return self.fields.get(name, self.other)

    def key_of(self, element: Element) -> str | None:
        """What identifies `element` among its siblings; None where the kind has no key or the element lacks it."""
        if not self.key or all(element.fields.get(name) is None for name in self.key):
            return None
        return "\x1f".join(encoded(self.type_of(n).meaning(element.fields.get(n))) for n in self.key)


COMMON_KINDS = {
    UNREADABLE: Kind(UNREADABLE, {"text": Exact()}),
    REJECTED: Kind(REJECTED, {"reason": Exact()}, ordered=False, weight=0.0),
}
"""Kinds that every reader may use."""
