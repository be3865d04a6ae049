"""Faults of several lines in one text: distinct places, none undone by another."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from delegate_audit.faults.lines import LINE_FAULTS, eligible, several, spread

LINES = [f"row {k} of the ledger" if k % 5 else "" for k in range(40)]


def test_blank_lines_and_lines_without_digits_are_no_places():
    assert eligible("deleted", LINES) == [k for k in range(40) if k % 5]
    assert eligible("digit", ["no number", "1", ""]) == [1]
    assert eligible("swapped", ["a", "a", "b"]) == [1]


@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_places_are_spread(count):
    chosen = spread(range(40), count, Random(2))
    assert len(chosen) == count or (count == 40 and len(chosen) >= 13)
    assert all(b - a > 1 for a, b in pairwise(chosen))


@pytest.mark.parametrize("fault", LINE_FAULTS)
def test_every_place_is_struck(fault):
    places = spread(eligible(fault, LINES), 6, Random(1))
    changed = several(fault, LINES, places, Random(1))
    assert len(changed) - len(LINES) == {"deleted": -6, "doubled": 6}.get(fault, 0)
    kept = sum(line in changed for line in LINES)
    assert kept == 40 - (6 if fault in {"deleted", "digit", "word"} else 0) or fault == "digit"
    assert changed != LINES


def test_one_place_is_struck_as_the_fault_alone_does():
    assert several("deleted", LINES, [7], Random(1)) == LINE_FAULTS["deleted"](LINES, 7, Random(1))
    assert several("word", LINES, [7], Random(1)) == LINE_FAULTS["word"](LINES, 7, Random(1))
