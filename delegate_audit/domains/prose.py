"""Plain prose: how any text is read that no domain claims. Headings, list items, and paragraphs of sentences.

What a block of lines is, is decided on its text with single blanks, so that wrapping it otherwise changes nothing.
"""

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

_HEADING = re.compile(r"(#{1,6})(?: (.*))?")
_ITEM = re.compile(r"([-*+•]|\d{1,9}[.)])(?: (.*))?")


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Paragraphs are blocks of lines; a short line ends one, so that a list of names is one element a line."""
    return tuple(_element(part, first + offset) for block, first in blocks(text.replace("\ufeff", "")) for part, offset in _parts(block))


def _parts(block: list[str]) -> list[tuple[str, int]]:
    """The block's paragraphs, cut before headings and list items, each with the offset of its first line."""
    plain = [" ".join(line.split()) for line in block]
    found: list[tuple[str, int]] = []
    start = 0
    for k in range(1, len(block) + 1):
        if k == len(block) or _begins(plain[k], plain[start]):
            hanging = _ITEM.fullmatch(plain[start]) and all(line[0].isspace() for line in block[start + 1 : k])
            parts = [("\n".join(block[start:k]), 0)] if hanging else unwrapped(block[start:k])
            found.extend((part, start + offset) for part, offset in parts)
            start = k
    return found


def _begins(line: str, above: str) -> bool:
    """Whether a line begins something new; a number and a dot may be the end of a wrapped sentence."""
    if _HEADING.fullmatch(line) or _HEADING.fullmatch(above):
        return True
    item = _ITEM.fullmatch(line)
    return item is not None and (not line[0].isdigit() or item[1][:-1] == "1" or bool(_ITEM.fullmatch(above)))


def _element(part: str, line: int) -> Element:
    plain = " ".join(part.split())
    if heading := _HEADING.fullmatch(plain):
        return Element("heading", {"level": len(heading[1]), "text": heading[2] or ""}, line=line)
    if item := _ITEM.fullmatch(plain):
        indent = part[: len(part) - len(part.lstrip())].expandtabs(4)
        return Element("item", {"marker": " " * len(indent) + item[1], "text": item[2] or ""}, line=line)
    return Element("paragraph", {}, sentence_elements(part, line), line)


def write(elements: tuple[Element, ...]) -> str:
    """Blocks with one blank line between them, none between the items of a list; every paragraph on one line."""
    lines: list[str] = []
    for before, element in zip((None, *elements), elements, strict=False):
        if before is not None and not before.kind == element.kind == "item":
            lines.append("")
        lines.append(_written(element))
    return "\n".join(lines) + "\n" if lines else ""


def _written(element: Element) -> str:
    fields = element.fields
    if element.kind == "heading":
        return f"{'#' * int(str(fields['level']))} {fields['text']}".rstrip()
    if element.kind == "item":
        return f"{fields['marker']} {fields['text']}".rstrip()
    return " ".join(str(child.fields["text"]) for child in element.children) or str(fields.get("text", ""))


PROSE = Domain("prose", "Plain text", "everyday", ("*.txt", "*.md"), (HEADING, ITEM, PARAGRAPH, SENTENCE), read, write)
