"""YAML 1.2 as it is written, line by line: keys, dashes and values nested as they are indented, comments where they stand.

One grammar for what is well-formed and what is not; the parser is asked about every text in which anything is unusual. One
fault costs the line it is in; what stands under a line that is gone goes to the nearest container that can hold it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.data import CONTAINERS, MAX_LEVELS, DataText, Line, Node
from delegate_audit.domains.readers.yaml_values import BLOCK, KEY, MAX_FLOW_LEVELS, Values, block, closes, comment, parsed

TAB_COLUMNS, MAX_DIRECTIVES = 4, 50
KEY_CHARS = 1_000
"""A longer key is none to the parser unless it is marked as one."""

PATIENCE = 20
"""So many times the lines of the text are looked through for brackets and quotes that close on another line."""

_MARKER = re.compile(r"(---|\.\.\.)(?:[ \t]+|$)")
_ENTRY = re.compile(r"[-?:](?:[ \t]+|$)")
_PROPERTIES = re.compile(r"(?:(?:!<[^\s>]*>|[&!][^\s,\[\]{}]*)(?:[ \t]+|$))+", re.ASCII)
_UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010fffc]")


@dataclass(slots=True, eq=False)
class _Slot(Node):
    """A node whose value may still come: what it lies in, the form its first child gives it."""

    parent: _Slot | None = None
    takes: str = ""
    placed: bool = False


def load_yaml(text: str) -> DataText:
    """Read YAML in any state. The keys of an object are text, or numbers and booleans as resolved."""
    text = _UNPRINTABLE.sub("\ufffd", "\n".join(line.rstrip(" \t") for line in text.split("\n")).rstrip("\n") + "\n")
    outline = Outline(text)
    outline.read()
    against = parsed(text) if outline.doubts else None
    fault = against if isinstance(against, Line) else outline.values.fault
    return DataText("yaml", outline.documents, [fault] if fault else [], outline.unreadable, outline.directives)


class Outline:
    """Reads the lines one after the other. `doubts`: whether the parser has to be asked if this is YAML."""

    def __init__(self, text: str) -> None:
        self.documents: list[Node] = []
        self.unreadable: list[Line] = []
        self.directives: list[Line] = []
        self.values = Values()
        self.doubts = "\t" in text
        self._lines = text.split("\n")
        self._starts = [len(line) - len(line.lstrip(" \t")) for line in self._lines]
        self._columns = [len(line[:start].expandtabs(TAB_COLUMNS)) for line, start in zip(self._lines, self._starts, strict=True)]
        self._patience = PATIENCE * len(self._lines)
        self._root: _Slot | None = None
        self._slot: _Slot | None = None
        self._open: list[tuple[int, _Slot]] = []
        self._pending: list[tuple[Line, int, Node | None]] = []
        self._blank = 0

    def read(self) -> None:
        """The whole text."""
        k = 0
        while k < len(self._lines):
            line, start, column = self._lines[k], self._starts[k], self._columns[k]
            if marker := _MARKER.match(line):
                self._end()
                start, column = marker.end(), 0
                self.doubts |= marker[1] == "..." or line[start : start + 1] not in {"", "#"}
                if marker[1] == "---":
                    self._begin(k)
            if start == len(line):
                self._blank = self._blank if marker else k + 1
                k += 1
            elif line[start] == "#":
                closed = next((node for indent, node in reversed(self._open) if indent <= column and node.children), self._root)
                self._pending.append((comment(line[start:], k + 1), column, closed))
                k += 1
            elif line[0] == "%" and self._root is None:
                taken = len(self.directives) < MAX_DIRECTIVES and self.values.take(line)
                (self.directives if taken else self.unreadable).append(Line(line, k + 1))
                self.doubts, k = True, k + 1
            else:
                k = self._entry(k, start, start if marker else column)
        self._end()
        if rest := [said for said, _, _ in self._pending]:
            last = self.documents[-1] if self.documents else Node("empty", rest[0].line)
            (last.above if last.form == "empty" else last.below).extend(rest)
            self.documents = self.documents or [last]

    def _begin(self, k: int) -> None:
        self._slot = self._root = _Slot("null", k + 1, placed=True)
        self.documents.append(self._root)
        self._open = []

    def _end(self) -> None:
        if self._root is not None:
            for said, _, closed in self._pending:
                (closed or self._root).below.append(said)
            self._pending = []
            self.values.take("")
        self._slot = self._root = None

    def _entry(self, k: int, start: int, indent: int) -> int:
        """One line from `start` on: dashes, a key, a value; returns the next line to read."""
        line = self._lines[k]
        if self._root is None:
            self._begin(k)
        takes_value = self._slot is not None and self._slot.indent < indent
        while (mark := _ENTRY.match(line, start)) and line[start] != "?":
            answers = line[start] == ":" and self._slot is not None and self._slot.indent == indent
            if not answers and (line[start] == ":" or not self._place(indent, "array", k)):
                return self._lost(k, k + 1)
            self.doubts |= answers
            takes_value, indent, start = True, indent + mark.end() - start, mark.end()
        found = mark or KEY.match(line, start)
        if not found:
            return self._value(k, start) if takes_value else self._lost(k, k + 1)
        word = line[mark.end() :] if mark else found[1].rstrip(" \t")
        key, comments = self.values.key(word, k + 1, marked=bool(mark))
        self.doubts |= bool(mark) or len(word) > KEY_CHARS
        if key is None or not self._place(indent, "object", k, key):
            return self._lost(k, k + 1)
        return self._settled(comments, k + 1) if mark else self._value(k, found.end())

    def _place(self, indent: int, form: str, k: int, key: Value = None) -> bool:
        """A new slot in the container that takes an entry of this form at this column; false where none can."""
        open_ = self._open
        while len(open_) > 1 and open_[-1][0] > indent and not (open_[-2][0] < indent and open_[-1][1].takes == form):
            self._slot, _ = None, open_.pop()
        listed = len(open_) > 1 and open_[-1][0] == open_[-2][0] == indent and open_[-2][1].takes == form != open_[-1][1].takes
        if listed and not (self._slot and form == "array"):
            self._slot, _ = None, open_.pop()
        column, top = open_[-1] if open_ else (-1, self._root)
        assert top is not None
        if top.takes == form and column >= indent:
            self.doubts |= column > indent
            open_[-1] = (min(column, indent) if len(open_) == 1 else column, top)
        elif len(open_) > MAX_LEVELS - MAX_FLOW_LEVELS - 2 or (self._slot is None and not open_):
            return False
        else:
            top = self._holder(top, indent, form, k)
            top.takes = form
            open_.append((indent, top))
        self._slot = _Slot("null", k + 1, key=key, indent=indent, parent=top)
        return True

    def _holder(self, top: _Slot, indent: int, form: str, k: int) -> _Slot:
        """What becomes a container: the slot above; lines that are indented without reason go where those before them went."""
        if self._slot and (indent > self._slot.indent or (form == "array" and indent == self._slot.indent and top.takes == "object")):
            return self._slot
        self.doubts = True
        return top if top.takes == form else _Slot("null", k + 1, key="" if top.takes == "object" else None, indent=indent, parent=top)

    def _value(self, k: int, start: int) -> int:
        """What stands behind a key or a dash, and on the lines that continue it; returns the next line to read."""
        slot, line = self._slot, self._lines[k]
        assert slot is not None
        if found := _PROPERTIES.match(line, start):
            given, _ = self.values.read(f"{found[0]} x", k + 1)
            if given is None:
                return self._lost(k, k + 1)
            self.doubts |= bool(slot.anchor or slot.tag or given.tag)
            start, slot.anchor, slot.tag = found.end(), given.anchor, given.tag
            slot.form, slot.value = ("null", None) if slot.tag in {None, "!"} else ("text", "")
        if start == len(line) or line[start] == "#":
            return self._settled([comment(line[start:], k + 1)] if start < len(line) else [], k + 1, empty=True)
        end, header = self._extent(k, start, slot.indent), BLOCK.match(line, start)
        if header:
            said, regular = block(header, self._lines[k + 1 : end], slot.indent)
            self.doubts |= not regular
            node: Node | None = Node("text", k + 1, said)
            comments = [comment(line[header.end() :], k + 1)] if header.end() < len(line) else []
        else:
            text = "\n".join([line[start:], *self._lines[k + 1 : end]])
            node, comments = self.values.read(text, k + 1, typed=slot.tag not in {None, "!"})
        if node is None or (node.form == "alias" and (slot.anchor or slot.tag)) or (slot is self._root and not self._ends(end)):
            self._slot = slot if slot.placed else None
            return self._lost(k, end)
        slot.form, slot.value, slot.children = node.form, node.value, node.children
        end = self._settled(comments, end)
        self._slot = None
        return end

    def _settled(self, comments: list[Line], end: int, *, empty: bool = False) -> int:
        """Put the slot, and what it lies in, into their containers, with the comments before the line and on it."""
        root, slot = self._root, self._slot
        assert root is not None
        assert slot is not None
        first = holder = slot
        while not holder.placed and holder.parent is not None:
            first, holder.placed, holder = holder, True, holder.parent
            holder.form, holder.value = holder.takes, None
            holder.children.append(first)
        for said, column, closed in self._pending:
            if first is root or (first.parent is root and len(root.children) == 1):
                (root if said.line < self._blank else first).above.append(said)
            else:
                (first.above if closed is None or column <= first.indent else closed.below).append(said)
        self._pending = []
        room = not (slot.beside or (slot is root and (empty or slot.form in CONTAINERS)))
        slot.beside.extend(comments[:room])
        slot.above.extend(comments[room:])
        return end

    def _ends(self, k: int) -> bool:
        """Whether nothing more stands in the document from line `k` on."""
        following = (line for line, start in zip(self._lines[k:], self._starts[k:], strict=True) if line and line[start] != "#")
        return bool(_MARKER.match(next(following, "---")))

    def _extent(self, k: int, start: int, indent: int) -> int:
        """The line behind the value that begins at `start` of line `k`, in a container of that indent."""
        line, end = self._lines[k], k + 1
        if line[start] in "'\"[{":
            return self._closed(k, start, indent)
        if BLOCK.match(line, start):
            lines = range(k + 1, self._deeper(k, indent))
            margin = next((self._starts[n] for n in lines if self._lines[n]), 0)
            return next((n for n in lines if self._starts[n] < margin and self._lines[n].lstrip(" ")[:1] == "#"), lines.stop)
        while end < len(self._lines) and self._goes_on(end, indent):
            end += 1
        while not self._lines[end - 1]:
            end -= 1
        return end

    def _goes_on(self, k: int, indent: int) -> bool:
        """Whether a plain text may go on in this line."""
        line, start = self._lines[k], self._starts[k]
        structure = line[start : start + 1] == "#" or _MARKER.match(line) or _ENTRY.match(line, start) or KEY.match(line, start)
        return not line or (self._columns[k] > indent and not structure)

    def _deeper(self, k: int, indent: int) -> int:
        """The first line behind line `k` that is not blank and not indented by more than `indent`."""
        lines = range(k + 1, len(self._lines))
        outside = (n for n in lines if self._lines[n] and (self._columns[n] <= indent or _MARKER.match(self._lines[n])))
        return next(outside, len(self._lines))

    def _closed(self, k: int, start: int, indent: int) -> int:
        """The line behind the one where quotes or brackets close; the next one where none does."""
        far = self._deeper(k, indent) if self._patience > 0 else k + 1
        far += far < len(self._lines) and self._lines[far].lstrip(" \t")[:1] in {"]", "}"}
        for last in (k + 1, far):
            text = "\n".join([self._lines[k][start:], *self._lines[k + 1 : last]])
            if end := closes(text):
                return k + 1 + text.count("\n", 0, end)
            self._patience -= last - k
        return k + 1

    def _lost(self, k: int, end: int) -> int:
        self.unreadable.extend(Line(self._lines[n].strip(" \t"), n + 1) for n in range(k, end) if self._lines[n])
        self.doubts = True
        return end
