"""DOT read into statements: every word of a file is one letter, and one pattern over the letters says what a statement is.

Words are identifiers in their four spellings, marks and keywords; a damaged place costs what stands there and no more. A file that
Graphviz would refuse is marked; such a mark, and what could not be read, is written so that it is read as that again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from delegate_audit.core.element import UNREADABLE, Element, Value, rejected
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.data import REJECTED_LINE, UNREADABLE_LINE
from delegate_audit.domains.readers.dottext import ALWAYS_QUOTED, STRUCTURE, html_ends, joined, quoted_if_needed, unquoted
from delegate_audit.domains.readers.values import decimal, whole

MAX_LEVELS = 60
_LETTERS = {"node": "n", "edge": "n", "graph": "r", "digraph": "d", "subgraph": "s", "strict": "t", "->": ">", "--": ">"}
_APART = r"""(?P<space>[\s\ufeff]+)|(?P<comment>//[^\n]*|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)|\#[^\n]*)|(?P<apart>^@[ ][^\n]*)"""
_TEXT = r"""(?P<text>"(?:[^"\\]++|\\(?:.|\n))*+")"""
_WORDS = (
    r"""(?P<broken>"[^\n]*)|(?P<mark>->|--|[{}\[\];,=:+])"""
    r"""|(?P<word>-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)|[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)|(?P<junk>.)"""
)
_WORD = re.compile(f"{_APART}|{_TEXT}|{_WORDS}", re.MULTILINE)
_WORD_AFTER_BROKEN = re.compile(f"{_APART}|{_WORDS}", re.MULTILINE)
"""Behind a string that no quote closes there is none that one does: looking for it again and again takes squared time."""

_ID = r"i(?:\+i)*+"
_VALUE = rf"(?:{_ID}|[nrdts])"
_END = rf"(?:G~*+|{_ID}(?::{_ID})*+)"
_LISTS = rf"(?:\[(?:{_VALUE}(?![>\[{{:])(?:={_VALUE}?+)?+|[,;])*+\]?+)*+"
_GRAPH = re.compile(rf"(?P<graph>t?+[dr](?:{_ID})?+\{{)")
_STATEMENT = re.compile(
    rf"(?P<setting>{_ID}={_VALUE}?+)|(?P<defaults>[nr](?=\[){_LISTS})|(?P<headless>{_END}(?:>{_END})*+>)|(?P<edge>{_END}(?:>{_END})++{_LISTS})"
    rf"|(?P<node>{_END}{_LISTS})|(?P<subgraph>(?:s(?:{_ID})?+)?+\{{)|(?P<close>\}})|(?P<end>;)|(?P<apart>a)"
)
_ATTRIBUTE = re.compile(rf"(?P<name>{_VALUE})(?P<sign>=(?P<value>{_VALUE})?+)?+")


class Word(NamedTuple):
    """A word by its letter: i identifier, a mark for itself, c comment, a line set apart, j junk; what it says, its lines."""

    letter: str
    text: str
    line: int
    last: int


def _words(text: str) -> Iterator[Word]:
    at, line, pattern, ends = 0, 1, _WORD, html_ends(text)
    while at < len(text):
        match = pattern.match(text, at)
        assert match is not None
        sort, raw = str(match.lastgroup), match.group()
        if raw == "<" and at in ends:
            sort, raw = "html", text[at : ends[at]]
        last = line + raw.count("\n")
        if sort != "space":
            letter = {"text": "i", "html": "i", "broken": "j", "mark": _LETTERS.get(raw, raw), "word": _LETTERS.get(raw.lower(), "i")}
            yield Word(letter.get(sort, sort[0]), unquoted(raw) if sort == "text" else raw, line, last)
        pattern = _WORD_AFTER_BROKEN if sort == "broken" else pattern
        at, line = at + len(raw), last


def load_dot(text: str, _filename: str) -> tuple[Element, ...]:
    """Graphs with their statements; statements outside of any graph, as a damaged file may have them, stand by themselves."""
    lines = lines_of(text)
    problem = (lines[0].removeprefix(REJECTED_LINE), 1) if lines[0].startswith(REJECTED_LINE) else None
    parser = _Parser("\n".join(["", *lines[1:]] if problem else lines))
    elements = parser.elements()
    problem = problem or parser.problem
    return (rejected(*problem), *elements) if problem else elements


class _Parser:
    """One walk over the statements; what is open lies on a stack, and what fits nowhere is unreadable at its place."""

    def __init__(self, text: str) -> None:
        self.words, self.comments = list[Word](), list[tuple[int, Word]]()
        for word in _words(text):
            if word.letter == "c":
                self.comments.append((len(self.words), word))
            else:
                self.words.append(word)
        self.letters = _grouped("".join(word.letter for word in self.words))
        self.commented = {at for at, _ in self.comments}
        self.problem: tuple[str, int] | None = None
        self.stack: list[tuple[str, Mapping[str, Value], int, list[Element]]] = [("", {}, 0, [])]
        self.next_comment, self.operator = 0, ""

    @property
    def _top(self) -> list[Element]:
        return self.stack[-1][3]

    def _blame(self, reason: str, at: int) -> None:
        """Note the first thing that the language does not allow."""
        self.problem = self.problem or (reason, self.words[min(at, len(self.words) - 1)].line)

    def elements(self) -> tuple[Element, ...]:
        """Everything in the file."""
        at = 0
        while at < len(self.words):
            self._top.extend(self._comments_before(at))
            match = (len(self.stack) == 1 and _GRAPH.match(self.letters, at)) or _STATEMENT.match(self.letters, at)
            if not match or (self.letters[at] == "}" and len(self.stack) == 1):
                at = self._take("junk", at, self._rest_of_line(at))
            else:
                at = self._take(str(match.lastgroup), at, match.end())
        self._top.extend(self._comments_before(len(self.words)))
        while len(self.stack) > 1:
            self.problem = self.problem or ("a brace that is never closed", self.stack[-1][2])
            self._shut()
        return tuple(self._top)

    def _comments_before(self, at: int, line: int = 0) -> list[Element]:
        """The comments before a word, and right before it those on this line only if one is given."""
        found: list[Element] = []
        while self.next_comment < len(self.comments):
            place, word = self.comments[self.next_comment]
            if place > at or (place == at and line and word.line != line):
                break
            found += [Element("comment", {"text": text}, line=number) for text, number in _comment_lines(word)]
            self.next_comment += 1
        return found

    def _shut(self) -> None:
        kind, fields, line, children = self.stack.pop()
        self._top.append(Element(kind, fields, tuple(children), line))

    def _take(self, sort: str, at: int, end: int) -> int:
        """Read one statement; returns the place behind it."""
        if sort not in {"graph", "apart", "junk", "end"} and len(self.stack) == 1:
            self._blame("a statement outside of any graph", at)
        if sort == "close":
            self._shut()
        elif sort in {"graph", "subgraph"}:
            self._open(sort, at, end)
        if sort in {"close", "end", "graph", "subgraph"}:
            return end
        elements, last = self._statements(sort, at, end), self.words[end - 1].last
        end += self.letters[end : end + 1] == ";"
        near = self._comments_before(end, max(last, self.words[end - 1].last))
        if near and elements[-1].kind != UNREADABLE and near[0].line <= last:
            elements[-1] = elements[-1].containing((near.pop(0),))
        self._top.extend([*elements, *near])
        return end

    def _rest_of_line(self, at: int) -> int:
        """Where the line of a word ends, or before that a block, a statement or what stands before a comment."""
        line, end = self.words[at].last, at + 1
        while end < len(self.words) and self.words[end].line == line and self.letters[end] not in "};" and end not in self.commented:
            end += 1
        return end

    def _open(self, sort: str, at: int, end: int) -> None:
        named = self.letters.find("i", at, end)
        fields: dict[str, Value] = {"name": None if named < 0 else self._said(named, end)}
        if sort == "graph":
            words = [word.text.lower() for word in self.words[at:end] if word.letter in "tdr"]
            fields = {"strict": words[0] == "strict", "type": words[-1], **fields}
            self.operator = "--" if fields["type"] == "graph" else "->"
        self.stack.append((sort, fields, self.words[at].line, []))

    def _said(self, at: int, end: int) -> str:
        """What the identifiers there say, put together; a keyword or a group as it is written."""
        if self.letters[at] == "G":
            return group_text(self.words[at:end])
        return joined([word.text for word in self.words[at:end] if word.letter == "i"]) or self.words[at].text.lower()

    def _statements(self, sort: str, at: int, end: int) -> list[Element]:
        """The elements of a statement: one, or an edge for every arrow of a chain."""
        line = self.words[at].line
        if sort in {"junk", "apart", "headless"}:
            self._blame("an edge without its head" if sort == "headless" else "text that is no DOT", end - 1 if sort == "headless" else at)
            words = [word._replace(text=word.text[len(UNREADABLE_LINE) :]) if word.letter == "a" else word for word in self.words[at:end]]
            return [Element(UNREADABLE, {"text": " ".join(group_text(words).split()) or "@"}, line=line)]
        if sort == "setting":
            sign = self.letters.index("=", at)
            name = self._said(at, sign)
            return [Element("setting", {"name": name, "value": self._value(name, sign + 1, end)}, line=line)]
        lists = self.letters.find("[", at, end)
        stop = end if lists < 0 else lists
        if sort == "defaults":
            return [Element(sort, {"of": self.words[at].text.lower(), **self._attributes(sort, stop, end)}, line=line)]
        ends = [(match.start(), self._end(match.start(), match.end())) for match in re.compile(_END).finditer(self.letters, at, stop)]
        for k in range(at, stop):
            if self.letters[k] == ">" and self.words[k].text != (self.operator or self.words[k].text):
                self._blame(f"{self.words[k].text} in the other sort of graph", k)
        attributes = self._attributes(sort, stop, end)
        if sort == "node":
            name, port = ends[0][1]
            return [Element(sort, {"name": name, **({"port": port} if port else {}), **attributes}, line=line)]
        found: list[Element] = []
        for (place, (tail, tail_port)), (_, (head, head_port)) in pairwise(ends):
            fields: dict[str, Value] = {"tail": tail, "tail_port": tail_port, "head": head, "head_port": head_port}
            stated = {name: value for name, value in fields.items() if value is not None}
            found.append(Element(sort, {**stated, **attributes}, line=self.words[place].line))
        return found

    def _end(self, at: int, end: int) -> tuple[str, str | None]:
        """One end of an edge, or a node by itself: its name and its port."""
        if self.letters[at] == "G":
            return self._said(at, end), None
        spans = [match.span() for match in re.compile(_ID).finditer(self.letters, at, end)]
        name, *ports = (self._said(*span) for span in spans)
        return name, ":".join(map(quoted_if_needed, ports)) or None

    def _attributes(self, kind: str, at: int, end: int) -> dict[str, Value]:
        """The lists of attributes as one; a repeated name is told apart by `#2`."""
        found, repeated = dict[str, Value](), Counter[str]()
        if self.letters.count("[", at, end) != self.letters.count("]", at, end):
            self._blame("a list of attributes that is never closed", at)
        for match in _ATTRIBUTE.finditer(self.letters, at, end):
            base = self._said(*match.span("name"))
            name = field = f"@{base}" if base in STRUCTURE[kind] or base.startswith("@") else base
            while field in found:
                repeated[name] += 1
                field = f"{name}#{repeated[name] + 1}"
            found[field] = self._value(base, *match.span("value"), match.end()) if match["sign"] else "true"
        return {"order": tuple(found), **found} if len(found) > 1 else found

    def _value(self, name: str, at: int, end: int, place: int = 0) -> Value:
        if at in {-1, end}:
            self._blame("an attribute without its value", (place or at) - 1)
            return ""
        text = self._said(at, end)
        number = decimal(text) if whole(text) is None else whole(text)
        return number if number is not None and str(number) == text and name not in ALWAYS_QUOTED else text


def _grouped(letters: str) -> str:
    """The letters, those of braces at an end of an edge as a group (`G~~`), and of braces too deep in others as junk."""
    found, waiting, pairs = list(letters), list[int](), list[tuple[int, int, bool]]()
    for k, letter in enumerate(letters):
        if letter == "{":
            waiting.append(k)
            if len(waiting) > MAX_LEVELS:
                found[k] = "j"
        elif letter == "}" and waiting:
            deep, start = len(waiting) > MAX_LEVELS, waiting.pop()
            start -= next((back for back, before in ((1, "s"), (2, "si")) if letters[max(0, start - back) : start] == before), 0)
            pairs.append((start, k, deep))
    behind = 0
    for start, end, deep in sorted(pairs):
        beside = letters[start - 1 : start] == ">" or letters[end + 1 : end + 2] == ">"
        if start >= behind and (beside or deep):
            found[start : end + 1] = ("j" if deep else "G") + "~" * (end - start)
            behind = end + 1
    return "".join(found)


def group_text(words: Sequence[Word]) -> str:
    """The words of a group in braces, or of what is unreadable, on one line; semicolons say nothing."""
    text = ""
    for word in words:
        if word.letter != ";":
            loose = text and word.letter not in "=:+,]}" and not text.endswith(("=", ":", "+", "[", "{"))
            text += f"{' ' if loose else ''}{quoted_if_needed(word.text) if word.letter == 'i' else word.text}"
    return text


def _comment_lines(word: Word) -> list[tuple[str, int]]:
    """The lines of a comment that say something, each with its number; one that begins with `#` keeps it."""
    text = word.text.strip()
    if not text.startswith("/*"):
        return [(text.removeprefix("//").strip(), word.line)]
    lines = text[2:].removesuffix("*/").split("\n")
    parts = [(part.strip().removeprefix("* ").strip(), word.line + k) for k, part in enumerate(lines)]
    return [(part, line) for part, line in parts if part.strip("*")]
