"""Judging numbers that only count siblings: by their step from the one before, not by their value.

One lost cue, whether the rest was renumbered or not, falsifies no number after it; a number that jumps is one finding.
"""

from __future__ import annotations

from decimal import Decimal

from delegate_audit.core.kind import Ordinal
from delegate_audit.core.node import Node


def wrong_ordinals(parent: Node) -> list[tuple[Node, str]]:
    """Children of a matched reference node whose ordinal is false in the candidate, with the field's name.

    The offset between both numberings may shift only where elements were lost or added, and by as many as were.
    """
    wrong: list[tuple[Node, str]] = []
    for kind, name in _ordinal_fields(parent):
        chain = [c for c in parent.children if c.kind.name == kind and _comparable(c, parent, name)]
        offsets = [_offset(c, name) for c in chain]
        accepted = Decimal(0)
        last: Node | None = None
        for k, (node, offset) in enumerate(zip(chain, offsets, strict=True)):
            if offset == accepted or offset == accepted + _net_added(last, node, kind):
                accepted = offset
            else:
                wrong.append((node, name))
                if k + 1 == len(chain) or offsets[k + 1] != accepted:
                    accepted = offset
            last = node
    return wrong


def _ordinal_fields(parent: Node) -> list[tuple[str, str]]:
    kinds = {child.kind.name: child.kind for child in parent.children}
    return [(name, field) for name, kind in kinds.items() for field, t in kind.fields.items() if isinstance(t, Ordinal)]


def _comparable(node: Node, parent: Node, name: str) -> bool:
    if node.match is None or node.moved or node.match.parent is not parent.match:
        return False
    return all(isinstance(n.element.fields.get(name), int | Decimal) for n in (node, node.match))


def _offset(node: Node, name: str) -> Decimal:
    assert node.match is not None
    return Decimal(node.match.element.fields[name]) - Decimal(node.element.fields[name])  # type: ignore[arg-type]


def _net_added(last: Node | None, node: Node, kind: str) -> int:
    """How many more siblings of the kind the candidate has than the reference, between two matched neighbours."""
    assert node.parent is not None
    assert node.match is not None
    assert node.match.parent is not None
    start_left = last.place + 1 if last else 0
    start_right = last.match.place + 1 if last and last.match else 0
    ours = node.parent.children[start_left : node.place]
    theirs = node.match.parent.children[start_right : node.match.place]
    return sum(n.kind.name == kind for n in theirs) - sum(n.kind.name == kind for n in ours)
