r"""Lines and statements as declarations: one pattern says how an element is read from its text and how it is written.

A pattern is text with fields in it: `v {x} {y} {z}[ {w}]`. Blanks stand for any white space, `\s` for white space that
may be missing, `\z` for such that is not even written; `[…]` may be missing as a whole, `\[` is a bracket. A field is a
word, or what its hint says: `{x:*}` anything from one letter to another, `{x:"}` a text in double quotes, `{x:3}` three
characters, `{x:>8}` and `{x:<8}` eight columns with the value at their right or left end, else a regular expression:
`{x:\d+}`. A line that would not come back as it was read does not fit its rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from delegate_audit.core.element import Value
from delegate_audit.core.kind import Kind, Number, Ordinal
from delegate_audit.domains.readers.values import decimal, whole

_PART = re.compile(r"\{(\w[\w-]*)(?::((?:[^{}]|\{[\d,]*\})*))?\}|(\[)|(\])|\\([sz])|(\s+)|\\([\[\]{}\\])|([^\s\[\]{}\\]+|\\)")
_HINTS = {"": r"\S+?", "*": r"\S(?:.*\S)?"}
_QUOTED = r'"(?P<{}>[^"\\]*+(?:\\.[^"\\]*+)*+)"'
_REMEMBERED_LINES, _REMEMBERED_CHARS = 4096, 500
_COLUMNS = re.compile(r"([<>]?)([1-9]\d*)")


@dataclass(frozen=True)
class _Part:
    """One part of a pattern: its regular expression, and what it writes: `text`, or the value of `name`, or its `parts`."""

    pattern: str
    text: str = ""
    name: str = ""
    width: int = 0
    align: str = ""
    parts: tuple[_Part, ...] = ()

    def written(self, fields: Mapping[str, Value]) -> str | None:
        """The text of the part; None where it lacks a value."""
        if self.parts:
            pieces = [part.written(fields) for part in self.parts]
            return "".join(piece or "" for piece in pieces) if None not in pieces else ""
        if not self.name:
            return self.text
        value = fields.get(self.name)
        if value is None:
            return " " * self.width if self.width else None
        text = f'"{value}"' if self.align == '"' else str(value)
        return text.ljust(self.width) if self.align == "<" else text.rjust(self.width)


@dataclass(frozen=True)
class Rule:
    """How elements of one kind look.

    `spec` is the pattern. `adapt` may turn captured texts into other fields, or say by None that this is none of these
    elements; `restore` turns them back. With `columns` blanks count one by one, and a line may end before its last columns.
    """

    kind: str
    spec: str
    adapt: Callable[[dict[str, Value]], dict[str, Value] | None] | None = None
    restore: Callable[[Mapping[str, Value]], Mapping[str, Value]] | None = None
    flags: re.RegexFlag = field(default=re.DOTALL)
    columns: bool = False

    @cached_property
    def _parts(self) -> tuple[_Part, ...]:
        return _parts(_PART.finditer(self.spec), self.columns)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("".join(part.pattern for part in self._parts), self.flags)

    @cached_property
    def _width(self) -> int:
        return sum(part.width or len(part.text) for part in self._parts) if self.columns else 0

    @cached_property
    def _aligned(self) -> frozenset[str]:
        return frozenset(part.name for part in self._parts if part.align in {"<", ">"})

    def fields(self, text: str, kind: Kind) -> dict[str, Value] | None:
        """The fields that the text states; None where it is none of these elements."""
        match = self._pattern.fullmatch(text.ljust(self._width))
        if match is None:
            return None
        stated: dict[str, Value] = {}
        for name, found in match.groupdict().items():
            value = found.strip() if name in self._aligned and found else found
            if value is not None and (value.strip() or not self.columns):
                stated[name] = typed(kind, name, value)
        return self.adapt(stated) if self.adapt else stated

    def text(self, fields: Mapping[str, Value]) -> str:
        """The text that states these fields."""
        given = self.restore(fields) if self.restore else fields
        text = "".join(part.written(given) or "" for part in self._parts)
        return text.rstrip() if self.columns else text


def _parts(found: Iterator[re.Match[str]], columns: bool) -> tuple[_Part, ...]:
    """The parts up to the end of the group that is being read, or of the pattern."""
    parts: list[_Part] = []
    for match in found:
        name, hint, opened, closed, loose, blank, escaped, text = match.groups()
        if closed:
            break
        if name:
            parts.append(_field(name, hint or ""))
        elif opened:
            within = _parts(found, columns)
            parts.append(_Part(f"(?:{''.join(part.pattern for part in within)})?", parts=within))
        elif loose:
            parts.append(_Part(r"\s*", " " if loose == "s" else ""))
        elif blank:
            parts.append(_Part(re.escape(blank) if columns else r"\s+", blank))
        else:
            parts.append(_Part(re.escape(escaped or text), escaped or text))
    return tuple(parts)


def _field(name: str, hint: str) -> _Part:
    if hint == '"':
        return _Part(_QUOTED.replace("{}", name), name=name, align='"')
    if sized := _COLUMNS.fullmatch(hint):
        return _Part(f"(?P<{name}>.{{{sized[2]}}})", name=name, width=int(sized[2]), align=sized[1])
    return _Part(f"(?P<{name}>{_HINTS.get(hint, hint)})", name=name)


def typed(kind: Kind, name: str, text: str) -> Value:
    """The text as the kind's field wants it: a number where it is spelt as one is and the field holds numbers."""
    wanted = kind.type_of(name)
    if isinstance(wanted, Ordinal):
        number: Value = whole(text)
    else:
        number = decimal(text) if isinstance(wanted, Number) else None
    return text if number is None or str(number) != text else number


