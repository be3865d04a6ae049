"""Plain prose: how any text is read that no domain claims. Headings, list items, and paragraphs of sentences.

What a block of lines is, is decided on its text with single blanks, so that wrapping it otherwise changes nothing.
"""

from __future__ import annotations

import re

from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks
from delegate_audit.domains.readers.passages import PARAGRAPH, SENTENCE
from delegate_audit.domains.readers.prose import NESTED, level_at, sentence_elements, unwrapped
from delegate_audit.domains.readers.values import MARK

HEADING = Kind("heading", {"level": Exact(), "text": Text(), "mark": MARK})
ITEM = Kind("item", {"level": Exact(), "number": Ordinal(), "text": Text(), "mark": MARK})
_HEADING = re.compile(r"(#{1,6})(?: (.*?)(?<! )( #+)?)?")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_ITEM = re.compile(r"(?:([-*+•])|(\d{1,9})([.)]))(?: (.*))?")
_HEADING_MARK = re.compile(r"#{1,6}(?: |\Z)")
_ITEM_MARK = re.compile(r"([-*+•]|\d{1,9}[.)])(?: |\Z)")


def read(text: str, filename: str) -> tuple[Element, ...]:
    """Paragraphs are blocks of lines; a short line ends one, so that a list of names is one element a line."""
    found: list[Element] = []
    columns: list[int] = []
    for block, first in blocks(text.replace("\ufeff", "")):
        for part, offset in _parts(block):
            element = _element(part, first + offset, columns)
            if element.kind == "heading":
                columns.clear()
            found.append(element)
    return tuple(found)


def _parts(block: list[str]) -> list[tuple[str, int]]:
    """The block's paragraphs, cut before headings and list items, each with the offset of its first line."""
    plain = [" ".join(line.split()) for line in block]
    found: list[tuple[str, int]] = []
    start = 0
    for k in range(1, len(block) + 1):
        if k == start + 1 and k < len(block) and _underlined(plain[start], plain[k]):
            continue
        if k == len(block) or _begins(plain[k], plain[start]) or _underlined(*plain[start : start + 2]):
            hanging = _ITEM_MARK.match(plain[start]) and all(line[0].isspace() for line in block[start + 1 : k])
            whole = hanging or _underlined(*plain[start:k])
            parts = [("\n".join(block[start:k]), 0)] if whole else unwrapped(block[start:k])
            found.extend((part, start + offset) for part, offset in parts)
            start = k
    return found


def _begins(line: str, above: str) -> bool:
    """Whether a line begins something new; a number and a dot may be the end of a wrapped sentence."""
    if _HEADING_MARK.match(line) or _HEADING_MARK.match(above):
        return True
    item = _ITEM_MARK.match(line)
    return item is not None and (not line[0].isdigit() or item[1][:-1] == "1" or bool(_ITEM_MARK.match(above)))


def _underlined(line: str, below: str = "", *rest: str) -> bool:
    """Whether these lines are a heading by the second of them."""
    return not rest and bool(_UNDERLINE.fullmatch(below)) and not any(p.match(line) for p in (_HEADING_MARK, _ITEM_MARK, _UNDERLINE))


def _element(part: str, line: int, columns: list[int]) -> Element:
    """The element of a paragraph; `columns` are those at which the items begin that it may lie in."""
    plain, rows = " ".join(part.split()), [" ".join(row.split()) for row in part.split("\n")]
    if len(rows) == 2 and _underlined(*rows):
        return Element("heading", {"level": 1 if rows[1][0] == "=" else 2, "text": rows[0], "mark": rows[1][0]}, line=line)
    if heading := _HEADING.fullmatch(plain):
        closed: dict[str, Value] = {"mark": heading[3]} if heading[3] else {}
        return Element("heading", {"level": len(heading[1]), "text": heading[2] or "", **closed}, line=line)
    if item := _ITEM.fullmatch(plain):
        indent = len(part[: len(part) - len(part.lstrip())].expandtabs(4))
        number = None if item[1] else int(item[2])
        level = level_at(indent, columns)
        mark = " " * (indent - NESTED * level) + (item[1] or item[2].removesuffix(str(number)) + item[3])
        counted: dict[str, Value] = {} if number is None else {"number": number}
        return Element("item", {"level": level, **counted, "text": item[4] or "", "mark": mark}, line=line)
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
    mark, text = str(fields.get("mark") or ""), str(fields.get("text", ""))
    if element.kind == "heading":
        return (
            f"{text}\n{mark * max(3, len(text))}" if mark in {"=", "-"} else f"{'#' * _whole(fields.get('level'), 1)} {text}{mark}".rstrip()
        )
    if element.kind == "item":
        number = fields.get("number")
        mark = " " * (NESTED * _whole(fields.get("level"), 0)) + (mark or ("-" if number is None else "."))
        return f"{mark} {text}".rstrip() if number is None else f"{mark[:-1]}{number}{mark[-1]} {text}".rstrip()
    return " ".join(str(child.fields["text"]) for child in element.children) or str(fields.get("text", ""))


def _whole(value: Value, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


PROSE = Domain("prose", "Plain text", "everyday", ("*.txt", "*.md"), (HEADING, ITEM, PARAGRAPH, SENTENCE), read, write)
