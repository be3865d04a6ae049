"""Matching in order, against slow and obviously right ways of doing it."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from delegate_audit.core import sequence
from delegate_audit.core.sequence import longest_increasing, match_in_order


@given(st.lists(st.integers(0, 6), max_size=30), st.lists(st.integers(0, 6), max_size=30))
def test_pairs_are_equal_and_increasing(left, right):
    pairs = match_in_order(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@given(st.lists(st.integers(0, 50), max_size=40))
def test_equal_sequences_match_completely(items):
    assert match_in_order(items, items) == [(k, k) for k in range(len(items))]


@given(st.lists(st.integers(0, 50), unique=True, max_size=30), st.data())
def test_what_was_only_deleted_from_is_matched_completely(items, data):
    kept = [item for item in items if data.draw(st.booleans())]
    assert len(match_in_order(items, kept)) == len(kept)


@given(st.lists(st.integers(0, 20), max_size=9))
@settings(max_examples=60)
def test_longest_increasing_is_longest(values):
    best = max(
        (len(c) for n in range(len(values) + 1) for c in combinations(values, n) if all(a < b for a, b in pairwise(c))),
        default=0,
    )
    kept = longest_increasing(values)
    assert len(kept) == best
    assert all(values[a] < values[b] for a, b in pairwise(kept))


def test_without_patience_pairs_are_equal_and_increasing_all_the_same(monkeypatch):
    monkeypatch.setattr(sequence, "MAX_PASSES", 0)
    left, right = [0, *range(1, 40), 0, *range(50, 60)], [7, *range(1, 40, 2), 0, *range(60, 50, -1)]
    pairs = match_in_order(left, right)
    assert all(left[i] == right[j] for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert len(pairs) > 15
