"""What a domain declares so that its documents can be made larger: what a unit is, and what another one of its sort looks like."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from delegate_audit.core.element import Element

Elements = tuple[Element, ...]


def as_it_is(elements: Elements) -> Elements:
    """Nothing in the whole document hangs on how many units it has."""
    return elements


def nothing_leans(element: Element, elements: Elements) -> bool:  # noqa: ARG001 - one of the contract's functions
    """Every unit may come and go."""
    return False


def alone(element: Element, elements: Elements) -> object:  # noqa: ARG001 - one of the contract's functions
    """Every unit comes and goes by itself."""
    return id(element)


@dataclass(frozen=True)
class Growth:
    """How a document grows and shrinks.

    `unit` is the kind that comes and goes, and so do those of `also`. `another(unit, number)` gives the unit's counterpart
    number 1, 2, …: another one of its sort, no copy, with the same children in the same order. It stands behind the unit it
    was made after. `settle` puts in order what hangs on the whole (numbers that count through, times that follow each other,
    balances) and keeps every element in its place. `stays(element, elements)` says of one of that kind that others lean on
    it as it is: it neither goes nor is followed by another. Units for which `together(unit, elements)` gives the same come
    and go together; with `runs`, the counterparts of such that are neighbours stand behind all of them.
    """

    unit: str
    another: Callable[[Element, int], Element]
    settle: Callable[[Elements], Elements] = as_it_is
    stays: Callable[[Element, Elements], bool] = nothing_leans
    together: Callable[[Element, Elements], object] = alone
    also: tuple[str, ...] = ()
    runs: bool = False
