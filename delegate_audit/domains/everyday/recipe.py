"""Recipes as cooks keep them: headings, properties, ingredients with amounts, numbered steps, tips, and prose around them.

Half prose, so nothing in it is ever unreadable: what is no ingredient, step or tip is a paragraph. What an item of a list is, the heading
above it says. A recipe in YAML is read line by line, as keys and values, each deeper or less deep than the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers import outline
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.ingredients import FIELDS, ingredient_fields, ingredient_text, looks_like_ingredient
from delegate_audit.domains.readers.passages import PARAGRAPH, SENTENCE, Passages, properties
from delegate_audit.domains.readers.values import MARK

WORDS = {
    "ingredient": "ingredients?|shopping list|zutaten",
    "step": "method|directions?|instructions?|preparation|steps?|procedure|making|zubereitung",
    "tip": "tips?|notes?|hints?|variations?|serving|storage|remarks?|allergens?|equipment",
}
"""What the items of a list are, and the words in the heading above it that say so."""

TITLES = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in WORDS.items()}
LEVELS = {"recipe": 0, "section": 1, "group": 2}
MAX_TITLE_CHARS = 60
NAME = r"(?!Tip|Note|Hint|Variation)[A-Za-z][\w /()&'’-]{0,29}"
LABEL = "Tips?|Notes?|Hint|Variations?|To serve|Serving|Storage|Make ahead|Allergens?|Chef's note"
BULLET = "{mark:[*+•]} {text:*}"


def underlined(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    """A title's fields with its mark in a line of its own."""
    return {**fields, "mark": f"\n{fields.get('mark')}"}


def cells(fields: dict[str, Value]) -> dict[str, Value]:
    """The fields of a row of a table."""
    return {"cells": tuple(cell.strip() for cell in str(fields["cells"]).split("|"))}


def bars(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    """A row's cells as they are written."""
    found = fields.get("cells")
    return {"cells": " | ".join(map(str, found if isinstance(found, tuple) else (found,))).rstrip()}


KINDS = (
    *(Kind(name, {"title": Text(), "mark": MARK}, key=("title",)) for name in LEVELS),
    Kind("property", {"name": Exact(), "value": Text(), "mark": MARK}, key=("name",)),
    Kind("ingredient", {**FIELDS, "level": Exact(), "mark": MARK}, key=("name",)),
    Kind("step", {"level": Exact(), "number": Ordinal(), "text": Text(), "mark": MARK}),
    Kind("tip", {"level": Exact(), "label": Exact(), "text": Text(), "mark": MARK}),
    Kind("row", {"cells": Exact()}),
    Kind("rule", {"mark": MARK}, weight=0.1),
    PARAGRAPH,
    SENTENCE,
    outline.ENTRY,
)
RULES = (
    Rule("rule", r"{mark:-{3}|\*{3,}|_{3,}}"),
    Rule("recipe", "# {title:*}"),
    Rule("recipe", r"{title:\S[^=]*?}{mark:\s={3,}}", lambda found: {**found, "mark": str(found["mark"]).strip()}, underlined),
    Rule("section", "## {title:*}"),
    Rule("section", r"{title:\S[^-]*?}{mark:\s-{4,}}", lambda found: {**found, "mark": str(found["mark"]).strip()}, underlined),
    Rule("section", rf"{{title:(?i:{'|'.join(WORDS.values())})}}{{mark::}}"),
    Rule("group", "### {title:*}"),
    Rule("group", "{mark:#{4,6}} {title:*}"),
    Rule("group", r"{title:[A-Z][^.:!?]{1,50}}{mark::}"),
    Rule("item", "- {text:*}"),
    Rule("item", BULLET),
    Rule("ingredient", "{mark:-} {text:*}", restore=lambda fields: {"mark": "-", **fields, "text": ingredient_text(fields)}),
    Rule("step", r"{number:\d{1,9}}. {text:*}"),
    Rule("step", r"{number:\d{1,9}}{mark:\)} {text:*}"),
    *(Rule(kind, form) for kind in ("step", "tip") for form in ("- {text:*}", BULLET)),
    Rule("tip", "{mark:>} {text:*}"),
    Rule("row", r"|\s{cells:.*}", cells, bars),
    Rule("property", rf"{{mark:\*\*}}{{name:{NAME}}}:** {{value:*}}"),
    *properties("property", NAME),
    Rule("tip", rf"{{label:{LABEL}}}: {{text:*}}"),
)
FORMAT = Passages(
    Grammar((*KINDS, Kind("item", {"level": Exact(), "mark": MARK, "text": Text()})), RULES),
    levels=LEVELS,
    leading=("property",),
    runs=("item", "step", "tip"),
    tight=("rule property", "ingredient", "step", "row"),
)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Recipes with their sections and groups, or the lines of YAML."""
    if filename.lower().endswith((".yaml", ".yml")):
        return tuple(outline.entries(text.replace("\ufeff", "")))
    quoted = (line.replace(">", " ", line[:1] == above[:1] == ">") for above, line in pairwise(["", *lines_of(text)]))
    return tuple(_called(FORMAT.read("\n".join(quoted), filename)))


def _called(elements: tuple[Element, ...], told: str = "") -> Iterator[Element]:
    """The items of lists as what the heading above says that they are, or most of them look like."""
    texts = [str(element.fields["text"]) for element in elements if element.kind == "item"]
    listed = told or ("ingredient" if 2 * sum(map(looks_like_ingredient, texts)) >= len(texts) else "step")
    for element in elements:
        kind, fields = element.kind, {name: value for name, value in element.fields.items() if name != "level" or value}
        if kind == "item":
            kind, text = listed, str(fields.pop("text"))
            fields.update(ingredient_fields(text) if kind == "ingredient" else {"text": text})
        title = str(fields.get("title", ""))
        said = next((kind for kind, words in TITLES.items() if len(title) <= MAX_TITLE_CHARS and words.search(title)), "")
        yield Element(kind, fields, tuple(_called(element.children, said or (told if kind == "group" else ""))), element.line)


def write(elements: tuple[Element, ...]) -> str:
    """A blank line between parts, none within a list."""
    is_yaml = any(element.kind == outline.ENTRY.name for element in elements)
    return outline.text_of(elements) if is_yaml else FORMAT.write(elements)


FILES = ("*recipe*.md", "*.recipe", "recipe*.txt", "recipe*.yaml", "recipe*.yml")
DOMAIN = Domain("recipe", "Recipes", "everyday", FILES, KINDS, read, write)
