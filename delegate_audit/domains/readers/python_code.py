"""Python source as a tree of statements with every comment at its place, from tokens alone: nothing is ever run.

`statements` knows the language's lines and blocks and nothing of elements; what a statement is called and how it is
weighed is the domain's business. It relies on `tokenize`; whether the text is valid Python is for `syntax_error` to say.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from textwrap import dedent
from tokenize import COMMENT, DEDENT, ENDMARKER, INDENT, NAME, NEWLINE, NL, OP, TokenError, TokenInfo, generate_tokens

from delegate_audit.core.element import UNREADABLE, Value
from delegate_audit.domains.readers.blocks import lines_of

HEADERS = frozenset(["if", "for", "while", "with", "try", "else", "elif", "except", "finally", "def", "class", "async"])
ELLIPSIS = "..."
CLAUSES = frozenset(["else", "elif", "except", "finally"])
REMEMBERED_CHARS = 2_000
"""What Python says to a source of so many characters is remembered: damaged files repeat the same few lines."""

_WORD = re.compile(r"@|\w+")
_SPACE = frozenset({NL, NEWLINE, INDENT, DEDENT, ENDMARKER})
_IF, _TRY = "if 0: pass\n{} pass", "try: pass\n{} pass"
_FRAMES = {"@": "{}\ndef f(): pass", "elif": _IF, "else": _IF, "finally": _TRY, "except": _TRY, "try": "{} pass\nfinally: pass"}
_FRAMES |= {"match": "{}\n case _: pass", "case": "match 0:\n {} pass"}


@dataclass
class Node:
    """A statement, a comment or an unreadable line.

    A statement is a logical line: its `source` without comments and indentation; first of its children are its comments, then
    comes the block it heads. A comment has its `text` after the hash; it stands behind its statement (`inline`), inside it, after
    so many of its `tokens` (commas are not counted) and perhaps with a line to itself (`own_line`), or between statements. An
    unreadable line has its `text`, and what is indented below it; it may be `outdented`, less indented than its block.
    """

    kind: str
    fields: dict[str, Value]
    line: int
    children: list[Node] = field(default_factory=list)

    @property
    def body(self) -> list[Node]:
        """The block that the node heads."""
        return [child for child in self.children if not is_inner(child.fields)]


Block = list[Node]


def unread(text: str, line: int, block: Block | None = None, *, outdented: bool = False) -> Node:
    """A line that is no part of any statement, with what is indented below it; without text, that alone."""
    return Node(UNREADABLE, {"text": text, **({"outdented": True} if outdented else {})}, line, block or [])


def is_inner(fields: Mapping[str, Value]) -> bool:
    """Whether these are the fields of a comment that belongs to a statement."""
    return fields.get("inline") is not None or fields.get("tokens") is not None


def first_word(source: Value) -> str:
    """The word that a statement begins with, or its `@`."""
    found = _WORD.match(str(source or ""))
    return found.group() if found else ""


def source_lines(text: str) -> list[str]:
    """The lines of a file, without blanks at their ends where these are none to Python, and without blank ones at the end."""
    lines = lines_of(text.replace("\ufeff", "").rstrip())
    return [bare if line[len(bare := line.rstrip()) :].strip(" \t\f") else line for line in lines]


def syntax_error(source: str) -> tuple[str, int] | None:
    """Why Python refuses `source`, with the line; None where it does not."""
    return (_error if len(source) <= REMEMBERED_CHARS else _error.__wrapped__)(source)


@lru_cache(maxsize=4096)
def _error(source: str) -> tuple[str, int] | None:
    try:
        _parse(source)
    except SyntaxError as error:
        return str(error.msg), error.lineno or 1
    except (ValueError, RecursionError, MemoryError) as error:
        return "nested too deeply" if not isinstance(error, ValueError) else "characters that are no text", 1
    return None


def _parse(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def framed(source: str) -> str:
    """`source`, with what a header or a decorator needs around it to be parsed alone."""
    return _FRAMES.get(first_word(source), "{} pass").format(source) if source.endswith(":") or source[:1] == "@" else source


@lru_cache(maxsize=16384)
def spelled(source: str) -> str:
    """The statement or header in the one spelling that all its layouts share; as it is where it is none."""
    try:
        tree = _parse(framed(source))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                node.names.sort(key=lambda name: (name.name, name.asname or ""))
        return ast.unparse(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return source


def statements(source: str) -> Block:
    """The module's block. Raises `SyntaxError` where not even its tokens can be told."""
    try:
        return _Builder(source).build()
    except TokenError as error:
        raise SyntaxError(str(error)) from error


