"""Faults that strike single elements: each takes a document's elements and changes one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from delegate_audit.core.document import Document
from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Ordinal, Text
from delegate_audit.faults.contract import Fault, Path

_NUMBER = re.compile(r"\d+")
_DATE = re.compile(r"\b\d{4}[-/.]\d{2}[-/.]\d{2}\b")
_NAME = re.compile(r"(?<=[\w,] )[A-Z][a-z]{3,}")
_WORDING = {
    "and": "as well as", "but": "yet", "also": "likewise", "very": "quite", "big": "large", "small": "little", "begin": "start",
    "show": "present", "shows": "presents", "use": "employ", "used": "employed", "make": "prepare", "get": "obtain", "help": "assist",
    "until": "till", "about": "roughly", "often": "frequently", "quickly": "swiftly", "with": "along with", "the": "that",
    "because": "since", "need": "require", "needs": "requires", "keep": "retain", "put": "place",
    "should": "ought to", "while": "whereas", "so": "thus",
}  # fmt: skip
_WORD = re.compile(r"(?<![\w'’-])[a-z]+(?![\w'’-])")
_STRANGERS = ("Halvorsen", "Okonkwo", "Brandt", "Ferreira", "Lindqvist", "Marchetti")


@dataclass(frozen=True)
class Struck:
    """Elements after a fault, and its record."""

    elements: tuple[Element, ...]
    fault: Fault


ElementFault = Callable[[Document, Path, Random], Struck | None]


def targets(document: Document) -> list[Path]:
    """Every element that counts and was readable, by its path."""
    found: list[Path] = []
    start: list[tuple[Path, Element]] = [((k,), e) for k, e in enumerate(document.elements)]
    stack = start[::-1]
    while stack:
        path, element = stack.pop()
        if document.kind_of(element).weight >= 0.5 and element.kind not in {UNREADABLE, REJECTED}:
            found.append(path)
        stack.extend([((*path, k), child) for k, child in enumerate(element.children)][::-1])
    return found


def at(document: Document, path: Path) -> Element:
    """The element at `path`."""
    element = document.elements[path[0]]
    for step in path[1:]:
        element = element.children[step]
    return element


def put(elements: tuple[Element, ...], path: Path, new: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements with the one at `path` replaced by `new` (none: it is gone)."""
    head, rest = path[0], path[1:]
    if rest:
        new = (elements[head].containing(put(elements[head].children, rest, new)),)
    return (*elements[:head], *new, *elements[head + 1 :])


def drop(document: Document, path: Path, _rng: Random) -> Struck | None:
    """The element is gone, with all below it."""
    element = at(document, path)
    if len(document.elements) == 1 and len(path) == 1:
        return None
    return Struck(put(document.elements, path, ()), _record("drop", document, element, before=_said(element)))


def duplicate(document: Document, path: Path, _rng: Random) -> Struck | None:
    """The element stands there twice."""
    element = at(document, path)
    return Struck(put(document.elements, path, (element, element)), _record("duplicate", document, element, after=_said(element)))


def swap(document: Document, path: Path, _rng: Random) -> Struck | None:
    """The element and the next of its kind change places; ordinals keep counting."""
    element = at(document, path)
    after = (*path[:-1], path[-1] + 1)
    siblings = at(document, path[:-1]).children if len(path) > 1 else document.elements
    if not document.kind_of(element).ordered or after[-1] >= len(siblings):
        return None
    other = siblings[after[-1]]
    if other.kind != element.kind or _without_ordinals(document, other) == _without_ordinals(document, element):
        return None
    first, second = _with_ordinals_of(document, other, element), _with_ordinals_of(document, element, other)
    elements = put(put(document.elements, path, (first,)), after, (second,))
    record = _record("swap", document, element, before=_said(element), after=_said(other))
    return Struck(elements, replace(record, other_line=other.line))


def hallucinate(document: Document, path: Path, rng: Random) -> Struck | None:
    """A new element, made up in the likeness of this one, follows it."""
    element = at(document, path)
    invented = element
    for name in element.fields:
        changed = _falsified(document, element, name, rng)
        if changed is not None:
            invented = invented.having(**{name: changed})
    if invented == element:
        return None
    return Struck(put(document.elements, path, (element, invented)), _record("hallucinate", document, element, after=_said(invented)))


