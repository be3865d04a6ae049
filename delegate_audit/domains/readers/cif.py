"""Lines of CIF files: tags, values, loops, each line with the text fields below it.

A row is a line, or several lines that have as many values together as there are columns. Tags in lines of their own with
rows below them are a loop that was never opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from delegate_audit.core.element import UNREADABLE, Element, Value
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.tables import field_names, typed

_GOES_ON = r"(?!;|loop_[ \t]*$|data_\S|_\S+[ \t]*$|_\w[^\n]*\n_\w)[^\n]*+"
_TEXT = rf"\n;{_GOES_ON}(?:(?:\n{_GOES_ON})*+\n;|(?:\n{_GOES_ON})++)"
"""A field of text; it ends before a loop or two items too, if it was never closed."""
_LINE = re.compile(rf"\n([^\n]*+(?:{_TEXT}[^\n]*+)*+)", re.MULTILINE)
_WORD = re.compile(rf"{_TEXT}|#[^\n]*|'(?:[^'\n]|'(?!\s|\Z))*+'(?=\s|\Z)|\"(?:[^\"\n]|\"(?!\s|\Z))*+\"(?=\s|\Z)|\S++", re.MULTILINE)
KEYWORD = re.compile(r"(data_|save_|loop_\Z|global_|stop_)(\S*)", re.IGNORECASE)
MARKS = {"data_": "block", "save_": "frame", "loop_": "loop"}
_MEASURED = re.compile(r"(-?\d+(?:\.\d+)?)\((\d+)\)")
UNKNOWN = re.compile(r"(['\"]?)[?.]\1")


class _Part(NamedTuple):
    """A line with its text fields: what it is, its words, its text."""

    kind: str
    words: list[str]
    text: str
    line: int


def _kind(words: list[str]) -> str:
    if keyword := KEYWORD.fullmatch(words[0]):
        return MARKS.get(keyword[1].lower(), UNREADABLE) if len(words) == 1 else UNREADABLE
    return "values" if words[0][0] != "_" else {1: "tag", 2: "item"}.get(len(words), UNREADABLE)


def _parts(text: str) -> Iterator[_Part]:
    number = 1
    for found in _LINE.finditer("\n" + "\n".join(lines_of(text))):
        words, line = _WORD.findall(found[1]), number
        number += found[1].count("\n") + 1
        comment = words.pop() if words and words[-1].startswith("#") else ""
        if words:
            yield _Part(_kind(words), words, found[1].removesuffix(comment).strip(), line)
        if comment.strip("# \t"):
            yield _Part("comment", [], comment[1:].strip(), number - 1)


def _stated(word: str) -> Value:
    if word.startswith("\n;"):
        return word[2:-2].strip("\n") if word.endswith("\n;") else word[1:].rstrip("\n")
    text = word[1:-1] if word[0] in "'\"" and len(word) > 1 and word[-1] == word[0] and not UNKNOWN.fullmatch(word) else word
    return typed(text) if text else text


def _element(part: _Part) -> Element:
    fields: dict[str, Value] = {"text": part.text}
    if part.kind in {"block", "frame"}:
        fields = {"name": part.text[5:]}
    elif part.kind == "item":
        (tag, word), value = part.words, _stated(part.words[1])
        found = _MEASURED.fullmatch(value) if isinstance(value, str) else None
        if "\n" in word[2:-2]:
            return Element("text", {"tag": tag, "text": value}, line=part.line)
        fields = {"tag": tag, "value": typed(found[1]), "uncertainty": found[2]} if found else {"tag": tag, "value": value}
    return Element(part.kind if part.kind in {"block", "frame", "item", "comment"} else UNREADABLE, fields, line=part.line)


def statements(text: str) -> Iterator[Element]:
    """Items, texts, loops, comments, and the marks of blocks and frames, which hold nothing yet."""
    held: list[_Part] = []
    rows = False
    for part in (*_parts(text), _Part("", [], "", 0)):
        if held and part.kind not in {"values", "comment", "values" if rows else "tag"}:
            yield from _gathered(held)
            held, rows = [], False
        rows = rows or (bool(held) and part.kind == "values")
        if held or part.kind in {"loop", "tag"}:
            held.append(part)
        elif part.kind:
            yield _element(part)


def _gathered(held: list[_Part]) -> Iterator[Element]:
    """A loop; an item whose value stands below its tag; or what says nothing, and comments behind it."""
    end = max(k for k, part in enumerate(held, 1) if part.kind != "comment")
    tags, values, comments = ([part for part in held[:end] if part.kind == kind] for kind in ("tag", "values", "comment"))
    first = held[0]
    if first.kind == "loop" or (values and len(tags) > 1) or (len(values) > 1 and all(len(part.words) == 1 for part in values)):
        fields = {"columns": tuple(tag.text for tag in tags)} | ({} if first.kind == "loop" else {"unopened": True})
        notes = [Element("note", {"text": part.text}, line=part.line) for part in comments if values]
        children = sorted([*_rows(len(tags) or 1, tags, values), *notes], key=lambda element: element.line)
        yield Element("loop", fields, tuple(children), first.line)
        comments = [] if values else comments
    elif values and len(values[0].words) == 1:
        yield _element(_Part("item", [first.text, *values[0].words], "", first.line))
    else:
        yield Element(UNREADABLE, {"text": "\n".join(part.text for part in held[:end] if part.kind != "comment")}, line=first.line)
    yield from map(_element, [*comments, *held[end:]])


def _rows(width: int, tags: list[_Part], values: list[_Part]) -> Iterator[Element]:
    rows: list[tuple[list[str], int]] = []
    for part in values:
        if rows and len(rows[-1][0]) + len(part.words) <= width:
            rows[-1][0].extend(part.words)
        else:
            rows.append(([*part.words], part.line))
    names = field_names([*(tag.text for tag in tags), *[""] * max((len(row) for row, _ in rows), default=0)])
    for row, line in rows:
        size = len(row) if len(row) % width or (width == 1 and "\n" not in "".join(row)) else width
        for k in range(0, len(row), size):
            yield Element("row", dict(zip(names, map(_stated, row[k : k + size]), strict=False)), line=line)
