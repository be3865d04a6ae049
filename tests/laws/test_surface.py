"""The law of surface: what says nothing costs nothing, and is still a finding, of severity layout alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from delegate_audit.core.element import Element, Value
from delegate_audit.core.finding import Change, Severity
from delegate_audit.core.kind import Unordered
from delegate_audit.faults.files import SURFACE

from .failing import Violations
from .specimens import Specimen

BLANKS = {
    "blanks at every line's end": lambda text: text.replace("\n", "  \n"),
    "a tab at every line's end": lambda text: text.replace("\n", "\t\n"),
    "blank lines doubled": lambda text: text.replace("\n\n", "\n\n\n"),
    "crlf, bom, blanks": lambda text: "\ufeff" + text.replace("\n", " \r\n"),
}


def costs_nothing(specimen: Specimen, text: str, mutation: str) -> None:
    violations = Violations("surface", specimen)
    comparison = specimen.against(text)
    if text != specimen.text and (comparison.score != 1 or {f.severity for f in comparison.findings} != {Severity.LAYOUT}):
        violations.add(mutation, text, "it costs something, or its findings are not layout alone", comparison)
    violations.check()


@pytest.mark.parametrize("change", {**SURFACE, **BLANKS})
def test_surface(specimen, change):
    plain = specimen.text.removeprefix("\ufeff").replace("\r\n", "\n")
    costs_nothing(specimen, {**SURFACE, **BLANKS}[change](plain), change)


def test_the_canonical_rewriting(specimen):
    """What a reader takes for the same and writes in one way costs nothing; the net may still say that it is another text."""
    text = specimen.written(specimen.document.elements)
    comparison = specimen.against(text)
    violations = Violations("surface", specimen)
    if comparison.score != 1 or {f.change for f in comparison.findings if f.severity is not Severity.LAYOUT} - {Change.UNEXPLAINED}:
        violations.add("written as the domain writes it", text, "it costs something", comparison)
    violations.check()


def test_the_order_of_what_has_no_order(specimen):
    through(specimen, tuple(_shuffled(specimen, specimen.document.elements, Random(5))), "siblings without order, shuffled")


def test_another_spelling_of_a_number(specimen):
    through(specimen, tuple(_respelled(element) for element in specimen.document.elements), "numbers written with one zero more")


def through(specimen: Specimen, elements: tuple[Element, ...], mutation: str) -> None:
    """The law for changed elements, where a document can hold them; told from the document as its domain writes it."""
    written = replace(specimen, text=specimen.written(specimen.document.elements))
    text = specimen.written(elements)
    if specimen.read(text).elements == elements:
        costs_nothing(written, text, mutation)


def _shuffled(specimen: Specimen, elements: tuple[Element, ...], dice: Random) -> Iterator[Element]:
    """The elements with those among them that have no order in another one, and all items that have none."""
    kind_of = specimen.document.kind_of
    free = [element for element in elements if not kind_of(element).ordered]
    dice.shuffle(free)
    for element in elements:
        chosen = element if kind_of(element).ordered else free.pop()
        items = {n: _turned(v) for n, v in chosen.fields.items() if isinstance(kind_of(chosen).type_of(n), Unordered)}
        yield chosen.having(**items).containing(_shuffled(specimen, chosen.children, dice))


def _turned(value: Value) -> Value:
    return value[::-1] if isinstance(value, tuple) else value


def _respelled(element: Element) -> Element:
    fields = {name: _longer(value) for name, value in element.fields.items()}
    return element.having(**fields).containing(map(_respelled, element.children))


def _longer(value: Value) -> Value:
    if isinstance(value, Decimal) and value.is_finite() and isinstance(value.as_tuple().exponent, int) and value.as_tuple().exponent < 0:
        return Decimal(f"{value}0") if "E" not in str(value) else value
    return value
