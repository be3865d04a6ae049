"""Aligning two element trees: which element of the candidate is which element of the reference.

In this order: equal subtrees in their order, equal subtrees elsewhere among the siblings, elements of one key, then
what holds the same (`holding`), what is most alike (`alike`); matched parents are aligned child by child; what is
left over anywhere is looked for everywhere. Time is paid by the damage: what is equal costs one pass.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import pairwise

from delegate_audit.core.alike import Pair, pair_alike
from delegate_audit.core.holding import pair_emptied, pair_holding
from delegate_audit.core.node import Node
from delegate_audit.core.sequence import Pairs, gaps_between, longest_increasing, match_in_order


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
        a, b = _taken(a, b, pair_holding(a, b), changed)
        a, b = _pair_across(a, b)
        a, b = _taken(a, b, pair_alike(a, b, lambda n: gaps_left[n.place], lambda n: gaps_right[n.place]), changed)
        _taken(a, b, pair_emptied(a, b), changed)
        for x, y in changed:
            _join(x, y)
    _mark_moved(left, right)
    return changed


def _taken(left: list[Node], right: list[Node], pairs: Iterable[Pair], changed: list[tuple[Node, Node]]) -> tuple[list[Node], list[Node]]:
    """Note pairs as changed and join them; returns who is left."""
    for pair in pairs:
        _join(pair.left, pair.right)
        changed.append((pair.left, pair.right))
    return [node for node in left if node.match is None], [node for node in right if node.match is None]


def _equal_in_order(ours: list[Node], theirs: list[Node]) -> tuple[Pairs, Pairs]:
    """Positions of equal subtrees in their order, and of those that are alone in one place and plainly the same element.

    What is equal to the letter comes first, what means the same between that. Of two that stand alone in one place neither
    may have its equal in another: then they changed places.
    """
    found = match_in_order([c.element.digest for c in ours], [c.element.digest for c in theirs])
    same: Pairs = []
    gaps = gaps_between(found, len(ours), len(theirs))
    several = len(gaps) > 1
    before = {_sign(ours[k]) for a, b, _, _ in gaps for k in range(a, b)} if several else set()
    after = {_sign(theirs[k]) for _, _, c, d in gaps for k in range(c, d)} if several else set()
    for a, b, c, d in gaps:
        alone = b - a == d - c == 1 and _one_element(ours[a], theirs[c])
        if alone and not (several and _elsewhere(_sign(ours[a]), after, _sign(theirs[c]), before)):
            same.append((a, c))
        elif a < b and c < d:
            inner = match_in_order([n.meaning for n in ours[a:b]], [n.meaning for n in theirs[c:d]])
            found.extend((a + x, c + y) for x, y in inner)
    return sorted(found), same


def _sign(node: Node) -> bytes:
    """What a node is known by elsewhere: its meaning, which of a whole subtree would take long to work out."""
    return node.element.digest if node.element.children else node.meaning


def _elsewhere(left: bytes, after: set[bytes], right: bytes, before: set[bytes]) -> bool:
    """Whether one of two nodes that differ, by their signs, is the same as a third one."""
    return left != right and (left in after or right in before)


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


def _mark_moved(left: Node, right: Node) -> None:
    """Mark the fewest children whose place among their matched, ordered siblings changed; then the unordered ones.

    An unordered child was moved too where only its place among the ordered ones that stayed is another.
    """
    stayed = _mark_moved_among(left, right, ordered=True)
    before, after = [child.place for child, _ in stayed], [place for _, place in stayed]
    for child, place in _mark_moved_among(left, right, ordered=False):
        child.moved = bisect(before, child.place) != bisect(after, place)


def _mark_moved_among(left: Node, right: Node, *, ordered: bool) -> list[tuple[Node, int]]:
    """The children that stayed in their order, each with its place on the right."""
    pairs = [(c, c.match.place) for c in left.children if c.match and c.match.parent is right and c.kind.ordered == ordered]
    if all(x <= y for (_, x), (_, y) in pairwise(pairs)):
        return pairs
    stay = longest_increasing([place for _, place in pairs])
    for child, _ in pairs:
        child.moved = True
    for k in stay:
        pairs[k][0].moved = False
    return [pairs[k] for k in stay]


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
    for pair in pair_alike(left, right, lambda _: 0, lambda _: 1):
        _join(pair.left, pair.right)
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