class _Builder:
    """Follows the tokens of a source, keeping the stack of open blocks and the comments that wait for their block."""

    def __init__(self, source: str) -> None:
        self.rows = source.split("\n")
        self.tokens = generate_tokens(StringIO(source).readline)
        self.stack: list[tuple[int, Block]] = [(0, [])]
        self.waiting: list[TokenInfo] = []
        self.inside: set[int] = set()
        self.unstripped: set[int] = set()

    def build(self) -> Block:
        line: list[TokenInfo] = []
        comments: list[TokenInfo] = []
        for token in self.tokens:
            if token.type == COMMENT:
                (comments if line else self.waiting).append(token)
            elif token.type == INDENT:
                above = self.stack[-1][1]
                if not above or above[-1].kind != "statement":
                    raise SyntaxError("unexpected indent")
                self.stack.append((len(token.string), above[-1].children))
            elif token.type == DEDENT:
                self._place_comments(token.start[1])
                self.stack.pop()
            elif token.type in {NEWLINE, ENDMARKER}:
                if line:
                    self._place_comments(self.stack[-1][0])
                    self.stack[-1][1].extend(self._logical_line(line, comments))
                line, comments = [], []
            elif token.type != NL:
                line.append(token)
                if token.end[0] > token.start[0]:
                    self.inside.update(range(token.start[0] + 1, token.end[0] + 1))
                    self.unstripped.update(range(token.start[0], token.end[0]))
        self._place_comments(0)
        return self.stack[0][1]

    def _place_comments(self, column: int) -> None:
        """Put waiting comments into the deepest open block that reaches to their column, at least to `column`."""
        level = len(self.stack) - 1
        before: tuple[int, int] | None = None
        for token in self.waiting:
            while level and self.stack[level][0] > max(column, token.start[1]):
                level -= 1
            block, row = self.stack[level][1], token.start[0]
            if before == (level, row - 1):
                block[-1].fields["text"] = f"{block[-1].fields['text']}\n{_text(token)}"
            else:
                block.append(Node("comment", {"text": _text(token)}, row))
            before = level, row
        self.waiting = []

    def _logical_line(self, tokens: list[TokenInfo], comments: list[TokenInfo]) -> Block:
        """The statements of one logical line; those after a header's colon become its block."""
        above = self.stack[-2][1][-1] if len(self.stack) > 1 else None
        headers = HEADERS | {"case"} if above and first_word(above.fields.get("source")) == "match" else HEADERS
        parts = [part for part in _parts(tokens, headers) if part]
        found: Block = []
        into = found
        for k, part in enumerate(parts):
            end = parts[k + 1][0].start if k + 1 < len(parts) else (len(self.rows) + 2, 0)
            start = part[0].start if k else (0, 0)
            own = [comment for comment in comments if start <= comment.start < end]
            into.append(Node("statement", {"source": self._source(part, own)}, part[0].start[0], self._inner(part, own)))
            if k == 0 and len(parts) > 1 and part[0].string in headers:
                into = into[-1].children
        return found

    def _inner(self, tokens: list[TokenInfo], comments: list[TokenInfo]) -> Block:
        """The comments that belong to a statement."""
        found = []
        starts = [t.start for t in tokens if t.string != ","] if comments else []
        for token in comments:
            before = bisect_left(starts, token.start)
            place: dict[str, Value] = {"inline": True} if before == len(starts) else {"tokens": before}
            if before < len(starts) and not self.rows[token.start[0] - 1][: token.start[1]].strip():
                place["own_line"] = True
            found.append(Node("comment", {"text": _text(token), **place}, token.start[0]))
        return found

    def _source(self, tokens: list[TokenInfo], comments: list[TokenInfo]) -> str:
        (top, left), (bottom, right) = tokens[0].start, tokens[-1].end
        margin = self.rows[top - 1][: _indent(self.rows[top - 1])]
        cut = {token.start[0]: token.start[1] for token in comments}
        lines = []
        for row in range(top, bottom + 1):
            text = self.rows[row - 1][: right if row == bottom else None]
            if row in cut and cut[row] < len(text):
                text = text[: cut[row]]
                if not text.strip():
                    continue
            if row == top:
                text = text[left:]
            elif row not in self.inside:
                text = text[min(_indent(text), len(margin)) if not text.startswith(margin) else len(margin) :]
            lines.append(text if row in self.unstripped else text.rstrip())
        return "\n".join(lines)


