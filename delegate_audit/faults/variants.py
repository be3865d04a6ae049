"""Meaningless variants of a document: other texts that say the same, derived from what the domain declares.

The engine finds them, so that no domain can leave out the ones it would trip over: changes of surface, the canonical
rewriting, another order where order says nothing, numbers that are written otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from delegate_audit.core.document import Document
from delegate_audit.core.element import Element, Value, encoded, written
from delegate_audit.core.kind import Unordered
from delegate_audit.domains.contract import Domain
from delegate_audit.faults.files import SURFACE

TRAILING_BLANKS = "trailing blanks"
REWRITTEN = "rewritten"
SHUFFLED = "order shuffled"
RESPELLED = "numbers respelled"
VARIANTS = (*SURFACE, TRAILING_BLANKS, REWRITTEN, SHUFFLED, RESPELLED)
WRITTEN = (SHUFFLED, RESPELLED)
"""Those that are made by the domain's own writer, and so are to be held against the canonical rewriting."""


@dataclass(frozen=True)
class Variant:
    """Another text for the same document: which sort of variant, and the text."""

    name: str
    text: str


def variants(document: Document, domain: Domain, rng: Random) -> Iterator[Variant]:
    """Every variant there is of the document, each with a text of its own; `domain` is the one that read it.

    What its format rejects has no canonical form and is varied on the surface alone.
    """
    texts: dict[str, str | None] = {name: change(document.text) for name, change in SURFACE.items()}
    texts[TRAILING_BLANKS] = _trailing_blanks(document.text, rng)
    if document.rejection is None:
        texts[REWRITTEN] = _rewritten(document, domain)
        texts[SHUFFLED] = _expressed(document, domain, _shuffled(document, rng))
        texts[RESPELLED] = _respelled(document, domain)
    for name, text in texts.items():
        if text is not None and text != document.text:
            yield Variant(name, text)


def _trailing_blanks(text: str, rng: Random) -> str:
    """Every line that is not blank gets a blank or two at its end."""
    return "\n".join(f"{line}{' ' * rng.randint(1, 2)}" if line.strip() else line for line in text.split("\n"))


def _rewritten(document: Document, domain: Domain) -> str | None:
    text = domain.write(document.elements)
    return text if domain.read(text, document.name) == document.elements else None


def _expressed(document: Document, domain: Domain, elements: tuple[Element, ...]) -> str | None:
    """The elements as text, where they differ from the document's and the writer can express them."""
    if elements == document.elements:
        return None
    text = domain.write(elements)
    return text if domain.read(text, document.name) == elements else None


def _shuffled(document: Document, rng: Random) -> tuple[Element, ...]:
    """Siblings of unordered kinds change places among themselves, at every level, and so do items of unordered fields."""

    def within(siblings: tuple[Element, ...]) -> tuple[Element, ...]:
        inside = [_with_items_shuffled(document, element.containing(within(element.children)), rng) for element in siblings]
        free = _free(document, siblings)
        for place, element in zip(free, rng.sample([inside[k] for k in free], len(free)), strict=True):
            inside[place] = element
        return tuple(inside)

    return within(document.elements)


def _with_items_shuffled(document: Document, element: Element, rng: Random) -> Element:
    kind = document.kind_of(element)
    items = {n: v for n, v in element.fields.items() if isinstance(v, tuple) and isinstance(kind.type_of(n), Unordered)}
    return element.having(**{name: tuple(rng.sample(value, len(value))) for name, value in items.items()}) if items else element


def _free(document: Document, siblings: tuple[Element, ...]) -> list[int]:
    """The places of those whose order says nothing; what shares its key with another may be told apart by it and stays."""
    keys = [(element.kind, document.kind_of(element).key_of(element)) for element in siblings]
    shared = {key for key, count in Counter(keys).items() if count > 1 and key[1] is not None}
    kinds = [document.kind_of(element) for element in siblings]
    return [k for k, kind in enumerate(kinds) if not kind.ordered and kind.weight and keys[k] not in shared]


def _respelled(document: Document, domain: Domain) -> str | None:
    """Every decimal number with other zeros at its end, in each field of each kind that can be written and read so."""
    fields = {(e.kind, name) for top in document.elements for e in top.walk() for name, v in e.fields.items() if isinstance(v, Decimal)}
    elements = document.elements
    for kind, name in sorted(fields):
        changed = tuple(_mapped(element, _respelling(document, kind, name)) for element in elements)
        if _expressed(document, domain, changed) is not None:
            elements = changed
    return _expressed(document, domain, elements)


def _respelling(document: Document, kind: str, name: str) -> Callable[[Element], Element]:
    def respell(element: Element) -> Element:
        if element.kind != kind or name not in element.fields:
            return element
        value = element.fields[name]
        other = _otherwise(value)
        return element.having(**{name: other}) if document.kind_of(element).type_of(name).same(value, other) else element

    return respell


def _otherwise(value: Value) -> Value:
    """`0.20` as `0.2`, `0.2` as `0.20`; what has no decimals stays as it is."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    if not isinstance(value, Decimal) or not isinstance(exponent, int) or exponent >= 0:
        return value
    text = f"{value:f}"
    other = Decimal(text.rstrip("0").rstrip(".") if text.endswith("0") else f"{text}0")
    return other if encoded(other) == encoded(value) and written(other) != written(value) else value


def _mapped(element: Element, change: Callable[[Element], Element]) -> Element:
    children = tuple(_mapped(child, change) for child in element.children)
    return change(element.containing(children) if children != element.children else element)
