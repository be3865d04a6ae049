"""Python source as a tree of statements with every comment at its place, from tokens alone: nothing is ever run.

`statements` knows the language's lines and blocks and nothing of elements; what a statement is called and how it is
weighed is the domain's business. It relies on `tokenize`; whether the text is valid Python is for `parses` to say.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from tokenize import COMMENT, DEDENT, ENDMARKER, INDENT, NAME, NEWLINE, NL, OP, STRING, TokenError, TokenInfo, generate_tokens

from delegate_audit.domains.readers.blocks import lines_of

HEADERS = frozenset(["if", "for", "while", "with", "try", "else", "elif", "except", "finally", "def", "class", "async"])
ELLIPSIS = "..."
CLAUSES = frozenset(["else", "elif", "except", "finally"])
REMEMBERED_CHARS = 2_000
"""What Python says to a source of so many characters is remembered: damaged files repeat the same few lines."""

_WORD = re.compile(r"@|\w+")
_SPACE = frozenset({NL, NEWLINE, INDENT, DEDENT, ENDMARKER})
_FRAMES = {
    "@": "{}\ndef f(): pass",
    "elif": "if 0: pass\n{} pass",
    "else": "if 0: pass\n{} pass",
    "finally": "try: pass\n{} pass",
    "try": "{} pass\nfinally: pass",
    "except": "try: pass\n{} pass",
    "match": "{}\n case _: pass",
    "case": "match 0:\n {} pass",
}


@dataclass
class Comment:
    """A comment: the text after its hash, and its line.

    It stands behind its statement (`inline`), inside it, after so many of its `tokens` (commas are not counted) and
    perhaps with a line to itself (`own_line`), or between statements.
    """

    text: str
    line: int
    inline: bool = False
    tokens: int | None = None
    own_line: bool = False

    @property
    def of_statement(self) -> bool:
        """Whether it belongs to a statement."""
        return self.inline or self.tokens is not None


@dataclass
class Statement:
    """A logical line: its text without comments and indentation, what its comments say, and the block it heads."""

    source: str
    line: int
    first: TokenInfo
    single_token: bool
    comments: list[Comment]
    block: Block = field(default_factory=list)


@dataclass
class Unread:
    """A line that is no part of any statement, with what is indented below it; without text, that alone."""

    text: str
    line: int
    block: Block = field(default_factory=list)
    outdented: bool = False
    """Whether it is indented less than the block that it stands in."""


Block = list[Statement | Comment | Unread]


def source_lines(text: str) -> list[str]:
    """The lines of a file, without blanks at their ends where these are none to Python, and without blank ones at the end."""
    return [_without_odd_blanks(line) for line in lines_of(text.replace("\ufeff", "").rstrip())]


def _without_odd_blanks(line: str) -> str:
    """The line without blanks at its end if there are any that Python does not know for blanks."""
    bare = line.rstrip()
    return bare if line[len(bare) :].strip(" \t\f") else line


def syntax_error(source: str) -> tuple[str, int] | None:
    """Why Python refuses `source`, with the line; None where it does not."""
    return _known_error(source) if len(source) <= REMEMBERED_CHARS else _error(source)


@lru_cache(maxsize=4096)
def _known_error(source: str) -> tuple[str, int] | None:
    return _error(source)


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
    word = _WORD.match(source)
    return _FRAMES.get(word.group() if word else "", "{} pass").format(source) if source.endswith(":") or source[:1] == "@" else source


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
                self._open(len(token.string))
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

    def _open(self, column: int) -> None:
        above = self.stack[-1][1]
        header = above[-1] if above else None
        if not isinstance(header, Statement):
            raise SyntaxError("unexpected indent")
        self.stack.append((column, header.block))

    def _place_comments(self, column: int) -> None:
        """Put waiting comments into the deepest open block that reaches to their column, at least to `column`."""
        level = len(self.stack) - 1
        runs: list[list[TokenInfo]] = []
        levels: list[int] = []
        for token in self.waiting:
            while level and self.stack[level][0] > max(column, token.start[1]):
                level -= 1
            if runs and levels[-1] == level and runs[-1][-1].start[0] + 1 == token.start[0]:
                runs[-1].append(token)
            else:
                runs.append([token])
                levels.append(level)
        for run, level in zip(runs, levels, strict=True):
            self.stack[level][1].append(Comment("\n".join(map(_text, run)), run[0].start[0]))
        self.waiting = []

    def _logical_line(self, tokens: list[TokenInfo], comments: list[TokenInfo]) -> Block:
        """The statements of one logical line; those after a header's colon become its block."""
        parts = [part for part in _parts(tokens, self._in_match()) if part]
        found: Block = []
        into = found
        for k, part in enumerate(parts):
            end = parts[k + 1][0].start if k + 1 < len(parts) else (len(self.rows) + 2, 0)
            start = part[0].start if k else (0, 0)
            statement = self._statement(part, [c for c in comments if start <= c.start < end])
            into.append(statement)
            if k == 0 and len(parts) > 1 and _heads(part, self._in_match()):
                into = statement.block
        return found

    def _in_match(self) -> bool:
        above = self.stack[-2][1][-1] if len(self.stack) > 1 else None
        return isinstance(above, Statement) and above.first.string == "match"

    def _statement(self, tokens: list[TokenInfo], comments: list[TokenInfo]) -> Statement:
        found = []
        starts = [t.start for t in tokens if t.string != ","] if comments else []
        for token in comments:
            before = bisect_left(starts, token.start)
            inline = before == len(starts)
            own_line = not self.rows[token.start[0] - 1][: token.start[1]].strip()
            found.append(Comment(_text(token), token.start[0], inline, None if inline else before, own_line and not inline))
        return Statement(
            self._source(tokens, comments), tokens[0].start[0], tokens[0], len(tokens) == 1 and tokens[0].type == STRING, found
        )

    def _source(self, tokens: list[TokenInfo], comments: list[TokenInfo]) -> str:
        (top, left), (bottom, right) = tokens[0].start, tokens[-1].end
        if top == bottom:
            text = self.rows[top - 1][left:right]
            return text if top in self.unstripped else text.rstrip()
        first = self.rows[top - 1]
        margin = first[: len(first) - len(first.lstrip())]
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
                text = _outdented(text, margin)
            lines.append(text if row in self.unstripped else text.rstrip())
        return "\n".join(lines)