def _text(token: TokenInfo) -> str:
    return token.string[1:].rstrip().removeprefix(" ")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _parts(tokens: list[TokenInfo], headers: Collection[str]) -> Iterator[list[TokenInfo]]:
    """The line's tokens cut at semicolons, and after the colon that ends a header."""
    depth = lambdas = 0
    part: list[TokenInfo] = []
    header = tokens[0].string in headers
    for token in tokens:
        if token.type == OP:
            depth += (token.string in "([{") - (token.string in ")]}")
        elif token.type == NAME and token.string == "lambda" and depth == 0:
            lambdas += 1
        if token.string == ";" and depth == 0:
            yield part
            part = []
            continue
        part.append(token)
        if token.string == ":" and token.type == OP and depth == 0 and header:
            if lambdas:
                lambdas -= 1
            else:
                yield part
                part, header = [], False
    yield part


def with_comments(source: str, comments: list[Mapping[str, Value]], margin: str) -> list[str]:
    """The lines of `source` behind `margin`, with its comments, of which these are the fields, back at their places."""
    lines = source.split("\n")
    rows, inside = _layout(source) if len(lines) > 1 else ({}, set())
    lines = [line if row in inside or not line else margin + line for row, line in enumerate(lines)]
    ends: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    for comment in comments:
        tokens, text = comment.get("tokens"), hashed(" ".join(str(comment["text"] or "").split("\n")))
        row = rows.get(tokens if isinstance(tokens, int) else 0, len(lines) - 1)
        if comment.get("own_line") and row + 1 < len(lines):
            below = next((line for line in lines[row + 1 :] if line), "")
            after.setdefault(row, []).append(below[: _indent(below)] + text)
        else:
            ends.setdefault(row, []).append(text)
    return [part for row, line in enumerate(lines) for part in ("  ".join([line, *ends.get(row, [])]), *after.get(row, []))]


def hashed(text: str) -> str:
    """One line of a comment, behind its hash."""
    return f"#{text}" if text[:1] in {"!", ":", "#"} else f"# {text}".rstrip()


def _layout(source: str) -> tuple[dict[int, int], set[int]]:
    """Of a statement's text: the row, from 0, on which so many tokens have ended; the rows that begin in a string."""
    try:
        tokens = [t for t in generate_tokens(StringIO(source).readline) if t.type not in _SPACE]
    except (TokenError, SyntaxError):
        return {}, set()
    rows = {number: token.end[0] - 1 for number, token in enumerate((t for t in tokens if t.string != ","), 1)}
    return rows, {row for t in tokens for row in range(t.start[0], t.end[0])}


def outdented(text: str) -> str:
    """A docstring without the indentation and the blank lines around it that only its layout needs."""
    first, broken, rest = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").partition("\n")
    return first.lstrip() + broken + dedent(rest)
