"""DOT read into statements: recursive descent over its words, in which a damaged place costs what stands there and no more."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from delegate_audit.core.element import UNREADABLE, Element, Value, rejected
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.data import REJECTED_LINE, UNREADABLE_LINE
from delegate_audit.domains.readers.dot import Token, comment_lines, joined, quoted_if_needed, tokens
from delegate_audit.domains.readers.dottext import ALWAYS_QUOTED, STRUCTURE, group_text
from delegate_audit.domains.readers.values import decimal, whole

MAX_LEVELS = 60


def load_dot(text: str) -> tuple[Element, ...]:
    """Graphs with their statements; statements outside of any graph, as a damaged file may have them, stand by themselves."""
    body = "\n".join(lines_of(text))
    first, _, rest = body.partition("\n")
    mark = first.removeprefix(REJECTED_LINE) if first.startswith(REJECTED_LINE) else None
    parser = _Parser(list(tokens(body if mark is None else f"\n{rest}")))
    elements = tuple(parser.graphs())
    problem = (mark, 1) if mark is not None else parser.problem
    return (rejected(*problem), *elements) if problem else elements


class _Parser:
    """Recursive descent over the words of a file; what fits nowhere becomes unreadable, at its place."""

    def __init__(self, words: list[Token]) -> None:
        self.words = words
        self.at = 0
        self.problem: tuple[str, int] | None = None
        self.last_line = 0
        self.aside: list[Token] = []
        self.operator = ""

    @property
    def word(self) -> Token:
        return self.words[self.at]

    def is_mark(self, *marks: str) -> bool:
        """Whether the next word that is no comment is one of these marks; comments before it are put aside."""
        self._skip_comments()
        return self.word.sort == "mark" and self.word.text in marks

    def _skip_comments(self) -> None:
        while self.word.sort == "comment":
            self.aside.append(self.word)
            self.at += 1

    def take(self) -> Token:
        """The next word, which is used up."""
        word = self.word
        self.at += word.sort != "end"
        self.last_line = word.last_line
        if word.broken:
            self.blame("a string that is never closed", word.line)
        return word

    def blame(self, reason: str, line: int) -> None:
        """Note the first thing that the language does not allow."""
        self.problem = self.problem or (reason, line)

    def graphs(self) -> Iterator[Element]:
        """Everything in the file."""
        while self.word.sort != "end":
            yield from self._graph() if self._begins_graph() else self._statement(0, stray=True)

    def _begins_graph(self) -> bool:
        if self.word.sort != "keyword" or self.word.text not in {"strict", "graph", "digraph"}:
            return False
        return self.word.text != "graph" or self.words[self.at + 1].text != "["

    def _graph(self) -> Iterator[Element]:
        line = self.word.line
        fields: dict[str, Value] = {"strict": self.word.text == "strict", "type": "", "name": None}
        if fields["strict"]:
            self.take()
        fields["type"] = self.take().text if self.word.text in {"graph", "digraph"} else "digraph"
        self.operator = "->" if fields["type"] == "digraph" else "--"
        self._skip_comments()
        if self.word.sort == "id":
            fields["name"] = self._id()
        if self.is_mark("{"):
            self.take()
        else:
            self.blame("a graph without its opening brace", line)
        before, self.aside = self.aside, []
        inner = [comment for token in before for comment in _comments(token)]
        inner.extend(self._block(1))
        self._close(line)
        yield Element("graph", fields, tuple(inner), line)

    def _block(self, level: int) -> Iterator[Element]:
        while self.word.sort != "end" and not (self.word.sort == "mark" and self.word.text == "}"):
            yield from self._statement(level)

    def _close(self, line: int) -> None:
        if self.word.sort == "end":
            self.blame("a brace that is never closed", line)
        else:
            self.take()

    def _statement(self, level: int, *, stray: bool = False) -> Iterator[Element]:
        word = self.word
        if word.sort == "comment":
            self.at += 1
            yield from _comments(word)
        elif word.sort == "apart":
            self.at += 1
            self.blame("text that is no DOT", word.line)
            yield Element(UNREADABLE, {"text": word.text[len(UNREADABLE_LINE) :]}, line=word.line)
        elif word.sort == "mark" and word.text == ";":
            self.take()
        elif word.sort in {"id", "keyword"} or (word.sort == "mark" and word.text == "{"):
            if stray:
                self.blame("a statement outside of any graph", word.line)
            yield from self._with_comments(list(self._plain_statement(level)))
        else:
            yield self._unreadable()

    def _unreadable(self) -> Element:
        """All words of this line up to a closing brace."""
        first = self.take()
        parts = [_raw(first)]
        while self.word.line == first.last_line and self.word.sort not in {"end", "comment"} and self.word.text not in {"}", ";"}:
            parts.append(_raw(self.take()))
        self.blame("text that is no DOT", first.line)
        return Element(UNREADABLE, {"text": " ".join(" ".join(parts).split())}, line=first.line)

    def _with_comments(self, statements: list[Element]) -> Iterator[Element]:
        """The statements; the first comment in them or behind them on their line lies in the last one, others follow."""
        if self.word.sort == "mark" and self.word.text == ";":
            self.take()
        if self.word.sort == "comment" and self.word.line == self.last_line:
            self._skip_comments()
        near = bool(self.aside) and self.aside[0].line <= self.last_line
        found = [comment for token in self.aside for comment in _comments(token)]
        self.aside = []
        if near and statements and found and statements[-1].kind not in {"subgraph", UNREADABLE}:
            statements[-1] = statements[-1].containing((*statements[-1].children, found.pop(0)))
        yield from statements
        yield from found

    def _plain_statement(self, level: int) -> Iterator[Element]:
        word = self.word
        following = self._following()
        if word.sort == "keyword" and word.text in {"node", "edge", "graph"}:
            self.take()
            if not self.is_mark("["):
                self.blame("defaults without a list of attributes", word.line)
            yield Element("defaults", {"of": word.text, **self._attributes("defaults")}, line=word.line)
        elif word.sort == "keyword" and word.text != "subgraph":
            yield self._unreadable()
        elif word.sort == "id" and following.sort == "mark" and following.text == "=":
            name = self._id()
            self.is_mark("=")
            self.take()
            yield Element("setting", {"name": name, "value": self._assigned(name, word.line)}, line=word.line)
        else:
            yield from self._nodes_or_edges(level)

    def _following(self) -> Token:
        at = self.at + 1
        while at < len(self.words) - 1 and self.words[at].sort == "comment":
            at += 1
        return self.words[min(at, len(self.words) - 1)]

    def _nodes_or_edges(self, level: int) -> Iterator[Element]:
        line = self.word.line
        ends = [self._end_point(level)]
        lines = [line]
        while self.is_mark("->", "--"):
            operator = self.take()
            if self.operator and operator.text != self.operator:
                self.blame(f"{operator.text} in the other sort of graph", operator.line)
            self._skip_comments()
            if self.word.sort != "id" and not self.is_mark("{") and self.word.text != "subgraph":
                self.blame("an edge without its head", operator.line)
                yield Element(
                    UNREADABLE, {"text": " ".join(f"{ends[-1].said(self.operator or '->')} {operator.text}".split())}, line=operator.line
                )
                return
            lines.append(self.word.line)
            ends.append(self._end_point(level))
        if len(ends) == 1:
            yield from self._single(ends[0], line)
            return
        attributes = self._attributes("edge")
        yield from _asides(ends)
        for (tail, head), at in zip(pairwise(ends), lines, strict=False):
            fields: dict[str, Value] = {
                "tail": tail.said(self.operator or "->"),
                "tail_port": tail.port,
                "head": head.said(self.operator or "->"),
                "head_port": head.port,
            }
            yield Element("edge", {name: value for name, value in fields.items() if value is not None} | attributes, line=at)

    def _single(self, end: _End, line: int) -> Iterator[Element]:
        if end.group is not None:
            yield end.group
            return
        port: dict[str, Value] = {"port": end.port} if end.port else {}
        yield Element("node", {"name": end.name, **port, **self._attributes("node")}, line=line)

    def _end_point(self, level: int) -> _End:
        if self.word.sort == "id":
            name, port = self._id(), []
            while self.is_mark(":"):
                self.take()
                self._skip_comments()
                if self.word.sort != "id":
                    self.blame("a colon without its port", self.last_line)
                    break
                port.append(quoted_if_needed(self._id()))
            return _End(name, ":".join(port) or None, None)
        return _End("", None, self._subgraph(level))

    def _subgraph(self, level: int) -> Element:
        line, name = self.word.line, None
        if self.word.text == "subgraph":
            self.take()
            self._skip_comments()
            name = self._id() if self.word.sort == "id" else None
        if not self.is_mark("{"):
            self.blame("a subgraph without its braces", line)
            return Element("subgraph", {"name": name}, line=line)
        self.take()
        before, self.aside = self.aside, []
        inner = [comment for token in before for comment in _comments(token)]
        inner.extend(self._block(level + 1) if level < MAX_LEVELS else self._too_deep())
        self._close(line)
        return Element("subgraph", {"name": name}, tuple(inner), line)

    def _too_deep(self) -> Iterator[Element]:
        """Everything up to the brace that closes this block, as text."""
        line, depth, parts = self.word.line, 0, []
        while self.word.sort != "end" and not (depth == 0 and self.word.text == "}" and self.word.sort == "mark"):
            word = self.take()
            depth += (word.sort == "mark") * ((word.text == "{") - (word.text == "}"))
            parts.append(word.text[len(UNREADABLE_LINE) :] if word.sort == "apart" else _raw(word))
        self.blame(f"nested more than {MAX_LEVELS} levels deep", line)
        if parts:
            yield Element(UNREADABLE, {"text": " ".join(" ".join(parts).split())}, line=line)

    def _id(self) -> str:
        """An identifier; strings with a plus between them are one."""
        parts = [self.take().text]
        while self.is_mark("+") and self._following().sort == "id":
            self.take()
            self._skip_comments()
            parts.append(self.take().text)
        return joined(parts)

    def _assigned(self, name: str, line: int) -> Value:
        self._skip_comments()
        if self.word.sort == "keyword":
            return self.take().text
        if self.word.sort != "id":
            self.blame("an attribute without its value", line)
            return ""
        numeral = self.word.numeral and name not in ALWAYS_QUOTED
        value = self._id()
        return _number(value) if numeral else value

    def _attributes(self, kind: str) -> dict[str, Value]:
        """The lists of attributes that follow, as one; a repeated name is told apart by `#2`."""
        found: dict[str, Value] = {}
        repeated: Counter[str] = Counter()
        while self.is_mark("["):
            opening = self.take()
            while not self.is_mark("]"):
                if self.is_mark(",", ";"):
                    self.take()
                elif self.word.sort in {"id", "keyword"} and self._following().text not in {"->", "--", "[", "{", ":"}:
                    self._attribute(kind, found, repeated)
                else:
                    self.blame("a list of attributes that is never closed", opening.line)
                    return {"order": tuple(found), **found} if len(found) > 1 else found
            self.take()
        return {"order": tuple(found), **found} if len(found) > 1 else found

    def _attribute(self, kind: str, found: dict[str, Value], repeated: Counter[str]) -> None:
        line = self.word.line
        base = self.take().text if self.word.sort == "keyword" else self._id()
        value: Value = "true"
        if self.is_mark("="):
            self.take()
            value = self._assigned(base, line)
        name = field = f"@{base}" if base in STRUCTURE[kind] or base.startswith("@") else base
        while field in found:
            repeated[name] += 1
            field = f"{name}#{repeated[name] + 1}"
        found[field] = value


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an edge, or a node by itself: a name with its port, or a group in braces."""

    name: str
    port: str | None
    group: Element | None

    def said(self, operator: str) -> str:
        """What the field of an edge holds."""
        return self.name if self.group is None else group_text(self.group, operator)


def _asides(ends: list[_End]) -> Iterator[Element]:
    """What the text of a group cannot hold: its comments, and what could not be read in it."""
    found = (element for end in ends if end.group is not None for element in end.group.walk())
    return (element for element in found if element.kind in {"comment", UNREADABLE})


def _comments(token: Token) -> list[Element]:
    return [Element("comment", {"text": text}, line=line) for text, line in comment_lines(token)]


def _raw(word: Token) -> str:
    return quoted_if_needed(word.text) if word.sort == "id" else word.text


def _number(text: str) -> Value:
    """An attribute value that is a number; what a number would not keep (007) stays text."""
    number = decimal(text)
    if number is None or re.match(r"-?0\d", text) or (number.is_signed() and not number):
        return text
    exact = whole(f"{number:f}")
    return number if exact is None else exact
