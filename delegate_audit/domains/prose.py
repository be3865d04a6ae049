"""Plain prose: how any text is read that no domain claims. Headings, list items, and paragraphs of sentences."""

from __future__ import annotations

import re

from delegate_audit.core.element import Element
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks
from delegate_audit.domains.readers.prose import sentence_elements, unwrapped

HEADING = Kind("heading", {"level": Exact(), "text": Text()})
ITEM = Kind("item", {"marker": Exact(), "text": Text()})
PARAGRAPH = Kind("paragraph", weight=0.1)
SENTENCE = Kind("sentence", {"text": Text()})

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")
_ITEM = re.compile(r"([ \t]*(?:[-*+•]|\d{1,9}[.)]))[ \t]+(.*)", re.DOTALL)


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Paragraphs are blocks of lines; a short line ends one, so that a list of names is one element a line."""
    return tuple(_element(part, first + offset) for block, first in blocks(text) for part, offset in _parts(block))


def _parts(block: list[str]) -> list[tuple[str, int]]:
    """The block's paragraphs, cut before headings and list items, each with the offset of its first line."""
    found: list[tuple[str, int]] = []
    start = 0
    for k in range(1, len(block) + 1):
        if k == len(block) or _HEADING.match(block[k]) or _ITEM.match(block[k]) or _HEADING.match(block[start]):
            found.extend((part, start + offset) for part, offset in unwrapped(block[start:k]))
            start = k
    return found


def _element(part: str, line: int) -> Element:
    if heading := _HEADING.fullmatch(part):
        return Element("heading", {"level": len(heading.group(1)), "text": heading.group(2).strip()}, line=line)
    if item := _ITEM.fullmatch(part):
        return Element("item", {"marker": item.group(1), "text": " ".join(item.group(2).split())}, line=line)
    return Element("paragraph", {}, sentence_elements(part, line), line)


def write(elements: tuple[Element, ...]) -> str:
    """Blocks with one blank line between them, every paragraph on one line."""
    return "\n\n".join(map(_written, elements)) + "\n" if elements else ""


def _written(element: Element) -> str:
    fields = element.fields
    if element.kind == "heading":
        return f"{'#' * int(str(fields['level']))} {fields['text']}"
    if element.kind == "item":
        return f"{fields['marker']} {fields['text']}"
    return " ".join(str(child.fields["text"]) for child in element.children) or str(fields.get("text", ""))


PROSE = Domain("prose", "Plain text", "everyday", ("*.txt", "*.md"), (HEADING, ITEM, PARAGRAPH, SENTENCE), read, write)
