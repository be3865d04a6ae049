"""What can be read in a Python file that Python refuses: every block that is valid by itself, and of the others the header.

Blocks are told by indentation alone, so one fault costs the lines of the innermost block that holds it, not the file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from delegate_audit.core.element import UNREADABLE, Element
from delegate_audit.domains.readers.python_code import ELLIPSIS, Block, first_word, framed, statements, syntax_error, unread

MAX_HEADER_LINES = 40
MAX_JOINED = 12
"""How many chunks that begin at their block's margin are tried as one: a string or a bracket may hold such lines."""

MAX_JOINS = 1_000
"""So many times in a file: then every chunk stands for itself."""

MAX_SLIP = 4
"""A line that is indented by less than so many blanks more or less than its block is a slip, not a block."""

MAX_BLOCKS = 90
"""How deeply blocks may be nested; what lies deeper is unread."""

Elements = tuple[Element, ...]

_CUT_OFF = re.compile(r"\\[ \t]+$", re.MULTILINE)
_HEADER = re.compile(r"(@|(?:async|class|def|if|elif|else|for|while|with|try|except|finally|match|case)\b)")


def tolerant(lines: list[str], elements_of: Callable[[Block], Elements], write: Callable[[Elements], str]) -> Elements:
    """The elements of a text that Python refuses, such that what is written of them is refused and read alike.

    An element of the module of which this cannot be said is kept as its lines, and so are all if that does not help.
    """

    def parts(lines: list[str]) -> Elements:
        return elements_of(_Blocks().parts(lines, 1, 0, 0))

    def is_stable(found: Elements) -> bool:
        again = write(found).split("\n")
        return syntax_error("\n".join(again)) is not None and parts(again) == found

    def settled(lines: list[str]) -> Iterator[Element]:
        found = parts(lines)
        starts = [min(part.line for part in element.walk()) for element in found]
        sound = is_stable(found)
        for element, start, end in zip(found, starts, [*starts[1:], len(lines) + 1], strict=True):
            is_whole = sound or all(part.kind != UNREADABLE for part in element.walk()) or is_stable((element,))
            yield from [element] if is_whole else elements_of(_verbatim(lines[start - 1 : end - 1], start))

    if is_stable(found := parts(lines)):
        return found
    found = tuple(settled(lines))
    again = write(found).split("\n")
    return found if syntax_error("\n".join(again)) and tuple(settled(again)) == found else elements_of(_verbatim(lines, 1))


def _verbatim(lines: Sequence[str], line: int) -> Block:
    """Every line unread, with the blank ones after it: for a text that would mean something else if laid out anew."""
    found: Block = []
    for number, text in enumerate(lines, line):
        if text.strip():
            found.append(unread(text, number))
        elif found:
            found[-1].fields["text"] = f"{found[-1].fields['text']}\n"
    return found


class _Blocks:
    """Reads blocks; `joins` says how many more times chunks are joined in this file."""

    def __init__(self) -> None:
        self.joins = MAX_JOINS

    def parts(self, lines: Sequence[str], line: int, margin: int, depth: int) -> Block:
        """The statements of the block of these lines, the first of which is the file's `line`."""
        found: Block = []
        starts = _starts(lines, margin)
        k = 0
        while k < len(starts) - 1:
            end = k + 1
            parts = _valid(lines[starts[k] : starts[end]], line + starts[k], margin)
            while not parts and end < min(k + MAX_JOINED, len(starts) - 1) and self._goes_on(lines[starts[k] : starts[end]]):
                end += 1
                parts = _valid(lines[starts[k] : starts[end]], line + starts[k], margin)
            end = end if parts else k + 1
            found.extend(parts or self._broken(lines[starts[k] : starts[end]], line + starts[k], margin, depth))
            k = end
        return found

    def _goes_on(self, lines: Sequence[str]) -> bool:
        if not self.joins or not _unfinished(lines):
            return False
        self.joins -= 1
        return True

    def _block(self, lines: Sequence[str], line: int, depth: int) -> Block:
        return self.parts(lines, line, _margin(lines), depth + 1)

    def _broken(self, lines: Sequence[str], line: int, margin: int, depth: int) -> Block:
        """The statement or else the line that these begin with, and what is indented below it."""
        if depth >= MAX_BLOCKS:
            return [unread(_outdented(text, margin).rstrip(), line + k) for k, text in enumerate(lines) if text.strip()]
        indent = _indent(lines[0])
        if indent > margin:
            return [unread("", line, self._block(lines, line, depth))]
        if indent == margin and (opened := self._opened(lines, line, margin, depth)):
            return opened
        cuts = [0, *(k for k, text in enumerate(lines) if k and text.strip() and _indent(text) <= margin), len(lines)]
        if len(cuts) > 2:
            pieces = [(lines[start:end], line + start) for start, end in pairwise(cuts)]
            return [part for piece, first in pieces for part in _valid(piece, first, margin) or self._broken(piece, first, margin, depth)]
        for k in range(1, min(len(lines), MAX_JOINED)) if indent == margin else ():
            if parts := _valid(lines[:k], line, margin):
                return [*parts, unread("", line + k, self._block(lines[k:], line + k, depth))]
            if not _unfinished(lines[:k]):
                break
        return [unread(_line(lines[0]), line, self._block(lines[1:], line + 1, depth), outdented=indent < margin)]

    def _opened(self, lines: Sequence[str], line: int, margin: int, depth: int) -> Block:
        """A header that is valid with the body that is not, read in the same way; empty if there is no such header."""
        for k in range(1, min(len(lines), MAX_HEADER_LINES)) if _HEADER.match(lines[0].lstrip()) else ():
            inner = next((_indent(text) for text in lines[k:] if text.strip()), 0)
            found = _header([_outdented(text, margin) for text in lines[:k]], line) if inner > margin <= _indent(lines[k - 1]) else []
            if found:
                found[-1].children[-1:] = body = self._block(lines[k:], line + k, depth)
                return found if any(part.kind != "comment" for part in body) else []
        return []


