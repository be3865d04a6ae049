"""Formats of statements and blocks in brackets: a grammar for statements and for the heads of blocks, with the comments between.

White space within a statement is layout. A comment at the end of a statement's line is its `note`; one inside a statement stands
before it. A strong bracket without its partner is unreadable by itself, what it held stands where it stood, and the file is marked
rejected; any other is part of its statement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value, rejected
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.brackets import Token
from delegate_audit.domains.readers.data import REJECTED_LINE, UNREADABLE_LINE
from delegate_audit.domains.readers.grammar import Grammar
from delegate_audit.domains.readers.statements_reader import Reader

_EQUALS = re.compile(r"(?<=\S) =(?= |\Z)")
_EXTRA = frozenset({"note", "tail"})
_PLAIN, _QUOTES = ".=+*%&|^!~>@", "\"'`/"


@dataclass(frozen=True)
class Block:
    r"""What a bracket holds: elements of these `kinds` have their head before the `opener` and their children behind it.

    `end` holds the characters any of which ends a statement inside (a comma only parts them, a line break is not written),
    the outer ones if it is None; empty: only the closer does. Without a `closer` the block ends with the statement or the
    block that it is in, or where another such begins. `where`: a pattern of what must follow the opener. `held`: a pattern of
    heads for which the bracket is only a part of the statement. An `outermost` one lies in no other. A `strong` one is always
    a block, readable or not. `tails`: whether there may be text between the closer and the end of the statement (field
    `tail`). `holds`: the only kinds of statements inside, which are found in no other blocks. `width`: up to how many
    characters it is written on one line; `space`: a blank before the opener; `hugs`: a single child without a head begins on
    the opener's line.
    """

    kinds: tuple[str, ...]
    opener: str = "{"
    closer: str = "}"
    end: str | None = None
    where: str = ""
    held: str = r"(?!)"
    outermost: bool = False
    strong: bool = False
    tails: bool = False
    holds: tuple[str, ...] = ()
    width: int = 0
    space: bool = True
    hugs: bool = False

    @cached_property
    def pattern(self) -> str:
        """What the opener looks like."""
        mark = re.escape(self.opener)
        return (rf"(?i:\b{mark}\b)" if self.opener.isalpha() else mark) + self.where


TOP = Block((), "", "")
"""What is around all blocks."""


@dataclass(frozen=True)
class Statements:
    """How a domain's text falls into statements.

    `end` is what ends a statement. `strings` and `comments` are patterns of what is not looked into, `long` the marks of
    comments over several lines; a comment is written with the mark it was read with. `lines`: a pattern of lines that are a
    statement by themselves, and end the one before. `apart`: kinds with a blank line before and after them where they take
    several; before comments in any case. `aligned`: kinds whose equals signs stand below each other.
    """

    grammar: Grammar
    blocks: tuple[Block, ...] = ()
    end: str = ";"
    strings: str = r'"(?:[^"\\\n]|\\.)*+"'
    comments: str = r"//[^\n]*+"
    long: tuple[str, str] | None = ("/*", "*/")
    lines: str = r"(?!)"
    apart: frozenset[str] = frozenset()
    aligned: frozenset[str] = frozenset()
    indent: str = "  "

    @cached_property
    def hard(self) -> str:
        """The end that no bracket outlasts, unless it is a strong one."""
        return self.end if not self.end.isspace() else ""

    @cached_property
    def strong(self) -> frozenset[str]:
        """The brackets that are always blocks."""
        return frozenset(mark for block in self.blocks if block.strong for mark in (block.opener, block.closer))

    @cached_property
    def within(self) -> dict[Block, tuple[Grammar, Grammar]]:
        """For every block the grammar of its heads and that of the statements inside."""
        special = {kind for block in self.blocks for kind in (*block.kinds, *block.holds)}
        usual = {rule.kind for rule in self.grammar.rules} - special
        return {block: (self._only(block.kinds), self._only(block.holds or usual)) for block in (TOP, *self.blocks)}

    def _only(self, kinds: Collection[str]) -> Grammar:
        return Grammar(self.grammar.kinds, [rule for rule in self.grammar.rules if rule.kind in kinds])

    def head(self, text: str, opener: str, inside: bool) -> tuple[Block, str, dict[str, Value]] | None:
        """The block that an opener begins behind this text, its kind and fields; None where there is none."""
        for block in self.blocks:
            barred = block.opener != opener or (inside and block.outermost) or re.search(block.held, text)
            if not barred and (parsed := self.within[block][0].parse(text)):
                return block, parsed[0].kind, parsed[1]
        return None

    def end_in(self, block: Block) -> str:
        """The characters any of which ends a statement in the block."""
        return self.end if block.end is None else block.end

    @cached_property
    def _block_of(self) -> dict[str, Block]:
        return {kind: block for block in self.blocks for kind in block.kinds}

    def _token(self, long: bool, barred: str) -> re.Pattern[str]:
        """What a token looks like, where a long comment may still end or not, and on a line behind quotes without a partner."""
        ends = "".join({*self.end, *(char for block in self.blocks for char in block.end or "")})
        words = "".join(rf"(?!{block.pattern})" for block in self.blocks if block.opener.isalpha())
        plain = "".join(char for char in _PLAIN if char not in ends and not any(block.opener.startswith(char) for block in self.blocks))
        opened, closed = map(re.escape, self.long if long and self.long else ("", ""))
        comments = rf"{self.comments}|{opened}(?:(?!{closed}).)*+{closed}" if opened else self.comments
        kinds = {
            "comment": comments,
            "string": rf"(?![{barred}\s])(?:{self.strings})",
            "apart": rf"(?<![^\n])[ \t]*+{UNREADABLE_LINE}[^\n]*+",
            "line": rf"(?<![^\n])[ \t]*+(?:{self.lines})(?:(?!{comments})[^\n])*+",
            "open": "|".join(block.pattern for block in self.blocks) or "(?!)",
            "hold": r"[(\[{]",
            "close": r"[)\]}]",
            "end": rf"[{re.escape(ends)}]" if ends else "(?!)",
            "blank": r"\n|[^\S\n \t]++",
            "text": rf"(?:{words}\w++|[{plain} \t]++)++",
            "stray": "|".join(quote for quote in _QUOTES if quote in self.strings) or "(?!)",
            "other": ".",
        }
        return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()), re.DOTALL)

    def tokens(self, text: str) -> Iterator[Token]:
        """The text in tokens; behind the last end of a long comment none is looked for, nor a string behind a stray quote on its line."""
        last = text.rfind(self.long[1]) if self.long else -1
        at, line, barred = 0, 1, ""
        patterns: dict[tuple[bool, str], re.Pattern[str]] = {}
        while at < len(text):
            state = at <= last, barred
            if state not in patterns:
                patterns[state] = self._token(*state)
            for found in patterns[state].finditer(text, at):
                what, raw, at = found.lastgroup or "", found.group(), found.end()
                yield Token(what, raw, line)
                line += raw.count("\n")
                if what == "stray" or barred or (state[0] and at > last):
                    barred = "" if "\n" in raw else "".join(sorted({*barred, raw} if what == "stray" else barred))
                    break

    def read(self, text: str, _filename: str) -> tuple[Element, ...]:
        """The elements; before them, where brackets do not match, the mark that says so."""
        lines = lines_of(text)
        refusal = (lines[0].removeprefix(REJECTED_LINE), 1) if lines[0].startswith(REJECTED_LINE) else None
        reader = Reader(self, TOP, "\n".join(["", *lines[1:]] if refusal else lines))
        found, refusal = reader.elements(), refusal or reader.refusal
        return (rejected(*refusal), *found) if refusal else found

    def write(self, elements: tuple[Element, ...]) -> str:
        """A line for every statement, comment and bracket, or for a short block.

        What is unreadable is written as it was where it would be read so again, else, and with what is rejected, behind a mark.
        """
        text = "".join(f"{line}\n" for line in self._lines(elements, self.end, "", ""))
        if any(element.kind in {REJECTED, UNREADABLE} for top in elements for element in top.walk()) and self.read(text, "") != elements:
            marks = [f"{REJECTED_LINE}{element.fields.get('reason', '')}" for element in elements if element.kind == REJECTED][:1]
            return "".join(f"{line}\n" for line in [*marks, *self._lines(elements, self.end, "", UNREADABLE_LINE)])
        return text

    def _lines(self, elements: Sequence[Element], end: str, indent: str, mark: str) -> list[str]:
        shown = [element for element in elements if element.kind != REJECTED]
        last = max((k for k, element in enumerate(shown) if element.kind != "comment"), default=0)
        ends = [end[:1].strip() if end[:1] != "," or k < last else "" for k in range(len(shown))]
        parts = [self._written(element, ends[k], indent, mark) for k, element in enumerate(shown)]
        self._align(shown, parts)
        return [line for k, part in enumerate(parts) for line in ([""] * self._are_apart(shown, parts, k) + part)]

    def _are_apart(self, shown: Sequence[Element], parts: Sequence[list[str]], k: int) -> bool:
        """Whether there is a blank line before the element; what stands before an element is before its comments."""
        if not k or not self.apart or shown[k - 1].kind == "comment":
            return False
        after = next((j for j in range(k, len(shown)) if shown[j].kind != "comment"), k)
        return shown[k].kind == "comment" in self.apart or any(
            shown[j].kind in self.apart and (len(parts[j]) > 1 or "\n" in parts[j][0]) for j in (k - 1, after)
        )

    def _align(self, shown: Sequence[Element], parts: Sequence[list[str]]) -> None:
        """Put the equals signs of neighbours of one line below each other."""
        run: list[tuple[int, list[str]]] = []
        for element, part in zip((*shown, None), (*parts, []), strict=True):
            found = _EQUALS.search(part[0]) if element and element.kind in self.aligned and len(part) == 1 and "\n" not in part[0] else None
            if found:
                run.append((found.start(), part))
                continue
            width = max((at for at, _ in run), default=0)
            for at, aligned in run:
                aligned[0] = aligned[0][:at].ljust(width) + aligned[0][at:]
            run = []

    def _text(self, element: Element, mark: str) -> str:
        if element.kind in {UNREADABLE, "comment"}:
            return (mark if element.kind == UNREADABLE else "") + str(element.fields.get("text", ""))
        return self.grammar.text(element.kind, {name: value for name, value in element.fields.items() if name not in _EXTRA})

    def _written(self, element: Element, end: str, indent: str, mark: str) -> list[str]:
        """The lines of an element; `end` is the mark behind it."""
        text, note = self._text(element, mark), f" {element.fields['note']}" if element.fields.get("note") else ""
        if "\n" in text and indent:
            breaks = re.compile(rf"(?P<string>{self.strings})|\n", re.DOTALL)
            text = breaks.sub(lambda found: found[0] + indent * (found["string"] is None), text)
        if element.kind not in self._block_of:
            bare = (mark or end != "," or text.endswith(",")) if element.kind == UNREADABLE else re.match(self.lines, text)
            return [indent + text + ("" if bare or element.kind == "comment" else end) + note]
        own, children, tail = self._block_of[element.kind], element.children, str(element.fields.get("tail") or "")
        head = f"{indent}{text}{' ' if own.space and text else ''}{own.opener}"
        mark_behind = end if own.tails or end == "," or not own.closer else ""
        closing = f"{own.closer}{' ' if tail and tail[0] not in '[.' else ''}{tail}{mark_behind}"
        if own.hugs and not note and len(children) == 1 and children[0].kind in self._block_of and not self._text(children[0], ""):
            held = "\0".join(self._written(children[0], "", indent, mark))
            return f"{head}{held[len(indent) :]}{closing}".split("\0")
        lines, inner = self._lines(children, self.end_in(own), indent + self.indent, mark), self.end_in(own)
        if own.closer and (own.width or not children) and (len(children) < 2 or not inner.isspace()) and self._are_short(children, lines):
            loose = " " if children and own.opener == "{" else ""
            short = f"{head}{loose}{' '.join(line.strip() for line in lines)}{loose}{closing}"
            if "\n" not in short and (not children or len(short) <= own.width + len(indent)):
                return [short + note]
        if closing and not own.closer and lines and self._are_short(children[-1:], lines[-1:]):
            return [head + note, *lines[:-1], lines[-1] + closing]
        return [head + note, *lines, *([indent + closing] if closing else [])]

    @staticmethod
    def _are_short(children: Sequence[Element], lines: Sequence[str]) -> bool:
        """Whether they are statements on a line each, without comments."""
        return len(lines) == len(children) and not any(c.kind in {UNREADABLE, "comment"} or c.fields.get("note") for c in children)
