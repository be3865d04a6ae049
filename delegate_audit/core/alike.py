"""Pairing elements by likeness: what has no equal and no key, but is plainly the same element altered.

Few are compared all with all, and assigned so that the pairs are worth most. Of many, only those are compared that stand
in one gap or share words that few others have; what is left in a gap is compared with what stands about as far down in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from delegate_audit.core.node import Node

MAX_CELLS = 250_000
"""Largest matrix in which all are compared with all."""

MAX_GAP_CELLS = 2_500
"""Of many, what stands in one gap is compared all with all up to so many cells."""

MAX_BLOCK_CELLS = 1_600_000
"""So many cells in all for what is left in larger gaps, in blocks of at most `BLOCK` on either side."""

BLOCK = 400
ALIKE_IN_PLACE = 0.25
ALIKE_ANYWHERE = 0.85
WORTH_OF_PLACE = 0.5
WORTH_OF_LIKENESS = 0.5
"""What is plainly alike is never given up for what merely stands in the same place."""

RARE = 30
"""A word that more elements hold tells none of them."""

WORDS_ASKED = 8
CANDIDATES = 6
HALVED_CHARS = 8
"""Longer words are known by their halves too, one of which survives a change of a character."""

PlaceOf = Callable[[Node], int]

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A node of the reference and the node of the candidate that is most like it."""

    left: Node
    right: Node


def pair_alike(left: Sequence[Node], right: Sequence[Node], near: PlaceOf, near_right: PlaceOf) -> list[Pair]:
    """Pairs of one kind that are most alike; two nodes are beside each other where both places are equal numbers."""
    pairs: list[Pair] = []
    ours, theirs = _by_kind(left), _by_kind(right)
    for kind, a in ours.items():
        b = theirs.get(kind, [])
        if len(a) * len(b) <= MAX_CELLS:
            pairs.extend(_assign(a, b, near, near_right))
        else:
            pairs.extend(_among_many(a, b, near, near_right))
    return pairs


def _by_kind(nodes: Iterable[Node]) -> dict[str, list[Node]]:
    kinds: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        kinds[node.element.kind].append(node)
    return kinds


def _assign(left: Sequence[Node], right: Sequence[Node], near: PlaceOf, near_right: PlaceOf) -> list[Pair]:
    if not left or not right:
        return []
    import numpy as np
    from rapidfuzz import fuzz, process

    alike = process.cdist([n.sketch for n in left], [n.sketch for n in right], scorer=fuzz.ratio, dtype=np.float32) / 100
    beside = np.equal.outer([near(n) for n in left], [near_right(n) for n in right])
    limit = np.where(beside, ALIKE_IN_PLACE, ALIKE_ANYWHERE)
    alone = beside & (beside.sum(axis=1, keepdims=True) == 1) & (beside.sum(axis=0, keepdims=True) == 1)
    fits = (alike >= limit) | alone
    worth = np.where(fits, _worth(alike, beside), 0.0)
    rows, columns = _best(worth)
    return [Pair(left[i], right[j]) for i, j in zip(rows, columns, strict=True) if fits[i, j]]


def _worth(alike: Matrix, beside: Matrix) -> Matrix:
    """What a pair is worth; the 1 is for its being one, so that many pairs are preferred to few good ones."""
    worth: Matrix = 1.0 + alike + beside * WORTH_OF_PLACE + (alike >= ALIKE_ANYWHERE) * WORTH_OF_LIKENESS
    return worth


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