def _line(text: str) -> str:
    """The line without the blanks around it; Python refuses those behind a backslash."""
    bare = text.strip()
    return f"{bare} " if bare.endswith("\\") and text != text.rstrip() else bare


def _margin(lines: Sequence[str]) -> int:
    """The indentation of a block of which single lines may be indented falsely."""
    code = [(len(text) - len(bare), bare) for text in lines if (bare := text.lstrip()) and bare[0] != "#"]
    if not code:
        return next((_indent(text) for text in lines if text.strip()), 0)
    indents = [indent for indent, _ in code]
    opens = len(code) == 1 or code[0][1].rstrip()[-1] in ":([{,\\" or not 0 < indents[1] - indents[0] < MAX_SLIP
    widest = indents[0] if opens else indents[1]
    counts = Counter(indent for indent in indents if indent <= widest - MAX_SLIP) or Counter(
        indent for indent in indents if indent <= widest
    )
    return min(counts, key=lambda indent: (-counts[indent], indent))


def _unfinished(lines: Sequence[str]) -> bool:
    """Whether a string or a bracket may go on after these lines."""
    text = "\n".join(lines)
    return any(text.count(quotes) % 2 for quotes in ('"""', "'''")) or any(text.count(a) > text.count(b) for a, b in ("()", "[]", "{}"))


def _starts(lines: Sequence[str], margin: int) -> list[int]:
    """Where the block's statements begin, and where it ends; decorators stay with what they decorate."""
    starts: list[int] = []
    joined = False
    for k, text in enumerate(lines):
        bare = text.strip()
        if not bare or (starts and _indent(text) > margin):
            continue
        goes_on = joined or bare[0] in ")]}" or (bare[0] == "#" and k > 0 and lines[k - 1].strip()[:1] == "#")
        if not starts or not goes_on:
            starts.append(k)
        joined = bare[0] == "@"
    return [*starts, len(lines)]


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _outdented(text: str, margin: int) -> str:
    return text[min(margin, _indent(text)) :]


def _valid(lines: Sequence[str], line: int, margin: int) -> Block:
    """The block of lines that are valid Python where they stand; empty if they are not."""
    lines = lines[: max(k + 1 for k, text in enumerate(lines) if text.strip())]
    if all(text.lstrip()[:1] in {"", "#"} for text in lines):
        lines = [f"{' ' * margin}{text.strip()}" for text in lines]
    source = "\n".join(["if 1:", *lines, f"{lines[0][:margin]}pass"] if margin else lines) + "\n"
    block = _block(source) if _indent(lines[0]) == margin and not syntax_error(source) else []
    if margin:
        block = [part for top in block for part in (top.children if top.kind == "statement" else [top])][:-1]
    return _shifted(block, line - 1 - bool(margin))


def _block(source: str) -> Block:
    try:
        return statements(source)
    except SyntaxError:
        return []


def _header(lines: Sequence[str], line: int) -> Block:
    """The header alone, with the decorators and comments before it; empty if these lines are none."""
    text = "\n".join(lines).rstrip()
    block = _block(f"{text}\n {ELLIPSIS}\n") if (text.endswith(":") or "#" in text) and not _CUT_OFF.search(text) else []
    code = [part for part in block if part.kind == "statement"]
    if not code or code[-1] is not block[-1] or any(first_word(part.fields["source"]) != "@" or part.body for part in code[:-1]):
        return []
    header, body = str(code[-1].fields["source"]), [part.fields.get("source") for part in code[-1].body]
    return _shifted(block, line - 1) if body == [ELLIPSIS] and header.endswith(":") and not syntax_error(framed(header)) else []


def _shifted(block: Block, lines: int) -> Block:
    for node in block:
        node.line += lines
        _shifted(node.children, lines)
    return block
