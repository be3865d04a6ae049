"""Values as documents write them, numbers as they were written and whatever their size; and the types of fields that many kinds have."""

from __future__ import annotations

import re
from decimal import Decimal

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Number

MAX_DIGITS = 200
_WHOLE = re.compile(r"\s*[+-]?\d{1,18}\s*")
_DECIMAL = re.compile(
    rf"\s*[+-]?(?:\d{{1,{MAX_DIGITS}}}(?:\.\d{{0,{MAX_DIGITS}}})?|\.\d{{1,{MAX_DIGITS}}})(?:[eE][+-]?\d{{1,4}})?\s*", re.ASCII
)


def whole(text: str) -> int | None:
    """The whole number that `text` is, of at most 18 digits; None if it is none."""
    return int(text) if text.isascii() and _WHOLE.fullmatch(text) else None


def decimal(text: str) -> Decimal | None:
    """The decimal number that `text` is, exactly, with the places it was written with; None if it is none."""
    return Decimal(text.strip()) if _DECIMAL.fullmatch(text) else None


def by_value(value: Value) -> Value:
    """The number that a text is, however it is spelt (`.5`, `1e-6`, `+3`); anything else as it is."""
    number = decimal(value) if isinstance(value, str) else None
    return value if number is None else number


def one_spaced(value: Value) -> Value:
    """A text with one space between its words; anything else as it is."""
    return " ".join(value.split()) if isinstance(value, str) else value


NUMBER = Number(by_value)
"""Numbers: equal by value, each kept as it was written."""

WORDS = Exact(one_spaced)
"""Texts in which it says nothing how many spaces stand between words."""

MARK = Exact(lambda _: None)
"""What is kept as it was written, and says nothing: how a line is set off, in which order such lines stand."""