def _text(token: TokenInfo) -> str:
    text = token.string[1:].rstrip()
    return text.removeprefix(" ")


def _outdented(text: str, margin: str) -> str:
    if text.startswith(margin):
        return text[len(margin) :]
    blank = len(text) - len(text.lstrip())
    return text[min(blank, len(margin)) :]


def _heads(tokens: list[TokenInfo], in_match: bool) -> bool:
    first = tokens[0].string
    return first in HEADERS or (in_match and first == "case")


def _parts(tokens: list[TokenInfo], in_match: bool) -> Iterator[list[TokenInfo]]:
    """The line's tokens cut at semicolons, and after the colon that ends a header."""
    depth = lambdas = 0
    part: list[TokenInfo] = []
    header = _heads(tokens, in_match)
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


def with_comments(source: str, comments: list[Comment], margin: str) -> list[str]:
    """The lines of `source` behind `margin`, with its comments back at their places."""
    lines = source.split("\n")
    layout = _layout(source) if len(lines) > 1 else _Layout({}, frozenset())
    lines = [line if row in layout.inside or not line else margin + line for row, line in enumerate(lines)]
    ends: dict[int, list[str]] = {}
    after: dict[int, list[str]] = {}
    for comment in comments:
        row = layout.rows.get(comment.tokens or 0, len(lines) - 1)
        if comment.own_line and row + 1 < len(lines):
            below = next((line for line in lines[row + 1 :] if line), "")
            after.setdefault(row, []).append(below[: len(below) - len(below.lstrip())] + hashed(comment.text))
        else:
            ends.setdefault(row, []).append(hashed(comment.text))
    return [part for row, line in enumerate(lines) for part in ("  ".join([line, *ends.get(row, [])]), *after.get(row, []))]


def hashed(text: str) -> str:
    """One line of a comment, behind its hash."""
    return f"#{text}" if text[:1] in {"!", ":", "#"} else f"# {text}".rstrip()


@dataclass(frozen=True)
class _Layout:
    """Of a statement's text: the row, from 0, on which so many tokens have ended; the rows that begin in a string."""

    rows: dict[int, int]
    inside: frozenset[int]


def _layout(source: str) -> _Layout:
    try:
        tokens = [t for t in generate_tokens(StringIO(source).readline) if t.type not in _SPACE]
    except (TokenError, SyntaxError):
        return _Layout({}, frozenset())
    words = [token for token in tokens if token.string != ","]
    rows = {number: token.end[0] - 1 for number, token in enumerate(words, 1)}
    return _Layout(rows, frozenset(row for t in tokens for row in range(t.start[0], t.end[0])))


def outdented(text: str) -> str:
    """A docstring without the indentation and the blank lines around it that only its layout needs."""
    first, *rest = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n").split("\n")
    margins = [line[: len(line) - len(line.lstrip())] for line in rest if line]
    margin = min(margins, key=len, default="")
    margin = margin[: min((_shared(margin, other) for other in margins), default=0)]
    return "\n".join([first.lstrip(), *(line[len(margin) :] for line in rest)])


def _shared(left: str, right: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return next((k for k, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
