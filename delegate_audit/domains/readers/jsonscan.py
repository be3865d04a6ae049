"""JSON with the line of every value, as strict as the standard library and read as tolerantly as can be.

One pass over the tokens: what JSON expects next tells the faults, the brackets and keys that are there tell the values, so
that a file that lacks one comma or bracket keeps all the rest. The verdict is that of `json.loads`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.data import MAX_LEVELS, DataText, Line, Node, number
from delegate_audit.domains.readers.jsontext import NUMBER

_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<mark>[{}\[\]:,])|(?P<text>"(?:[^"\\\n]++|\\[^\n])*+"|'(?:[^'\\\n]|\\[^\n]){0,400}+'|"[^\n]*)"""
    r"""|(?P<comment>//[^\n]*|\#[^\n]*|(?<![A-Za-z_])/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))|(?P<word>[^\s{}\[\]:,"'/\#]+|.)""",
    re.DOTALL,
)
_PLAIN = re.compile(r'"[^"\\\x00-\x1f]*"')
_WHOLE = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_LITERALS: dict[str, tuple[str, Value]] = {"true": ("boolean", True), "false": ("boolean", False), "null": ("null", None)}
_FORMS = {"{": "object", "[": "array", "}": "object", "]": "array"}

_STRAY = "a mark without a place"
_UNCLOSED = {"an object that is not closed", "an array that is not closed"}
_LACKS = {"no comma where one is expected", *_UNCLOSED}
MAX_FAULTS = 20
"""So many missing commas and brackets are told beside the first fault."""


class _Token(NamedTuple):
    sort: str
    text: str
    line: int
    column: int
    """Where it begins its line; -1 where it does not."""


def load_json(text: str) -> DataText:
    """Read JSON, or JSON Lines, in any state."""
    tokens = list(_tokens(text))
    scan = _Scan(tokens)
    if any(fault.text in {*_UNCLOSED, _STRAY} for fault in scan.faults):
        scan = min(_Scan(tokens, by_indent=True), scan, key=lambda scan: len(scan.faults))
    documents = scan.documents
    several = len(documents) > 1
    ends = [0, *(root.end for root in documents)]
    each_a_line = several and all(before < root.line == root.end for before, root in zip(ends, documents, strict=False))
    if several and (scan.commented or scan.trailing or not each_a_line):
        scan.fault("more than one value", documents[1].line)
    notation = "jsonc" if scan.commented or (scan.trailing and not scan.faults) else "json"
    if notation == "json" and each_a_line:
        notation = "lines"
    lacks = [fault for fault in scan.faults if fault.text in _LACKS and fault.line != scan.faults[0].line]
    unreadable = [Line(" ".join(words), line) for line, words in scan.unreadable.items()]
    return DataText(notation, documents, [*scan.faults[:1], *lacks[:MAX_FAULTS]], unreadable)


def _tokens(text: str) -> Iterator[_Token]:
    line, start, before = 1, 0, 0
    for match in _TOKEN.finditer(text):
        sort, found = match.lastgroup or "word", match[0]
        if sort != "space" or found.strip(" \n\t"):
            yield _Token(sort, found, line, -1 if line == before else match.start() - start)
            before = line
        if sort in {"space", "comment"} and (breaks := found.count("\n")):
            line, start = line + breaks, match.start() + found.rindex("\n") + 1


