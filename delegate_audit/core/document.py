"""A document is one file of a workspace as its domain read it: the text, and the tree of its elements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum

from delegate_audit.core.element import REJECTED, Element
from delegate_audit.core.kind import COMMON_KINDS, Kind


@dataclass(frozen=True)
class Insignificant:
    """A pattern of raw text that a format deems meaningless, and why. A change there is layout, never hidden."""

    pattern: re.Pattern[str]
    reason: str


@dataclass(frozen=True)
class Document:
    """One file, read. `kinds` covers every kind that occurs in `elements`."""

    name: str
    text: str
    elements: tuple[Element, ...]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    insignificant: tuple[Insignificant, ...] = ()

    def kind_of(self, element: Element) -> Kind:
        """The kind that `element` was declared with."""
        return self.kinds.get(element.kind) or COMMON_KINDS.get(element.kind) or Kind(element.kind)

    @property
    def rejection(self) -> Element | None:
        """The mark of the format's own parser having refused the file, if it did."""
        return next((element for element in self.elements if element.kind == REJECTED), None)

    @cached_property
    def weight(self) -> float:
        """What all elements count together."""
        return fsum(weight for element in self.elements for weight in self._all_weights(element))

    def weight_of(self, element: Element) -> float:
        """What an element counts with all below it."""
        return fsum(self._all_weights(element))

    def _all_weights(self, element: Element) -> Iterator[float]:
        weights = self._weights
        return (weights[below.kind] if below.kind in weights else self.kind_of(below).weight for below in element.walk())

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {name: kind.weight for name, kind in {**COMMON_KINDS, **self.kinds}.items()}
