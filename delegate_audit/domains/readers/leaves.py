"""Lines that are fields of the element that holds them: put into it when read, taken apart again when written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from delegate_audit.core.element import Element, Value
from delegate_audit.domains.readers.values import MARK

ORDER = "line_order"
"""The field that keeps the order of such lines where it is not the usual one."""

ORDER_TYPE = MARK
"""Its type: the order of such lines means nothing, and is kept all the same."""


class Leaf(NamedTuple):
    """One such line, before it is known what becomes of it."""

    fields: dict[str, Value]
    line: int


@dataclass(frozen=True)
class Leaves:
    """The lines of `kind` that come before anything that holds lines itself.

    `name` is the field that tells them apart, empty where their order is part of what they say.
    `join` gives the fields that a leaf adds to a holder of that kind with these fields; None where it is to stay a child.
    `split` gives the fields of the leaves that an element with these fields is written with, in their usual order; `own`
    what its own line is then written with.
    """

    kind: str
    name: str
    join: Callable[[str, Mapping[str, Value], Mapping[str, Value]], Mapping[str, Value] | None]
    split: Callable[[Mapping[str, Value]], Iterator[Mapping[str, Value]]]
    own: Callable[[Mapping[str, Value]], Mapping[str, Value]] = dict

    def joined(self, kind: str, fields: dict[str, Value], children: Sequence[Element | Leaf]) -> list[Element]:
        """Add the leaves among the children to the fields; the children that remain."""
        rest: list[Element] = []
        order: list[Value] = []
        for child in children:
            if isinstance(child, Element):
                rest.append(child)
            elif (added := self.join(kind, fields, child.fields)) is None:
                rest.append(Element(self.kind, child.fields, line=child.line))
            else:
                fields.update(added)
                order.append(child.fields[self.name] if self.name else None)
        if self.name and order and order != (usual := self._names(fields)):
            kept = self._names({**fields, ORDER: tuple(order)})
            fields.update({ORDER: tuple(kept)} if kept != usual else {})
        return rest

    def written(self, fields: Mapping[str, Value]) -> list[Mapping[str, Value]]:
        """The leaves of an element with these fields in the order that it keeps, what it does not know of last."""
        leaves = list(self.split(fields))
        order = fields.get(ORDER)
        if not isinstance(order, tuple):
            return leaves
        waiting: dict[Value, list[Mapping[str, Value]]] = {}
        for leaf in reversed(leaves):
            waiting.setdefault(leaf[self.name], []).append(leaf)
        found = [waiting[name].pop() for name in order if waiting.get(name)]
        known = {id(leaf) for leaf in found}
        return [*found, *(leaf for leaf in leaves if id(leaf) not in known)]

    def _names(self, fields: Mapping[str, Value]) -> list[Value]:
        return [leaf[self.name] for leaf in self.written(fields)]