def _among_many(left: list[Node], right: list[Node], near: PlaceOf, near_right: PlaceOf) -> list[Pair]:
    """Greedily by worth, over the pairs that share a small gap or rare words; then block by block within large gaps."""
    ours, theirs = [near(node) for node in left], [near_right(node) for node in right]
    gaps = _shared_gaps(ours, theirs)
    small = {place for place, (a, b) in gaps.items() if len(a) * len(b) <= MAX_GAP_CELLS}
    asked = ([n.sketch for n in left], [n.sketch for n in right])
    edges = {(i, j) for place in small for i in gaps[place][0] for j in gaps[place][1]} | set(_sharing_words(*asked))
    taken = _greedy(sorted(edges), asked, (ours, theirs), {i for place in small for i in gaps[place][0] if _alone(gaps[place])})
    pairs = [Pair(left[i], right[j]) for i, j in taken.items()]
    gone = set(taken.values())
    rest = [(a, b) for place, (a, b) in gaps.items() if place not in small]
    size = min(BLOCK, MAX_BLOCK_CELLS // max(1, sum(max(len(a), len(b)) for a, b in rest)) + 1)
    for a, b in rest:
        still = [left[i] for i in a if i not in taken], [right[j] for j in b if j not in gone]
        pairs.extend(_in_blocks(*still, size))
    return pairs


Gaps = dict[int, tuple[list[int], list[int]]]


def _shared_gaps(ours: list[int], theirs: list[int]) -> Gaps:
    """Positions on both sides by the place that they share."""
    gaps: Gaps = {place: ([], []) for place in set(ours) & set(theirs)}
    for side, places in enumerate((ours, theirs)):
        for k, place in enumerate(places):
            if place in gaps:
                gaps[place][side].append(k)
    return gaps


def _alone(gap: tuple[list[int], list[int]]) -> bool:
    return len(gap[0]) == len(gap[1]) == 1


def _sharing_words(left: list[str], right: list[str]) -> Iterator[tuple[int, int]]:
    """For each text on the left those few on the right that share most of its rarest words with it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(right):
        for word in _words(text):
            holders[word].append(j)
    for i, text in enumerate(left):
        rare = sorted((len(holders[word]), word) for word in _words(text) if word in holders and len(holders[word]) <= RARE)
        shared = Counter(j for _, word in rare[:WORDS_ASKED] for j in holders[word])
        yield from ((i, j) for j, _ in shared.most_common(CANDIDATES))


def _words(text: str) -> set[str]:
    """Its words, two words in a row, and the halves of long words."""
    words = text.split()
    halves = [part for word in words if len(word) > HALVED_CHARS for part in (f"{word[: len(word) // 2]}-", f"-{word[len(word) // 2 :]}")]
    return {*words, *halves, *map(" ".join, pairwise(words))}


def _greedy(
    edges: list[tuple[int, int]], texts: tuple[list[str], list[str]], places: tuple[list[int], list[int]], alone: set[int]
) -> dict[int, int]:
    """Of the pairs (positions left and right) that are alike enough, the worthiest first, each position once."""
    if not edges:
        return {}
    import numpy as np
    from rapidfuzz import fuzz, process

    rows, columns = np.array(edges).T
    alike = process.cpdist([texts[0][i] for i in rows], [texts[1][j] for j in columns], scorer=fuzz.ratio, dtype=np.float32) / 100
    beside = np.array(places[0])[rows] == np.array(places[1])[columns]
    single = beside & np.isin(rows, list(alone))
    fits = (alike >= np.where(beside, ALIKE_IN_PLACE, ALIKE_ANYWHERE)) | single
    worth = np.where(fits, _worth(alike, beside), 0.0)
    taken: dict[int, int] = {}
    gone: set[int] = set()
    for k in np.argsort(-worth, kind="stable").tolist():
        i, j = edges[k]
        if fits[k] and i not in taken and j not in gone:
            taken[i] = j
            gone.add(j)
    return taken


def _in_blocks(left: list[Node], right: list[Node], size: int) -> Iterator[Pair]:
    """Pairs of nodes that stand in one gap, about as far down in it."""
    blocks = max(len(left), len(right)) // size + 1
    for k in range(blocks):
        ours, theirs = (nodes[k * len(nodes) // blocks : (k + 1) * len(nodes) // blocks] for nodes in (left, right))
        yield from _assign(ours, theirs, lambda _: 0, lambda _: 0)
