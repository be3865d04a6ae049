"""The words of the DOT language: identifiers in their four spellings, punctuation, comments; and how to write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

KEYWORDS = frozenset({"node", "edge", "graph", "digraph", "subgraph", "strict"})

_APART = r"""(?P<space>[\s\ufeff]+)|(?P<comment>//[^\n]*|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)|\#[^\n]*)|(?P<apart>^@[ ][^\n]*)"""
_TEXT = r"""(?P<text>"(?:[^"\\]++|\\(?:.|\n))*+")"""
_WORDS = (
    r"""(?P<broken>"[^\n]*)|(?P<mark>->|--|[{}\[\];,=:+])"""
    r"""|(?P<word>-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)|[A-Za-z_\x80-\U0010ffff][\w\x80-\U0010ffff]*)|(?P<junk>.)"""
)
_TOKEN = re.compile(f"{_APART}|{_TEXT}|{_WORDS}", re.MULTILINE)
_TOKEN_AFTER_BROKEN = re.compile(f"{_APART}|{_WORDS}", re.MULTILINE)
"""Behind a string that no quote closes there is none that one does: looking for it again and again takes squared time."""

_BARE = re.compile(r"-?(?:\.[0-9]+|[0-9]+(?:\.[0-9]+)?)|[A-Za-z_][A-Za-z0-9_]*")
_ESCAPE = re.compile(r'\\(.|\n)|"', re.DOTALL)
_ANGLE = re.compile("[<>]")
_AMBIGUOUS = re.compile(r'<.*>|"|\{|subgraph\s', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `sort` is id, keyword, mark, comment, apart (a line set apart as unreadable), junk or end.

    An id is held as what it says; where that could be mistaken (`"<b>"` for HTML, `"{a}"` for a group), in its quotes.
    A `numeral` is an id in the spelling of a number, a `broken` one a string that lacks its closing quote.
    """

    sort: str
    text: str
    line: int
    last_line: int
    numeral: bool = False
    broken: bool = False


def tokens(text: str) -> Iterator[Token]:
    """The words of `text`, white space left out, an `end` token last."""
    at, line, pattern = 0, 1, _TOKEN
    closing = _closings(text)
    while at < len(text):
        if text[at] == "<":
            end = closing.get(at)
            sort, raw = ("html", text[at:end]) if end else ("junk", "<")
        else:
            match = pattern.match(text, at)
            assert match is not None
            sort, raw = str(match.lastgroup), match.group()
            if sort == "broken":
                pattern = _TOKEN_AFTER_BROKEN
        last = line + raw.count("\n")
        if sort != "space":
            yield _token(sort, raw, line, last)
        at, line = at + len(raw), last
    yield Token("end", "", line, line)


def _token(sort: str, raw: str, line: int, last: int) -> Token:
    if sort == "text":
        return Token("id", unquoted(raw), line, last)
    if sort == "broken":
        return Token("id", unquoted(f'{raw.rstrip(chr(92))}"'), line, last, broken=True)
    if sort == "word":
        word = raw.lower()
        return Token("keyword", word, line, last) if word in KEYWORDS else Token("id", raw, line, last, raw[0] in "-.0123456789")
    return Token("id" if sort == "html" else sort, raw, line, last)


def _closings(text: str) -> dict[int, int]:
    """For every `<` that is closed its offset, and that after the `>` that closes it."""
    found: dict[int, int] = {}
    waiting: list[int] = []
    for match in _ANGLE.finditer(text):
        if match.group() == "<":
            waiting.append(match.start())
        elif waiting:
            found[waiting.pop()] = match.end()
    return found


def unquoted(raw: str) -> str:
    """What a quoted string says; only an escaped quote and a continued line are undone, as Graphviz does."""
    said = _ESCAPE.sub(lambda match: {'"': '"', "\n": ""}.get(match.group(1), match.group()), raw[1:-1])
    return raw if _AMBIGUOUS.match(said) else said


def joined(parts: Sequence[str]) -> str:
    """Strings put together by `+`."""
    if len(parts) == 1:
        return parts[0]
    raw = [quoted(part) for part in parts]
    return unquoted("".join([raw[0][:-1], *(part[1:-1] for part in raw[1:-1]), raw[-1][1:]]))


def quoted(said: str) -> str:
    """An id in quotes, unless it is HTML."""
    if said.startswith("<") and said.endswith(">") and _closings(said).get(0) == len(said):
        return said
    if len(said) > 1 and said[0] == '"' and said[-1] == '"':
        return said
    inner = _ESCAPE.sub(lambda match: '\\"' if match.group() == '"' else match.group(), said)
    odd = (len(inner) - len(inner.rstrip("\\"))) % 2
    return '"' + inner + "\\" * odd + '"'


def quoted_if_needed(said: str) -> str:
    """An id as short as it can be written."""
    return said if _BARE.fullmatch(said) and said.lower() not in KEYWORDS else quoted(said)


def comment_lines(token: Token) -> list[tuple[str, int]]:
    """The lines of a comment that say something, each with its number; one that begins with `#` keeps it."""
    text = token.text.strip()
    if text.startswith("/*"):
        parts = [
            (part.strip().removeprefix("* ").strip(), token.line + k) for k, part in enumerate(text[2:].removesuffix("*/").split("\n"))
        ]
        return [(part, line) for part, line in parts if part.strip("*")]
    return [(text.removeprefix("//").strip(), token.line)]
