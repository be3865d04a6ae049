"""Striking several elements of one document, so that every fault stays what its record says: none touches another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from delegate_audit.core.document import Document
from delegate_audit.core.element import Element
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import domain_for, read_document
from delegate_audit.faults.contract import Fault, Path
from delegate_audit.faults.elements import CATALOGUE


@dataclass(frozen=True)
class Target:
    """An element, by its path, and the name of the fault that shall strike it."""

    path: Path
    fault: str


@dataclass(frozen=True)
class StruckText:
    """A document's text after faults, and their records in the order of the text; none where nothing could be struck."""

    text: str
    faults: tuple[Fault, ...]


def strike(document: Document, chosen: Iterable[Target], domain: Domain | None, rng: Random, limit: int | None = None) -> StruckText:
    """Strike `chosen`, from the last to the first, `limit` of them at most.

    One is left out where it lies above, below or beside one that was struck, where its fault has nothing to change, and
    where the change would not survive being written and read again.
    """
    name, write = document.name, domain_for(document.name, domain).write
    current, faults, struck = document, list[Fault](), list[Path]()
    for target in sorted(chosen, key=lambda t: t.path, reverse=True):
        if len(faults) == limit:
            break
        if any(_beside(target.path, other) for other in struck):
            continue
        result = CATALOGUE[target.fault](current, target.path, rng)
        if result is None or not _comes_through(result.elements, current, write, domain):
            continue
        struck.append(target.path)
        faults.append(result.fault)
        current = Document(name, document.text, result.elements, document.kinds, document.insignificant)
    return StruckText(write(current.elements), tuple(faults[::-1])) if faults else StruckText(document.text, ())


def _beside(path: Path, other: Path) -> bool:
    """Whether a fault at `path` would touch an element that another fault touched, or one beside, above or below it."""
    level = min(len(path), len(other)) - 1
    return path[:level] == other[:level] and abs(path[level] - other[level]) <= 1


def _comes_through(
    elements: tuple[Element, ...], before: Document, write: Callable[[tuple[Element, ...]], str], domain: Domain | None
) -> bool:
    """Whether the writer can express the changed elements and the change is still there when they are read again."""
    again = read_document(before.name, write(elements), domain).elements
    return again == elements and again != before.elements
