"""Games as PGN text: tags on lines of their own, moves and comments wrapped, a number wherever one is needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from delegate_audit.core.element import REJECTED, Element, Value
from delegate_audit.core.kind import shown

WIDTH = 79
GLYPHS = {"!": "$1", "?": "$2", "!!": "$3", "??": "$4", "!?": "$5", "?!": "$6"}
_REMARKS = ("eval", "clock_s", "commands", "comment")


def clock(seconds: Value) -> str:
    """Seconds as `1:59:30`; anything else as it is."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | Decimal) or seconds < 0:
        return shown(seconds)
    whole_seconds, rest = int(seconds), seconds - int(seconds)
    return f"{whole_seconds // 3600}:{whole_seconds // 60 % 60:02}:{whole_seconds % 60:02}" + (
        f"{rest:f}"[1:] if isinstance(rest, Decimal) else ""
    )


def write(elements: tuple[Element, ...]) -> str:
    """Games with a blank line between them, moves in lines of at most 79 characters."""
    return "\n".join(_game(element) for element in elements if element.kind != REJECTED)


def _game(element: Element) -> str:
    if element.kind != "game":
        element = Element("game", {}, (element,))
    parts = element.children
    last = max((k + 1 for k, part in enumerate(parts) if part.kind == "header"), default=0)
    head = _wrapped(unit for part in parts[:last] for unit in _units((part,), 1))
    body = _wrapped(_units(parts[last:], 1))
    return "".join(f"{line}\n" for line in [*head, *([""] if head and body else []), *body])


def _tag(header: Element) -> str:
    value = re.sub(r"([\"\\])", r"\\\1", " ".join(shown(header.fields["value"]).split("\n")))
    return f'[{header.fields["name"]} "{value}"]'


@dataclass(frozen=True)
class _Unit:
    """Text that is not broken between lines; `alone` on its line."""

    text: str
    alone: bool = False


def _wrapped(units: Iterable[_Unit]) -> list[str]:
    lines: list[str] = []
    room = 0
    for unit in units:
        if unit.alone or len(unit.text) + 1 > room:
            lines.append(f" {unit.text}" if _misread(unit) else unit.text)
            room = WIDTH - len(unit.text)
        else:
            lines[-1] += f" {unit.text}"
            room -= len(unit.text) + 1
        if unit.alone:
            room = 0
    return lines


def _misread(unit: _Unit) -> bool:
    """Whether the text would be taken for an escape or a header at the beginning of a line."""
    return not unit.alone and (unit.text.startswith("%") or (unit.text.startswith("[") and not unit.text.startswith("[%")))


def _units(items: Iterable[Element], ply: int) -> Iterator[_Unit]:
    """The movetext piece by piece; `ply` is the half-move that is expected first."""
    numbered = True
    for item in items:
        if item.kind == "move":
            yield from _move_units(item, numbered=numbered or item.fields["ply"] != ply)
            place = item.fields["ply"]
            ply = place + 1 if isinstance(place, int) else ply + 1
            numbered = bool(item.children) or any(item.fields.get(name) is not None for name in _REMARKS)
        else:
            yield from _other_units(item, ply)
            numbered = True


def _move_units(move: Element, *, numbered: bool) -> Iterator[_Unit]:
    fields = move.fields
    ply, nags = fields.get("ply"), fields.get("nags") or ()
    marks = [str(nag) for nag in nags] if isinstance(nags, tuple) else [str(nags)]
    glyph = marks.pop(0) if marks and marks[0] in GLYPHS else ""
    number = ""
    if isinstance(ply, int) and (ply % 2 or numbered):
        number = f"{(ply + 1) // 2}{'.' if ply % 2 else '...'} "
    yield _Unit(f"{number}{fields['san']}{fields.get('check') or ''}{glyph}")
    yield from map(_Unit, marks)
    others = fields.get("commands")
    commands = [shown(command) for command in others] if isinstance(others, tuple) else []
    if fields.get("clock_s") is not None:
        commands.insert(0, f"clk {clock(fields['clock_s'])}")
    if fields.get("eval") is not None:
        commands.insert(0, f"eval {_plain(fields['eval'])}")
    if commands or fields.get("comment") is not None:
        yield from _comment_units([f"[%{command}]" for command in commands], shown(fields.get("comment")))
    for below in move.children:
        yield from _other_units(below, ply if isinstance(ply, int) else 1)


def _comment_units(commands: list[str], text: str) -> Iterator[_Unit]:
    """A comment in braces; one that holds a closing brace, which only the other sort of comment can, by a semicolon."""
    if "}" in text:
        if commands:
            yield from _enclosed("{", map(_Unit, commands), "}")
        yield _Unit(f"; {' '.join(text.split())}", alone=True)
    else:
        yield from _enclosed("{", map(_Unit, [*commands, *text.split()]), "}")


def _other_units(item: Element, ply: int) -> Iterator[_Unit]:
    if item.kind == "variation":
        yield from _enclosed("(", _units(item.children, ply), ")")
    elif item.kind == "comment":
        yield from _comment_units([], shown(item.fields["text"]))
    elif item.kind == "escape":
        yield _Unit(f"% {item.fields['text']}".rstrip(), alone=True)
    elif item.kind == "header":
        yield _Unit(_tag(item), alone=True)
    elif item.kind == "move":
        yield from _move_units(item, numbered=True)
    else:
        text = shown(item.fields.get("text", item.fields.get("value")))
        yield _Unit(text, alone=text.startswith("["))


def _enclosed(start: str, units: Iterable[_Unit], end: str) -> list[_Unit]:
    """The units with their brackets, which keep to the first and the last of them."""
    found = list(units)
    if not found or found[0].alone:
        found.insert(0, _Unit(start))
    else:
        found[0] = _Unit(start + found[0].text)
    if found[-1].alone:
        found.append(_Unit(end))
    else:
        found[-1] = _Unit(found[-1].text + end)
    return found


def _plain(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else shown(value)
