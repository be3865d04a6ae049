"""What holds on a card: no dish twice, allergens by the names of the law, those named that the words show, more costs more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.everyday.foodmenu import DOMAIN

SHOWN = {
    "celery": r"celery", "crustaceans": r"crab|lobster|shrimp|prawn", "egg": r"egg|mayonnaise|meringue",
    "fish": r"eel|mackerel|plaice|haddock|anchovy",
    "gluten": r"toast|crust,|bread|shortbread|rye", "milk": r"butter|cream|cheese|curd|yoghurt", "molluscs": r"oyster|mussel|squid",
    "mustard": r"mustard", "nuts": r"walnut|almond|nuts", "sulphites": r"cider|vinegar|sherry", "lupin": r"lupin", "peanuts": r"peanut",
    "sesame": r"sesame", "soya": r"soya|tofu",
}  # fmt: skip
"""The fourteen allergens, each with words that show it."""

MORE = re.compile(r"whole|a dozen|double|large|for two")


def check(files: Workspace) -> list[str]:
    """One sentence for everything that does not agree, with file and line."""
    tops = [(name, top) for name, text in files.items() if DOMAIN.claims(name) for top in DOMAIN.read(text, name)]
    dishes = [(name, element) for name, top in tops for element in top.walk() if element.kind == "dish"]
    counted = Counter(str(dish.fields["name"]) for _, dish in dishes)
    twice = [f"{name} is there {count} times" for name, count in counted.items() if count > 1]
    return twice + [f"{name}:{dish.line}: {problem}" for name, dish in dishes for problem in _problems(dish)]


def _problems(dish: Element) -> Iterator[str]:
    named = [str(item) for part in dish.children if part.kind == "allergens" for item in _items(part)]
    yield from (f"{item} is none of the fourteen" for item in named if item not in SHOWN)
    words = " ".join(
        str(value) for part in (dish, *dish.children) if part.kind in {"dish", "description"} for value in part.fields.values()
    )
    yield from (f"its allergens do not name {item}" for item, shown in SHOWN.items() if _shows(words, shown) and item not in named)
    for part in dish.children:
        price, usual = part.fields.get("price"), dish.fields.get("price")
        if isinstance(price, Decimal) and isinstance(usual, Decimal) and MORE.match(str(part.fields["name"])) and price <= usual:
            yield f"{part.fields['name']} at {price} is no more than {usual}"


def _items(part: Element) -> tuple[object, ...]:
    items = part.fields.get("items")
    return items if isinstance(items, tuple) else ()


def _shows(words: str, shown: str) -> bool:
    return re.search(rf"\b(?:{shown})", words, re.IGNORECASE) is not None
