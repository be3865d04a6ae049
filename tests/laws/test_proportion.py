"""The law of proportion: losing, or falsifying a fact in, K of N elements of equal weight costs K/N, in every domain.

What is expected is worked out from the weights of the elements alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from delegate_audit.core.document import Document
from delegate_audit.core.element import REJECTED, UNREADABLE, Element
from delegate_audit.faults.elements import alter_date, alter_name, alter_number, at, put

from .failing import Violations
from .mutations import Path, meaning, paths
from .specimens import Specimen

SHARES = {"one": 0.0, "a tenth": 0.1, "a third": 1 / 3, "half": 0.5}
MOST = 60
"""How many elements are falsified at most: each may have to be tried alone for whether a document can hold it."""
TOLERANCE = 1e-9
TWICE = 0.55
TRIES = 8
"""How often others are chosen where a document can hold none of the changes."""


@pytest.mark.parametrize("share", SHARES)
def test_deleting(specimen, share):
    document, rng = specimen.document, Random(f"{specimen} {share}")
    tries = (_through(specimen, _some(document, share, rng), _without) for _ in range(TRIES))
    deleted = next((found for found in tries if found), [])
    lost = sum(document.weight_of(at(document, path)) for path in deleted)
    holds(specimen, _without(document, deleted), lost, f"{len(deleted)} elements deleted ({share}): {_named(document, deleted)}")


@pytest.mark.parametrize("share", SHARES)
def test_falsifying(specimen, share):
    document, rng = specimen.document, Random(f"{specimen} {share}")
    false = dict(_false(document, rng))
    count = min(MOST, len(false), max(1, int(len(false) * SHARES[share])))

    def falsified(document: Document, struck: list[Path]) -> tuple[Element, ...]:
        elements = document.elements
        for path in struck:
            elements = put(elements, path, (false[path],))
        return elements

    tries = (_through(specimen, rng.sample(sorted(false), count), falsified) for _ in range(TRIES))
    struck = next((found for found in tries if found), [])
    lost = sum(document.kind_of(at(document, path)).weight for path in struck)
    holds(specimen, falsified(document, struck), lost, f"a fact falsified in {len(struck)} elements ({share}): {_named(document, struck)}")


def test_the_document_twice_is_not_the_document(specimen):
    text = f"{specimen.text}\n{specimen.text}"
    violations = Violations("proportion", specimen)
    if specimen.against(text).score > TWICE:
        violations.add(
            "the whole document once more at its end", text, f"the score should be about a half, {TWICE} at most", specimen.against(text)
        )
    violations.check()


def holds(specimen: Specimen, elements: tuple[Element, ...], lost: float, mutation: str) -> None:
    text = specimen.written(elements)
    comparison = specimen.against(text)
    expected = 1 - lost / specimen.document.weight
    violations = Violations("proportion", specimen)
    if not lost:
        violations.add(mutation, text, "there is no element whose change comes through being written and read again")
    if abs(comparison.score - expected) > TOLERANCE:
        violations.add(mutation, text, f"the score should be {expected:.6f}", comparison)
    violations.check()


def _some(document: Document, share: str, rng: Random) -> list[Path]:
    """Elements of any level, none in another one, that weigh about the share of the document together."""
    places, chosen, weight = paths(document), list[Path](), 0.0
    for path in rng.sample(places, len(places)):
        element = at(document, path)
        fits = weight + document.weight_of(element) <= max(SHARES[share] * document.weight, 1.0)
        if fits and document.kind_of(element).weight and not any(path[: len(p)] == p or p[: len(path)] == path for p in chosen):
            chosen.append(path)
            weight += document.weight_of(element)
    return chosen


def _false(document: Document, rng: Random) -> Iterator[tuple[Path, Element]]:
    """Leaves with one fact in them changed to something that no other element says."""
    said = {meaning(document, element) for top in document.elements for element in top.walk()}
    for path in paths(document):
        element = at(document, path)
        if element.children or element.kind in {UNREADABLE, REJECTED} or not document.kind_of(element).weight:
            continue
        for fault in rng.sample([alter_number, alter_date, alter_name], 3):
            struck = fault(document, path, rng)
            changed = None if struck is None else _at(struck.elements, path)
            if changed is not None and meaning(document, changed) not in said:
                said.add(meaning(document, changed))
                yield path, changed
                break


def _at(elements: tuple[Element, ...], path: Path) -> Element:
    for step in path[:-1]:
        elements = elements[step].children
    return elements[path[-1]]


def _through(specimen: Specimen, chosen: list[Path], change) -> list[Path]:
    """Those of the chosen whose change comes through being written and read again, all together."""

    def comes(struck: list[Path]) -> bool:
        elements = change(specimen.document, struck)
        return specimen.read(specimen.written(elements)).elements == elements

    def those(struck: list[Path], already: list[Path]) -> list[Path]:
        if not struck or comes(sorted({*already, *struck})):
            return struck
        if len(struck) == 1:
            return []
        first = those(struck[: len(struck) // 2], already)
        return [*first, *those(struck[len(struck) // 2 :], [*already, *first])]

    return sorted(those(chosen, []))


def _without(document: Document, gone: list[Path]) -> tuple[Element, ...]:
    elements = document.elements
    for path in sorted(gone, reverse=True):
        elements = put(elements, path, ())
    return elements


def _named(document: Document, struck: list[Path]) -> str:
    return ", ".join(f"{at(document, path).kind} line {at(document, path).line}" for path in struck[:6]) + (" …" if len(struck) > 6 else "")