class _Scan:
    """A stack of open containers, and what JSON expects next: a value, key, comma or colon.

    With `by_indent` a line lies in the container whose own line is indented less, and a bracket that begins a line ends what
    began at its column: so a bracket that is missing, or one too many, costs itself.
    """

    def __init__(self, tokens: list[_Token], *, by_indent: bool = False) -> None:
        self.unreadable: dict[int, list[str]] = {}
        self.faults: list[Line] = []
        self.commented = self.trailing = False
        self._by_indent, self._column = by_indent, 0
        self._open = [Node("array")]
        self._comments: list[Line] = []
        self._key: _Token | None = None
        self._expects, self._fresh = "value", False
        self._too_deep = 0
        self.documents = self._read(tokens)

    def fault(self, reason: str, line: int) -> None:
        """What the format says against the text, at that line."""
        self.faults.append(Line(reason, line))

    def _read(self, tokens: list[_Token]) -> list[Node]:
        """Everything at the top level; keys outside of any object make one of their own."""
        following = [*tokens[1:], _Token("", "", 0, 0)]
        for token, after in zip(tokens, following, strict=False):
            if token.column >= 0:
                self._outdent(token)
            if token.sort == "comment":
                self._comment(token)
            elif token.sort == "space":
                self.fault("a blank that JSON does not know", token.line)
            elif self._too_deep or (token.text in "{[" and len(self._open) > MAX_LEVELS):
                self._too_deep += (token.text in "{[") - (token.text in "}]")
                self._apart(token.text, token.line, f"nested more than {MAX_LEVELS} levels deep")
            elif token.sort == "mark":
                self._mark(token)
            else:
                self._scalar(token, is_key=after.sort == "mark" and after.text == ":")
        while len(self._open) > 1:
            self._close(tokens[-1].line, whole=False)
        self._drop_key()
        roots: list[Node] = []
        for keyed, run in groupby(self._open[0].children, lambda node: node.key is not None):
            found = list(run)
            roots += [Node("object", found[0].line, children=found, end=found[-1].end)] if keyed else found
        if self._comments:
            roots = roots or [Node("empty", self._comments[0].line)]
            (roots[-1].below if roots[-1].form != "empty" else roots[-1].above).extend(self._comments)
        return roots

    def _outdent(self, token: _Token) -> None:
        """End what a line does not lie in."""
        self._column = token.column
        while self._by_indent and len(self._open) > 1 and self._open[-1].indent >= token.column + (token.text in {*"]},:"}):
            self._close(token.line, whole=False)

    def _mark(self, token: _Token) -> None:
        if token.text in "{[":
            self._open.append(self._add(Node(_FORMS[token.text]), token))
            self._expects, self._fresh = ("key" if token.text == "{" else "value"), True
        elif token.text == ",":
            self._drop_key()
            self._expect("comma", token.line, here=len(self._open) > 1)
            self._expects, self._fresh = ("key" if self._open[-1].form == "object" else "value"), False
        elif token.text == ":" and self._expect("colon", token.line):
            self._expects = "value"
        elif token.text != ":" and self._ends(token):
            while self._open[-1].form != _FORMS[token.text]:
                self._close(token.line, whole=False)
            if self._expects == ("key" if token.text == "}" else "value") and not self._key:
                self.trailing |= not self._fresh
            else:
                self._expect("comma", token.line)
            self._close(token.line)
        else:
            self._apart(token.text, token.line, _STRAY)

    def _expect(self, sort: str, line: int, *, here: bool = True) -> bool:
        """Whether JSON expects this here; if not, that is a fault."""
        if here and self._expects == sort:
            return True
        self.fault(f"no {self._expects} where one is expected" if here else f"a {sort} out of place", line)
        return False

    def _ends(self, token: _Token) -> bool:
        """Whether there is something that this bracket may end."""
        too_deep = self._by_indent and token.column > self._open[-1].indent
        return not too_deep and any(node.form == _FORMS[token.text] for node in self._open[1:])

    def _scalar(self, token: _Token, *, is_key: bool) -> None:
        form, value, valid = _value(token)
        if is_key:
            if token.sort != "text" or not valid:
                self.fault("a key that is no text", token.line)
            self._expect("key", token.line, here=len(self._open) > 1)
            self._drop_key()
            self._key, self._expects = token, "colon"
        elif form == "word" and (value in {"'", "/"} or (len(self._open) == 1 and self._key is None)):
            self._apart(token.text, token.line, "a word that is no value")
        else:
            if not valid:
                self.fault("a word that is no value" if form == "word" else "a text that is not written as one", token.line)
            self._add(Node(form, value=value), token)

    def _add(self, node: Node, token: _Token) -> Node:
        """Put a value into what is open, with the key and the comments before it."""
        key = self._key
        if len(self._open) > 1:
            self._expect("value", token.line)
        node.key = None if key is None else str(_value(key)[1]) if key.sort == "text" else key.text
        node.line, node.end, node.indent = (key or token).line, token.line, self._column
        node.above, self._comments, self._key = self._comments, [], None
        self._open[-1].children.append(node)
        self._expects = "comma"
        return node

    def _close(self, line: int, *, whole: bool = True) -> None:
        self._drop_key()
        node = self._open.pop()
        if not whole:
            line = max((child.end for child in node.children[-1:]), default=node.line)
            self.fault(f"an {node.form} that is not closed", line)
        node.end, node.below, self._comments = line, self._comments, []
        self._expects, self._fresh = "comma", False

    def _drop_key(self) -> None:
        """A key that no value followed."""
        if self._key:
            self._apart(f"{self._key.text}:", self._key.line, "a key without a value")
            self._key = None

    def _apart(self, text: str, line: int, reason: str) -> None:
        self.unreadable.setdefault(line, []).append(text)
        self.fault(reason, line)

    def _comment(self, token: _Token) -> None:
        text, self.commented = token.text, True
        if text.startswith("#") or (text.startswith("/*") and not text.endswith("*/")):
            self.fault("a comment that JSON does not know", token.line)
        inner = text[2:].removesuffix("*/") if text.startswith("/*") else text.removeprefix("//").removeprefix("#")
        parts = [(part.strip().removeprefix("* ").strip(), token.line + k) for k, part in enumerate(inner.split("\n"))]
        self._comments.extend([Line(part, line) for part, line in parts if part] or [Line("", token.line)])


def _value(token: _Token) -> tuple[str, Value, bool]:
    """Form and value of a token, and whether JSON has it."""
    text = token.text
    if token.sort == "text":
        return ("text", text[1:-1], True) if _PLAIN.fullmatch(text) else ("text", _text(text), bool(_WHOLE.fullmatch(text)))
    if text in _LITERALS:
        return *_LITERALS[text], True
    if NUMBER.fullmatch(text):
        value = number(text)
        return "number", text if value is None else value, True
    return "word", text, False


def _text(quoted: str) -> str:
    """What a string says; one that is broken says what is there."""
    mark = quoted[0]
    inner = quoted[1:-1] if len(quoted) > 1 and quoted.endswith(mark) else quoted[1:]
    inner = inner.replace("\\'", "'").replace('"', '\\"') if mark == "'" else inner
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except json.JSONDecodeError:
        return inner
