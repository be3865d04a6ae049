"""The values of YAML, one at a time: what a word is, and what ruamel.yaml takes apart, quotes, brackets and tags.

Nothing is loaded: an alias is not expanded, a repeated key stays, `0123`, `yes` and `12:30` stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import StringIO
from typing import Any

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.data import CONTAINERS, MAX_LEVELS, Line, Node, number

MAX_FLOW_LEVELS = 60
"""How deeply brackets are nested within one value."""

_FIRST = r"(?:[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=\S))"
_CLOSED = r""""(?:[^"\\]++|\\.)*+"|'(?:[^']++|'')*+'"""
_BRACKETS = re.compile(rf"{_CLOSED}|(?<!\S)#[^\n]*|[\[\]{{}}]", re.DOTALL | re.ASCII)
"""What opens and closes; quoted texts and comments as a whole."""

KEY = re.compile(rf"({_CLOSED}|\*[^\s,\[\]{{}}]+(?=[ \t])|{_FIRST}(?:[^:#\n]++|:(?=\S)|(?<=\S)#)*+)[ \t]*:(?:[ \t]+|$)", re.ASCII)
BLOCK = re.compile(r"([|>])(?:[-+]([1-9])?|([1-9])?[-+]?)(?:[ \t]+(?=#)|$)")
PLAIN = re.compile(rf"({_FIRST}(?:[^:#\n]++|:(?=\S)|(?<=\S)#)*+)(#.*)?", re.ASCII)
_QUOTED = re.compile(r"""(?:"([^"\\\n]*)"|'([^'\n]*)')(?:[ \t]+(#.*))?""")

_NULLS = {"", "~", "null", "Null", "NULL"}
_BOOLEANS = {word: word[0] in "tT" for name in ("true", "false") for word in (name, name.title(), name.upper())}
_OTHER_NUMBER = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_HIDDEN = {0x85: 0x10FFFD, 0x2028: 0x10FFFE, 0x2029: 0x10FFFF}
_SHOWN = {hidden: char for char, hidden in _HIDDEN.items()}
"""Line ends in YAML 1.1 and in the parser, characters like others in YAML 1.2."""

_TOO_DEEP = re.compile(rf"(?:[\[{{]\s*){{{MAX_LEVELS}}}")
"""Seen before the parser sees it: its scanner takes seconds for it."""


def comment(text: str, line: int) -> Line:
    """A comment without its mark."""
    return Line(text[1:].removeprefix(" ").rstrip(" \t"), line)


class Values:
    """Reads the values of a text; `fault` is the first thing against one that no parser of single values sees."""

    def __init__(self) -> None:
        self.fault: Line | None = None
        self._before = " "
        self._anchors: set[str] = set()

    def take(self, directive: str) -> bool:
        """Read what follows under this directive too, under none for the empty one; false if it is none."""
        valid = not isinstance(_parsed_once(f"{directive}\n--- x\n"), Line)
        if not directive:
            self._before = " "
        elif valid:
            self._before = f"{self._before.removesuffix('--- ').lstrip(' ')}{directive}\n--- "
        return valid

    def key(self, word: str, line: int, *, marked: bool) -> tuple[Value, list[Line]]:
        """What a key says, None where it is none, and the comments in it; `marked`: whatever value it is."""
        node, comments = self.read(word, line) if marked or word[0] in "\"'*" else (_plain(word, line), [])
        return None if node is None else _key(node), comments

    def read(self, text: str, line: int, *, typed: bool = False) -> tuple[Node | None, list[Line]]:
        """The value that the text is, None where it is none, and the comments in it; in a typed one a word is a text."""
        if found := PLAIN.fullmatch(text):
            word = found[1].rstrip(" \t")
            return Node("text", line, word) if typed else _plain(word, line), [comment(found[2], line)] if found[2] else []
        if found := _QUOTED.fullmatch(text):
            return Node("text", line, found[1] if found[2] is None else found[2]), [comment(found[3], line)] if found[3] else []
        comments = [comment(m[0], line + text.count("\n", 0, m.start())) for m in _BRACKETS.finditer(text) if m[0][0] == "#"]
        known = "\n" in text or text[:1] in {*"\"'[{*&!"}
        return self._built(f"{self._before}{text}\n", line - self._before.count("\n")) if known else None, comments

    def _built(self, text: str, line: int) -> Node | None:
        """What the parser makes of a text that is one scalar or flow collection."""
        events = _parsed_once(text)
        if isinstance(events, Line) or any(getattr(event, "flow_style", None) is False for event in events):
            return None
        names = [type(event).__name__ for event in events]
        return self._node(iter(events[2:]), line) if names.count("DocumentStartEvent") == 1 else None

    def _node(self, events: Iterator[Any], line: int) -> Node | None:
        """The node that begins with the next event; None at the end of a container."""
        event = next(events)
        name = type(event).__name__
        if name.endswith("EndEvent"):
            return None
        tag = None if getattr(event, "tag", None) is None else str(event.tag).replace("tag:yaml.org,2002:", "!!", 1)
        node = Node("text", line + event.start_mark.line, anchor=event.anchor, tag=tag)
        if name == "AliasEvent":
            node.form, node.value, node.anchor = "alias", event.anchor, None
            if event.anchor not in self._anchors:
                self.fault = self.fault or Line("an alias without an anchor", node.line)
        elif name == "ScalarEvent":
            node.form, node.value = resolved(event.value) if event.implicit[0] and event.style is None else ("text", event.value)
        else:
            node.form = "array" if name == "SequenceStartEvent" else "object"
            while (child := self._node(events, line)) is not None:
                if node.form == "object":
                    key, child = child, self._node(events, line) or child
                    child.key, child.line = _key(key), key.line
                node.children.append(child)
        self._anchors.add(node.anchor or "")
        return node


