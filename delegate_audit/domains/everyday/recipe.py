"""Recipes as cooks keep them: headings, properties, ingredients with amounts, numbered steps, tips, and prose around them.

Half prose, so nothing in it is ever unreadable: what is no ingredient, step or tip is a paragraph. A recipe in YAML is
read line by line, as keys and values, each deeper or less deep than the one above.
"""

from __future__ import annotations

from collections.abc import Iterable

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.ingredients import amount, ingredient_text, unit_name
from delegate_audit.domains.readers.outline import entries, entry_line
from delegate_audit.domains.readers.recipe_text import LEVELS, recipe_elements

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
    Kind("entry", {"deeper": Exact(), "dash": Exact(), "key": Exact(), "value": Text()}),
)

_LISTED_KINDS = {"ingredient", "step", "tip"}
_TIGHT = {"property", "ingredient", "step", "row", "entry"}


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Recipes with their sections and groups, or the lines of YAML."""
    text = text.replace("\ufeff", "")
    return tuple(entries(text)) if filename.lower().endswith((".yaml", ".yml")) else recipe_elements(text)


def write(elements: tuple[Element, ...]) -> str:
    """A blank line between parts, none within a list."""
    lines: list[str] = []
    before: Element | None = None
    depth = 0
    for element in _spread(elements):
        if before is not None and not (before.kind == element.kind and _tight(element)):
            lines.append("")
        if element.kind == "entry":
            deeper = element.fields.get("deeper")
            depth = max(0, depth + (deeper if isinstance(deeper, int) else 0))
            lines.append(entry_line(element, depth))
        else:
            lines.append(_written(element))
        before = element
    return "\n".join(lines) + "\n" if lines else ""


def _spread(elements: Iterable[Element]) -> Iterable[Element]:
    for element in elements:
        yield element
        if element.kind in LEVELS:
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
            return f"{mark or ''}{fields['name']}:{mark or ''} {fields['value']}".rstrip()
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
        case "paragraph":
            return " ".join(str(child.fields["text"]) for child in element.children)
    return text or str(mark or "")


def _heading(element: Element, title: str) -> str:
    mark = element.fields.get("mark")
    if mark in {"=", "-"}:
        return f"{title}\n{str(mark) * max(3, len(title))}"
    if mark == ":" and element.children and element.children[0].kind in _LISTED_KINDS:
        return f"{title}:"
    return f"{mark if mark and mark != ':' else '#' * LEVELS[element.kind]} {title}".rstrip()


DOMAIN = Domain(
    "recipe", "Recipes", "everyday", ("*recipe*.md", "*.recipe", "recipe*.txt", "recipe*.yaml", "recipe*.yml"), KINDS, read, write
)
