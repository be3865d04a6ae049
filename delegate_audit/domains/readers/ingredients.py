"""Ingredients as cooks write them: `600 g chestnuts, cooked`, `1 1/2 l stock`, `2–3 bay leaves`, `salt, to taste`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Exact, Kind, Number, Text
from delegate_audit.domains.readers.grammar import Grammar, Rule

_UNITS = {
    "g": "g|grams?", "kg": "kg|kilos?|kilograms?", "mg": "mg", "ml": "ml|millilitres?|milliliters?", "cl": "cl", "dl": "dl",
    "l": "l|L|lt|litres?|liters?", "tsp": "tsp|teaspoons?|TL", "tbsp": "tbsp|tablespoons?|EL", "cup": "cups?", "oz": "oz|ounces?",
    "lb": "lbs?|pounds?", "pt": "pt|pints?", "pinch": "pinch(?:es)?", "dash": "dash(?:es)?", "drop": "drops?", "handful": "handfuls?",
    "clove": "cloves?", "slice": "slices?", "bunch": "bunch(?:es)?", "sprig": "sprigs?", "stick": "sticks?", "stalk": "stalks?",
    "head": "heads?", "piece": "pieces?", "sheet": "sheets?", "leaf": "leaf|leaves", "tin": "tins?", "can": "cans?", "jar": "jars?",
    "bottle": "bottles?", "packet": "packets?", "sachet": "sachets?", "bag": "bags?", "tray": "trays?", "tub": "tubs?", "block": "blocks?",
    "rasher": "rashers?", "knob": "knobs?", "ladle": "ladles?", "crate": "crates?", "bucket": "buckets?", "loaf": "loaf|loaves", "cm": "cm",
}  # fmt: skip
_NAMES = {name: re.compile(rf"(?:{spellings})(?: of)?") for name, spellings in _UNITS.items()}
_PART = r"(?:\d{1,4} ?[½¼¾⅓⅔⅕⅙⅛⅜⅝⅞]|[½¼¾⅓⅔⅕⅙⅛⅜⅝⅞]|\d{1,4} \d{1,3}/\d{1,3}|\d{1,3}/\d{1,3}|(?:0|[1-9]\d{0,8})(?:[.,]\d{1,6})?)"
_SCALAR = re.compile(_PART)
_QUANTITY = rf"{_PART}(?: ?[-–] ?{_PART}| (?:to|or) {_PART})?(?![\d.,/–-])"
_NAME = r"{name:(?>\([^()]*\)|[^,]|,(?! ))+?}[, {preparation:*}]"

MAX_WORDS = 6
"""An ingredient without an amount is not longer."""


def amount(value: Value) -> Value:
    """A quantity by its worth: `½`, `1/2` and `0.5` are one, a range is the pair of its ends."""
    ends = [_worth(part) for part in _SCALAR.findall(value)] if isinstance(value, str) else []
    return ends[0] if len(ends) == 1 else tuple(ends) if len(ends) == 2 else value


def _worth(part: str) -> Value:
    plain = "".join(char if char.isascii() else f" {unicodedata.normalize('NFKC', char)}" for char in part)
    try:
        worth = sum(map(Fraction, plain.replace("⁄", "/").replace(",", ".").split()), Fraction(0))
    except ZeroDivisionError:
        return part
    exact = Decimal(worth.numerator) / Decimal(worth.denominator)
    return exact if Fraction(exact) == worth else str(worth)


def unit_name(value: Value) -> Value:
    """A unit by its usual name."""
    return next((name for name, spelling in _NAMES.items() if isinstance(value, str) and spelling.fullmatch(value)), value)


FIELDS = {"quantity": Number(amount), "unit": Exact(unit_name), "name": Exact(), "preparation": Text()}
_LINE = Grammar(
    (Kind("ingredient", FIELDS),),
    (
        Rule("ingredient", rf"{{quantity:{_QUANTITY}}}\s{{unit:(?:{'|'.join(_UNITS.values())})(?: of)?}} {_NAME}"),
        Rule("ingredient", rf"{{quantity:{_QUANTITY}}} {_NAME}"),
        Rule("ingredient", _NAME),
    ),
)


def ingredient_fields(text: str) -> dict[str, Value]:
    """`quantity` (Decimal, or text as written for fractions and ranges), `unit`, `name`, `preparation` of a line."""
    found = _LINE.parse(text)
    return {**dict.fromkeys(FIELDS), **(found[1] if found else {"name": text})}


def ingredient_text(fields: Mapping[str, Value]) -> str:
    """The line that says so."""
    return _LINE.text("ingredient", {name: value for name, value in fields.items() if name in FIELDS})


def looks_like_ingredient(text: str) -> bool:
    """Whether a line by itself looks like one: it has an amount, or a few words and is no sentence."""
    return ingredient_fields(text)["quantity"] is not None or (len(text.split()) <= MAX_WORDS and not text.endswith((".", "!")))
