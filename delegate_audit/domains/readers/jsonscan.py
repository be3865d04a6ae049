"""JSON with the line of every value: strict as the standard library judges, tolerant as it reads.

The verdict is that of `json.loads`. The values come from a scanner of our own, because the library tells no lines, merges
repeated keys, and reads nothing of a file that lacks one bracket. On text that is JSON both agree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from delegate_audit.core.element import Value
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.data import MAX_LEVELS, DataNode, DataText, Line, marked, number
from delegate_audit.domains.readers.jsontext import NUMBER, NUMBER_WORDS, compact, quoted

_IN_APOSTROPHES = r"""'(?:[^'\\\n]++|\\[^\n])*+'|"""
_TOKEN, _TOKEN_AFTER_LONE = (
    re.compile(
        rf"""(?P<space>\s+)|(?P<mark>[{{}}\[\]:,])|(?P<text>"(?:[^"\\\n]++|\\[^\n])*+"|{apostrophes}"[^\n]*)"""
        r"""|(?P<comment>//[^\n]*|\#[^\n]*|(?<![A-Za-z_])/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))|(?P<word>[^\s{}\[\]:,"'/\#]+|.)""",
        re.DOTALL,
    )
    for apostrophes in (_IN_APOSTROPHES, "")
)
"""The second for the rest of a line behind an apostrophe that no other closes: there is none that one does."""

MAX_MARKS = 20
"""Beside what the standard library says first, so many missing commas and brackets are told."""

_LITERALS: dict[str, tuple[str, Value]] = {
    "true": ("boolean", True),
    "false": ("boolean", False),
    "null": ("null", None),
    **{name: ("number", name) for name in NUMBER_WORDS},
}
_CLOSES = {"}": "object", "]": "array"}


@dataclass(frozen=True, slots=True)
class _Token:
    sort: str
    text: str
    line: int


@dataclass(slots=True)
class _Frame:
    """An object or array that is still open; the outermost holds the documents."""

    form: str
    key: Value = None
    line: int = 1
    above: tuple[Line, ...] = ()
    children: list[DataNode] = field(default_factory=list)
    waiting: _Token | None = None


def load_json(text: str) -> DataText:
    """Read JSON, or JSON Lines, in any state."""
    text = "\n".join(lines_of(text))
    body, problems, unreadable = marked(text)
    scan = _Scan(_tokens(body))
    fault = _fault(body) if body.strip() and not problems else None
    notation = "json"
    if fault and not unreadable and (fault := _fault(_without_comments(scan.tokens))) is None:
        notation = "jsonc"
    documents = scan.documents()
    if any(node.above or node.below for root in documents for node in root.walk()):
        notation = "jsonc"
    accepted = fault is None and not problems
    if notation == "json" and _is_lines(body, accepted=accepted) and _are_lines(documents, accepted=accepted):
        notation = "lines"
    apart = sorted([*unreadable, *(Line(" ".join(words), line) for line, words in scan.unreadable.items())], key=lambda piece: piece.line)
    if fault:
        problems = [fault, *[again for again in scan.tolerated if again.line != fault.line][:MAX_MARKS]]
    elif apart and not problems:
        problems = [Line("text that is no JSON", apart[0].line)]
    return DataText(notation, documents, tuple(problems), tuple(apart))


def _without_comments(tokens: list[_Token]) -> str:
    """The text without what JSON with comments allows beyond JSON, comments and trailing commas; every token on its line."""
    kept: list[_Token] = []
    for token in tokens:
        if token.sort == "comment" and (token.text.startswith("//") or token.text.endswith("*/")):
            continue
        if token.text in {"}", "]"} and len(kept) > 1 and kept[-1].text == "," and kept[-2].text not in {"{", "[", ",", ":"}:
            kept.pop()
        kept.append(token)
    lines = [1, *(token.line for token in kept)]
    return "".join("\n" * (token.line - line) + f" {token.text}" for line, token in zip(lines, kept, strict=False))


