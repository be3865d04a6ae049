"""What can be read in a YAML text that its parser refuses: keys, items and values line by line, nested as they are indented.

Gives the events that the parser would give, so that both ways of reading meet at once. One fault costs the line it is in; what
stands under a line that is gone goes to the nearest container that can hold it. The parser still reads every value that is
more than a plain word: quoted, flow, block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from delegate_audit.domains.readers.data import MAX_LEVELS, Line
from delegate_audit.domains.readers.yaml import events

TAB_COLUMNS = 4
PATIENCE = 20
"""So many times the lines of the text are looked through for brackets and quotes that close on another line."""

_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"""("(?:[^"\\\n]++|\\[^\n])*+"[ \t]*|'(?:[^'\n]++|'')*+'[ \t]*|"""
    r"""(?:[^\s\-?:,\[\]{}#&*!|>'"%@`]|[-?:](?=[^\s,\[\]{}]))(?:[^:\#\n]++|:(?=\S)|(?<=\S)\#)*+):(?:[ \t]+|$)"""
)
_PLAIN = re.compile(r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=[^\s,\[\]{}]))(?:[^:#\n]++|:(?=\S)|(?<=\S)#)*+(?=#|\Z)")
_QUOTED = re.compile(r""""([^"\\\n]*)"(?=[ \t]+#|[ \t]*$)|'([^'\n]*)'(?=[ \t]+#|[ \t]*$)""")
_PROPERTIES = re.compile(r"(?:(?:!<[^\s>]*>|[&!][^\s,\[\]{}]*)(?:[ \t]+|$))*")
_MARKS = frozenset("\"'[{|>&!*")
"""With these begins every value that more than its own line may belong to, or that has to be taken apart."""

_BLOCK = re.compile(r"[|>](?:[-+]?([1-9])?[-+]?)(?:[ \t]+#.*)?$")
_CLOSED = re.compile(r""""(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+'""", re.DOTALL)
_BRACKETS = re.compile(rf"{_CLOSED.pattern}|(?<!\S)#[^\n]*|[\[\]{{}}]", re.DOTALL)
_MARKER = re.compile(r"(---|\.\.\.)(?:[ \t]+|$)")


@dataclass(frozen=True, slots=True)
class _Mark:
    index: int
    line: int
    column: int


@dataclass(slots=True)
class _Frame:
    """An open container. It starts with the first thing in it; `key` and `start` are events that are still to be given."""

    indent: int
    form: str
    start: Any = None
    waits: bool = False
    key: list[Any] = field(default_factory=list)
    mark: _Mark = _Mark(0, 0, 0)
    anchor: str | None = None
    tag: str | None = None
    same: bool = False
    """No container of its own: lines that are indented without reason, and go where the frame outside it goes."""


class Outline:
    """Reads lines, gives events to `take`; what no container can hold is in `unreadable`, the offsets of it in `spans`."""

    def __init__(self, text: str, take: Callable[[Any], None]) -> None:
        self.unreadable: list[Line] = []
        self.spans: list[tuple[int, int]] = []
        self._text, self._take = text, take
        self._lines = text.split("\n")
        self._offsets = [0]
        for line in self._lines:
            self._offsets.append(self._offsets[-1] + len(line) + 1)
        self._frames: list[_Frame] = []
        self._before = " "
        self._directives: list[int] = []
        self._patience = PATIENCE * len(self._lines)

    def read(self) -> None:
        """The whole text."""
        k = 0
        while k < len(self._lines):
            line = self._lines[k]
            column = len(line) - len(line.lstrip())
            if marker := _MARKER.match(line):
                self._end()
                column = marker.end()
                if marker[1] == "---":
                    self._begin(self._mark(k, 0), explicit=True)
            elif line.startswith("%") and (not self._frames or (len(self._frames) == 1 and self._frames[0].key)):
                self._directives.append(k)
                column = len(line)
            k = self._entry(k, column) if _says(line[column:]) else k + 1
        self._end()

    def _begin(self, mark: _Mark, *, explicit: bool) -> None:
        from ruamel.yaml.events import DocumentStartEvent

        before = "".join(f"{self._lines[k]}\n" for k in self._directives) + "---"
        valid = explicit and _parse("x", f"{before} ") is not None
        self._before = f"{before} " if valid and self._directives else " "
        for k in () if valid else self._directives:
            self._lost(k, k + 1)
        self._directives = []
        self._frames = [_Frame(-1, "document", waits=True, mark=mark, key=[DocumentStartEvent(mark, mark)])]
        if explicit:
            self._give_key(self._frames[0])

    def _end(self) -> None:
        while self._frames:
            self._close()

    def _entry(self, k: int, column: int) -> int:
        """One line from `column` on: dashes, a key, a value; returns the next line to read."""
        line, indent = self._lines[k], _width(self._lines[k][:column])
        if not self._frames:
            self._begin(self._mark(k, column), explicit=False)
        is_value = self._frames[-1].waits and self._frames[-1].indent < indent
        while is_item := _DASH.match(line, column):
            if not (is_value := self._goes(k, column, indent, "array")):
                return self._lost(k, k + 1)
            indent, column = indent + _width(is_item[0]), is_item.end()
        if key := _KEY.match(line, column):
            events = self._parsed(key[1].rstrip(), k, column)
            is_value = bool(events) and self._goes(k, column, indent, "object", events)
            column = key.end()
        return self._value(k, column) if is_value else self._lost(k, k + 1)

    def _goes(self, k: int, column: int, indent: int, form: str, key: list[Any] | None = None) -> bool:
        """Make the innermost frame one that takes an entry of this form; false where none can."""
        frames = self._frames
        while len(frames) > 2 and frames[-1].indent > indent and not (frames[-2].indent < indent and frames[-1].form == form):
            self._close()
        top = frames[-1]
        beside = len(frames) > 2 and frames[-2].indent == indent and frames[-2].form == form
        if beside and top.indent == indent and top.form != form and not (top.waits and form == "array"):
            self._close()
            top = frames[-1]
        if len(frames) > MAX_LEVELS - 2 or (top.form == "document" and not top.waits):
            return False
        if top.form != form or top.indent < indent:
            self._open(k, column, indent, form)
        elif top.waits:
            self._nothing()
        top = frames[-1]
        top.indent = min(top.indent, indent) if len(frames) == 2 else top.indent
        top.waits, top.key, top.mark = True, key or [], self._mark(k, column + (form == "array"))
        return True

    def _open(self, k: int, column: int, indent: int, form: str) -> None:
        from ruamel.yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

        top, mark = self._frames[-1], self._mark(k, column)
        if not top.waits and top.form == form:
            self._frames.append(_Frame(indent, form, same=True))
            return
        if not top.waits:
            top.waits, top.mark = True, mark
            top.key = [ScalarEvent(None, None, (False, True), "", mark, mark, style='"')] if top.form == "object" else []
        begin = top.mark if top.anchor or top.tag else mark
        event = (MappingStartEvent if form == "object" else SequenceStartEvent)(top.anchor, top.tag, True, begin, mark, flow_style=False)
        top.anchor = top.tag = None
        self._frames.append(_Frame(indent, form, event))

    def _close(self) -> None:
        from ruamel.yaml.events import MappingEndEvent, SequenceEndEvent

        top = self._frames[-1]
        if top.waits:
            self._nothing()
        self._frames.pop()
        if top.form != "document" and not top.same and top.start is None:
            self._take((MappingEndEvent if top.form == "object" else SequenceEndEvent)(top.mark, top.mark))

    def _nothing(self) -> None:
        """Null, where a value was waited for."""
        from ruamel.yaml.events import ScalarEvent

        top = self._frames[-1]
        if top.form != "document" or not top.key:
            self._give([ScalarEvent(top.anchor, top.tag, (top.tag is None, False), "", top.mark, top.mark)])

    def _give(self, events: Iterable[Any]) -> None:
        """The value that the innermost frame waits for."""
        for outer, inner in zip(self._frames, self._frames[1:], strict=False):
            if inner.start is not None:
                self._give_key(outer)
                self._take(inner.start)
                inner.start, outer.waits = None, False
        top = self._frames[-1]
        self._give_key(top)
        for event in events:
            self._take(event)
        top.waits, top.anchor, top.tag = False, None, None

    def _give_key(self, frame: _Frame) -> None:
        for event in frame.key:
            self._take(event)
        frame.key = []

    def _value(self, k: int, column: int) -> int:
        """What stands behind a key or a dash, and on the lines that continue it."""
        top, rest = self._frames[-1], self._lines[k][column:]
        properties = (_PROPERTIES.match(rest) or rest)[0]
        bare = rest[len(properties) :]
        if not bare or bare[0] == "#":
            if properties:
                events = self._parsed(properties.rstrip(), k, column)
                top.anchor, top.tag = (events[0].anchor, events[0].tag) if events else (None, None)
                top.mark = self._mark(k, column)
            return k + 1 if not properties or events else self._lost(k, k + 1)
        end = self._extent(k, column + len(properties), top.indent)
        events = self._parsed("\n".join([rest, *self._lines[k + 1 : end]]), k, column) if end else []
        end = end or k + 1
        if not events and _BLOCK.match(bare):
            events = [self._raw_block(k, column, end)]
        if top.form == "document" and not self._ends(end):
            return self._lost(k, k + 1)
        if not events:
            top.waits, top.key = top.form == "document", top.key if top.form == "document" else []
            return self._lost(k, end)
        self._give(events)
        return end

    def _ends(self, k: int) -> bool:
        """Whether nothing more stands in the document from line `k` on."""
        while k < len(self._lines) and not _says(self._lines[k]):
            k += 1
        return k == len(self._lines) or bool(_MARKER.match(self._lines[k]))

    def _extent(self, k: int, column: int, indent: int) -> int:
        """The line behind the value that begins at `column` of line `k`, in a container of that indent; 0 if it has no end."""
        line = self._lines[k]
        if line[column] in "'\"[{":
            return self._closed(k, column, indent)
        if _BLOCK.match(line, column):
            return self._deeper(k, indent)
        end = k + 1
        while end < len(self._lines) and self._goes_on(self._lines[end], indent):
            end += 1
        while not self._lines[end - 1].strip():
            end -= 1
        return end

    def _goes_on(self, line: str, indent: int) -> bool:
        """Whether a plain text may go on in this line."""
        bare = line.lstrip()
        structure = bare.startswith("#") or _DASH.match(bare) or _KEY.match(bare) or _MARKER.match(line)
        return not bare or (_width(line[: -len(bare)]) > indent and not structure)

    def _deeper(self, k: int, indent: int) -> int:
        """The first line behind line `k` that is not blank and not indented by more than `indent`."""
        for n in range(k + 1, len(self._lines)):
            line, bare = self._lines[n], self._lines[n].lstrip()
            if bare and (_width(line[: -len(bare)]) <= indent or _MARKER.match(line)):
                return n
        return len(self._lines)

    def _closed(self, k: int, column: int, indent: int) -> int:
        """The line behind the one where quotes or brackets close; 0 where none does."""
        begin, end = self._offsets[k] + column, self._offsets[k + 1] - 1
        if (closes := self._closes(begin, end)) is None and self._patience > 0:
            last = self._deeper(k, indent)
            last += last < len(self._lines) and self._lines[last].lstrip()[:1] in {"]", "}"}
            self._patience -= last - k
            closes = self._closes(begin, self._offsets[last] - 1)
        return 0 if closes is None else k + 1 + self._text.count("\n", begin, closes)

    def _closes(self, begin: int, end: int) -> int | None:
        if self._text[begin] in "'\"":
            found = _CLOSED.match(self._text, begin, end)
            return found.end() if found else None
        depth = 0
        for token in _BRACKETS.finditer(self._text, begin, end):
            depth += (token[0] in "[{") - (token[0] in "]}")
            if not depth:
                return token.end()
        return None

    def _parsed(self, text: str, k: int, column: int) -> list[Any]:
        """The events of one value, in its place; empty if it is none."""
        from ruamel.yaml.events import ScalarEvent

        mark = self._mark(k, column)
        if plain := _PLAIN.match(text):
            word = plain[0].rstrip()
            return [ScalarEvent(None, None, (True, False), word, mark, self._mark(k, column + len(word)))]
        if "\n" not in text and text[0] not in _MARKS:
            return []
        if quoted := _QUOTED.match(text):
            end = self._mark(k, column + quoted.end())
            return [ScalarEvent(None, None, (False, True), quoted[quoted.lastindex or 0], mark, end, style=text[0])]
        block = _BLOCK.match(text.split("\n", 1)[0])
        if block and block[1]:
            deep = int(block[1]) + max(0, self._frames[-1].indent)
            text = text if deep > 9 else f"{text[: block.start(1)]}{deep}{text[block.end(1) :]}"
        events = _parse(text, self._before) or []
        depth = deepest = len(self._frames)
        for event in events:
            depth += ("Start" in type(event).__name__) - ("End" in type(event).__name__)
            deepest = max(deepest, depth)
            event.start_mark, event.end_mark = self._moved(event.start_mark, mark), self._moved(event.end_mark, mark)
        return events if deepest < MAX_LEVELS else []

    def _moved(self, mark: Any, by: _Mark) -> _Mark:
        before = self._before
        line = mark.line - before.count("\n")
        column = mark.column if line else mark.column + by.column - (len(before) - before.rfind("\n") - 1)
        return _Mark(mark.index - len(before) + by.index, by.line + line, column)

    def _raw_block(self, k: int, column: int, end: int) -> Any:
        """The lines of a block whose indentation is broken, as they are."""
        from ruamel.yaml.events import ScalarEvent

        lines = self._lines[k + 1 : end]
        margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
        text = "".join(f"{line[margin:]}\n" for line in lines).rstrip("\n") + "\n"
        mark = self._mark(k, column)
        return ScalarEvent(None, None, (False, True), text, mark, _Mark(self._offsets[end] - 1, end - 1, 0), style="|")

    def _mark(self, k: int, column: int) -> _Mark:
        return _Mark(self._offsets[k] + column, k, column)

    def _lost(self, k: int, end: int) -> int:
        for n in range(k, end):
            if self._lines[n].strip():
                self.unreadable.append(Line(self._lines[n].strip(), n + 1))
        self.spans.append((self._offsets[k], self._offsets[end] - 1))
        return end


def _says(line: str) -> bool:
    """Whether there is more in it than a comment."""
    return line.lstrip()[:1] not in {"", "#"}


def _width(blanks: str) -> int:
    return len(blanks.expandtabs(TAB_COLUMNS))


def _parse(text: str, before: str) -> list[Any] | None:
    """The parser's events for a text that is one scalar or flow collection; None if it is not."""
    from ruamel.yaml.error import YAMLError

    try:
        found = list(events(f"{before}{text}\n"))[2:-2]
    except (YAMLError, ValueError, AttributeError, IndexError, TypeError, AssertionError):
        return None
    names = {type(event).__name__ for event in found}
    blocks = any(getattr(event, "flow_style", None) is False for event in found)
    return None if blocks or not found or names & {"DocumentStartEvent", "DocumentEndEvent"} else found
