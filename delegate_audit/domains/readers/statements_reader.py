"""Reads texts of statements and blocks: one walk through the tokens, with what is open on a stack."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import dropwhile, islice
from typing import TYPE_CHECKING, TypeVar

from delegate_audit.core.element import MAX_DEPTH, UNREADABLE, Element, Value
from delegate_audit.domains.readers.brackets import OPENERS, PAIRS, Token, dedented, flat, margin_of, partners
from delegate_audit.domains.readers.data import UNREADABLE_LINE

if TYPE_CHECKING:
    from delegate_audit.domains.readers.statements import Block, Statements

_ROOM = MAX_DEPTH - 4
_LINES_LOST = 4
_Found = TypeVar("_Found")


@dataclass(slots=True)
class _Open:
    """A block that is being read; `opened` is the line of its opener, `closes` the place of its closer among the tokens."""

    block: Block
    kind: str = ""
    fields: dict[str, Value] = field(default_factory=dict)
    line: int = 0
    opened: int = 0
    closes: int = -1
    children: list[Element] = field(default_factory=list)


class Reader:
    """Goes through the tokens once; `refusal` says afterwards what the format's own parser would refuse, if anything, and where.

    `parts` is the statement that is pending, comments included; up to the token `held` all belongs to it. `closed` is a block
    whose tail is pending. On the line `noted` a comment is the note of what stands before it.
    """

    def __init__(self, form: Statements, top: Block, text: str) -> None:
        self.form, self.lines, self.tokens = form, text.split("\n"), list(form.tokens(text))
        self.pairs = partners(self.tokens, form.strong, form.hard, self.lines)
        self.refusal: tuple[str, int] | None = None
        self.stack = [_Open(top)]
        self.parts: list[Token] = []
        self.tried: set[str] = set()
        self.closed: _Open | None = None
        self.held, self.noted = -1, 0

    def elements(self) -> tuple[Element, ...]:
        """The elements of the whole text."""
        for k, token in enumerate(self.tokens):
            if k <= self.held:
                self._keep(k, token)
            else:
                self._take(k, token)
        self._end(0)
        while len(self.stack) > 1:
            self._shut()
        return tuple(self.stack[0].children)

    def _take(self, k: int, token: Token) -> None:
        what, raw, line = token
        if what in {"open", "hold"}:
            self._open(k, token)
        elif what == "close":
            self._close(k, token)
        elif what == "end" and self._ends(raw):
            self._end(line, token)
        elif what in {"line", "apart"}:
            self._line(token)
        elif what == "comment" and not self.parts and self.closed is None:
            self._comments([token])
        elif self.parts or not raw.isspace():
            self._keep(k, token)

    def _keep(self, k: int, token: Token) -> None:
        """The token is a part of the statement; a line break within brackets is none before which it may have ended."""
        if k not in self.pairs and (token.raw in PAIRS or token.raw in OPENERS):
            if token.raw in self.form.strong:
                self._refuse(f"a {token.raw} that is never closed", token.line, outlasted=True)
            token = token._replace(what="stray")
        elif k <= self.held and token.what in {"blank", "end"}:
            token = token._replace(what="text")
        self.parts.append(token)

    def _said(self) -> tuple[list[Token], list[Token]]:
        """What is pending up to its last word, and what is behind that."""
        last = len(self.parts)
        while last and (self.parts[last - 1].what == "comment" or self.parts[last - 1].raw.isspace()):
            last -= 1
        return self.parts[:last], self.parts[last:]

    def _text(self, parts: Sequence[Token]) -> str:
        return flat(parts, margin_of(self.lines[parts[0].line - 1])) if parts else ""

    def _cut(self, said: list[Token], meaning: Callable[[str], _Found | None]) -> tuple[int, _Found | None]:
        """The longest end of what is said that means something, from the beginning of one of its lines, and the meaning."""
        lines = (n + 1 for n, part in enumerate(said) if part.raw == "\n" and part.what != "text")
        for start in (0, *islice(lines, _LINES_LOST)):
            rest = said[start:]
            if not any(part.what == "stray" for part in rest) and (found := meaning(self._text(rest))):
                return start, found
        return len(said), None

    def _comments(self, parts: Sequence[Token]) -> None:
        """Each comment is the note of what stands before it on its line, or an element."""
        for token in (part for part in parts if part.what == "comment"):
            text, top = token.raw.strip(), self.stack[-1]
            if token.line != self.noted or "\n" in text:
                self.noted = 0
                self._add("comment", {"text": dedented(text, margin_of(self.lines[token.line - 1]))}, token.line)
            elif top.children:
                before = top.children[-1]
                top.children[-1] = before.having(note=f"{before.fields.get('note', '')} {text}".strip())
            else:
                top.fields["note"] = f"{top.fields.get('note', '')} {text}".strip()

    def _unreadable(self, parts: Sequence[Token]) -> None:
        """What is said means nothing: every line of it by itself."""
        self.noted = 0
        text = "".join(" " + "\n" * part.raw.count("\n") if part.what == "comment" else part.raw for part in parts)
        for n, line in enumerate(text.split("\n")):
            if line.strip():
                self._add(UNREADABLE, {"text": line.strip()}, parts[0].line + n)

    def _line(self, token: Token) -> None:
        whole = token.what == "line" and self._ends(self.form.hard) is not None
        self._end(0, token)
        text = token.raw.strip()
        if whole and (parsed := self.form.within[self.stack[-1].block][1].parse(text)):
            self._add(parsed[0].kind, parsed[1], token.line)
            self.noted = token.line
        else:
            self._stop(token._replace(raw=text.removeprefix(UNREADABLE_LINE)))

    def _stop(self, token: Token) -> None:
        """What means nothing by itself; blocks that have no closer end before one that closes nothing."""
        while token.raw in OPENERS and token.raw in self.form.strong and len(self.stack) > 1 and not self.stack[-1].block.closer:
            self._shut()
        self._unreadable([token])

    def _ends(self, mark: str) -> bool:
        """Whether the mark ends a statement here; what it does not end inside is over with it."""
        if mark in self.form.end_in(self.stack[-1].block):
            return True
        if mark != self.form.hard or not mark or self.stack[-1].block.opener in self.form.strong:
            return False
        self._end(0)
        while mark not in self.form.end_in(self.stack[-1].block):
            self._shut()
        return True

    def _end(self, line: int, mark: Token | None = None) -> None:
        """A statement is over, on this line if it is known; without its mark where it is the last of a block."""
        if not self.parts and self.closed is None:
            return
        (said, after), top = self._said(), self.stack[-1]
        self.parts = []
        self.tried.clear()
        if self.closed is not None:
            self._finish(self.closed, said, line)
        elif said:
            grammar, hard = self.form.within[top.block][1], self.form.end_in(top.block)[:1] == self.form.hard != ""
            fine = (mark or not hard) and not re.match(self.form.lines, self._text(said))
            start, found = self._cut(said, lambda text: grammar.parse(text) if fine else None)
            self._unreadable(said[:start] if found or not mark or mark.raw != self.form.hard else [*said, mark])
            self._comments(said)
            if found:
                self._add(found[0].kind, found[1], said[start].line)
                self.noted = said[-1].line + said[-1].raw.count("\n")
        self._comments(after)
        self.noted = self.noted and line

    def _open(self, k: int, token: Token) -> None:
        """Begin a block; or else the bracket is a part of the statement, which does not end before its partner."""
        if self.closed and token.raw in self.form.strong:
            self._tail()
        if token.what == "open" and token.raw.upper() not in self.tried and not self.closed and self._opens(k, token):
            self.parts = []
            self.tried.clear()
        else:
            self.held = self.pairs.get(k, k)
            self._keep(k, token)

    def _opens(self, k: int, token: Token) -> bool:
        (said, after), mark, strong = self._said(), token.raw.upper(), token.raw in self.form.strong
        self.tried.add(mark)
        nested, paired = len(self.stack) > 1, k in self.pairs
        start, head = self._cut(said, lambda text: self.form.head(text, mark, nested) if len(self.stack) <= _ROOM else None)
        if head and (paired or not head[0].closer or (self.form.hard and not strong)):
            self._unreadable(said[:start])
            self._comments([*said, *after])
            if not head[0].closer and not self.stack[-1].block.closer and nested:
                self._shut()
            line = (said[start:] or [token])[0].line
            self.stack.append(_Open(head[0], head[1], dict(head[2]), line, token.line, self.pairs.get(k, -1)))
            self.noted = token.line
            return True
        if not strong or any(re.search(other.held, self._text(said)) for other in self.form.blocks if other.opener == mark):
            return False
        apart = " " if said and not said[-1].raw[-1].isspace() else ""
        self._unreadable([*said, token._replace(raw=apart + token.raw)])
        self._comments([*said, *after])
        if not paired or not said:
            self._refuse(f"a {mark} that {'opens nothing' if paired else 'is never closed'}", token.line, outlasted=not paired)
        return True

    def _tail(self) -> None:
        """What is pending is the tail of a block up to the end of its line; then the next statement begins."""
        cut = next((n for n, part in enumerate(self.parts) if part.raw == "\n"), len(self.parts))
        rest, self.parts = self.parts[cut:], self.parts[:cut]
        self._end(0)
        self.parts = list(dropwhile(lambda part: part.raw.isspace(), rest))

    def _close(self, k: int, token: Token) -> None:
        if any(node.closes == k for node in self.stack):
            self._end(token.line)
            while self.stack[-1].closes != k:
                self._shut()
            node = self.stack.pop()
            if node.block.tails:
                self.closed = node
            else:
                self._finish(node, [], token.line)
        elif token.raw not in self.form.strong:
            self.parts.append(token._replace(what="stray"))
        else:
            self._end(token.line)
            self._stop(token)
            if k not in self.pairs:
                self._refuse(f"a {token.raw} that closes nothing", token.line)

    def _finish(self, node: _Open, tail: list[Token], line: int) -> None:
        """The block is over with its tail, on this line; a note behind it is its own where it was opened on the same line."""
        sound = not any(part.what == "stray" for part in tail)
        fields = {**node.fields, "tail": self._text(tail)} if tail and sound else node.fields
        self.closed, self.noted = None, 0
        self._add(node.kind, fields, node.line, tuple(node.children))
        self._comments(tail)
        if sound:
            self.noted = node.opened if node.opened == line else 0
        else:
            self._unreadable(tail)

    def _shut(self) -> None:
        """A block is over without a closer."""
        node = self.stack.pop()
        if node.block.closer:
            self._refuse(f"a {node.block.opener} that is never closed", node.line)
        self._finish(node, [], 0)

    def _refuse(self, reason: str, line: int, *, outlasted: bool = False) -> None:
        """Note the first reason; of a bracket never closed, the line at which it should have been, by the indentation."""
        if not self.refusal:
            margin, rest = margin_of(self.lines[line - 1]), (token for token in self.tokens if outlasted and token.line > line)
            ends = (t.line for t in rest if t.what != "string" and t.raw.strip() and margin_of(self.lines[t.line - 1]) <= margin)
            self.refusal = reason, next(ends, len(self.lines) if outlasted else line)

    def _add(self, kind: str, fields: Mapping[str, Value], line: int, children: tuple[Element, ...] = ()) -> None:
        self.stack[-1].children.append(Element(kind, fields, children, line))
