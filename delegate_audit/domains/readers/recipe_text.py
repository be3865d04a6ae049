"""The text of recipes, line by line: what is a heading, a property, an ingredient, a step, a tip, and what is prose.

What a line is, is decided on its text with single blanks; what an item of a list is, by the heading above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.blocks import blocks, lines_of
from delegate_audit.domains.readers.ingredients import ingredient_fields, looks_like_ingredient
from delegate_audit.domains.readers.prose import sentence_elements, unwrapped

LEVELS = {"recipe": 1, "section": 2, "group": 3}
"""The kinds that hold what lies under them, by the level of their heading."""

_HEADING = re.compile(r"(#{1,6})(?: (.*))?")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_ITEM = re.compile(r"(?:([-*+•])|(\d{1,9})([.)]))(?: (.*))?")
_HEADING_MARK = re.compile(r"#{1,6}(?: |\Z)")
_ITEM_MARK = re.compile(r"(?:[-*+•]|(\d{1,9})[.)])(?: |\Z)")
_PROPERTY_MARK = re.compile(r"(\*\*)?[A-Z][\w /()&'’-]{0,29}:(?(1)\*\*) .")
_PROPERTY = re.compile(r"(\*\*)?([A-Z][\w /()&'’-]{0,29}):(?(1)\*\*) (.+)")
_TIP = re.compile(r"(Tips?|Notes?|Hint|Variations?|To serve|Serving|Storage|Make ahead|Allergens?|Chef's note): (.+)")
_WORDS = {
    "ingredient": "ingredients?|shopping list|zutaten",
    "step": "method|directions?|instructions?|preparation|steps?|procedure|making|zubereitung",
    "tip": "tips?|notes?|hints?|variations?|serving|storage|remarks?|allergens?|equipment",
}
_TITLES = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _WORDS.items()}
_KEY = re.compile(r"(\w[\w-]{0,29}):(?: (.*))?")
MAX_LABEL_CHARS = 60
MAX_FRONT_LINES = 60
FENCE = "---"


def recipe_elements(text: str) -> tuple[Element, ...]:
    """Recipes with their sections and groups; what stands before the first title lies at the top.

    Fields called `mark` hold how a line is set off, where that is not the usual way.
    """
    return _nested(_flat(text))


def _flat(text: str) -> list[Element]:
    """All elements in their order, headings beside what lies under them."""
    found, text = _front_matter(text)
    listed: str | None = None
    unsaid: list[int] = []
    in_head = True
    for block, first in blocks(text):
        for part, offset in _parts(block):
            if _ITEM_MARK.match(" ".join(part[0].split())) and found and (label := _label(found[-1])):
                found[-1], unsaid = label, _decided(found, unsaid)
                listed = _listed(label, listed)
            element = _element(part, first + offset, listed or "step", in_head)
            if element.kind in LEVELS:
                listed, in_head, unsaid = _listed(element, listed), _opens_head(element), _decided(found, unsaid)
            elif element.kind in {"ingredient", "step", "row"}:
                in_head = False
            if listed is None and element.kind == "step" and element.fields["number"] is None:
                unsaid.append(len(found))
            found.append(element)
    _decided(found, unsaid)
    return found


def _decided(found: list[Element], unsaid: list[int]) -> list[int]:
    """Make the steps at these places ingredients if they look like some: what a heading does not say, most items do."""
    texts = [str(found[k].fields["text"]) for k in unsaid]
    if sum(map(looks_like_ingredient, texts)) * 2 >= len(texts):
        for k, text in zip(unsaid, texts, strict=True):
            mark = str(found[k].fields["mark"])
            found[k] = _set_off("ingredient", ingredient_fields(text), "" if mark == "-" else mark, found[k].line)
    return []


def _front_matter(text: str) -> tuple[list[Element], str]:
    """The keys and values between two rules that a file begins with, or at one of them, and the text with blank lines for them."""
    lines = lines_of(text)
    plain = {k: " ".join(line.split()) for k, line in enumerate(lines[:MAX_FRONT_LINES]) if line.strip()}
    rows = list(plain)
    opened = bool(rows) and plain[rows[0]] == FENCE
    end = next((n for n, k in enumerate(rows) if n and plain[k] == FENCE), 0)
    run = next((n for n, k in enumerate(rows) if n >= opened and not _KEY.fullmatch(plain[k])), len(rows))
    count = end + 1 if end and (opened or run == end > 1) and 2 * sum(bool(_KEY.fullmatch(plain[k])) for k in rows[:end]) >= end - 1 else 0
    count = count or (run if opened and run > 1 else 0)
    found: list[Element] = []
    for k in rows[:count]:
        key = _KEY.fullmatch(plain[k])
        lines[k] = ""
        if plain[k] == FENCE:
            found.append(_set_off("rule", {}, FENCE, k + 1))
        elif key:
            found.append(Element("property", {"name": key[1], "value": key[2] or ""}, line=k + 1))
        else:
            found.append(Element("paragraph", {}, sentence_elements(plain[k], k + 1), k + 1))
    return found, "\n".join(lines)


def _label(element: Element) -> Element | None:
    """A line that ends with a colon above a list, as the section or group that it names."""
    text = " ".join(str(child.fields["text"]) for child in element.children)
    if element.kind != "paragraph" or not text.endswith(":") or len(text) > MAX_LABEL_CHARS:
        return None
    kind = "section" if any(p.fullmatch(text[:-1]) for p in _TITLES.values()) else "group"
    return Element(kind, {"title": text[:-1], "mark": ":"}, line=element.line)


def _listed(heading: Element, before: str | None) -> str | None:
    """What an item of a list is under this heading, if it says so; a group that does not leaves it as it was."""
    said = _said(heading)
    return said or (before if heading.kind == "group" else None)


def _said(heading: Element) -> str | None:
    title = str(heading.fields["title"])
    if len(title) > MAX_LABEL_CHARS:
        return None
    return next((kind for kind, words in _TITLES.items() if words.search(title)), None)


def _opens_head(heading: Element) -> bool:
    """Whether properties may follow: below a title, not below the name of a usual part."""
    return heading.kind == "recipe" or (heading.kind == "section" and _said(heading) is None)


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
    return _ITEM_MARK.match(plain[start]) is not None and all(line[0].isspace() for line in block[start + 1 : end])


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
    if _PROPERTY_MARK.match(line):
        return _PROPERTY_MARK.match(above) is not None
    numbered = _ITEM_MARK.match(line)
    if numbered and numbered[1] and numbered[1] != "1":
        return _ITEM_MARK.match(above) is not None or _HEADING_MARK.match(above) is not None
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
