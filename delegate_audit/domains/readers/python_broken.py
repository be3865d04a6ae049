"""What can be read in a Python file that Python refuses: every block that is valid by itself, and of the others the header.

Blocks are told by indentation alone, so one fault costs the lines of the innermost block that holds it, not the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from delegate_audit.domains.readers.python_code import ELLIPSIS, Block, Comment, Statement, Unread, framed, statements, syntax_error

MAX_HEADER_LINES = 40
MAX_JOINED = 12
"""How many chunks that begin at their block's margin are tried as one: a string or a bracket may hold such lines."""

MAX_BLOCKS = 90
"""How deeply blocks may be nested; what lies deeper is unread."""

_HEADER = re.compile(r"(@|(?:async|class|def|if|elif|else|for|while|with|try|except|finally|match|case)\b)")


def readable_parts(lines: Sequence[str]) -> Block:
    """The module's block, with a line of its own for everything that cannot be read."""
    return _parts(lines, 1, 0, 0)


def verbatim(lines: Sequence[str]) -> Block:
    """Every line unread, with the blank ones after it: for a text that would mean something else if laid out anew."""
    found: list[Unread] = []
    for number, text in enumerate(lines, 1):
        if text.strip():
            found.append(Unread(text, number))
        elif found:
            found[-1].text += "\n"
    return list(found)


def _parts(lines: Sequence[str], line: int, margin: int, depth: int) -> Block:
    found: Block = []
    starts = _starts(lines, margin)
    k = 0
    while k < len(starts) - 1:
        parts: Block = []
        end = k
        while not parts and end < min(k + MAX_JOINED, len(starts) - 1) and (end == k or _unfinished(lines[starts[k] : starts[end]])):
            end += 1
            parts = _valid(lines[starts[k] : starts[end]], line + starts[k], margin)
        end = end if parts else k + 1
        chunk, first = lines[starts[k] : starts[end]], line + starts[k]
        found.extend(parts or _opened(chunk, first, margin, depth) or _unread(chunk, first, margin))
        k = end
    return found


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


def _unread(lines: Sequence[str], line: int, margin: int) -> Block:
    return [Unread(_outdented(text, margin).rstrip(), line + k) for k, text in enumerate(lines) if text.strip()]


def _valid(lines: Sequence[str], line: int, margin: int) -> Block:
    """The block of lines that are valid Python where they stand; empty if they are not."""
    lines = lines[: max(k + 1 for k, text in enumerate(lines) if text.strip())]
    source = "\n".join(["if 1:", *lines, f"{lines[0][:margin]}pass"] if margin else lines) + "\n"
    if _indent(lines[0]) != margin or syntax_error(source):
        return []
    try:
        block = statements(source)
    except SyntaxError:
        return []
    if margin:
        block = [part for top in block for part in (top.block if isinstance(top, Statement) else [top])][:-1]
    return _shifted(block, line - 1 - bool(margin))


def _opened(lines: Sequence[str], line: int, margin: int, depth: int) -> Block:
    """A header that is valid with the body that is not, read in the same way; empty if there is no such header."""
    if not _HEADER.match(lines[0].lstrip()) or depth >= MAX_BLOCKS:
        return []
    for k in range(1, min(len(lines), MAX_HEADER_LINES)):
        inner = next((_indent(text) for text in lines[k:] if text.strip()), 0)
        found = _header([_outdented(text, margin) for text in lines[:k]], line) if inner > margin else []
        if found and isinstance(header := found[-1], Statement):
            end = next((n for n, text in enumerate(lines) if n > k and text.strip() and _indent(text) < inner), len(lines))
            header.block = _parts(lines[k:end], line + k, inner, depth + 1)
            return [*found, *_unread(lines[end:], line + end, margin)]
    return []


def _header(lines: Sequence[str], line: int) -> Block:
    """The header alone, with the decorators and comments before it; empty if these lines are none."""
    text = "\n".join(lines).rstrip()
    try:
        block = statements(f"{text}\n {ELLIPSIS}\n") if text.endswith(":") or "#" in text else []
    except SyntaxError:
        return []
    code = [part for part in block if isinstance(part, Statement)]
    if not code or code[-1] is not block[-1] or any(part.first.string != "@" for part in code[:-1]):
        return []
    body = [part.source for part in code[-1].block if isinstance(part, Statement)]
    alone = body == [ELLIPSIS] and len(code[-1].block) == 1 and code[-1].source.endswith(":")
    return _shifted(block, line - 1) if alone and not syntax_error(framed(code[-1].source)) else []


def _shifted(block: Block, lines: int) -> Block:
    for part in block:
        part.line += lines
        if isinstance(part, Statement):
            _shifted(part.block, lines)
            _shifted(list[Statement | Comment | Unread](part.comments), lines)
    return block
