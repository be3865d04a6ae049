"""Games as PGN text: tags on lines of their own, moves and comments wrapped, a number wherever one is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from delegate_audit.core.element import REJECTED, Element, Value
from delegate_audit.core.kind import shown

WIDTH = 79
GLYPHS = {"!": "$1", "?": "$2", "!!": "$3", "??": "$4", "!?": "$5", "?!": "$6"}
ALONE = "\n"
"""What a piece of text begins with that stands alone on its line."""

_MISREAD = re.compile(r"%|\[(?!%)")
_REMARKS = ("eval", "clock_s", "commands", "comment")


def clock(seconds: Value) -> str:
    """Seconds as `1:59:30`; anything else as it is."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | Decimal) or seconds < 0:
        return shown(seconds)
    whole, rest = int(seconds), seconds - int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" + (f"{rest:f}"[1:] if isinstance(rest, Decimal) else "")


def write(elements: tuple[Element, ...]) -> str:
    """Games with a blank line between them, moves in lines of at most 79 characters."""
    return "\n".join(_game(element.children if element.kind == "game" else (element,)) for element in elements if element.kind != REJECTED)


def _game(parts: tuple[Element, ...]) -> str:
    last = max((k + 1 for k, part in enumerate(parts) if part.kind == "header"), default=0)
    head = _wrapped(piece for part in parts[:last] for piece in _pieces((part,), 1))
    body = _wrapped(_pieces(parts[last:], 1))
    return "".join(f"{line}\n" for line in [*head, *([""] if head and body else []), *body])


def _wrapped(pieces: Iterable[str]) -> list[str]:
    """Lines of pieces that are not broken; a blank before one that would be taken for an escape or a header."""
    lines: list[str] = []
    room = 0
    for piece in pieces:
        if piece.startswith(ALONE) or len(piece) + 1 > room:
            lines.append(piece.removeprefix(ALONE) if piece.startswith(ALONE) or not _MISREAD.match(piece) else f" {piece}")
            room = 0 if piece.startswith(ALONE) else WIDTH - len(piece)
        else:
            lines[-1] += f" {piece}"
            room -= len(piece) + 1
    return lines


def _pieces(items: Iterable[Element], ply: int) -> Iterator[str]:
    """The movetext piece by piece; `ply` is the half-move that is expected first."""
    numbered = True
    for item in items:
        if item.kind == "move":
            yield from _move(item, numbered=numbered or item.fields["ply"] != ply)
            place = item.fields["ply"]
            ply = place + 1 if isinstance(place, int) else ply + 1
            numbered = bool(item.children) or any(item.fields.get(name) is not None for name in _REMARKS)
        else:
            yield from _other(item, ply)
            numbered = True


def _move(move: Element, *, numbered: bool) -> Iterator[str]:
    fields = move.fields
    ply, marks = fields.get("ply"), _items(fields.get("nags"))
    glyph = marks.pop(0) if marks and marks[0] in GLYPHS else ""
    number = f"{(ply + 1) // 2}{'.' if ply % 2 else '...'} " if isinstance(ply, int) and (ply % 2 or numbered) else ""
    yield f"{number}{fields['san']}{fields.get('check') or ''}{glyph}"
    yield from marks
    known = {"eval": shown(fields.get("eval")), "clk": clock(fields.get("clock_s"))}
    commands = [*(f"{name} {value}" for name, value in known.items() if value), *_items(fields.get("commands"))]
    if commands or fields.get("comment") is not None:
        yield from _comment([f"[%{command}]" for command in commands], shown(fields.get("comment")))
    for below in move.children:
        yield from _other(below, ply if isinstance(ply, int) else 1)


def _items(value: Value) -> list[str]:
    return [] if value is None else [shown(item) for item in (value if isinstance(value, tuple) else (value,))]


def _comment(commands: list[str], text: str) -> Iterator[str]:
    """A comment in braces; one that holds a closing brace, which only the other sort of comment can, by a semicolon."""
    if "}" not in text or commands:
        yield from _enclosed("{", [*commands, *(text.split() if "}" not in text else ())], "}")
    if "}" in text:
        yield f"{ALONE}; {' '.join(text.split())}"


def _other(item: Element, ply: int) -> Iterator[str]:
    fields = item.fields
    if item.kind == "variation":
        yield from _enclosed("(", _pieces(item.children, ply), ")")
    elif item.kind == "comment":
        yield from _comment([], shown(fields["text"]))
    elif item.kind == "escape":
        yield f"{ALONE}% {fields['text']}".rstrip()
    elif item.kind == "header":
        value = re.sub(r"([\"\\])", r"\\\1", shown(fields["value"]).replace("\n", " "))
        yield f'{ALONE}[{fields["name"]} "{value}"]'
    elif item.kind == "move":
        yield from _move(item, numbered=True)
    else:
        text = shown(fields.get("text", fields.get("value")))
        yield ALONE + text if text.startswith("[") else text


def _enclosed(start: str, pieces: Iterable[str], end: str) -> list[str]:
    """The pieces with their brackets, which keep to the first and the last of them."""
    found = list(pieces)
    found[:1] = [start, *found[:1]] if not found or found[0].startswith(ALONE) else [start + found[0]]
    found[-1:] = [found[-1], end] if found[-1].startswith(ALONE) else [found[-1] + end]
    return found
