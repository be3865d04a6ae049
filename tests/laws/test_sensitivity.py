"""The law of sensitivity: no single change of any field of any element, nor of any element, goes unseen where it is.

Every pair of kind and field that a document has, and every kind as a whole, is changed in every way that its type has, in
some elements of it (chosen by a seed). A change that does not come through being written and read again is none that a
document can hold; a pair of which no change ever does is in `INEXPRESSIBLE`, with the reason.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path as FilePath
from random import Random

import pytest

from delegate_audit.core.comparison import Comparison
from delegate_audit.core.document import Document
from delegate_audit.core.element import Element, Value
from delegate_audit.core.finding import Severity
from delegate_audit.faults.elements import at

from .failing import Violations
from .mutations import Change, Path, element_changes, field_changes, meaning, paths
from .specimens import Specimen, specimens_of

TRIED = 6
"""How many elements of a kind are looked at for ways to change them."""

LONG = 4_000
"""Characters; of a shorter document more elements are changed."""

INEXPRESSIBLE = {
    (path.stem, kind, field)
    for path in sorted((FilePath(__file__).parent / "inexpressible").glob("*.toml"))
    for kind, fields in tomllib.loads(path.read_text("utf-8")).items()
    for field in fields
}
"""Domain, kind and field that no change of the field alone can be written for; a file a domain, by kind, field and reason.

An entry that is no longer true fails the test.
"""


def changes(specimen: Specimen) -> Iterator[Change]:
    """Of every kind and field, every sort of change, in one element of a long document and in three of a short one."""
    document, dice = specimen.document, Random(str(specimen))
    count = 1 if len(specimen.text) > LONG else 3
    by_kind: dict[str, list[Path]] = defaultdict(list)
    for path in paths(document):
        by_kind[at(document, path).kind].append(path)
    for places in by_kind.values():
        known: dict[str, list[Value]] = defaultdict(list)
        for path in places:
            for name, value in at(document, path).fields.items():
                if value is not None:
                    known[name].append(value)
        tried: Counter[tuple[str, str]] = Counter()
        every = (
            list(field_changes(document, path, name, dice, known[name])) for name in known for path in _with(document, name, places, dice)
        )
        for change in chain(chain.from_iterable(every), *(element_changes(document, path) for path in _some(places, dice))):
            tried[change.field, change.what] += 1
            if tried[change.field, change.what] <= count:
                yield change


def _some(places: list[Path], dice: Random) -> list[Path]:
    return dice.sample(places, min(TRIED, len(places)))


def _with(document: Document, name: str, places: list[Path], dice: Random) -> list[Path]:
    """Some elements that have the field, then some that have it not."""
    there = [path for path in places if at(document, path).fields.get(name) is not None]
    return [*_some(there, dice), *_some([path for path in places if path not in there], dice)]


def is_seen(specimen: Specimen, change: Change, after: Document, comparison: Comparison) -> bool:
    """Whether a finding that costs something names the element; which of two equal ones was deleted or added is no matter."""
    costly = [f for f in comparison.findings if f.severity is not Severity.LAYOUT and f.cost > 0]
    document, element = specimen.document, at(specimen.document, change.path)
    places = [change.path, (*change.path[:-1], change.path[-1] + 1)] if change.what in {"swapped", "doubled"} else [change.path]
    before = {at(document, path).line for path in places if change.what != "doubled"}
    now = {at(after, path).line for path in places if change.what != "deleted"}
    if any(f.line in before or f.line_after in now for f in costly):
        return True
    alike = {e.line for e in _alike(document, element)} if change.what == "deleted" else {e.line for e in _alike(after, element)}
    return change.what in {"deleted", "doubled"} and any((f.line or f.line_after) in alike for f in costly)


def _alike(document: Document, element: Element) -> Iterator[Element]:
    same = meaning(document, element)
    return (e for top in document.elements for e in top.walk() if e.kind == element.kind and meaning(document, e) == same)


@pytest.mark.slow
def test_sensitivity(domain):
    expressed: Counter[tuple[str, str]] = Counter()
    broken = []
    for specimen in specimens_of(domain):
        violations = Violations("sensitivity", specimen)
        for change in changes(specimen):
            expressed[change.kind, change.field] += 0
            text = specimen.written(change.elements)
            after = specimen.read(text)
            if after.elements == change.elements:
                expressed[change.kind, change.field] += 1
                comparison = specimen.against(text)
                if comparison.score >= 1 or not is_seen(specimen, change, after, comparison):
                    violations.add(
                        str(change), text, "the score is 1" if comparison.score >= 1 else "no finding names the place", comparison
                    )
        broken.append(violations)
    for violations in broken:
        violations.check()
    never = {(domain.name, kind, field) for (kind, field), count in expressed.items() if not count}
    assert never == {entry for entry in INEXPRESSIBLE if entry[0] == domain.name}
