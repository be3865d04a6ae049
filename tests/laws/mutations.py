"""Every single change of a document's elements: another value in any field, an element gone, added or in another place.

A change knows where it strikes: the element's path, its kind, its field, and the lines at which a finding may point to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from delegate_audit.core.document import Document
from delegate_audit.core.element import REJECTED, Element, Value
from delegate_audit.core.node import tree
from delegate_audit.faults.elements import at, put

Path = tuple[int, ...]
WORDS = ("Quentin", "velvet", "lantern", "harvest")


@dataclass(frozen=True)
class Change:
    """One change: what, where, and the elements that come of it. `field` is empty for a change of the element as a whole."""

    what: str
    path: Path
    kind: str
    field: str
    elements: tuple[Element, ...]

    def __str__(self) -> str:
        return f"{self.what} {self.kind}{f' {self.field}' if self.field else ''} at {'.'.join(map(str, self.path))}"


def paths(document: Document) -> list[Path]:
    """Every element's path, in the order of the text; the mark of a rejected file is none of the document."""
    found: list[Path] = []
    stack = [((k,), element) for k, element in enumerate(document.elements)][::-1]
    while stack:
        path, element = stack.pop()
        if element.kind != REJECTED:
            found.append(path)
        stack.extend([((*path, k), child) for k, child in enumerate(element.children)][::-1])
    return found


def siblings(document: Document, path: Path) -> tuple[Element, ...]:
    """The children of the element's parent."""
    return at(document, path[:-1]).children if len(path) > 1 else document.elements


def other_values(value: Value, rng: Random, known: list[Value]) -> dict[str, Value]:
    """Values that differ from `value`, by what was done; `known` are values that the field has in other elements."""
    found: dict[str, Value] = {}
    if value is None:
        found.update({"made up": rng.choice(known)} if known else {})
        return found
    found["emptied"] = None
    elsewhere = [other for other in known if other != value]
    if elsewhere:
        found["as elsewhere"] = rng.choice(elsewhere)
    if isinstance(value, bool):
        found["turned round"] = not value
    elif isinstance(value, int | Decimal):
        found["one more"] = value + 1
        found["times ten"] = value * 10
    elif isinstance(value, str):
        found.update(_other_texts(value, rng))
    elif isinstance(value, tuple):
        found["shorter"] = value[:-1]
        found["longer"] = (*value, value[-1]) if value else ("lantern",)
    return found


def _other_texts(text: str, rng: Random) -> Iterator[tuple[str, str]]:
    words = text.split(" ")
    place = rng.randrange(len(words))
    yield "another word", " ".join([*words[:place], rng.choice(WORDS), *words[place + 1 :]])
    yield "a word more", " ".join([*words[:place], rng.choice(WORDS), *words[place:]])
    yield "replaced", rng.choice(WORDS)
    yield "said twice", text + text
    if len(words) > 1:
        yield "a word less", " ".join([*words[:place], *words[place + 1 :]])
    if text:
        cut = rng.randrange(len(text))
        yield "a character less", text[:cut] + text[cut + 1 :]
    digits = [k for k, char in enumerate(text) if char in "0123456789"]
    if digits:
        k = rng.choice(digits)
        yield "another digit", f"{text[:k]}{(int(text[k]) + rng.randint(1, 9)) % 10}{text[k + 1 :]}"


def field_changes(document: Document, path: Path, field: str, rng: Random, known: list[Value]) -> Iterator[Change]:
    """The element with another value in one field, wherever the two values do not mean the same."""
    element = at(document, path)
    kind = document.kind_of(element)
    for what, value in other_values(element.fields.get(field), rng, known).items():
        if not kind.type_of(field).same(element.fields.get(field), value):
            yield Change(what, path, element.kind, field, put(document.elements, path, (element.having(**{field: value}),)))


def element_changes(document: Document, path: Path) -> Iterator[Change]:
    """The element deleted, doubled, or in the place of the next one, where the order of these two says anything."""
    element = at(document, path)
    yield Change("deleted", path, element.kind, "", put(document.elements, path, ()))
    yield Change("doubled", path, element.kind, "", put(document.elements, path, (element, element)))
    beside = siblings(document, path)
    if path[-1] + 1 < len(beside):
        other = beside[path[-1] + 1]
        counts = document.kind_of(element).ordered and document.kind_of(other).ordered
        if counts and REJECTED not in {element.kind, other.kind} and meaning(document, element) != meaning(document, other):
            without = put(document.elements, (*path[:-1], path[-1] + 1), (element,))
            yield Change("swapped", path, element.kind, "", put(without, path, (other,)))


def meaning(document: Document, element: Element) -> bytes:
    """What is equal for elements that mean the same."""
    return tree(Document(document.name, "", (element,), document.kinds)).children[0].meaning
