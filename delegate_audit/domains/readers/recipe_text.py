"""The text of recipes, line by line: what is a heading, a property, an ingredient, a step, a tip, and what is prose.

What a line is, is decided on its text with single blanks; what an item of a list is, by the heading above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.blocks import blocks
from delegate_audit.domains.readers.ingredients import ingredient_fields
from delegate_audit.domains.readers.prose import sentence_elements, unwrapped

LEVELS = {"recipe": 1, "section": 2, "group": 3}
"""The kinds that hold what lies under them, by the level of their heading."""

_HEADING = re.compile(r"(#{1,6})(?: (.*))?")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_ITEM = re.compile(r"(?:([-*+•])|(\d{1,9})([.)]))(?: (.*))?")
_PROPERTY = re.compile(r"(\*\*)?([A-Z][\w /()&'’-]{0,29}):(?(1)\*\*) (.+)")
_TIP = re.compile(r"(Tips?|Notes?|Hint|Variations?|To serve|Serving|Storage|Make ahead|Allergens?|Chef's note): (.+)")
_WORDS = {
    "ingredient": "ingredients?|shopping list|zutaten",
    "step": "method|directions?|instructions?|preparation|steps?|procedure|making|zubereitung",
    "tip": "tips?|notes?|hints?|variations?|serving|storage|remarks?|allergens?|equipment",
}
_TITLES = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _WORDS.items()}
MAX_LABEL_CHARS = 60


def recipe_elements(text: str) -> tuple[Element, ...]:
    """Recipes with their sections and groups; what stands before the first title lies at the top.

    Fields called `mark` hold how a line is set off, where that is not the usual way.
    """
    return _nested(_flat(text))


def _flat(text: str) -> list[Element]:
    """All elements in their order, headings beside what lies under them."""
    found: list[Element] = []
    listed, in_head = "ingredient", True
    for block, first in blocks(text):
        for part, offset in _parts(block):
            if _ITEM.fullmatch(" ".join(part[0].split())) and found and (label := _label(found[-1])):
                found[-1] = label
                listed = _listed(label, listed)
            element = _element(part, first + offset, listed, in_head)
            if element.kind in LEVELS:
                listed, in_head = _listed(element, listed), _opens_head(element)
            elif element.kind in {"ingredient", "step", "row"}:
                in_head = False
            found.append(element)
    return found


def _label(element: Element) -> Element | None:
    """A line that ends with a colon above a list, as the section or group that it names."""
    text = " ".join(str(child.fields["text"]) for child in element.children)
    if element.kind != "paragraph" or not text.endswith(":") or len(text) > MAX_LABEL_CHARS:
        return None
    kind = "section" if any(p.fullmatch(text[:-1]) for p in _TITLES.values()) else "group"
    return Element(kind, {"title": text[:-1], "mark": ":"}, line=element.line)


def _listed(heading: Element, before: str) -> str:
    """What an item of a list is under this heading; a group that does not say it leaves it as it was."""
    if heading.kind == "recipe":
        return "ingredient"
    title = str(heading.fields["title"])
    said = next((kind for kind, words in _TITLES.items() if words.search(title)), None)
    return said or (before if heading.kind == "group" else "ingredient")


def _opens_head(heading: Element) -> bool:
    """Whether properties may follow: below a title, not below the name of a usual part."""
    usual = any(words.search(str(heading.fields["title"])) for words in _TITLES.values())
    return heading.kind == "recipe" or (heading.kind == "section" and not usual)


def _parts(block: list[str]) -> list[tuple[list[str], int]]:
    """The block, cut before every line that begins something, each part as its lines with the offset of its first."""
    plain = [" ".join(line.split()) for line in block]
    found: list[tuple[list[str], int]] = []
    start = 0
    for k in range(1, len(block) + 1):
        if k < len(block) and not _begins(plain, k, start):
            continue
        if _whole(block, plain, start, k):
            found.append((block[start:k], start))
        else:
            found.extend((part.split("\n"), start + offset) for part, offset in unwrapped(block[start:k]))
        start = k
    return found


def _whole(block: list[str], plain: list[str], start: int, end: int) -> bool:
    """Whether the lines are one part by their marks: underlined, quoted, or hanging below an item."""
    if _underlined(plain, start) or plain[start].startswith(">"):
        return True
    return _ITEM.fullmatch(plain[start]) is not None and all(line[0].isspace() for line in block[start + 1 : end])


def _underlined(plain: list[str], k: int) -> bool:
    return k + 1 < len(plain) and _UNDERLINE.fullmatch(plain[k + 1]) is not None and not _marked(plain[k])


def _marked(line: str) -> bool:
    return line[0] in "|>" or any(pattern.fullmatch(line) for pattern in (_HEADING, _ITEM, _RULE, _UNDERLINE))


def _begins(plain: list[str], k: int, start: int) -> bool:
    line, above = plain[k], plain[start]
    if _underlined(plain, start):
        return k > start + 1
    if line.startswith(">") and above.startswith(">"):
        return False
    if _PROPERTY.fullmatch(line):
        return _PROPERTY.fullmatch(above) is not None
    numbered = _ITEM.fullmatch(line)
    if numbered and numbered[2] and numbered[2] != "1":
        return _ITEM.fullmatch(above) is not None or _HEADING.fullmatch(above) is not None
    return (
        _marked(line) or line[0] == "|" or above[0] in "|>" or _underlined(plain, k) or any(p.fullmatch(above) for p in (_HEADING, _RULE))
    )


def _element(part: list[str], line: int, listed: str, in_head: bool) -> Element:
    plain = " ".join(" ".join(part).split())
    first = " ".join(part[0].split())
    if len(part) == 2 and _underlined([first, part[1].strip()], 0):
        mark = part[1].strip()[0]
        return _set_off("recipe" if mark == "=" else "section", {"title": first}, mark, line)
    if heading := _HEADING.fullmatch(plain):
        kind = ("recipe", "section", "group")[min(len(heading[1]), 3) - 1]
        return _set_off(kind, {"title": heading[2] or ""}, heading[1] if len(heading[1]) > 3 else None, line)
    if _RULE.fullmatch(plain):
        return _set_off("rule", {}, plain, line)
    if item := _ITEM.fullmatch(plain):
        return _item(item, part[0], line, listed)
    if plain[0] == "|":
        return Element("row", {"cells": tuple(cell.strip() for cell in plain[1:].split("|"))}, line=line)
    if plain[0] == ">":
        quoted = " ".join(" ".join(" ".join(piece.split()).removeprefix(">") for piece in part).split())
        return _set_off("tip", {"label": None, "text": quoted}, ">", line)
    if in_head and (named := _PROPERTY.fullmatch(plain)):
        return _set_off("property", {"name": named[2], "value": named[3]}, named[1], line)
    if tip := _TIP.fullmatch(plain):
        return Element("tip", {"label": tip[1], "text": tip[2]}, line=line)
    return Element("paragraph", {}, sentence_elements("\n".join(part), line), line)


def _item(item: re.Match[str], raw: str, line: int, listed: str) -> Element:
    indent = " " * len(raw[: len(raw) - len(raw.lstrip())].expandtabs(4))
    bullet, number, stop, text = item[1], item[2], item[3], item[4] or ""
    if number:
        return _set_off("step", {"number": int(number), "text": text}, indent + stop.strip("."), line)
    mark = indent + bullet
    if listed == "ingredient":
        return _set_off("ingredient", ingredient_fields(text), "" if mark == "-" else mark, line)
    return _set_off(listed, {"number" if listed == "step" else "label": None, "text": text}, mark, line)


def _set_off(kind: str, fields: Mapping[str, Value], mark: str | None, line: int) -> Element:
    """An element with the mark it is set off with, where that is not the usual one."""
    return Element(kind, {**fields, "mark": mark} if mark else fields, line=line)


def _nested(flat: list[Element]) -> tuple[Element, ...]:
    """Every element put under the heading above it."""
    open_lists: list[tuple[int, Element | None, list[Element]]] = [(0, None, [])]
    for element in [*flat, None]:
        level = 0 if element is None else LEVELS.get(element.kind, 9)
        while len(open_lists) > 1 and level <= open_lists[-1][0]:
            _, heading, children = open_lists.pop()
            assert heading is not None
            open_lists[-1][2].append(heading.containing(children))
        if element is not None and element.kind in LEVELS:
            open_lists.append((level, element, []))
        elif element is not None:
            open_lists[-1][2].append(element)
    return tuple(open_lists[0][2])
