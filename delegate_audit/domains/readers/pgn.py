"""Portable Game Notation, token by token: tags, moves, comments with their commands, variations, results.

A move's number is taken at its word, so a wrong one shows; what is no token of the format is kept as unreadable words,
and a bracket that is never closed costs itself, not what follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal

from delegate_audit.core.element import UNREADABLE, Element, Value

MAX_VARIATIONS = 90
"""How deeply variations may be nested; the bracket of a deeper one is an unreadable word."""

_SAN = r"[O0]-[O0](?:-[O0])?|[KQRBNP]?@[a-h][1-8]|[KQRBN]?[a-h]?[1-8]?[x:]?[a-h][1-8](?:=?[QRBN]|\([QRBN]\)|/[QRBN])?|--|Z0"
_TOKEN = re.compile(
    r"""(?P<tag>\[[ \t]*\w+[ \t]+"(?:[^"\\\n]|\\.)*"[ \t]*\])|(?P<bracket>\[[^\]\n]*\]?)|(?P<escape>(?<![^\n])%[^\n]*)"""
    r"""|(?P<brace>\{)|(?P<semicolon>;[^\n]*)|(?P<open>\()|(?P<close>\))|(?P<nag>\$\d{1,3}|[!?]{1,2})"""
    r"""|(?P<result>(?:1-0|0-1|1/2-1/2|\*)(?=[\s(){};\[$]|$))|(?P<number>\d{1,5}\s*[.…](?:\s*[.…])*|\d{1,5}(?=[\s(){};\[]|$))"""
    rf"""|(?P<move>(?:{_SAN})(?:\+\+?|\#)?(?:[!?]{{1,2}})?(?=[\s(){{}};\[$]|$))|(?P<word>[^\s(){{}};\[]+|\}})""",
    re.MULTILINE | re.ASCII,
)
_TAG = re.compile(r'\[[ \t]*(\w+)[ \t]+"(.*)"[ \t]*\]')
_MOVE = re.compile(rf"({_SAN})(\+\+?|#)?([!?]{{1,2}})?")
_TAG_LIKE = re.compile(r'\[[ \t]*\w+[ \t]+"')
_TAG_LINE = re.compile(r'(?<=\n)\[[ \t]*\w+[ \t]+"')
_COMMAND = re.compile(r"(?<![^\s\]])\[%(\w+) ([^\[\]{} ](?:[^\[\]{}]|\[(?!%))*?) ?\]")
_EVAL = re.compile(r"[+-]?\d{1,6}(?:\.\d{1,6})?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d):([0-5]\d(?:\.\d{1,3})?)", re.ASCII)


@dataclass(eq=False)
class _Move:
    """A move while what belongs to it is still being read."""

    fields: dict[str, Value]
    line: int
    below: list[Element] = field(default_factory=list)
    nags: list[str] = field(default_factory=list)
    evaluation: Value = None
    clock_s: Value = None
    commands: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def add_comment(self, text: str) -> None:
        """Take in a comment: the commands in it by their names, the words behind those there are."""
        words = " ".join(text.split())
        for name, value in _COMMAND.findall(words):
            if name == "eval" and self.evaluation is None:
                self.evaluation = Decimal(value) if _EVAL.fullmatch(value) else value
            elif name == "clk" and self.clock_s is None:
                self.clock_s = _seconds(value)
            else:
                self.commands.append(f"{name} {value}")
        rest = " ".join(_COMMAND.sub(" ", words).split())
        if rest or not _COMMAND.search(words):
            self.comments.append(rest)

    def element(self) -> Element:
        """The move as it was read."""
        remarks = {"nags": tuple(self.nags), "eval": self.evaluation, "clock_s": self.clock_s, "commands": tuple(self.commands)}
        fields = {**self.fields, **{name: value for name, value in remarks.items() if value not in {None, ()}}}
        if self.comments:
            fields["comment"] = " ".join(filter(None, self.comments))
        return Element("move", fields, tuple(self.below), self.line)


def _seconds(text: str) -> Value:
    parts = _CLOCK.fullmatch(text)
    if parts is None:
        return text
    return int(parts[1]) * 3600 + int(parts[2]) * 60 + (Decimal(parts[3]) if "." in parts[3] else int(parts[3]))


@dataclass(eq=False)
class _Words:
    """Words without meaning, one after the other."""

    words: list[str]
    line: int

    def element(self) -> Element:
        """All of them as one unreadable element."""
        return _unread(" ".join(self.words), self.line)


@dataclass(eq=False)
class _Line:
    """A line of play, the game's own or a variation's; `ply` is the next half-move, counted from 1."""

    ply: int
    line: int
    items: list[_Move | _Words | Element] = field(default_factory=list)

    @property
    def last(self) -> _Move | None:
        """The move that what comes next belongs to."""
        return self.items[-1] if self.items and isinstance(self.items[-1], _Move) else None

    def elements(self) -> tuple[Element, ...]:
        """What was read, in order."""
        return tuple(item if isinstance(item, Element) else item.element() for item in self.items)


def games(text: str) -> tuple[Element, ...]:
    """The games of a text whose lines end in line feeds."""
    return _Reader(text).games()


