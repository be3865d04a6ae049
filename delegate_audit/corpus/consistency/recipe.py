"""What holds in recipes that somebody cooks from: steps counted through, every ingredient used, allergens named, sane heat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.domains.everyday.recipe import DOMAIN

ALLERGENS = {
    "milk": r"milk|butter|cream|cheese|yoghurt|quark",
    "gluten": r"flour|barley|bread|gnocchi|semolina|oats|noodles|pasta|spelt|malt",
    "egg": r"eggs?",
    "fish": r"fish|pollock|haddock|cod|herring",
    "celery": r"celery|celeriac",
    "mustard": r"mustard",
}
"""Allergen to the words in an ingredient's name that give it away."""

LOWEST_OVEN, HIGHEST_OVEN = 60, 260
_HEAT = re.compile(r"(\d+) °C")
_WORD = re.compile(r"[^\W\d_]{3,}")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for every recipe that breaks a rule."""
    return [
        f"{name}: {recipe.fields['title']}: {problem}"
        for name, text in files.items()
        if DOMAIN.claims(name)
        for recipe in DOMAIN.read(text, name)
        if recipe.kind == "recipe"
        for problem in _problems(list(recipe.walk()))
    ]


def _problems(elements: list[Element]) -> Iterator[str]:
    ingredients = [element for element in elements if element.kind == "ingredient"]
    steps = [element for element in elements if element.kind == "step"]
    if not ingredients or not steps:
        yield "it has no ingredients or no steps"
    if [step.fields["number"] for step in steps] != list(range(1, len(steps) + 1)):
        yield "its steps are not counted through from 1"
    told = {_stem(word) for step in steps for word in _WORD.findall(str(step.fields["text"]).lower())}
    for ingredient in ingredients:
        if not told & {_stem(word) for word in _WORD.findall(str(ingredient.fields["name"]).lower())}:
            yield f"no step says what becomes of the {ingredient.fields['name']}"
    for degrees in [int(heat) for step in steps for heat in _HEAT.findall(str(step.fields["text"]))]:
        if not LOWEST_OVEN <= degrees <= HIGHEST_OVEN:
            yield f"{degrees} °C is no heat to cook at"
    yield from _unnamed(elements, " ".join(str(ingredient.fields["name"]) for ingredient in ingredients))


def _unnamed(elements: list[Element], names: str) -> Iterator[str]:
    declared = " ".join(str(element.fields["value"]) for element in elements if element.fields.get("name") == "Allergens")
    for allergen, words in ALLERGENS.items():
        if re.search(rf"\b(?:{words})\b", names) and allergen not in declared:
            yield f"its allergens do not name {allergen}"


def _stem(word: str) -> str:
    """The word without the ending of its plural."""
    return re.sub(r"(?:es|s)$", "", word)
