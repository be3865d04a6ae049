"""Matching two sequences in order, and finding what was moved: both in near-linear time.

`match_in_order` is a patience diff: items unique on both sides anchor it, what lies between is solved by the
bit-parallel longest common subsequence of rapidfuzz. It serves sibling elements and raw lines alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

MAX_CELLS = 4_000_000
"""Largest gap solved exactly, in cells of its matrix; larger ones are matched by the rank of each item among its equals."""

MAX_PASSES = 60
"""So often the items may be looked at again for anchors between anchors; then what is left is matched by rank."""

Pairs = list[tuple[int, int]]

Gap = tuple[int, int, int, int]
"""Begin and end in the left sequence, begin and end in the right one; the ends are exclusive."""


def match_in_order(left: Sequence[Hashable], right: Sequence[Hashable]) -> Pairs:
    """Pairs of positions of equal items, increasing on both sides."""
    pairs: Pairs = []
    gaps = [(0, len(left), 0, len(right))]
    patience = MAX_PASSES * (len(left) + len(right))
    while gaps:
        a, b, c, d = gaps.pop()
        while a < b and c < d and left[a] == right[c]:
            pairs.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and left[b - 1] == right[d - 1]:
            b, d = b - 1, d - 1
            pairs.append((b, d))
        if a < b and c < d:
            patience -= b - a + d - c
            anchors = _anchors(left, right, (a, b, c, d)) if patience >= 0 else []
            if patience < 0:
                pairs.extend(_by_rank(left, right, (a, b, c, d)))
            elif anchors:
                edges = [(a - 1, c - 1), *anchors, (b, d)]
                gaps.extend((x + 1, p, y + 1, q) for (x, y), (p, q) in pairwise(edges))
                pairs.extend(anchors)
            else:
                pairs.extend(_gap(left, right, (a, b, c, d)))
    return sorted(pairs)


def gaps_between(pairs: Pairs, left: int, right: int) -> list[Gap]:
    """What lies between matched positions of two sequences of these lengths, where either side holds something."""
    edges = [(-1, -1), *pairs, (left, right)]
    gaps = [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(edges)]
    return [gap for gap in gaps if gap[0] < gap[1] or gap[2] < gap[3]]


def _anchors(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Pairs:
    a, b, c, d = gap
    counts_left, counts_right = Counter(left[a:b]), Counter(right[c:d])
    place = {right[j]: j for j in range(c, d) if counts_right[right[j]] == 1}
    unique = [(i, place[left[i]]) for i in range(a, b) if counts_left[left[i]] == 1 and left[i] in place]
    kept = longest_increasing([j for _, j in unique])
    return [unique[k] for k in kept]


def _gap(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Pairs:
    a, b, c, d = gap
    if (b - a) * (d - c) > MAX_CELLS:
        return _by_rank(left, right, gap)
    if not set(left[a:b]) & set(right[c:d]):
        return []
    blocks = LCSseq.opcodes(left[a:b], right[c:d])
    return [(a + op.src_start + k, c + op.dest_start + k) for op in blocks if op.tag == "equal" for k in range(op.src_end - op.src_start)]


def _by_rank(left: Sequence[Hashable], right: Sequence[Hashable], gap: Gap) -> Pairs:
    """The first of each item with the first of it on the right, the second with the second; of these the most in order."""
    a, b, c, d = gap
    places: dict[Hashable, list[int]] = {}
    for j in range(d - 1, c - 1, -1):
        places.setdefault(right[j], []).append(j)
    ranked = [(i, places[left[i]].pop()) for i in range(a, b) if places.get(left[i])]
    return [ranked[k] for k in longest_increasing([j for _, j in ranked])]


def longest_increasing(values: Sequence[int]) -> list[int]:
    """Positions of a longest strictly increasing subsequence, in order."""
    tails: list[int] = []
    at: list[int] = []
    before = [-1] * len(values)
    for i, value in enumerate(values):
        k = bisect_left(tails, value)
        before[i] = at[k - 1] if k else -1
        if k == len(tails):
            tails.append(value)
            at.append(i)
        else:
            tails[k], at[k] = value, i
    kept, i = [], at[-1] if at else -1
    while i >= 0:
        kept.append(i)
        i = before[i]
    return kept[::-1]
