"""Recipes as cooks keep them: headings, properties, ingredients with amounts, numbered steps, tips, and prose around them.

Half prose, so nothing in it is ever unreadable: what is no ingredient, step or tip is a paragraph. What a line is, is
decided on its text with single blanks. A recipe in YAML is read line by line, as keys and values at their depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks, lines_of
from delegate_audit.domains.readers.ingredients import amount, ingredient_fields, ingredient_text, unit_name
from delegate_audit.domains.readers.prose import sentence_elements, unwrapped
from delegate_audit.domains.readers.values import decimal

_MARK = Exact(normal=lambda _: None)
"""How a line is set off says nothing about what it says."""

_LISTED = Exact(normal=lambda mark: "-" if isinstance(mark, str) and mark.strip(" )") else None)
"""A step with a bullet is another thing than one with a number."""

KINDS = (
    Kind("recipe", {"title": Text(), "mark": _MARK}, key=("title",)),
    Kind("property", {"name": Exact(), "value": Text(), "mark": _MARK}, key=("name",)),
    Kind("section", {"title": Text(), "mark": _MARK}, key=("title",)),
    Kind("group", {"title": Text(), "mark": _MARK}, key=("title",)),
    Kind(
        "ingredient",
        {"quantity": Exact(normal=amount), "unit": Exact(normal=unit_name), "name": Exact(), "preparation": Text(), "mark": _MARK},
        key=("name",),
    ),
    Kind("step", {"number": Ordinal(), "text": Text(), "mark": _LISTED}),
    Kind("tip", {"label": Exact(), "text": Text(), "mark": _MARK}),
    Kind("row", {"cells": Exact()}),
    Kind("rule", {"mark": _MARK}, weight=0.1),
    Kind("paragraph", weight=0.1),
    Kind("sentence", {"text": Text()}),
    Kind("entry", {"depth": Exact(), "dash": Exact(), "key": Exact(), "value": Text()}),
)

_LEVELS = {"recipe": 1, "section": 2, "group": 3}
_TIGHT = {"property", "ingredient", "step", "row", "entry"}

_HEADING = re.compile(r"(#{1,6})(?: (.*))?")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_ITEM = re.compile(r"(?:([-*+•])|(\d{1,9})([.)]))(?: (.*))?")
_PROPERTY = re.compile(r"(\*\*)?([A-Z][\w /()&'’-]{0,29}):(?(1)\*\*) (.+)")
_TIP = re.compile(r"(Tips?|Notes?|Hint|Variations?|To serve|Serving|Storage|Make ahead|Allergens?|Chef's note): (.+)")
_TITLES = {
    "ingredient": re.compile(r"(?i:\bingredients?|shopping list|zutaten)\b"),
    "step": re.compile(r"(?i:\bmethod|directions?|instructions?|preparation|steps?|procedure|making|zubereitung)\b"),
    "tip": re.compile(r"(?i:\btips?|notes?|hints?|variations?|serving|storage|remarks?|allergens?|equipment)\b"),
}
_ENTRY = re.compile(r"(-(?: |$))?(?:(\w[\w /-]{0,40}):(?= |$))? ?(.*)")
MAX_LABEL_CHARS = 60


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Recipes with their sections and groups; what stands before the first title lies at the top."""
    text = text.replace("\ufeff", "")
    if filename.lower().endswith((".yaml", ".yml")):
        return tuple(_entries(lines_of(text)))
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
            if element.kind in _LEVELS:
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
    title = str(heading.fields["title"])
    said = next((kind for kind, words in _TITLES.items() if words.search(title)), None)
    return said or (before if heading.kind == "group" else "ingredient")


