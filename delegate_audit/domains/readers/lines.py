"""Formats in which a line is an element: a grammar for the lines, and which of them hold the lines that follow.

A line that no rule fits is unreadable by itself. A line that opens something never closed is unreadable too, and what
it should have held stands where it stood; so is one that closes what was never opened. Then the file is marked as rejected.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from delegate_audit.core.element import MAX_DEPTH, REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.domains.readers.folding import Folding
from delegate_audit.domains.readers.grammar import Grammar
from delegate_audit.domains.readers.leaves import Leaf, Leaves
from delegate_audit.domains.readers.values import whole

_ROOM = MAX_DEPTH - 4
_BLANKS = re.compile(r"\n{3,}")
_PLACE = re.compile(r"\{(\w+)\}")
_NAMED = re.compile(r" \{\w+\}\Z")


@dataclass(frozen=True)
class Lines:
    r"""How a domain's lines are put together.

    `levels`: kinds that hold what follows, until a kind of the same or a lower level comes; `depth`: the field in which
    lines say their level themselves, 0 for the top; an element keeps it where it is not the one next to its parent's.
    `ends`: kinds that hold what follows until a line says so, with the pattern of that line, in any case (its fields are
    the opening line's); with a level too, what should have come before the next of that level. `leaves`: which lines are
    fields of what holds them. `wrap`: what joins a line to the next one at its end; `fold`: what a line begins with that
    goes on with the one before. Both are line breaks within a field, written with `folded` before the line; with a
    `width` they are nothing at all, and lines are folded anew at so many bytes. `indent`: blanks before what an element
    holds. `keep_indent`: white space before a line is part of it. `apart`: kinds with a blank line before them, `set_off`: with
    one behind their own line too. `end`:
    what ends a line instead of the line break, in any case; `escape`: what takes that meaning from it.
    """

    grammar: Grammar
    levels: Mapping[str, int] = field(default_factory=dict)
    ends: Mapping[str, str] = field(default_factory=dict)
    wrap: str = ""
    fold: re.Pattern[str] | None = None
    folded: str = " "
    indent: str = ""
    keep_indent: bool = False
    depth: str = ""
    leaves: Leaves | None = None
    width: int = 0
    end: str = ""
    escape: str = ""
    apart: Collection[str] = ()
    alone: Collection[str] = ()
    set_off: Collection[str] = ()

    def read(self, text: str, _filename: str) -> tuple[Element, ...]:
        """The elements; before them, where an opened or closed part has no counterpart, the mark that says so."""
        return self.assembled(self._folding.logical(text))

    def assembled(self, lines: Iterable[tuple[str, int]]) -> tuple[Element, ...]:
        """The elements of lines that are already put together, each with the number of the first."""
        reader = _Reader(self)
        for line, number in lines:
            if line:
                reader.take(line, number)
        found = reader.finish()
        return (*reader.refusals[:1], *found)

    def write(self, elements: tuple[Element, ...]) -> str:
        """A line for every element, and those that end what they opened."""
        lines = [line for element in elements for line in self._written(element, "", 0)]
        text = "\n".join(lines).lstrip("\n") + "\n" if lines else ""
        return _BLANKS.sub("\n\n", text).rstrip("\n") + "\n" if self.set_off else text

    def _written(self, element: Element, indent: str, depth: int) -> Iterator[str]:
        if element.kind == REJECTED:
            return
        if element.kind in self.apart or element.kind in self.set_off:
            yield ""
        fields = self.leaves.own(element.fields) if self.leaves else element.fields
        depth = level if isinstance(level := fields.get(self.depth), int) else depth
        fields = {**fields, self.depth: depth} if self.depth else fields
        text = str(fields.get("text", "")) if element.kind == UNREADABLE else self.grammar.text(element.kind, fields)
        if self.fold and self.fold.match(text):
            yield ""
        yield indent + self._folding.physical(text, indent)
        if element.kind in self.set_off:
            yield ""
        if self.leaves and element.kind in self.holders:
            for leaf in self.leaves.written(element.fields):
                within, stated = indent + self.indent, {**leaf, self.depth: depth + 1} if self.depth else leaf
                yield within + self._folding.physical(self.grammar.text(self.leaves.kind, stated), within)
        for child in element.children:
            yield from self._written(child, indent + self.indent, depth + 1)
        for end in self.ends_of(element.kind, element.fields)[:1]:
            yield indent + self._folding.physical(end, indent)

    def ends_of(self, kind: str, fields: Mapping[str, Value]) -> list[str]:
        """The lines that may end an element, the one that is written first; a name after a blank may be left out."""
        if kind not in self.ends:
            return []
        end = self.ends[kind]
        written = _PLACE.sub(lambda found: str(fields.get(found[1]) or ""), end).rstrip()
        return [written, _NAMED.sub("", end)] if _NAMED.search(end) else [written]

    @cached_property
    def _folding(self) -> Folding:
        return Folding(self.wrap, self.fold, self.folded, self.width, self.keep_indent, self.end, self.escape)

    @cached_property
    def holders(self) -> frozenset[str]:
        """The kinds that hold what follows them."""
        every = (kind.name for kind in self.grammar.kinds) if self.depth else ()
        return frozenset({*self.levels, *self.ends, *every}.difference(self.alone))

    @cached_property
    def closing(self) -> re.Pattern[str]:
        """Any line that ends something."""
        patterns = []
        for end in self.ends.values():
            pieces = [re.escape(piece).replace("\\ ", r"\s+") for piece in _PLACE.split(end)[::2]]
            patterns += [r"\S.*?".join(pieces), *([re.escape(_NAMED.sub("", end))] if _NAMED.search(end) else [])]
        return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    kind: str
    fields: dict[str, Value]
    line: int
    text: str
    level: int
    ends: frozenset[str] = frozenset()
    children: list[Element | Leaf] = field(default_factory=list)
    holds: bool = False


class _Reader:
    """Takes the lines one after the other."""

    def __init__(self, form: Lines) -> None:
        self.form, self.stack, self.number = form, [_Open("", {}, 0, "", -1)], 0
        self.refusals: list[Element] = []
        self.awaited: Counter[str] = Counter()

    def take(self, line: str, number: int) -> None:
        self.number = number
        if self.form.ends and self.form.closing.fullmatch(line):
            if not self._close(_plain(line)):
                self.refusals.append(rejected("something is closed that was never opened", number))
                self._add(Element(UNREADABLE, {"text": line}, line=number))
            return
        parsed = self.form.grammar.parse(line)
        if parsed is None or not self._makes_room(parsed[0].kind, parsed[1]):
            self._add(Element(UNREADABLE, {"text": line}, line=number))
            return
        kind, fields = parsed[0].kind, parsed[1]
        top, is_leaf = self.stack[-1], self.form.leaves is not None and kind == self.form.leaves.kind
        if is_leaf and not top.holds and not (self.form.depth and (self.form.depth in fields or not top.kind)):
            top.children.append(Leaf(fields, number))
        elif kind in self.form.holders:
            self._open(kind, fields, number, line)
        else:
            self._add(Element(kind, fields, line=number))

    def finish(self) -> tuple[Element, ...]:
        while len(self.stack) > 1:
            self._shut(given_up=self.stack[-1].kind in self.form.ends)
        return tuple(self._apart(self.stack[0]))

    def _makes_room(self, kind: str, fields: dict[str, Value]) -> bool:
        """Shut what an element of that kind ends by its level; False where there is no place for it."""
        form, level = self.form, whole(str(fields.pop(self.form.depth, "")))
        if form.depth:
            if level is None:
                return False
            while self.stack[-1].level >= level >= 0:
                self._shut()
            if level != self.stack[-1].level + 1:
                fields[form.depth] = level
        while (own := form.levels.get(kind)) is not None and form.levels.get(self.stack[-1].kind, -1) >= own:
            self._shut(given_up=self.stack[-1].kind in form.ends)
        return len(self.stack) < _ROOM or kind not in form.holders

    def _open(self, kind: str, fields: dict[str, Value], number: int, line: str) -> None:
        ends = frozenset(map(_plain, self.form.ends_of(kind, fields)))
        self.awaited.update(ends)
        self.stack[-1].holds = True
        level = fields.get(self.form.depth, self.stack[-1].level + 1)
        self.stack.append(_Open(kind, fields, number, line, level if isinstance(level, int) else 0, ends))

    def _close(self, plain: str) -> bool:
        """Whether the line ends something that is open; what is open within that is closed too, or was never ended."""
        if not self.awaited[plain]:
            return False
        while plain not in self.stack[-1].ends:
            self._shut(given_up=self.stack[-1].kind in self.form.ends)
        self._shut()
        return True

    def _shut(self, *, given_up: bool = False) -> None:
        node = self.stack.pop()
        self.awaited.subtract(node.ends)
        if given_up:
            self.refusals.append(rejected("something that was opened is never closed", self.number))
            self._add(Element(UNREADABLE, {"text": node.text}, line=node.line))
            self.stack[-1].children.extend(self._apart(node))
        else:
            leaves = self.form.leaves
            children = leaves.joined(node.kind, node.fields, node.children) if leaves else self._apart(node)
            self._add(Element(node.kind, node.fields, tuple(children), node.line))

    def _apart(self, node: _Open) -> list[Element]:
        """What an element holds, none of it as its fields."""
        kind = self.form.leaves.kind if self.form.leaves else ""
        return [Element(kind, child.fields, line=child.line) if isinstance(child, Leaf) else child for child in node.children]

    def _add(self, element: Element) -> None:
        self.stack[-1].children.append(element)


def _plain(line: str) -> str:
    return " ".join(line.split()).casefold()
