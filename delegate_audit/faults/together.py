"""Striking many elements of one document at once, where one reading for each would take too long.

The text is written and read again once for all of them; what did not come through is left out, and where it cannot be
told what that is, the group is halved. `striking` does the same one by one, and draws other random numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from delegate_audit.core.document import Document
from delegate_audit.core.element import Element
from delegate_audit.domains.contract import Domain
from delegate_audit.faults.contract import Fault, Path
from delegate_audit.faults.elements import CATALOGUE

PATIENCE = 6
"""How often only the first of several siblings is left out that were not read as they were written; then all of them."""

STEPS = {"duplicate": 1, "hallucinate": 1, "drop": -1}
"""By how much a fault moves the siblings after it."""


@dataclass(frozen=True)
class StruckTogether:
    """The text and the elements after the faults, their records and the paths they struck, in the order of the text."""

    text: str
    elements: tuple[Element, ...]
    faults: tuple[Fault, ...]
    paths: tuple[Path, ...]


def strike_together(
    document: Document, fault: str, paths: Sequence[Path], domain: Domain, seed: str, limit: int = 1
) -> StruckTogether | None:
    """Strike `limit` elements at most with one class of faults, the first of `paths` that do not touch one another.

    Those are left out that the writer cannot express. `domain` is the one that read the document. The same seed gives
    the same faults. None where nothing could be struck.
    """
    return _come_through(document, fault, sorted(_apart(paths, limit)), domain, seed)


def _apart(paths: Sequence[Path], limit: int) -> set[Path]:
    """The first of the paths, of which none lies above, below or beside another that is taken."""
    taken, above = set[Path](), set[Path]()
    for path in paths:
        if len(taken) == limit:
            break
        levels = [(*path[:level], path[level] + step) for level in range(len(path)) for step in (-1, 0, 1)]
        if taken.isdisjoint(levels) and above.isdisjoint(levels[-3:]):
            taken.add(path)
            above.update(path[:level] for level in range(1, len(path)))
    return taken


def _come_through(document: Document, fault: str, paths: list[Path], domain: Domain, seed: str) -> StruckTogether | None:
    """The faults at `paths` that the writer can express, all in one text."""
    for patience in range(PATIENCE, -1, -1):
        struck = _struck(document, fault, paths, domain, seed)
        if struck is None:
            return None
        again = domain.read(struck.text, document.name)
        if again == struck.elements and again != document.elements:
            return struck
        lost = _lost(struck, again, only_first=patience > 0)
        if len(lost) >= len(struck.paths):
            break
        paths = [path for path in struck.paths if path not in lost]
    return _halved(document, fault, paths, domain, seed)


def _halved(document: Document, fault: str, paths: list[Path], domain: Domain, seed: str) -> StruckTogether | None:
    """What comes through of each half; where the halves do not go together, of the one that has more."""
    if len(paths) == 1:
        return None
    half = len(paths) // 2
    parts = [part for part in (_come_through(document, fault, p, domain, seed) for p in (paths[:half], paths[half:])) if part]
    both = [path for part in parts for path in part.paths]
    if len(parts) == 2 and len(both) < len(paths):
        return _come_through(document, fault, both, domain, seed)
    return max(parts, key=lambda part: len(part.paths), default=None)


def _lost(struck: StruckTogether, again: tuple[Element, ...], *, only_first: bool) -> set[Path]:
    """The paths at which something else was read than was written; only the first among siblings, since it may shift the rest."""
    lost: dict[Path, Path] = {}
    for path, now in zip(struck.paths, _now(struck), strict=True):
        if _two_at(struck.elements, now) != _two_at(again, now):
            lost.setdefault(path[:-1] if only_first else path, path)
    return set(lost.values())


def _now(struck: StruckTogether) -> list[Path]:
    """Where the elements struck are after the faults, which may have added or dropped siblings before them or their parents."""
    step = STEPS.get(struck.faults[0].fault, 0)
    if not step:
        return list(struck.paths)
    places: dict[Path, list[int]] = defaultdict(list)
    for path in struck.paths:
        places[path[:-1]].append(path[-1])

    def now(path: Path) -> Path:
        return tuple(place + step * bisect_left(places.get(path[:k], []), place) for k, place in enumerate(path))

    return [now(path) for path in struck.paths]


def _two_at(elements: tuple[Element, ...], path: Path) -> tuple[Element, ...]:
    """The element at `path` and the one after it, as far as they are there."""
    for place in path[:-1]:
        if place >= len(elements):
            return ()
        elements = elements[place].children
    return elements[path[-1] : path[-1] + 2]


def _struck(document: Document, fault: str, paths: list[Path], domain: Domain, seed: str) -> StruckTogether | None:
    """All faults at once, checked by nobody yet; the last first, so that no path is moved by another fault."""
    elements, faults, struck = document.elements, list[Fault](), list[Path]()
    for path in reversed(paths):
        current = Document(document.name, document.text, elements, document.kinds, document.insignificant)
        result = CATALOGUE[fault](current, path, Random(f"{seed} {path}"))
        if result is not None:
            elements = result.elements
            faults.append(result.fault)
            struck.append(path)
    if not struck:
        return None
    return StruckTogether(domain.write(elements), elements, tuple(faults[::-1]), tuple(struck[::-1]))
