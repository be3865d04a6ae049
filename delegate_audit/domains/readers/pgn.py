"""Portable Game Notation, token by token: tags, moves, comments with their commands, variations, results.

A move's number is taken at its word, so a wrong one shows; what is no token of the format is kept as unreadable words,
and a bracket that is never closed costs itself, not what follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from delegate_audit.core.element import UNREADABLE, Element, Value
from delegate_audit.domains.readers.blocks import lines_of

MAX_VARIATIONS = 90
"""How deeply variations may be nested; the bracket of a deeper one is an unreadable word."""

_SAN = r"[O0]-[O0](?:-[O0])?|[KQRBNP]?@[a-h][1-8]|[KQRBN]?[a-h]?[1-8]?[x:]?[a-h][1-8](?:=?[QRBN]|\([QRBN]\)|/[QRBN])?|--|Z0"
_INSIDE = r'(?:[^}\n]|\n(?!\[[ \t]*\w+[ \t]+"))*+'
_TOKEN = re.compile(
    r"""(?P<tag>\[[ \t]*\w+[ \t]+"(?:[^"\\\n]|\\.)*"[ \t]*\])|(?P<bracket>\[[^\]\n]*\]?)|(?P<escape>(?<![^\n])%[^\n]*)"""
    rf"""|(?P<comment>\{{{_INSIDE}\}}|;[^\n]*)|(?P<unclosed>\{{{_INSIDE})|(?P<open>\()|(?P<close>\))|(?P<nag>\$\d{{1,3}}|[!?]{{1,2}})"""
    r"""|(?P<result>(?:1-0|0-1|1/2-1/2|\*)(?=[\s(){};\[$]|$))|(?P<number>\d{1,5}\s*[.…](?:\s*[.…])*|\d{1,5}(?=[\s(){};\[]|$))"""
    rf"""|(?P<move>(?:{_SAN})(?:\+\+?|\#)?(?:[!?]{{1,2}})?(?=[\s(){{}};\[$]|$))|(?P<word>[^\s(){{}};\[]+|\}})""",
    re.MULTILINE | re.ASCII,
)
_TAG = re.compile(r'\[[ \t]*(\w+)[ \t]+"(.*)"[ \t]*\]')
_TAG_LIKE = re.compile(r'\[[ \t]*\w+[ \t]+"')
_MOVE = re.compile(rf"({_SAN})(\+\+?|#)?([!?]{{1,2}})?")
_COMMAND = re.compile(r"(?<![^\s\]])\[%(\w+) ([^\[\]{} ](?:[^\[\]{}]|\[(?!%))*?) ?\]")
_EVAL = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d{1,3})?)", re.ASCII)


@dataclass(eq=False)
class _Node:
    """An element while what belongs to it is still being read; `ply` is the next half-move of a line of play, counted from 1."""

    kind: str
    line: int
    fields: dict[str, Value] = field(default_factory=dict)
    below: list[_Node] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    ply: int = 1

    def say(self, name: str, text: str) -> None:
        """Add to what the field of that name says."""
        self.said.setdefault(name, []).append(text)

    def comment(self, text: str) -> None:
        """Take in a comment: the commands in it by their names, the words behind those there are."""
        words = " ".join(text.split())
        for name, value in _COMMAND.findall(words):
            known = {"eval": "eval", "clk": "clock_s"}.get(name)
            if known and known not in self.fields:
                self.fields[known] = _seconds(value) if name == "clk" else Decimal(value) if _EVAL.fullmatch(value) else value
            else:
                self.say("commands", f"{name} {value}")
        rest = " ".join(_COMMAND.sub(" ", words).split())
        if rest or not _COMMAND.search(words):
            self.say("comment", rest)

    def element(self) -> Element:
        """All of it as it was read."""
        said = {name: tuple(parts) if name in {"nags", "commands"} else " ".join(filter(None, parts)) for name, parts in self.said.items()}
        return Element(self.kind, {**self.fields, **said}, tuple(node.element() for node in self.below), self.line)


def _seconds(text: str) -> Value:
    parts = _CLOCK.fullmatch(text)
    if parts is None:
        return text
    return int(parts[1]) * 3600 + int(parts[2]) * 60 + (Decimal(parts[3]) if "." in parts[3] else int(parts[3]))


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """The games of the file, each with its headers, moves and result in the order of the text."""
    text = "\n".join(lines_of(text.replace("\ufeff", "")))
    reader, position = _Reader(), 0
    for token, kind in _tokens(text):
        gap = text.count("\n", position, token.start())
        reader.line += gap
        reader.take(kind, token.group(), apart=gap > 1)
        reader.line += token.group().count("\n")
        position = token.end()
    reader.end_game()
    return tuple(node.element() for node in reader.found)


