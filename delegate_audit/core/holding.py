"""Pairing elements by what they hold: a group that lost most of its children is still the same group.

Its own fields must mean the same. Where what is left is held by others too, its order tells it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from delegate_audit.core.alike import Pair
from delegate_audit.core.element import digest_of, encoded
from delegate_audit.core.kind import Ordinal
from delegate_audit.core.node import Node

MAX_CANDIDATES = 50
"""So many are looked at for one that lost nearly all it held."""


def pair_holding(left: Sequence[Node], right: Sequence[Node]) -> list[Pair]:
    """Pairs that share children which no other of their side has, those that share most first."""
    ours, theirs = _holders(left), _holders(right)
    shared = Counter((ours[child], theirs[child]) for child in ours if child in theirs)
    pairs: dict[int, int] = {}
    gone: set[int] = set()
    for (i, j), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if i not in pairs and j not in gone and own_meaning(left[i]) == own_meaning(right[j]):
            pairs[i] = j
            gone.add(j)
    return [Pair(left[i], right[j]) for i, j in pairs.items()]


def pair_emptied(left: Sequence[Node], right: Sequence[Node]) -> Iterator[Pair]:
    """Pairs of which one holds nothing that the other did not hold, in their order."""
    waiting: dict[bytes, list[Node]] = defaultdict(list)
    for node in right:
        waiting[own_meaning(node)].append(node)
    for node in left:
        candidates = waiting.get(own_meaning(node), [])
        fitting = next((k for k, other in enumerate(candidates[:MAX_CANDIDATES]) if _within(node, other)), None)
        if fitting is not None:
            yield Pair(node, candidates.pop(fitting))


def _within(left: Node, right: Node) -> bool:
    """Whether all that one of the two holds is held by the other; neither is so of two that hold nothing."""
    ours, theirs = {child.meaning for child in left.children}, {child.meaning for child in right.children}
    return bool(ours or theirs) and (ours <= theirs or theirs <= ours)


def own_meaning(node: Node) -> bytes:
    """Equal for elements whose own fields mean the same, whatever they hold."""
    kind, fields = node.kind, node.element.fields
    meant = {name: kind.type_of(name).meaning(value) for name, value in fields.items() if not isinstance(kind.type_of(name), Ordinal)}
    return digest_of(node.element.kind, meant, (), encoded)


def _holders(nodes: Sequence[Node]) -> dict[bytes, int]:
    """Meaning of a child to the position of the only node that holds it."""
    found: dict[bytes, int] = {}
    several: set[bytes] = set()
    for k, node in enumerate(nodes):
        for child in node.children:
            if child.match is None and found.setdefault(child.meaning, k) != k:
                several.add(child.meaning)
    return {child: k for child, k in found.items() if child not in several}