def _are_lines(documents: tuple[DataNode, ...], *, accepted: bool) -> bool:
    """Whether the documents, one a line, would be read as JSON Lines again."""
    if any(root.above or root.below or root.commented_within for root in documents):
        return False
    as_lines = "".join(f"{compact(root)}\n" for root in documents)
    return _is_lines(as_lines, accepted=accepted) and as_lines.count("\n") == len(documents)


def _fault(text: str) -> Line | None:
    """What the standard library says against `text`; JSON Lines and deep nesting are no fault."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except RecursionError:
        return None
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _is_lines(text, accepted=True):
            return None
        return Line(error.msg, error.lineno)
    return None


def _is_lines(text: str, *, accepted: bool) -> bool:
    """Whether there is a JSON value on every line (on most, where the file is not accepted), and on more than one."""
    lines = text.strip().split("\n")
    if accepted:
        lines = [line for line in lines if line.strip()]
    if len(lines) < 2 or not (accepted or (lines[0][:1] in {"{", "["} and all(line.strip() for line in lines))):
        return False
    good = 0
    for line in lines:
        try:
            json.loads(line, parse_int=str, parse_float=str)
        except (json.JSONDecodeError, RecursionError):
            if accepted:
                return False
        else:
            good += 1
    return good * 2 > len(lines)


def _tokens(text: str) -> list[_Token]:
    found, line = [], 1
    for match in _matches(text):
        sort = match.lastgroup or "word"
        if sort != "space":
            found.append(_Token(sort, match.group(), line))
        line += match.group().count("\n")
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    at = lone_until = 0
    while at < len(text):
        lone = at < lone_until
        for match in (_TOKEN_AFTER_LONE if lone else _TOKEN).finditer(text, at):
            if lone and match.start() >= lone_until:
                break
            yield match
            at = match.end()
            if not lone and match.group() == "'":
                lone_until = end if (end := text.find("\n", at)) >= 0 else len(text)
                break


class _Scan:
    """One pass over the tokens with a stack of open containers."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.unreadable: dict[int, list[str]] = {}
        self.tolerated: list[Line] = []
        self._comments: list[Line] = []
        self._stack = [_Frame("array")]
        self._at = 0

    def documents(self) -> tuple[DataNode, ...]:
        """Everything at the top level; keys outside of any object make one of their own."""
        ended = False
        while self._at < len(self.tokens):
            token = self.tokens[self._at]
            self._at += 1
            if token.sort == "comment":
                self._comments.extend(_comment(token))
                continue
            opens = token.sort == "mark" and token.text in {"{", "["}
            if ended and len(self._stack) > 1 and (opens or token.sort != "mark"):
                self.tolerated.append(Line("no comma before a value", token.line))
            if token.sort == "mark":
                self._mark(token)
                ended = token.text in {"}", "]"}
            else:
                self._scalar(token)
                ended = self._stack[-1].waiting is not token
        while len(self._stack) > 1:
            self._unclosed()
        self._drop_key(self._stack[0])
        roots = _in_objects(self._stack[0].children)
        if self._comments and not roots:
            return (DataNode("empty", above=tuple(self._comments), line=self._comments[0].line),)
        if self._comments:
            last = roots[-1]
            roots[-1] = _with(last, below=(*last.below, *self._comments))
        return tuple(roots)

    def _mark(self, token: _Token) -> None:
        if token.text in "{[":
            self._open(token)
        elif token.text == ",":
            self._drop_key(self._stack[-1])
        elif token.text == ":" or not any(frame.form == _CLOSES[token.text] for frame in self._stack[1:]):
            self._apart(token)
        else:
            while self._stack[-1].form != _CLOSES[token.text]:
                self._unclosed()
            self._close()

    def _open(self, token: _Token) -> None:
        form = "object" if token.text == "{" else "array"
        above, line = self._take_comments(), self._line(token)
        key = self._take_key()
        if len(self._stack) > MAX_LEVELS:
            self._stack[-1].children.append(DataNode("raw", self._raw(token), key, line, above=above))
        else:
            self._stack.append(_Frame(form, key, line, above))

    def _raw(self, token: _Token) -> str:
        """Everything up to the bracket that closes this one, comments left out, brackets that are missing put in."""
        parts, closing = [token.text], ["}" if token.text == "{" else "]"]
        while closing and self._at < len(self.tokens):
            token = self.tokens[self._at]
            self._at += 1
            if token.sort == "mark" and token.text in "{[":
                closing.append("}" if token.text == "{" else "]")
            elif token.sort == "mark" and token.text in "}]":
                closing.pop()
            if token.sort != "comment":
                parts.append(quoted(_text(token.text)) if token.sort == "text" else token.text)
        return " ".join([*parts, *reversed(closing)])

    def _unclosed(self) -> None:
        self.tolerated.append(Line(f"an {self._stack[-1].form} that is not closed", self._stack[-1].line))
        self._close()

    def _close(self) -> None:
        frame = self._stack.pop()
        self._drop_key(frame)
        children, below = tuple(frame.children), self._take_comments()
        self._stack[-1].children.append(DataNode(frame.form, None, frame.key, frame.line, children, above=frame.above, below=below))

    def _scalar(self, token: _Token) -> None:
        following = self.tokens[self._at] if self._at < len(self.tokens) else None
        frame = self._stack[-1]
        if following and following.text == ":" and following.sort == "mark":
            self._drop_key(frame)
            frame.waiting = token
            self._at += 1
            return
        form, value = _value(token)
        if form == "word" and (value in {"'", "/"} or (len(self._stack) == 1 and frame.waiting is None)):
            self._apart(token)
            return
        line = self._line(token)
        frame.children.append(DataNode(form, value, self._take_key(), line, above=self._take_comments()))

    def _apart(self, token: _Token) -> None:
        self.unreadable.setdefault(token.line, []).append(token.text)

    def _line(self, token: _Token) -> int:
        waiting = self._stack[-1].waiting
        return waiting.line if waiting else token.line

    def _take_key(self) -> Value:
        waiting, self._stack[-1].waiting = self._stack[-1].waiting, None
        return None if waiting is None else _key(waiting)

    def _drop_key(self, frame: _Frame) -> None:
        """A key that no value followed."""
        if frame.waiting:
            self._apart(_Token("word", f"{frame.waiting.text}:", frame.waiting.line))
            frame.waiting = None

    def _take_comments(self) -> tuple[Line, ...]:
        taken, self._comments = tuple(self._comments), []
        return taken