def _opens_head(heading: Element) -> bool:
    """Whether properties may follow: below a title, not below the name of a usual part."""
    return heading.kind != "group" and not any(words.search(str(heading.fields["title"])) for words in _TITLES.values())


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
        level = 0 if element is None else _LEVELS.get(element.kind, 9)
        while len(open_lists) > 1 and level <= open_lists[-1][0]:
            _, heading, children = open_lists.pop()
            assert heading is not None
            open_lists[-1][2].append(heading.containing(children))
        if element is not None and element.kind in _LEVELS:
            open_lists.append((level, element, []))
        elif element is not None:
            open_lists[-1][2].append(element)
    return tuple(open_lists[0][2])


def _entries(lines: list[str]) -> Iterable[Element]:
    """One entry per line of YAML; `depth` counts the indentations it stands under."""
    open_indents: list[int] = []
    for number, line in enumerate(lines, 1):
        plain = " ".join(line.split())
        if not plain or not (found := _ENTRY.fullmatch(plain)):
            continue
        indent = len(line.expandtabs(8)) - len(line.expandtabs(8).lstrip())
        while open_indents and open_indents[-1] >= indent:
            open_indents.pop()
        open_indents.append(indent)
        number_value = decimal(found[3])
        value: Value = number_value if number_value is not None and str(number_value) == found[3] else found[3] or None
        yield Element("entry", {"depth": len(open_indents) - 1, "dash": bool(found[1]), "key": found[2], "value": value}, line=number)


def write(elements: tuple[Element, ...]) -> str:
    """A blank line between parts, none within a list."""
    lines: list[str] = []
    before: Element | None = None
    for element in _spread(elements):
        if before is not None and not (before.kind == element.kind and _tight(element)):
            lines.append("")
        lines.append(_written(element))
        before = element
    return "\n".join(lines) + "\n" if lines else ""


def _spread(elements: Iterable[Element]) -> Iterable[Element]:
    for element in elements:
        yield element
        if element.kind in _LEVELS:
            yield from _spread(element.children)


def _tight(element: Element) -> bool:
    return element.kind in _TIGHT or (element.kind == "tip" and element.fields.get("mark") not in {None, ">"})


def _written(element: Element) -> str:
    fields = element.fields
    mark, text = fields.get("mark"), str(fields.get("text", ""))
    match element.kind:
        case "recipe" | "section" | "group":
            return _heading(element, str(fields["title"]))
        case "property":
            return f"{mark or ''}{fields['name']}:{mark or ''} {fields['value']}"
        case "ingredient":
            return f"{mark or '-'} {ingredient_text(fields)}".rstrip()
        case "step" if fields.get("number") is not None:
            indent, stop = str(mark or "").rstrip(")"), ")" if mark and str(mark).endswith(")") else "."
            return f"{indent}{fields['number']}{stop} {text}".rstrip()
        case "step":
            return f"{mark or '-'} {text}".rstrip()
        case "tip":
            return (f"{fields['label']}: {text}" if fields.get("label") else f"{mark or '>'} {text}").rstrip()
        case "row":
            cells = fields["cells"]
            return f"| {' | '.join(map(str, cells if isinstance(cells, tuple) else (cells,)))}".rstrip()
        case "entry":
            return _entry(element)
        case "paragraph":
            return " ".join(str(child.fields["text"]) for child in element.children)
    return text or str(mark or "")


def _heading(element: Element, title: str) -> str:
    mark = element.fields.get("mark")
    if mark in {"=", "-"}:
        return f"{title}\n{str(mark) * max(3, len(title))}"
    if mark == ":" and element.children:
        return f"{title}:"
    return f"{mark if mark and mark != ':' else '#' * _LEVELS[element.kind]} {title}".rstrip()


def _entry(element: Element) -> str:
    fields = element.fields
    parts = ("-" if fields["dash"] else None, f"{fields['key']}:" if fields["key"] else None, fields["value"])
    return "  " * int(str(fields["depth"])) + " ".join(str(part) for part in parts if part is not None)


DOMAIN = Domain(
    "recipe", "Recipes", "everyday", ("*recipe*.md", "*.recipe", "recipe*.txt", "recipe*.yaml", "recipe*.yml"), KINDS, read, write
)
