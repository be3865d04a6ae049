"""Listings of files: `tree` with lines or in ASCII, `ls -lR`, indented lists. Fragile: a branch slips under another, sizes get old.

What is drawn or indented is nested; in `ls` a directory is a heading. `style` keeps how a listing was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from delegate_audit.core.document import Insignificant
from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.values import one_spaced

FACT = Exact(one_spaced)
NAMES = ("name", "target", "mode", "links", "owner", "group", "size", "date")
FIELDS: dict[str, FieldType] = {**dict.fromkeys(NAMES, FACT), "note": Text(), "style": Exact(), "drawn": Exact()}
KINDS = (
    Kind("directory", FIELDS, ("name",)),
    Kind("entry", FIELDS, ("name",)),
    Kind("total", {"text": FACT}),
    Kind("remark", {"text": Text()}),
)
DRAWN = Insignificant(re.compile(r"^(?:[│├└|`+\\ \xa0]|──|--(?= ))+", re.MULTILINE), "the lines drawn before a name, whose depth is read")
STYLES = {"lines": ("├── ", "└── ", "│   "), "ascii": ("|-- ", "`-- ", "|   ")}
DEEPEST = 150

_MODE = r"[bcdlps-][rwxsStT-]{9}[.+@]?"
_DATE = r"[A-Z][a-z]{2} +\d{1,2} +(?:\d{4}|\d\d:\d\d)|\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?: [+-]\d{4})?)?"
_SIZE = r"\(?\d[\d.,]*+(?: ?(?:[KMGTP]i?B?|[kMG]?B|bytes|b))?\)?"
_BRANCH = re.compile(r"((?:[│|][ \xa0]{3}|[ \xa0]{4})*+)(?:[├└]── ?|[|`+\\]--[ \xa0]?)[ \xa0]*(.*)")
_TOTAL = re.compile(r"\d+ director(?:y|ies)(?:, \d+ files?)?|total \d[\d.,]*[KMGTP]?")
_LISTED = re.compile(
    rf"(?P<mode>{_MODE}) +(?P<links>\d+) +(?P<owner>\S+) +(?P<group>\S+) +(?P<size>{_SIZE}|\d+, +\d+) +(?P<date>{_DATE}) (?P<name>.+?)"
    r"(?: -> (?P<target>.+))?"
)
_FACTS = re.compile(
    rf"\[ *(?P<mode>{_MODE})?(?: *(?P<owner>[A-Za-z]\S*) +(?P<group>\S+))?(?: *(?P<size>{_SIZE}))?(?: +(?P<date>{_DATE}))?\] +(?=\S)"
)
_CELLS = re.compile(r"[ \t]{2,}|\t| (?=[#←]|<-|//)")


@dataclass
class _Node:
    kind: str
    fields: dict[str, Value]
    line: int
    depth: int
    children: list[_Node] = field(default_factory=list)

    def element(self) -> Element:
        holds = any(child.kind != UNREADABLE for child in self.children) or str(self.fields.get("name")).endswith("/")
        kind = "directory" if self.kind == "entry" and holds else self.kind
        return Element(kind, self.fields, tuple(child.element() for child in self.children), self.line)


def _named(text: str) -> dict[str, Value]:
    """What a line says behind what is drawn before it: facts in brackets, a name, a size, a date, a note."""
    facts = _FACTS.match(text)
    fields: dict[str, Value] = {name: value for name, value in facts.groupdict().items() if value} if facts else {}
    name, *cells = _CELLS.split(text[facts.end() :] if facts else text)
    fields["name"], _, target = name.partition(" -> ")
    fields |= {"target": target} if target else {}
    for what, pattern in (("size", _SIZE), ("date", _DATE)):
        if cells and what not in fields and re.fullmatch(pattern, cells[0]):
            fields[what] = cells.pop(0)
    return fields | ({"note": "  ".join(cells)} if cells else {})


def _said(text: str, style: str, *, drawn: bool) -> tuple[str, dict[str, Value]]:
    """What a line is and states; unreadable if it would not come back."""
    listed = _LISTED.fullmatch(text) if style == "ls" else None
    kind, fields = "entry", {name: value for name, value in listed.groupdict().items() if value is not None} if listed else {}
    if _TOTAL.fullmatch(text) and not drawn:
        return "total", {"text": text}
    if text.startswith("#"):
        return "remark", {"text": text}
    if style == "ls" and not listed:
        kind, fields = ("directory", {"name": text[:-1]}) if text.endswith(":") else (UNREADABLE, {"text": text})
    return kind, fields if style == "ls" else _named(text)


def _nodes(lines: list[tuple[str, int]], style: str) -> Iterator[_Node]:
    for line, number in lines:
        branch = _BRANCH.fullmatch(line.rstrip()) if style in STYLES else None
        text = branch[2] if branch else line.strip()
        kind, fields = _said(text, style, drawn=bool(branch))
        again = (_row(fields, {}) if kind == "entry" else text) if style == "ls" else _text(fields, "") if kind == "entry" else text
        odd = not text or (style in STYLES and not branch and text[0] in "│|├└`+\\")
        if odd or again != again.strip() or _said(again, style, drawn=bool(branch)) != (kind, fields):
            kind, fields = UNREADABLE, {"text": line.rstrip()}
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip()) if style == "indented" and kind != "total" else 0
        depth = len(branch[1]) // 4 + 1 if branch else int(kind != "directory") if style == "ls" else indent
        yield _Node(kind, fields, number, depth)


def _style(lines: list[tuple[str, int]]) -> str:
    """How a listing is written, by its first line that tells."""
    for line, _ in lines:
        if _LISTED.fullmatch(line.strip()):
            return "ls"
        if _BRANCH.fullmatch(line.rstrip()):
            return "lines" if re.search(r"[├└]", line) else "ascii"
    return "indented"


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """What is at the top, each directory with what it holds; a line lies in the last one before it that is less deep."""
    lines = [(line, number) for number, line in enumerate(lines_of(text), 1) if re.sub(r"[│|\s]", "", line)]
    style = _style(lines)
    tops: list[_Node] = []
    path: list[_Node] = []
    for node in _nodes(lines, style):
        while path and path[-1].depth >= node.depth and node.kind != UNREADABLE:
            path.pop()
        if style in STYLES and not path and node.depth and node.kind != UNREADABLE:
            node.fields["drawn"] = True
        (path[-1].children if path else tops).append(node)
        if len(path) < DEEPEST and (node.kind == "directory" or (node.kind == "entry" and style != "ls")):
            path.append(node)
    for node in tops[:1] if style != "lines" else ():
        node.fields["style"] = style
    return tuple(node.element() for node in tops)


def _text(fields: Mapping[str, Value], drawn: str) -> str:
    """The line of a drawn or indented entry."""
    said = {name: str(value) for name, value in fields.items() if value is not None}
    facts = " ".join(said[name] for name in ("mode", "owner", "group", "size", "date") if name in said)
    facts = f"[{facts}]  " if "mode" in said or "owner" in said else ""
    name = f"{drawn}{facts}{said.get('name', '')}" + (f" -> {said['target']}" if "target" in said else "")
    cells = [said[what] for what in ("size", "date", "note") if what in said and (what == "note" or not facts)]
    return f"{name:<38}  {'  '.join(cells)}" if cells else name


def _drawn(elements: tuple[Element, ...], style: str, lead: str, depth: int) -> Iterator[str]:
    middle, last, down = STYLES.get(style, ("    ",) * 3)
    for element, after in zip_longest(elements, elements[1:]):
        drawn = depth or element.fields.get("drawn")
        branch = "" if not drawn else middle if after and (depth or after.fields.get("drawn")) else last
        text = str(element.fields.get("text")) if element.kind not in {"directory", "entry"} else ""
        yield from [""] if element.kind == "total" and style in STYLES else []
        drawing = lead + branch if element.kind != UNREADABLE else ""
        yield drawing + text if text else _text(element.fields, drawing)
        below = "" if not drawn else down if branch == middle or style not in STYLES else "    "
        yield from _drawn(element.children, style, lead + below, depth + 1)


def _row(fields: Mapping[str, Value], wide: Mapping[str, int]) -> str:
    said = {name: str(fields.get(name) or "") for name in NAMES}
    start = f"{said['mode']} {said['links']:>{wide.get('links', 0)}} {said['owner']:<{wide.get('owner', 0)}}"
    size = f"{said['group']:<{wide.get('group', 0)}} {said['size']:>{wide.get('size', 0)}} {said['date']:>{wide.get('date', 0)}}"
    return f"{start} {size} {said['name']}" + (f" -> {said['target']}" if said["target"] else "")


def _listed(elements: tuple[Element, ...]) -> Iterator[str]:
    """A directory's lines with their columns in line."""
    rows = [element.fields for element in elements if element.kind == "entry"]
    wide = {name: max((len(str(row.get(name) or "")) for row in rows), default=0) for name in NAMES}
    for element in elements:
        if element.kind == "directory":
            yield from ["", f"{element.fields.get('name') or ''}:", *_listed(element.children)]
        else:
            yield _row(element.fields, wide) if element.kind == "entry" else str(element.fields.get("text") or "")


def write(elements: tuple[Element, ...]) -> str:
    """The listing in the style it had."""
    kept = tuple(element for element in elements if element.kind != REJECTED)
    style = next((str(element.fields["style"]) for element in kept if element.fields.get("style")), "lines")
    lines = list(_listed(kept) if style == "ls" else _drawn(kept, style, "", 0))
    return "\n".join(lines).lstrip("\n") + "\n" if lines else ""


DOMAIN = Domain("filesystem", "File listing", "code", ("*tree*.txt", "*listing*.txt", "*ls-lr*"), KINDS, read, write, (DRAWN,))
