"""Aligning two element trees: which element of the candidate is which element of the reference.

In this order: equal subtrees in their order, equal subtrees elsewhere among the siblings, elements of one key, then
what is most alike (a rapidfuzz matrix and an optimal assignment); matched parents are aligned child by child; what is
left over anywhere is looked for everywhere. Time is paid by the damage: what is equal costs one pass.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from delegate_audit.core.node import Node
from delegate_audit.core.sequence import Pairs, gaps_between, longest_increasing, match_in_order

MAX_CELLS = 250_000
"""Largest similarity matrix; longer lists are aligned block by block."""

BLOCK = 400
ALIKE_IN_PLACE = 0.25
ALIKE_ANYWHERE = 0.85

PlaceOf = Callable[[Node], int]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[Any]


def align(reference: Sequence[Node], candidate: Sequence[Node], roots: Sequence[tuple[Node, Node]]) -> None:
    """Set `match` and `moved` on the nodes below all roots; `roots` are the pairs of files that belong together."""
    for left, right in roots:
        _join(left, right)
        left.exact = right.exact = left.element.children == right.element.children
    work = [(left, right) for left, right in roots if not left.exact]
    while work:
        left, right = work.pop()
        work.extend(_align_children(left, right))
    _align_leftovers(reference, _unmatched(reference), _unmatched(candidate))


def _unmatched(roots: Sequence[Node]) -> list[Node]:
    return [node for root in roots for node in root.walk(into_exact=False) if node.match is None and node.parent is not None]


def _join(left: Node, right: Node) -> None:
    left.match, right.match = right, left


def _join_subtrees(left: Node, right: Node) -> None:
    """Join two subtrees of one meaning; unordered children are paired by meaning, not by place."""
    stack = [(left, right)]
    reordered: list[tuple[Node, Node]] = []
    while stack:
        a, b = stack.pop()
        _join(a, b)
        if a.element.digest == b.element.digest:
            a.exact = b.exact = True
            continue
        ordered = [(x, y) for x, y in zip(_ordered(a), _ordered(b), strict=True)]
        free = zip(_by_meaning(a), _by_meaning(b), strict=True)
        stack.extend([*ordered, *free])
        reordered.append((a, b))
    for a, b in reordered:
        _mark_moved(a, b)


def _ordered(node: Node) -> list[Node]:
    return [child for child in node.children if child.kind.ordered]


def _by_meaning(node: Node) -> list[Node]:
    return sorted((child for child in node.children if not child.kind.ordered), key=lambda child: child.meaning)


def _align_children(left: Node, right: Node) -> list[tuple[Node, Node]]:
    """Match the children of two matched nodes; returns the matched pairs that differ."""
    ours, theirs = left.children, right.children
    kept, same = _equal_in_order(ours, theirs)
    for i, j in kept:
        _join_subtrees(ours[i], theirs[j])
    changed = [(ours[i], theirs[j]) for i, j in same]
    for x, y in changed:
        _join(x, y)
    if len(kept) + len(same) < max(len(ours), len(theirs)):
        gaps_left, gaps_right = _gaps(len(ours), [i for i, _ in kept]), _gaps(len(theirs), [j for _, j in kept])
        a, b = [c for c in ours if c.match is None], [c for c in theirs if c.match is None]
        a, b = _pair(a, b, lambda n: n.meaning, _join_subtrees)
        a, b = _pair(a, b, _keyed, lambda x, y: changed.append((x, y)))
        a, b = _pair_across(a, b)
        changed.extend(_pair_alike(a, b, lambda n: gaps_left[n.place], lambda n: gaps_right[n.place]))
        for x, y in changed:
            _join(x, y)
    _mark_moved(left, right)
    return changed


def _equal_in_order(ours: list[Node], theirs: list[Node]) -> tuple[Pairs, Pairs]:
    """Positions of equal subtrees in their order, and of those that are alone in one place and plainly the same element.

    What is equal to the letter comes first, what means the same between that.
    """
    found = match_in_order([c.element.digest for c in ours], [c.element.digest for c in theirs])
    same: Pairs = []
    for a, b, c, d in gaps_between(found, len(ours), len(theirs)):
        if b - a == d - c == 1 and _one_element(ours[a], theirs[c]):
            same.append((a, c))
        elif a < b and c < d:
            inner = match_in_order([n.meaning for n in ours[a:b]], [n.meaning for n in theirs[c:d]])
            found.extend((a + x, c + y) for x, y in inner)
    return sorted(found), same


def _one_element(left: Node, right: Node) -> bool:
    return left.element.kind == right.element.kind and left.key == right.key


def _keyed(node: Node) -> Hashable | None:
    key = node.key
    return None if key is None else (node.element.kind, key)


def _gaps(count: int, anchors: list[int]) -> list[int]:
    """For every place the number of anchors before it."""
    marks = set(anchors)
    gaps, seen = [], 0
    for place in range(count):
        gaps.append(seen)
        seen += place in marks
    return gaps


def _pair(
    left: list[Node], right: list[Node], name: Callable[[Node], Hashable | None], join: Callable[[Node, Node], None], *, once: bool = False
) -> tuple[list[Node], list[Node]]:
    """Join nodes of one name in their order, with `once` only where the name is given once; returns who is left."""
    named = Counter(map(name, left)), Counter(map(name, right))
    waiting: dict[Hashable, list[Node]] = defaultdict(list)
    for node in reversed(right):
        if (key := name(node)) is not None:
            waiting[key].append(node)
    rest, taken = [], set()
    for node in left:
        key = name(node)
        if key is not None and waiting.get(key) and not (once and max(side[key] for side in named) > 1):
            other = waiting[key].pop()
            taken.add(id(other))
            join(node, other)
        else:
            rest.append(node)
    return rest, [node for node in right if id(node) not in taken]


def _pair_across(left: list[Node], right: list[Node]) -> tuple[list[Node], list[Node]]:
    """Join what lies one level deeper on one side, because its parent was lost or put around it; returns who is left."""
    parents = [node for node in left if node.children], [node for node in right if node.children]
    _pair([child for node in parents[0] for child in node.children], parents[1], lambda n: n.meaning, _join_subtrees)
    free = [node for node in parents[0] if node.match is None], [c for node in parents[1] for c in node.children if c.match is None]
    _pair(*free, lambda n: n.meaning, _join_subtrees)
    return [node for node in left if node.match is None], [node for node in right if node.match is None]


def _pair_alike(left: list[Node], right: list[Node], near: PlaceOf, near_right: PlaceOf) -> list[tuple[Node, Node]]:
    """Pairs of one kind that are most alike; two nodes are beside each other where both places are equal numbers."""
    pairs: list[tuple[Node, Node]] = []
    for kind in dict.fromkeys(node.element.kind for node in left):
        a = [node for node in left if node.element.kind == kind]
        b = [node for node in right if node.element.kind == kind]
        if len(a) * len(b) <= MAX_CELLS:
            pairs.extend(_assign(a, b, near, near_right))
        else:
            blocks = max(len(a), len(b)) // BLOCK + 1
            for k in range(blocks):
                part_a = a[k * len(a) // blocks : (k + 1) * len(a) // blocks]
                part_b = b[k * len(b) // blocks : (k + 1) * len(b) // blocks]
                pairs.extend(_assign(part_a, part_b, near, near_right))
    return pairs


def _assign(left: list[Node], right: list[Node], near: PlaceOf, near_right: PlaceOf) -> list[tuple[Node, Node]]:
    if not left or not right:
        return []
    import numpy as np
    from rapidfuzz import fuzz, process

    alike = process.cdist([n.sketch for n in left], [n.sketch for n in right], scorer=fuzz.ratio, dtype=np.float32) / 100
    beside = np.equal.outer([near(n) for n in left], [near_right(n) for n in right])
    limit = np.where(beside, ALIKE_IN_PLACE, ALIKE_ANYWHERE)
    alone = beside & (beside.sum(axis=1, keepdims=True) == 1) & (beside.sum(axis=0, keepdims=True) == 1)
    fits = (alike >= limit) | alone
    worth = np.where(fits, alike + beside * 0.5 + 1.0, 0.0)
    rows, columns = _best(worth)
    return [(left[i], right[j]) for i, j in zip(rows, columns, strict=True) if fits[i, j]]


def _best(worth: Matrix) -> tuple[Matrix, Matrix]:
    """The assignment of greatest worth. Row maxima in distinct columns are optimal already; that spares scipy."""
    import numpy as np

    best = worth.argmax(axis=1)
    useful = worth[np.arange(len(best)), best] > 0
    if len(set(best[useful].tolist())) == int(useful.sum()):
        return np.nonzero(useful)[0], best[useful]
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(worth, maximize=True)
    return rows, columns


def _mark_moved(left: Node, right: Node) -> None:
    """Mark the fewest children whose place among their matched, ordered siblings changed; then the unordered ones."""
    for ordered in (True, False):
        pairs = [c for c in left.children if c.match is not None and c.match.parent is right and c.kind.ordered == ordered]
        places = [c.match.place for c in pairs if c.match is not None]
        if any(x > y for x, y in pairwise(places)):
            stay = set(longest_increasing(places))
            for k, child in enumerate(pairs):
                child.moved = k not in stay


def _align_leftovers(everything: Sequence[Node], left: list[Node], right: list[Node]) -> None:
    """Look for what is left of the reference anywhere in what is left of the candidate, each node by itself.

    An equal subtree that occurs once in the reference is the same one, wherever it is. What was altered too is only
    looked for where its parent is gone: keys and likeness tell siblings apart, not strangers.
    """
    if not left or not right:
        return
    everyone = left
    left, right = _take_subtrees(everything, left, right)
    left = [node for node in left if _homeless(node)]
    left, right = _pair(left, right, _keyed, _join, once=True)
    for x, y in _pair_alike(left, right, lambda _: 0, lambda _: 1):
        _join(x, y)
    for node in everyone:
        if node.match is not None and _displaced(node, node.match):
            node.moved = True


def _homeless(node: Node) -> bool:
    """Whether the node's parent has no match."""
    return node.parent is not None and node.parent.match is None


def _take_subtrees(everything: Sequence[Node], left: list[Node], right: list[Node]) -> tuple[list[Node], list[Node]]:
    occurs = Counter(element.digest for root in everything for element in root.element.walk())
    waiting: dict[bytes, list[Node]] = defaultdict(list)
    for node in reversed(right):
        waiting[node.meaning].append(node)
    for node in left:
        if node.match is not None or (occurs[node.element.digest] > 1 and not _homeless(node)):
            continue
        stack = waiting.get(node.meaning, [])
        while stack and not _free(stack[-1]):
            stack.pop()
        if stack and _free(node):
            other = stack.pop()
            _join_subtrees(node, other)
    return [n for n in left if n.match is None], [n for n in right if n.match is None]


def _free(node: Node) -> bool:
    return all(below.match is None for below in node.walk())


def _displaced(left: Node, right: Node) -> bool:
    """Whether an element lies under another parent while its own is still there to hold it. A new file is no other parent."""
    ours, theirs = left.parent, right.parent
    if ours is None or theirs is None or ours.match is None or (theirs.parent is None and theirs.match is None):
        return False
    return ours.match is not theirs