def _with(node: DataNode, *, below: tuple[Line, ...]) -> DataNode:
    return DataNode(node.form, node.value, node.key, node.line, node.children, node.anchor, node.tag, node.above, node.beside, below)


def _in_objects(nodes: list[DataNode]) -> list[DataNode]:
    """Runs of nodes that have keys as one object each."""
    roots: list[DataNode] = []
    run: list[DataNode] = []
    for node in [*nodes, None]:
        if node is not None and node.key is not None:
            run.append(node)
            continue
        if run:
            roots.append(DataNode("object", line=run[0].line, children=tuple(run)))
            run = []
        if node is not None:
            roots.append(node)
    return roots


def _comment(token: _Token) -> list[Line]:
    text = token.text
    if text.startswith("/*"):
        lines = [part.strip().removeprefix("* ") for part in text[2:].removesuffix("*/").split("\n")]
        return [Line(part, token.line + k) for k, part in enumerate(lines) if part]
    return [Line(text.removeprefix("//").removeprefix("#").strip(), token.line)]


def _value(token: _Token) -> tuple[str, Value]:
    if token.sort == "text":
        return "text", _text(token.text)
    if token.text in _LITERALS:
        return _LITERALS[token.text]
    if NUMBER.fullmatch(token.text):
        value = number(token.text)
        return "number", token.text if value is None else value
    return "word", token.text


def _key(token: _Token) -> str:
    return _text(token.text) if token.sort == "text" else token.text


def _text(quoted: str) -> str:
    """What a string says; one that is broken says what is there."""
    mark = quoted[0]
    inner = quoted[1:-1] if len(quoted) > 1 and quoted.endswith(mark) else quoted[1:]
    if mark == "'":
        inner = inner.replace("\\'", "'").replace('"', '\\"')
    try:
        return str(json.loads(f'"{inner}"', strict=False))
    except json.JSONDecodeError:
        return inner
