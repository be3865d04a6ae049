"""YAML 1.2 as it is written: every scalar with its line, anchors and aliases by name, comments where they stand.

Built on the events of ruamel.yaml, never on a load: an alias is not expanded, a repeated key stays, `0123`, `yes` and
`12:30` stay what they are. What the parser refuses is read line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from typing import Any

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.data import CONTAINERS, MAX_LEVELS, DataNode, DataText, Line, marked, number

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {word: word[0] in "tT" for name in ("true", "false") for word in (name, name.title(), name.upper())}
_OTHER_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010fffc]")
_HIDDEN = {0x85: 0x10FFFD, 0x2028: 0x10FFFE, 0x2029: 0x10FFFF}
_SHOWN = {hidden: char for char, hidden in _HIDDEN.items()}
"""Line ends in YAML 1.1 and in the parser, characters like others in YAML 1.2."""

_TOO_DEEP = re.compile(rf"(?:[\[{{]\s*){{{MAX_LEVELS + 1}}}")
"""Seen before the parser sees it: its scanner takes seconds for it."""

_ANCHOR = re.compile(r"[^\s,\[\]{}]+")
_COMMENT = re.compile(r"(?<![^\s,\[\]{}])#[^\n]*")
_DIRECTIVE = re.compile(r"^%[^\n#]*", re.MULTILINE)
_BLOCK_HEADER_COMMENT = re.compile(r"[^\n]*[|>][0-9+-]*[ \t]+(#[^\n]*)")


@dataclass(slots=True)
class _Slot:
    """A node while the tree is built: where it starts, what it lies in, where its comments will go."""

    form: str
    line: int
    index: int
    column: int
    parent: _Slot | None
    flow: bool = False
    in_key: bool = False
    key_column: int = -1
    value: Value = None
    key: Value = None
    anchor: str | None = None
    tag: str | None = None
    children: list[_Slot] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    beside: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)


class _DepthError(Exception):
    """Nested more deeply than is read; carries the line."""


@lru_cache(maxsize=64)
def load_yaml(text: str) -> DataText:
    """Read YAML in any state, one root node per document. The keys of an object are text, or numbers and booleans as resolved."""
    lines = (line.rstrip(" \t") for line in lines_of(text))
    text = _UNPRINTABLE.sub("\ufffd", "\n".join(lines).rstrip("\n") + "\n")
    reader, fault = _attempt(text)
    marks: list[Line] = []
    unreadable: list[Line] = []
    if fault:
        text, marks, unreadable = marked(text)
        problem: Line | None = fault
        if marks or unreadable:
            reader, problem = _attempt(text)
            fault = problem or fault
        if problem:
            reader, taken = _outlined(text)
            unreadable.extend(taken)
    fault = fault or reader.problem
    roots = reader.finish()
    problems = marks or ([fault] if fault else [])
    return DataText("yaml", roots, tuple(problems), tuple(sorted(unreadable, key=lambda piece: piece.line)), tuple(reader.directives))


def _outlined(text: str) -> tuple[_Reader, list[Line]]:
    """Read line by line what the parser refuses; also what could not be read."""
    from delegate_audit.domains.readers.yaml_broken import Outline

    reader = _Reader(text)
    outline = Outline(text, reader.take)
    outline.read()
    reader.spans.extend(outline.spans)
    return reader, outline.unreadable


def _attempt(text: str) -> tuple[_Reader, Line | None]:
    """Read the whole of `text`; what the parser says against it, at the line that is to blame."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reader = _Reader(text)
    if deep := _TOO_DEEP.search(text):
        return reader, _too_deep(text.count("\n", 0, deep.start()) + 1)
    try:
        for event in events(text):
            reader.take(event)
    except _DepthError as error:
        return reader, _too_deep(int(str(error)))
    except MarkedYAMLError as error:
        began = error.context_mark if str(error.context).startswith(("while scanning", "while parsing a flow")) else None
        mark = began or error.problem_mark or error.context_mark
        return reader, Line(str(error.problem or error.context or "no YAML"), mark.line + 1 if mark else 1)
    except (YAMLError, ValueError, AttributeError, IndexError, TypeError, AssertionError) as error:
        return reader, Line(f"no YAML ({type(error).__name__})", 1)
    return reader, None


