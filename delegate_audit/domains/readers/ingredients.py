"""Ingredients as cooks write them: `600 g chestnuts, cooked`, `1 1/2 l stock`, `2–3 bay leaves`, `salt, to taste`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.values import decimal

_UNITS = {
    "g": "g|grams?", "kg": "kg|kilos?|kilograms?", "mg": "mg", "ml": "ml|millilitres?|milliliters?", "cl": "cl", "dl": "dl",
    "l": "l|L|lt|litres?|liters?", "tsp": "tsp|teaspoons?|TL", "tbsp": "tbsp|tablespoons?|EL", "cup": "cups?", "oz": "oz|ounces?",
    "lb": "lbs?|pounds?", "pt": "pt|pints?", "pinch": "pinch(?:es)?", "dash": "dash(?:es)?", "drop": "drops?", "handful": "handfuls?",
    "clove": "cloves?", "slice": "slices?", "bunch": "bunch(?:es)?", "sprig": "sprigs?", "stick": "sticks?", "stalk": "stalks?",
    "head": "heads?", "piece": "pieces?", "sheet": "sheets?", "leaf": "leaf|leaves", "tin": "tins?", "can": "cans?", "jar": "jars?",
    "bottle": "bottles?", "packet": "packets?", "sachet": "sachets?", "bag": "bags?", "tray": "trays?", "tub": "tubs?", "block": "blocks?",
    "rasher": "rashers?", "knob": "knobs?", "ladle": "ladles?", "crate": "crates?", "bucket": "buckets?", "loaf": "loaf|loaves", "cm": "cm",
}  # fmt: skip

_PART = r"(?:\d{1,4} ?[½¼¾⅓⅔⅕⅙⅛⅜⅝⅞]|[½¼¾⅓⅔⅕⅙⅛⅜⅝⅞]|\d{1,4} \d{1,3}/\d{1,3}|\d{1,3}/\d{1,3}|(?:0|[1-9]\d{0,8})(?:[.,]\d{1,6})?)"
_AMOUNT = re.compile(rf"({_PART}(?: ?[-–] ?{_PART}| (?:to|or) {_PART})?)(?![\d.,/–-])(.*)")
_UNIT = re.compile(rf" ?((?:{'|'.join(_UNITS.values())})(?: of)?)(?= )(.*)")
_NAMES = {name: re.compile(rf"(?:{spellings})(?: of)?") for name, spellings in _UNITS.items()}
_SCALAR = re.compile(_PART)


MAX_WORDS = 6
"""An ingredient without an amount is not longer."""


def ingredient_fields(text: str) -> Mapping[str, Value]:
    """`quantity` (Decimal, or text as written for fractions and ranges), `unit`, `name`, `preparation` of a line.

    A line that would not be read back as the same is all name.
    """
    fields = _parsed(text)
    return fields if _parsed(ingredient_text(fields)) == fields else {"quantity": None, "unit": None, "name": text, "preparation": None}


def looks_like_ingredient(text: str) -> bool:
    """Whether a line by itself looks like one: it has an amount, or a few words and is no sentence."""
    fields = ingredient_fields(text)
    return fields["quantity"] is not None or (len(text.split()) <= MAX_WORDS and not text.endswith((".", "!")))


def ingredient_text(fields: Mapping[str, Value]) -> str:
    """The line that says so."""
    head = " ".join(str(fields[name]) for name in ("quantity", "unit", "name") if fields.get(name) not in {None, ""})
    return head if fields.get("preparation") is None else f"{head}, {fields['preparation']}"


def _parsed(text: str) -> dict[str, Value]:
    quantity, unit, rest = None, None, text
    if (found := _AMOUNT.fullmatch(text)) and found[2].strip():
        measured = _UNIT.fullmatch(found[2])
        if measured or found[2].startswith(" "):
            quantity, unit, rest = found[1], measured[1] if measured else None, measured[2] if measured else found[2]
    name, preparation = _halves(rest.strip())
    written: Value = quantity if quantity is None else decimal(quantity)
    return {"quantity": quantity if written is None else written, "unit": unit, "name": name, "preparation": preparation}


def _halves(text: str) -> tuple[str, str | None]:
    """What stands before and after the first comma that is in no bracket."""
    depth = 0
    for k, char in enumerate(text):
        depth += (char in "([") - (char in ")]")
        if char == "," and depth <= 0 and text[k + 1 : k + 2] == " ":
            return text[:k], text[k + 2 :]
    return text, None


def amount(value: Value) -> Value:
    """A quantity by its worth: `½`, `1/2` and `0.5` are one, a range is the pair of its ends."""
    if not isinstance(value, str):
        return value
    ends = [_worth(part) for part in _SCALAR.findall(value)]
    if not ends or len(ends) > 2:
        return value
    return ends[0] if len(ends) == 1 else tuple(ends)


def _worth(part: str) -> Value:
    text = (
        "".join(f" {unicodedata.normalize('NFKC', char)}" if not char.isascii() else char for char in part)
        .replace("⁄", "/")
        .replace(",", ".")
    )
    try:
        worth = sum((Fraction(piece) for piece in text.split()), Fraction(0))
    except (ValueError, ZeroDivisionError):
        return part
    exact = Decimal(worth.numerator) / Decimal(worth.denominator)
    return exact if Fraction(exact) == worth else f"{worth.numerator}/{worth.denominator}"


def unit_name(value: Value) -> Value:
    """A unit by its usual name."""
    if not isinstance(value, str):
        return value
    return next((name for name, spelling in _NAMES.items() if spelling.fullmatch(value)), value)