class _Reader:
    """Reads token by token; `stack` holds the game's line of play and the variations that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Line] = []
        self.found: list[Element] = []
        self.number: re.Match[str] | None = None
        self.held: list[tuple[str, int]] = []
        self.started = self.ended = self.apart = False
        self.too_deep = 0
        self.line = 1

    def games(self) -> tuple[Element, ...]:
        """All games of the text."""
        position = counted = 0
        tags = [match.start() for match in _TAG_LINE.finditer(self.text)]
        braces = [match.start() for match in re.finditer(r"\}", self.text)]
        while token := _TOKEN.search(self.text, position):
            self.line += self.text.count("\n", counted, token.start())
            self.apart = self.text.count("\n", position, token.start()) > 1
            position, counted = token.end(), token.start()
            kind = token.lastgroup or "word"
            if kind == "brace":
                close = bisect_left(braces, position)
                end = min([*braces[close : close + 1], *tags[(tag := bisect_left(tags, position)) : tag + 1]], default=len(self.text))
                inside, position = self.text[position:end], end
                if self.text[end : end + 1] == "}":
                    self._comment(inside)
                    position += 1
                else:
                    self._open_brace(inside)
            else:
                self._take(kind, token)
        self._end_game()
        return tuple(self.found)

    def _take(self, kind: str, token: re.Match[str]) -> None:
        text = token.group()
        if kind in {"tag", "bracket", "escape"}:
            self._own_line(kind, text)
        elif kind == "semicolon":
            self._comment(text[1:])
        elif kind == "move":
            self._move(text)
        elif kind == "number":
            self._drop_number()
            self._game(new=self.ended)
            self.number, self.started = token, True
        elif kind == "result":
            self._drop_number()
            self._game().items.append(Element("result", {"value": text}, line=self.line))
            self.started, self.ended = True, self.ended or len(self.stack) == 1
        elif kind == "nag" and not self.number and (move := self.stack[-1].last if self.stack else None):
            move.nags.append(text)
        elif kind == "open" and len(self.stack) <= MAX_VARIATIONS:
            self._open()
        elif kind == "close" and len(self.stack) > 1 and not self.too_deep:
            self._close()
        else:
            self.too_deep += (kind == "open") - (kind == "close" and self.too_deep > 0)
            self._word(text)

    def _game(self, *, new: bool = False) -> _Line:
        """The line of play that is open, of another game where a `new` one begins."""
        if new:
            self._end_game()
        if not self.stack:
            self.stack = [_Line(1, self.line)]
        return self.stack[-1]

    def _end_game(self) -> None:
        self._drop_number()
        while len(self.stack) > 1:
            open_ended = self.stack.pop()
            self.stack[-1].items.append(_unread("(", open_ended.line))
            self.stack[-1].items.extend(open_ended.items)
        if self.stack:
            self.found.append(Element("game", {}, self.stack[0].elements(), self.stack[0].line))
        self.stack, self.started, self.ended, self.too_deep = [], False, False, 0

    def _own_line(self, kind: str, text: str) -> None:
        self._drop_number()
        tag = _TAG.fullmatch(text) if kind == "tag" else None
        items = self._game(new=self.started and bool(_TAG_LIKE.match(text))).items
        if tag:
            value = re.sub(r"\\([\"\\])", r"\1", tag[2])
            items.append(Element("header", {"name": tag[1], "value": value}, line=self.line))
        elif kind == "escape":
            items.append(Element("escape", {"text": text[1:].strip()}, line=self.line))
        else:
            items.append(_unread(text.rstrip(), self.line))

    def _comment(self, text: str, line: int = 0) -> None:
        play = self._game(new=self.ended and self.apart and not self.number)
        if self.number:
            self.held.append((text, self.line))
        elif (move := play.last) and not move.below:
            move.add_comment(text)
        else:
            comment = Element("comment", {"text": " ".join(text.split())}, line=line or self.line)
            (move.below if move else play.items).append(comment)

    def _release(self) -> None:
        """Put the comments between a move number and what follows it behind what follows it."""
        held, self.held = self.held, []
        for text, line in held:
            self._comment(text, line)

    def _move(self, text: str) -> None:
        play = self._game(new=self.ended)
        found = _MOVE.fullmatch(text)
        assert found
        ply = play.ply
        if self.number:
            count, dots = int(re.split(r"\D", self.number.group())[0]), self.number.group().count(".") + 3 * self.number.group().count("…")
            black = dots > 1 or (not dots and ply % 2 == 0)
            ply, self.number = 2 * count - (not black), None
        play.ply, self.started = ply + 1, True
        fields: dict[str, Value] = {"ply": ply, "san": found[1]}
        if found[2]:
            fields["check"] = found[2]
        play.items.append(_Move(fields, self.line, nags=[found[3]] if found[3] else []))
        self._release()

    def _open(self) -> None:
        self._drop_number()
        play = self._game(new=self.ended)
        ply = play.last.fields["ply"] if play.last else play.ply
        self.stack.append(_Line(ply if isinstance(ply, int) else 1, self.line))
        self.started = True

    def _close(self) -> None:
        self._drop_number()
        inner = self.stack.pop()
        variation = Element("variation", {}, inner.elements(), inner.line)
        move = self.stack[-1].last
        (move.below if move else self.stack[-1].items).append(variation)

    def _drop_number(self) -> None:
        """A move number that no move follows is a word without meaning."""
        if self.number:
            text, self.number = re.sub(r"\s", "", self.number.group()), None
            self._word(text)
            self._release()

    def _open_brace(self, text: str) -> None:
        """A comment that is never closed: unreadable up to the next game."""
        self._drop_number()
        self._game().items.append(_unread(" ".join(f"{{{text}".split()), self.line))
        self.started = True

    def _word(self, text: str) -> None:
        self._drop_number()
        items = self._game().items
        self.started = True
        if items and isinstance(items[-1], _Words):
            items[-1].words.append(text)
        else:
            items.append(_Words([text], self.line))


def _unread(text: str, line: int) -> Element:
    return Element(UNREADABLE, {"text": text}, line=line)
