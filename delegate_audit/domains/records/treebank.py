"""Treebanks (CoNLL-U): sentences of tokens in ten columns. Fragile: heads that point elsewhere, renumbered tokens, tabs that became blanks.

The comments above a sentence are its fields. An underscore is an empty column, but a form or lemma may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, Kind, Ordinal, Text, Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import blocks
from delegate_audit.domains.readers.leaves import ORDER, ORDER_TYPE
from delegate_audit.domains.readers.values import whole

COLUMNS = ("id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
LISTS = frozenset({"feats", "deps", "misc"})
"""Columns of items with a bar between them, in an order that says nothing."""

NAMED = ("sent_id", "text")
EMPTY = "_"
COMMENT, DAMAGED = "", "?"  # in the order of a sentence's first lines, for those that are no named field
_COMMENT = re.compile(r"#\s*(?:(sent_id|text)\s*=\s*(\S.*)|(.*))")
_OPENING = re.compile(r"new(?:doc|par)\b|global\.")
_IDS = {"token": re.compile(r"[1-9]\d{0,5}"), "multiword": re.compile(r"\d{1,6}-\d{1,6}"), "empty": re.compile(r"\d{1,6}\.\d{1,3}")}

TYPES = {column: Unordered() if column in LISTS else Exact() for column in COLUMNS}
REMARKS = Unordered(lambda remarks: remarks and tuple(" ".join(str(remark).split()) for remark in remarks))  # type: ignore[union-attr]
KINDS = (
    Kind("sentence", {"sent_id": Exact(), "text": Text(), "comments": REMARKS, ORDER: ORDER_TYPE}, ("sent_id",)),
    *(Kind(kind, TYPES | ({"id": Ordinal()} if kind == "token" else {})) for kind in _IDS),
)


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """A sentence for every block of lines; a row that has not ten columns is unreadable by itself, and so is a comment among rows."""
    return tuple(_sentence(lines, line) for lines, line in blocks(text))


def _sentence(lines: list[str], first: int) -> Element:
    """What stands above the first row is a comment, or damaged."""
    fields: dict[str, Value] = {}
    order: list[str] = []
    for line in takewhile(lambda line: not line.lstrip()[:1].isdigit(), lines):
        name, value, comment = found.groups() if (found := _COMMENT.fullmatch(line.strip())) else (DAMAGED, None, None)
        order.append(COMMENT if name in fields or comment is not None else name)
        fields |= {name: value} if order[-1] in NAMED else {}
    if COMMENT in order:
        fields["comments"] = tuple(line.strip()[1:].strip() for line, name in zip(lines, order, strict=False) if name == COMMENT)
    rows = [_row(line, number) for number, line in enumerate(lines, first) if order[number - first : number - first + 1] in ([], [DAMAGED])]
    while order[-1:] == [DAMAGED]:
        order.pop()
    return Element("sentence", fields | ({ORDER: tuple(order)} if order != _usual(fields) else {}), tuple(rows), first)


def _row(line: str, number: int) -> Element:
    cells = line.strip(" ").rstrip().split("\t")
    kind = next((kind for kind, pattern in _IDS.items() if pattern.fullmatch(cells[0])), None)
    if kind is None or len(cells) != len(COLUMNS) or not all(map(str.strip, cells)):
        return Element(UNREADABLE, {"text": line.strip()}, line=number)
    stated = {
        column: cell for column, cell in zip(COLUMNS, map(str.strip, cells), strict=True) if cell != EMPTY or column in {"form", "lemma"}
    }
    fields: dict[str, Value] = {column: tuple(cell.split("|")) if column in LISTS else cell for column, cell in stated.items()}
    return Element(kind, fields | ({"id": whole(cells[0])} if kind == "token" else {}), line=number)


def _comments(fields: Mapping[str, Value]) -> tuple[Value, ...]:
    return comments if isinstance(comments := fields.get("comments"), tuple) else ()


def _usual(fields: Mapping[str, Value]) -> list[str]:
    """The order of the lines above the rows: what opens a part of the text, the named ones, other comments."""
    comments = [str(comment) for comment in _comments(fields)]
    opening = next((k for k, comment in enumerate(comments) if not _OPENING.match(comment)), len(comments))
    named = [name for name in NAMED if fields.get(name) is not None]
    return [COMMENT] * opening + named + [COMMENT] * (len(comments) - opening)


def write(elements: tuple[Element, ...]) -> str:
    """Sentences with a blank line behind each."""
    return "".join("".join(f"{line}\n" for line in _lines(element)) + "\n" for element in elements if element.kind != REJECTED)


def _lines(element: Element) -> Iterator[str]:
    fields, children, own = element.fields, list(element.children), element.fields.get(ORDER)
    order, comments = _usual(fields), iter(_comments(fields))
    if isinstance(own, tuple) and sorted(name for name in map(str, own) if name != DAMAGED) == sorted(order):
        order = [str(name) for name in own]
    for name in order if element.kind == "sentence" else ():
        if name == DAMAGED:
            yield from map(_line, children[:1])
            del children[:1]
        else:
            yield f"# {name} = {fields[name]}" if name else f"# {next(comments)}".rstrip()
    yield from map(_line, children if element.kind == "sentence" else (element,))


def _line(element: Element) -> str:
    fields = element.fields
    if element.kind not in _IDS:
        return str(fields.get("text", ""))
    values = (fields.get(column) for column in COLUMNS)
    return "\t".join("|".join(map(str, value)) if isinstance(value, tuple) else EMPTY if value is None else str(value) for value in values)


DOMAIN = Domain("treebank", "Treebank", "records", ("*.conllu",), KINDS, read, write)
