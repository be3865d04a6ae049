"""Pairing by likeness among many: what was altered and carried off is still found, in bounded time."""

from __future__ import annotations

import random
import time

import pytest

from delegate_audit import compare
from delegate_audit.core import alike
from delegate_audit.core.finding import Change

WORDS = "harbour lantern meadow orchard quarry station terrace viaduct windmill yard bridge canal".split()  # noqa: SIM905
HEADER = "name,lot,place,price,kind\n"


def rows(count: int) -> list[str]:
    rng = random.Random(2)

    def row() -> str:
        name, place = " ".join(rng.choices(WORDS, k=3)), " ".join(rng.choices(WORDS, k=2))
        return f"{name},{rng.randrange(10**5)},{place},{rng.randrange(100)}.25,{rng.choice(WORDS)}"

    return [row() for _ in range(count)]


def altered(row: str) -> str:
    cells = row.split(",")
    return ",".join([*cells[:3], f"{float(cells[3]) + 1000:.2f}", cells[4]])


@pytest.mark.parametrize("count", [300, pytest.param(20_000, marks=pytest.mark.slow)])
def test_in_a_shuffled_table_every_tenth_row_of_which_was_altered_each_row_is_found(count):
    rng = random.Random(3)
    before = rows(count)
    chosen = set(rng.sample(range(count), count // 10))
    after = [altered(row) if k in chosen else row for k, row in enumerate(before)]
    order = rng.sample(range(count), count)
    text = HEADER + "\n".join(after[k] for k in order) + "\n"
    start = time.process_time()
    comparison = compare({"x.csv": HEADER + "\n".join(before) + "\n"}, {"x.csv": text})
    assert time.process_time() - start < 20
    place = {k: at for at, k in enumerate(order)}
    found = [f for f in comparison.findings if f.change is Change.ALTERED and f.cost > 0]
    right = [f for f in found if f.line_after - 2 == place[f.line - 2] and f.field == "price"]
    assert len(right) >= 0.99 * len(chosen)
    assert len(found) <= 1.01 * len(chosen)
    assert comparison.count(Change.DELETED, Change.ADDED) <= 0.01 * count


def test_among_many_the_same_is_found_as_among_few(monkeypatch):
    rng = random.Random(4)
    before = rows(120)
    after = [altered(row) if k % 4 == 0 else row for k, row in enumerate(before) if k % 11]
    rng.shuffle(after)
    texts = [HEADER + "\n".join(lines) + "\n" for lines in (before, after)]

    def changes():
        comparison = compare({"x.csv": texts[0]}, {"x.csv": texts[1]})
        return comparison.score, [(f.change, f.line, f.line_after, f.field) for f in comparison.findings]

    few = changes()
    monkeypatch.setattr(alike, "MAX_CELLS", 0)
    assert changes() == few


def test_many_that_share_no_rare_word_are_compared_with_what_stands_as_far_down():
    count = 1200
    before, after = (HEADER + "".join(f"lamp,{number},yard,{k % 7}.25,new\n" for k in range(count)) for number in (5, 6))
    comparison = compare({"x.csv": before}, {"x.csv": after})
    assert comparison.score < 0.001
    assert comparison.count(Change.DELETED, Change.ADDED) == 0
