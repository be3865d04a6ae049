"""Values as documents write them: numbers that keep how they were written, whatever their size."""

from __future__ import annotations

import re
from decimal import Decimal

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