def closes(text: str) -> int:
    """Where quotes or brackets that the text begins with are closed; 0 if they are not."""
    depth = 0
    for token in _BRACKETS.finditer(text):
        if token.start() and not depth:
            break
        depth += (token[0] in "[{") - (token[0] in "]}")
        if not depth:
            return token.end()
    return 0


def block(header: re.Match[str], lines: Sequence[str], indent: int) -> tuple[str, bool]:
    """The text of a block with these lines, in a container of that indent; false if its own indentation is broken."""
    columns = [len(line) - len(line.lstrip(" ")) for line in lines if line]
    margin = max(0, indent) + int(header[2] or header[3]) if header[2] or header[3] else min(columns[:1], default=0)
    regular, margin = min(columns, default=margin) >= margin, min([margin, *columns])
    text = "".join(f"{line[margin:]}\n" for line in lines)
    if header[1] == ">":
        events = _parsed_once(">1+\n" + "".join(f" {line[margin:]}\n" for line in lines))
        text = text if isinstance(events, Line) else events[2].value
    kept = text.rstrip("\n")
    return text if "+" in header[0] else kept + "\n" * ("-" not in header[0] and bool(kept)), regular


@lru_cache(maxsize=256)
def _parsed_once(text: str) -> list[Any] | Line:
    """The events of a value, which may come again."""
    return parsed(text, MAX_FLOW_LEVELS)


def parsed(text: str, levels: int = MAX_LEVELS) -> list[Any] | Line:
    """The parser's events; or what it says against the text, at the line that is to blame."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if deep := _TOO_DEEP.search(text):
        return Line(f"nested more than {levels} levels deep", text.count("\n", 0, deep.start()) + 1)
    events, depth = [], 0
    try:
        for event in YAML(typ="safe", pure=True).parse(StringIO(text.translate(_HIDDEN))):
            depth += ("Start" in type(event).__name__) - ("End" in type(event).__name__)
            if depth > levels + 2:
                return Line(f"nested more than {levels} levels deep", event.start_mark.line + 1)
            for name in ("value", "anchor"):
                if isinstance(value := getattr(event, name, None), str):
                    setattr(event, name, value.translate(_SHOWN))
            events.append(event)
    except MarkedYAMLError as error:
        began = error.context_mark if str(error.context).startswith(("while scanning", "while parsing a flow")) else None
        mark = began or error.problem_mark or error.context_mark
        return Line(str(error.problem or error.context or "no YAML"), mark.line + 1 if mark else 1)
    except (YAMLError, ValueError, AttributeError, IndexError, TypeError, AssertionError) as error:
        return Line(f"no YAML ({type(error).__name__})", 1)
    return events


def resolved(text: str) -> tuple[str, Value]:
    """Form and value of a plain scalar by the core schema of YAML 1.2; numbers that no number keeps stay as written."""
    if text in _NULLS:
        return "null", None
    if text in _BOOLEANS:
        return "boolean", _BOOLEANS[text]
    if (value := number(text)) is not None:
        return "number", value
    return ("number" if _OTHER_NUMBER.fullmatch(text) else "text"), text


def _plain(word: str, line: int) -> Node:
    """A word as a value."""
    form, value = resolved(word)
    return Node(form, line, value)


def _key(node: Node) -> Value:
    """A value as a key; a list or an object as text."""
    if node.form in CONTAINERS:
        inner = ", ".join(f"{child.key}: {_key(child)}" if child.key is not None else str(_key(child)) for child in node.children)
        return f"[{inner}]" if node.form == "array" else f"{{{inner}}}"
    word = f"*{node.value}" if node.form == "alias" else "null" if node.value is None else node.value
    marks = [mark for mark in (node.anchor and f"&{node.anchor}", node.tag) if mark]
    return " ".join([*marks, str(word)]) if marks else word