def _tokens(text: str) -> list[tuple[re.Match[str], str]]:
    """The tokens and what they are. A number that no move follows, comments aside, is a word."""
    found, after = [], ""
    for token in reversed(list(_TOKEN.finditer(text))):
        kind = token.lastgroup or "word"
        found.append((token, "stray" if kind == "number" and after != "move" else kind))
        after = after if kind == "comment" else kind
    return found[::-1]


class _Reader:
    """Takes token by token; `stack` holds the game and the variations that are open, `number` the move number that no move followed yet."""

    def __init__(self) -> None:
        self.stack: list[_Node] = []
        self.found: list[_Node] = []
        self.number = ""
        self.started = self.ended = False
        self.line = 1

    def take(self, kind: str, text: str, *, apart: bool) -> None:
        """Take a token; whether it stands `apart` is whether a blank line is before it."""
        if kind == "comment":
            self._comment(text[1:].removesuffix("}") if text[0] == "{" else text[1:], new=self.ended and apart and not self.number)
        elif kind == "nag" and not self.number and (move := self._last_move):
            move.say("nags", text)
        elif kind == "move":
            self._move(text)
        else:
            self._take_other(kind, text)

    def _take_other(self, kind: str, text: str) -> None:
        if kind in {"tag", "bracket", "escape"}:
            self._own_line(kind, text)
        elif kind == "number":
            self._play(new=self.ended)
            self.number, self.started = text, True
        elif kind == "result":
            self._add("result", value=text)
            self.started, self.ended = True, self.ended or len(self.stack) == 1
        elif kind == "open" and len(self.stack) <= MAX_VARIATIONS:
            play, move = self._play(new=self.ended), self._last_move
            ply = move.fields["ply"] if move else play.ply
            self.stack.append(_Node("variation", self.line, ply=ply if isinstance(ply, int) else 1))
            self.started = True
        elif kind == "close" and len(self.stack) > 1:
            self._attach(self.stack.pop())
        else:
            self._word({"unclosed": " ", "stray": ""}[kind].join(text.split()) if kind in {"unclosed", "stray"} else text)

    def _play(self, *, new: bool = False) -> _Node:
        """The line of play that is open, of another game where a `new` one begins."""
        if new:
            self.end_game()
        if not self.stack:
            self.stack = [_Node("game", self.line)]
        return self.stack[-1]

    @property
    def _last_move(self) -> _Node | None:
        """The move that what comes next belongs to."""
        below = self.stack[-1].below if self.stack else []
        return below[-1] if below and below[-1].kind == "move" else None

    def _add(self, kind: str, **fields: Value) -> None:
        self._play().below.append(_Node(kind, self.line, fields))

    def _attach(self, node: _Node) -> None:
        """Put it below the last move, where there is one."""
        (self._last_move or self._play()).below.append(node)

    def end_game(self) -> None:
        """Shut what is open; a bracket that is never closed is a word."""
        while len(self.stack) > 1:
            open_ended = self.stack.pop()
            self.stack[-1].below += [_Node(UNREADABLE, open_ended.line, {"text": "("}), *open_ended.below]
        self.found += self.stack
        self.stack, self.started, self.ended = [], False, False

    def _own_line(self, kind: str, text: str) -> None:
        self._play(new=self.started and _TAG_LIKE.match(text) is not None)
        if kind == "tag" and (tag := _TAG.fullmatch(text)):
            self._add("header", name=tag[1], value=re.sub(r"\\([\"\\])", r"\1", tag[2]))
        elif kind == "escape":
            self._add("escape", text=text[1:].strip())
        else:
            self._add(UNREADABLE, text=text.rstrip())

    def _comment(self, text: str, *, new: bool) -> None:
        self._play(new=new)
        if (move := self._last_move) and not move.below:
            move.comment(text)
        else:
            self._attach(_Node("comment", self.line, {"text": " ".join(text.split())}))

    def _move(self, text: str) -> None:
        play = self._play(new=self.ended)
        found = _MOVE.fullmatch(text)
        assert found
        ply = play.ply
        if self.number:
            count, dots = int(re.split(r"\D", self.number)[0]), self.number.count(".") + 3 * self.number.count("…")
            black = dots > 1 or (not dots and ply % 2 == 0)
            ply, self.number = 2 * count - (not black), ""
        play.ply, self.started = ply + 1, True
        self._add("move", ply=ply, san=found[1], **({"check": found[2]} if found[2] else {}))
        if found[3]:
            play.below[-1].say("nags", found[3])

    def _word(self, text: str) -> None:
        below = self._play().below
        self.started = True
        if not below or below[-1].kind != UNREADABLE or not below[-1].said:
            self._add(UNREADABLE)
        below[-1].say("text", text)