def events(text: str) -> Iterator[Any]:
    """The parser's events. Raises what the parser raises."""
    from ruamel.yaml import YAML

    for event in YAML(typ="safe", pure=True).parse(StringIO(text.translate(_HIDDEN))):
        if isinstance(value := getattr(event, "value", None), str):
            event.value = value.translate(_SHOWN)
        if isinstance(anchor := getattr(event, "anchor", None), str):
            event.anchor = anchor.translate(_SHOWN)
        yield event


def _too_deep(line: int) -> Line:
    return Line(f"nested more than {MAX_LEVELS} levels deep", line)


class _Reader:
    """Turns parser events into slots, then finds the comments between them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.roots: list[_Slot] = []
        self.starts: list[int] = []
        self.directives: list[Line] = []
        self.problem: Line | None = None
        self.spans: list[tuple[int, int]] = []
        self._slots: list[_Slot] = []
        self._headers: list[tuple[int, Line]] = []
        self._open: list[_Slot] = []
        self._keys: list[_Slot | None] = []
        self._anchors: set[str] = set()

    def take(self, event: Any) -> None:
        """One event of ruamel.yaml."""
        name = type(event).__name__
        if name == "DocumentStartEvent":
            self.starts.append(event.start_mark.index)
            self._anchors = set()
        elif name in {"ScalarEvent", "AliasEvent"}:
            self._scalar(event, alias=name == "AliasEvent")
        elif name in {"SequenceStartEvent", "MappingStartEvent"}:
            self._start(event, "array" if name == "SequenceStartEvent" else "object")
        elif name in {"SequenceEndEvent", "MappingEndEvent"}:
            self._end()

    def _slot(self, event: Any, form: str) -> _Slot:
        mark = event.start_mark
        parent = self._open[-1] if self._open else None
        anchor = getattr(event, "anchor", None)
        tag = None if form == "alias" or event.tag is None else _short(str(event.tag))
        flow = bool(getattr(event, "flow_style", False)) or (parent is not None and parent.flow)
        slot = _Slot(form, mark.line + 1, mark.index, mark.column, parent, flow, anchor=None if form == "alias" else anchor, tag=tag)
        if slot.anchor and not _ANCHOR.fullmatch(slot.anchor):
            self.problem = self.problem or Line("an anchor without a name", slot.line)
            slot.anchor = None
        if slot.anchor:
            self._anchors.add(slot.anchor)
        if parent is not None and parent.in_key and (slot.anchor or slot.tag):
            self.problem = self.problem or Line("a key with an anchor or a tag", slot.line)
        return slot

    def _scalar(self, event: Any, *, alias: bool) -> None:
        slot = self._slot(event, "alias" if alias else "text")
        if alias:
            slot.value = event.anchor
            if event.anchor not in self._anchors and self.problem is None:
                self.problem = Line("an alias without an anchor", slot.line)
        elif event.implicit[0] and event.style is None:
            slot.form, slot.value = resolved(event.value)
        else:
            slot.value = event.value
        begin, end = event.start_mark.index, event.end_mark.index
        if getattr(event, "style", None) in {"|", ">"} and (header := _BLOCK_HEADER_COMMENT.match(self.text, begin, end)):
            self._headers.append((header.start(1), Line(header.group(1), slot.line)))
        self.spans.append((begin, end))
        self._place(slot)

    def _start(self, event: Any, form: str) -> None:
        if len(self._open) >= MAX_LEVELS:
            raise _DepthError(str(event.start_mark.line + 1))
        slot = self._slot(event, form)
        slot.in_key = bool(self._open) and (self._open[-1].in_key or (self._open[-1].form == "object" and self._keys[-1] is None))
        self._place(slot)
        self._open.append(slot)
        self._keys.append(None)

    def _end(self) -> None:
        self._open.pop()
        self._keys.pop()

    def _place(self, slot: _Slot) -> None:
        """Put a finished scalar or a new container into what is open: as a key, a value, an item or a root."""
        parent = slot.parent
        if parent is None:
            self.roots.append(slot)
        elif parent.form == "object" and self._keys[-1] is None:
            self._keys[-1] = slot
            return
        elif parent.form == "object":
            key, self._keys[-1] = self._keys[-1], None
            assert key is not None
            slot.key = _key(key)
            slot.line, slot.index, slot.key_column = key.line, key.index, key.column
            if key.anchor or key.tag:
                self.problem = self.problem or Line("a key with an anchor or a tag", key.line)
            parent.children.append(slot)
        else:
            parent.children.append(slot)
        if parent is None or not parent.in_key:
            self._slots.append(slot)

    def finish(self) -> tuple[DataNode, ...]:
        """The documents, with their comments in place."""
        from delegate_audit.domains.readers.yaml_comments import attach

        comments = self._comments()
        if comments and not self.roots:
            return (DataNode("empty", line=comments[0][1].line, above=tuple(line for _, line in comments)),)
        attach(self.text, comments, self._slots, self.roots, self.starts)
        return tuple(_frozen(root) for root in self.roots)

    def _comments(self) -> list[tuple[int, Line]]:
        """Every comment with its offset, in the order of the text; also takes the directives."""
        found: list[tuple[int, str]] = [(begin, line.text) for begin, line in self._headers]
        edges = [0, *(edge for span in sorted(self.spans) for edge in span), len(self.text)]
        for begin, end in zip(edges[::2], edges[1::2], strict=True):
            found.extend((match.start(), match.group()) for match in _COMMENT.finditer(self.text, begin, end))
        first = self._slots[0].index if self._slots else 0
        line, at = 1, 0
        for match in _DIRECTIVE.finditer(self.text, 0, first):
            line, at = line + self.text.count("\n", at, match.start()), match.start()
            if match.start() not in {begin for begin, _ in self.spans}:
                self.directives.append(Line(match.group().strip(), line))
        comments, line, at = [], 1, 0
        for offset, text in sorted(found):
            line, at = line + self.text.count("\n", at, offset), offset
            comments.append((offset, Line(text[1:].removeprefix(" ").rstrip(), line)))
        return comments


def resolved(text: str) -> tuple[str, Value]:
    """Form and value of a plain scalar by the core schema of YAML 1.2; numbers that no number keeps stay as written."""
    if text in _NULLS:
        return "null", None
    if text in _BOOLEANS:
        return "boolean", _BOOLEANS[text]
    if (value := number(text)) is not None:
        return "number", value
    return ("number" if _OTHER_NUMBER.fullmatch(text) else "text"), text


def _key(slot: _Slot) -> Value:
    if slot.form in CONTAINERS:
        return _flow(slot)
    if slot.form == "alias":
        return f"*{slot.value}"
    return "null" if slot.value is None else slot.value


def _flow(slot: _Slot) -> str:
    """A key that is a list or an object, as text."""
    parts = [f"{child.key}: {_flow(child)}" if child.key is not None else _flow(child) for child in slot.children]
    if slot.form in CONTAINERS:
        return f"{'[{'[slot.form == 'object']}{', '.join(parts)}{']}'[slot.form == 'object']}"
    return str(_key(slot))


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!", 1)


def _frozen(slot: _Slot) -> DataNode:
    return DataNode(
        slot.form, slot.value, slot.key, slot.line, tuple(map(_frozen, slot.children)),
        slot.anchor, slot.tag, tuple(slot.above), tuple(slot.beside), tuple(slot.below),
    )  # fmt: skip