@dataclass(frozen=True)
class Grammar:
    """The rules of a format, tried in their order; `kinds` are those of its domain."""

    kinds: tuple[Kind, ...]
    rules: Sequence[Rule]

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        return {kind.name: kind for kind in self.kinds}

    @cached_property
    def _by_kind(self) -> dict[str, list[Rule]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.kind, []).append(rule)
        return found

    def parse(self, text: str) -> tuple[Rule, dict[str, Value]] | None:
        """The first rule that fits and the fields; None where none does, or the text would come back as something else."""
        found = self._known(text) if len(text) <= _REMEMBERED_CHARS else self._fitting(text)
        return found and (found[0], dict(found[1]))

    @cached_property
    def _known(self) -> Callable[[str], tuple[Rule, dict[str, Value]] | None]:
        """What lines seen before were found to be: a document is read again and again with little changed."""
        return lru_cache(_REMEMBERED_LINES)(self._fitting)

    def _fitting(self, text: str) -> tuple[Rule, dict[str, Value]] | None:
        found = self._first(text)
        if found is None:
            return None
        again = self.text(*_stated(found))
        if again == text:
            return found
        other = self._first(again)
        return found if other and _alike(_stated(other), _stated(found)) else None

    def _first(self, text: str) -> tuple[Rule, dict[str, Value]] | None:
        for rule in self.rules:
            fields = rule.fields(text, self._kinds[rule.kind])
            if fields is not None:
                return rule, fields
        return None

    def text(self, kind: str, fields: Mapping[str, Value]) -> str:
        """How an element of that kind is written: by the first of its rules that gives the fields back."""
        rules = self._by_kind.get(kind, [])
        given = {name: value for name, value in fields.items() if value is not None}
        for rule in rules if len(rules) > 1 else ():
            text = rule.text(given)
            if rule.fields(text, self._kinds[kind]) == given:
                return text
        return rules[0].text(given) if rules else " ".join(map(str, given.values()))


def _stated(found: tuple[Rule, dict[str, Value]]) -> tuple[str, dict[str, Value]]:
    rule, fields = found
    return rule.kind, fields


def _alike(left: tuple[str, dict[str, Value]], right: tuple[str, dict[str, Value]]) -> bool:
    """Whether kind and fields are the same, to the letter."""
    return left[0] == right[0] and left[1] == right[1] and repr(sorted(left[1].items())) == repr(sorted(right[1].items()))
