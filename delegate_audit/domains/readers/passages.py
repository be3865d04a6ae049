"""Documents that are mostly prose: marked lines by a grammar, what reaches over several lines as one, the rest paragraphs of sentences.

What a line or a paragraph is, is decided on its text with single blanks, so that wrapping it otherwise changes nothing.
What is never closed ends with its block of lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from delegate_audit.core.element import MAX_DEPTH, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, Kind, Text
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.prose import level_at, sentence_elements, unwrapped


def _full_lines(value: Value) -> Value:
    return "\n".join(line for line in value.split("\n") if line.strip()) if isinstance(value, str) else value


BODY = Exact(_full_lines)
"""The type of code and the like: kept to the letter, but for the number of blank lines."""

PARAGRAPH = Kind("paragraph", weight=0.1)
SENTENCE = Kind("sentence", {"text": Text()})

SAID = "said"
"""What a rule calls prose that begins in the marked line itself: a paragraph below the element, which then has `inline`."""

NESTED = "  "
_ROOM = MAX_DEPTH - 4


def properties(kind: str, name: str) -> tuple[Rule, Rule]:
    """Rules for a leading kind with a `name` and a `value` of one line or several, as in YAML or on a title page."""
    return Rule(kind, rf"{{name:{name}}}:{{value:\n.*}}"), Rule(kind, rf"{{name:{name}}}:[ {{value:*}}]")


@dataclass(frozen=True)
class Passages:
    """How a domain's text is put together.

    `spans`: patterns of what begins with a line and what it ends with, `{0}` and `{1}` being the groups of the first. `levels`:
    kinds that hold what follows, until a kind of the same or a lower level comes. `ends`: kinds that hold what follows until an
    element of the kind given comes that has the same `name`. `opens`: kinds that begin a block of several lines and hold the rest
    of it. `leading`: kinds that only stand at the beginning of what holds them, with one other between them at most. `runs`: kinds
    whose text may go on in the next line. `tight`: kinds, several in a string, with no blank line between them. `prose`: what a
    paragraph is called in a holder. A field `level` counts by how far the line is indented. `keeps_gaps`: all lines between two
    blank ones are one paragraph, and what no blank line parts from what is above has the field `close`;
    `ends_line` is a pattern of what must stay the end of its line.
    """

    grammar: Grammar
    spans: Sequence[tuple[str, str]] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    ends: Mapping[str, str] = field(default_factory=dict)
    opens: Collection[str] = ()
    leading: Collection[str] = ()
    runs: Collection[str] = ()
    tight: Sequence[str] = ()
    prose: Mapping[str, str] = field(default_factory=dict)
    keeps_gaps: bool = False
    ends_line: str = ""

    def read(self, text: str, _filename: str) -> tuple[Element, ...]:
        """The elements, nested."""
        reader = _Reader(self)
        for lines, number, is_span in self._units([line.rstrip() for line in lines_of(text.replace("\ufeff", ""))]):
            reader.unit(lines, number, is_span=is_span)
        return reader.finish()

    def write(self, elements: tuple[Element, ...]) -> str:
        """Paragraphs on one line, a blank line between all but what stands close together."""
        text, before = "", ""
        for kind, piece in (piece for element in elements for piece in self._written(element)):
            close = kind.startswith("+") or any({before, kind} <= set(group.split()) for group in self.tight)
            text += ("\n" if close else "\n\n") + piece if text else piece
            before = kind.lstrip("+")
        return f"{text}\n" if text else ""

    def _written(self, element: Element) -> Iterator[tuple[str, str]]:
        """The kinds and texts of an element and all in it; a plus is before the kind of what stays close to the one before."""
        fields, children, kind = dict(element.fields), element.children, element.kind
        close = "+" if fields.pop("close", None) else ""
        if kind == UNREADABLE:
            yield kind, str(fields.get("text", ""))
            return
        if kind in {"paragraph", *self.prose.values()}:
            if text := " ".join(str(child.fields.get("text", "")) for child in children):
                yield close + kind, text
            return
        if fields.pop("inline", None) and children and (found := dict(self._written(children[0]))):
            fields[SAID], children = found[children[0].kind], children[1:]
        level = fields.pop("level", 0) if self.is_nested(kind) else 0
        if text := self.grammar.text(kind, fields):
            yield close + kind, NESTED * (level if isinstance(level, int) else 0) + text
        for child in children:
            named = child.having(name=fields.get("name")) if child.kind == self.ends.get(kind) else child
            for below, text in self._written(named):
                yield ("+" if kind in self.opens else "") + below, text
        if kind in self.ends and self.ends[kind] not in {child.kind for child in children[-1:]}:
            yield f"+{self.ends[kind]}", self.grammar.text(self.ends[kind], {"name": fields.get("name")})

    def is_ended(self, line: str) -> bool:
        """Whether the next line must not be joined to this one."""
        return bool(self.ends_line) and re.search(self.ends_line, line) is not None

    def holds(self, kind: str) -> bool:
        """Whether elements of the kind hold what follows."""
        return kind in self.levels or kind in self.opens or kind in self.ends

    def is_nested(self, kind: str) -> bool:
        """Whether elements of the kind count how far they are indented."""
        return any(kind == known.name and "level" in known.fields for known in self.grammar.kinds)

    @cached_property
    def grammars(self) -> dict[tuple[bool, bool], Grammar]:
        """The rules that count, by whether leading kinds may come and whether a block of several lines begins."""
        return {
            (leads, opens): replace(
                self.grammar,
                rules=[r for r in self.grammar.rules if (leads or r.kind not in self.leading) and (opens or r.kind not in self.opens)],
            )
            for leads in (False, True)
            for opens in (False, True)
        }

    @cached_property
    def _spans(self) -> list[tuple[re.Pattern[str], str]]:
        return [(re.compile(opener), closer) for opener, closer in self.spans]

    def _units(self, lines: list[str]) -> Iterator[tuple[list[str], int, bool]]:
        """Blocks of lines and what reaches over blank ones, each with the number of its first line."""
        start, at, lost = 0, 0, set[str]()
        while at < len(lines):
            end = self._span_end(lines, at, lost)
            if lines[at].strip() and not end:
                at += 1
                continue
            if at > start:
                yield lines[start:at], start + 1, False
            if end:
                yield lines[at:end], at + 1, True
            start = at = end or at + 1
        if at > start:
            yield lines[start:at], start + 1, False

    def _span_end(self, lines: list[str], start: int, lost: set[str]) -> int:
        """Where what begins with a line is over; 0 where nothing does. `lost` are ends that do not come any more."""
        first = lines[start].lstrip()
        for opener, end in self._spans:
            if not (found := opener.match(first)):
                continue
            groups = [re.escape(group or "") for group in (found[0], *found.groups())]
            spelt = end
            for k, group in enumerate(groups):
                spelt = spelt.replace(f"{{{k}}}", group)
            closer = re.compile(spelt)
            if closer.search(first, found.end()):
                return start + 1
            for k in range(start + 1, len(lines) if spelt not in lost else 0):
                other = opener.match(lines[k].lstrip())
                if closer.search(lines[k]) and not (other and closer.search(lines[k].lstrip(), other.end())):
                    return k + 1
                if other:
                    break
            else:
                lost.add(spelt)
            return next((k for k in range(start, len(lines)) if not lines[k]), len(lines))
        return 0


@dataclass(slots=True)
class _Open:
    kind: str
    fields: dict[str, Value]
    line: int
    children: list[Element] = field(default_factory=list)


class _Reader:
    """Takes blocks and spans one after the other."""

    def __init__(self, form: Passages) -> None:
        self.form, self.stack, self.columns = form, [_Open("", {}, 0)], list[int]()
        self.fresh = self.after = 0
        self.asked: tuple[object, tuple[str, dict[str, Value]] | None] = ((), None)

    def unit(self, lines: list[str], number: int, *, is_span: bool) -> None:
        self.fresh, self.after = 0 if number == self.after else number, number + len(lines)
        (self.span if is_span else self.block)(lines, number)

    def span(self, lines: list[str], number: int) -> None:
        text = "\n".join([lines[0].lstrip(), *lines[1:]])
        parsed = self.form.grammars[self._leads, False].parse(text)
        self._add(parsed[0].kind if parsed else UNREADABLE, parsed[1] if parsed else {"text": text}, number, lines[0])

    def block(self, lines: list[str], number: int) -> None:
        start = 0
        while start < len(lines):
            found = self._parsed(lines[start], opens=start == 0 < len(lines) - 1)
            end = start + 1
            while end < len(lines) and not self.form.is_ended(lines[end - 1]) and self._goes_on(lines[end], found):
                end += 1
            if found is None:
                self._prose(lines[start:end], number + start)
            else:
                kind, fields = (found if end == start + 1 else None) or self._parsed(*lines[start:end]) or found
                self._add(kind, fields, number + start, lines[start])
            start = end
        if self.stack[-1].kind in self.form.opens:
            self._shut()

    def _goes_on(self, line: str, above: tuple[str, dict[str, Value]] | None) -> bool:
        """Whether a line belongs to what is above it; a number other than 1 may be the end of a sentence."""
        if above is not None and above[0] in self.form.leading:
            return line[0].isspace()
        found = self._parsed(line) if above is None or above[0] in self.form.runs else above
        number = found[1].get("number") if found and above is None else None
        return found is None or (isinstance(number, int) and number != 1)

    def _parsed(self, line: str, *below: str, opens: bool = False) -> tuple[str, dict[str, Value]] | None:
        """What a line is; the indented ones below it stay lines where it is of a leading kind."""
        plain, leads = " ".join(line.split()), self._leads
        if below:
            found = self._known("\n".join([plain, *below]), leads, opens)
            if found and found[0] in self.form.leading:
                return found
            plain = " ".join([plain, *" ".join(below).split()])
        return self._known(plain, leads, opens)

    def _known(self, text: str, leads: bool, opens: bool) -> tuple[str, dict[str, Value]] | None:
        """What a text is; a paragraph is asked about again as one of its lines, and as a whole."""
        asked = (text, leads, opens)
        if self.asked[0] != asked:
            parsed = self.form.grammars[leads, opens].parse(text)
            self.asked = asked, (parsed[0].kind, parsed[1]) if parsed else None
        return self.asked[1]

    @property
    def _leads(self) -> bool:
        """Whether leading kinds may come."""
        children = self.stack[-1].children
        return len(children) < 2 or any(child.kind in self.form.leading for child in children[-2:])

    def _prose(self, lines: list[str], number: int) -> None:
        for part, offset in self._parts(lines):
            if found := self._parsed(part):
                self._add(*found, number + offset, part)
            else:
                self.stack[-1].children.append(self._paragraph(part, number + offset, self.stack[-1].kind))

    def _parts(self, lines: list[str]) -> list[tuple[str, int]]:
        """The paragraphs in lines of prose, each with the offset of its first line."""
        whole = "\n".join(lines)
        is_one = self.form.keeps_gaps or self.stack[-1].kind in self.form.opens or self._parsed(whole)
        return [(whole, 0)] if is_one else unwrapped(lines)

    def _paragraph(self, text: str, line: int, within: str) -> Element:
        names = self.form.prose
        return Element(names.get(within, names.get("", "paragraph")), self._placed({}, line), sentence_elements(text, line), line)

    def _placed(self, fields: dict[str, Value], line: int) -> dict[str, Value]:
        return {**fields, "close": True} if self.form.keeps_gaps and line != self.fresh else fields

    def _add(self, kind: str, fields: dict[str, Value], line: int, raw: str) -> None:
        form, said = self.form, fields.get(SAID)
        fields = self._placed({name: value for name, value in fields.items() if name != SAID}, line)
        if kind in form.ends.values():
            if not self._end(kind, fields, line):
                self.stack[-1].children.append(Element(UNREADABLE, {"text": " ".join(raw.split())}, line=line))
            return
        self._make_room(form.levels.get(kind))
        if form.is_nested(kind):
            fields["level"] = level_at(len(raw[: len(raw) - len(raw.lstrip())].expandtabs(4)), self.columns)
        if form.holds(kind) and self.stack[-1].kind in form.opens:
            self._shut()
        children: list[Element] = []
        if isinstance(said, str):
            fields["inline"], children = True, [self._paragraph(said, line, kind)]
        if form.holds(kind) and len(self.stack) < _ROOM:
            self.columns.clear()
            self.stack.append(_Open(kind, fields, line, children))
        else:
            self.stack[-1].children.append(Element(kind, fields, tuple(children), line))

    def _make_room(self, level: int | None) -> None:
        levels = self.form.levels
        first = next((k for k, node in enumerate(self.stack) if level is not None and levels.get(node.kind, -1) >= level), len(self.stack))
        while len(self.stack) > first:
            self._shut(given_up=self.stack[-1].kind in self.form.ends)

    def _end(self, kind: str, fields: dict[str, Value], line: int) -> bool:
        """Whether the line ends something that is open; what is open within that was never ended."""
        ends, name = self.form.ends, fields.get("name")
        first = next((k for k, node in enumerate(self.stack) if node.kind in ends and node.fields.get("name") == name), 0)
        while first and len(self.stack) > first + 1:
            self._shut(given_up=self.stack[-1].kind in ends)
        if first:
            kept = {field: value for field, value in fields.items() if field != "name"}
            self.stack[-1].children.append(Element(kind, kept, line=line))
            self._shut()
        return first > 0

    def _shut(self, *, given_up: bool = False) -> None:
        node = self.stack.pop()
        above = self.stack[-1].children
        if given_up:
            above.append(Element(UNREADABLE, {"text": self.form.grammar.text(node.kind, node.fields)}, line=node.line))
            above.extend(node.children)
        elif node.kind in self.form.opens and not node.children:
            text = self.form.grammar.text(node.kind, node.fields)
            found = self._known(text, self._leads, False)
            above.append(Element(*found, line=node.line) if found else self._paragraph(text, node.line, self.stack[-1].kind))
        else:
            above.append(Element(node.kind, node.fields, tuple(node.children), node.line))

    def finish(self) -> tuple[Element, ...]:
        while len(self.stack) > 1:
            self._shut(given_up=self.stack[-1].kind in self.form.ends)
        return tuple(self.stack[0].children)