def alter_number(document: Document, path: Path, rng: Random) -> Struck | None:
    """One digit of one number in the element is another."""
    return _alter(document, path, rng, "alter_number", lambda value: _other_number(value, rng))


def alter_date(document: Document, path: Path, rng: Random) -> Struck | None:
    """One date in the element is another."""
    return _alter(document, path, rng, "alter_date", lambda value: _other_match(value, _DATE, _next_day, rng))


def alter_name(document: Document, path: Path, rng: Random) -> Struck | None:
    """One name in the element is another."""
    return _alter(document, path, rng, "alter_name", lambda value: _other_match(value, _NAME, lambda _: rng.choice(_STRANGERS), rng))


def paraphrase(document: Document, path: Path, rng: Random) -> Struck | None:
    """One word of the wording is said in another way."""
    element = at(document, path)
    kind = document.kind_of(element)
    for name in (n for n in element.fields if isinstance(kind.type_of(n), Text)):
        value = element.fields[name]
        changed = _other_match(value, _WORD, lambda word: _WORDING.get(word, word), rng, _WORDING)
        if changed is not None:
            return _changed(document, path, "paraphrase", name, changed)
    return None


CATALOGUE: dict[str, ElementFault] = {
    fault.__name__: fault for fault in (drop, alter_number, alter_date, alter_name, swap, duplicate, paraphrase, hallucinate)
}


def _next_day(date: str) -> str:
    return f"{date[:-1]}{(int(date[-1]) + 1) % 10}"


def _alter(document: Document, path: Path, rng: Random, fault: str, change: Callable[[Value], Value]) -> Struck | None:
    element, kind = at(document, path), document.kind_of(at(document, path))
    names = [name for name in element.fields if not isinstance(kind.type_of(name), Ordinal)]
    rng.shuffle(names)
    for name in names:
        changed = change(element.fields[name])
        if changed is not None:
            return _changed(document, path, fault, name, changed)
    return None


def _changed(document: Document, path: Path, fault: str, name: str, value: Value) -> Struck:
    element = at(document, path)
    show = document.kind_of(element).type_of(name).show
    record = _record(fault, document, element, field=name, before=show(element.fields[name]), after=show(value))
    return Struck(put(document.elements, path, (element.having(**{name: value}),)), record)


def _falsified(document: Document, element: Element, name: str, rng: Random) -> Value:
    if isinstance(document.kind_of(element).type_of(name), Ordinal):
        return None
    value = element.fields[name]
    return _other_number(value, rng) or _other_match(value, _NAME, lambda _: rng.choice(_STRANGERS), rng)


def _other_number(value: Value, rng: Random) -> Value:
    """The value with one digit changed; None where it has none."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    text = str(value)
    changed = _other_match(text, re.compile(r"\d"), lambda d: str((int(d) + rng.randint(1, 8)) % 10), rng)
    if not isinstance(changed, str) or (not isinstance(value, str) and Decimal(changed) == Decimal(value)):
        return None
    return changed if isinstance(value, str) else type(value)(changed)


def _other_match(
    value: Value, pattern: re.Pattern[str], change: Callable[[str], str], rng: Random, only: dict[str, str] | None = None
) -> Value:
    """The text with one match of `pattern` changed; None where there is none that changes."""
    if not isinstance(value, str):
        return None
    matches = [m for m in pattern.finditer(value) if (only is None or m.group() in only) and change(m.group()) != m.group()]
    if not matches:
        return None
    match = rng.choice(matches)
    return f"{value[: match.start()]}{change(match.group())}{value[match.end() :]}"


def _record(fault: str, document: Document, element: Element, **changes: str) -> Fault:
    return replace(Fault(fault, document.name, element.line, element.kind), **changes)  # type: ignore[arg-type]


def _said(element: Element) -> str:
    return " · ".join(str(value) for value in element.fields.values() if value not in {None, ""})[:200]


def _ordinals(document: Document, element: Element) -> dict[str, Value]:
    kind = document.kind_of(element)
    return {name: value for name, value in element.fields.items() if isinstance(kind.type_of(name), Ordinal)}


def _without_ordinals(document: Document, element: Element) -> Element:
    return element.having(**dict.fromkeys(_ordinals(document, element), None))


def _with_ordinals_of(document: Document, element: Element, other: Element) -> Element:
    return element.having(**_ordinals(document, other))
