"""How a comparison grows with the document, from 16 KB to 4 MB, beside difflib on the same documents in the same run.

Documents are seeds whose longest list of elements is repeated with other numbers, names and words each time, so that no
two elements are equal, as in a real larger document. Times are CPU milliseconds, best of a few; `compare` is given what was
read before. Two peers: difflib's SequenceMatcher over every line with every line, measured on some pairs and
extrapolated, of which the second row of each size says how many times longer it takes; and `lines`, one SequenceMatcher
over both lists of lines with one change, left out (–) where a smaller size took over 10 s. Exponents are least squares on
logarithms: 1 is linear. As with `timeit`, the garbage collector rests while the clock runs, for the peers too.

Run it: python benchmarks/growth.py [DOMAIN…] [--to KB]      (all of it takes about ten minutes)
"""

from __future__ import annotations

import argparse
import gc
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from functools import partial

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.document import Document
from delegate_audit.core.element import Element, Value
from delegate_audit.core.kind import Ordinal, Text
from delegate_audit.corpus import environments
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import read_document

SIZES_KB = (16, 64, 256, 1024, 4096)
DOMAINS = ("subtitles", "spreadsheet", "json", "accounting")
CASES = ("identical", "one change", "20 changes", "10 %", "shuffled", "unrelated")
STABLE_CASES = ("identical", "one change", "20 changes")
"""The damage stays as it is while the document grows."""

PEER_LIMIT_MS = 10_000
MIN_MS = 0.01
"""No ratio is taken to less than the clock can tell."""
DIGITS = "0123456789"
WORDS = (
    *("anchor", "barrel", "candle", "drawer", "engine", "feather", "garden", "hammer"),
    *("island", "jacket", "kettle", "ladder", "mirror", "needle", "orchard", "pillow"),
)


@dataclass(frozen=True)
class Timing:
    """CPU milliseconds for one size: reading, comparing and the first peer by case, the second peer (None: not measured)."""

    kb: float
    read: float
    compare: Mapping[str, float]
    pairs: Mapping[str, float]
    lines: float | None


def cpu_ms(work: Callable[[], object], repeats: int) -> float:
    """CPU milliseconds of the quickest of several runs."""
    times = []
    for _ in range(repeats):
        gc.collect()
        gc.disable()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
        gc.enable()
    return 1000 * min(times)


def exponent(points: Sequence[tuple[float, float]]) -> float:
    """The slope of log(time) over log(size), by least squares."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(max(y, 1e-3)) for _, y in points]
    middle_x, middle_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True)) / sum((x - middle_x) ** 2 for x in xs)


def seed_document(domain: Domain) -> Document:
    """The largest file of the domain's seeds."""
    files = [(name, text) for e in environments(domains=(domain.name,)) for name, text in e.seed.items() if domain.claims(name)]
    name, text = max(files, key=lambda file: len(file[1]))
    return read_document(name, text, domain)


def longest_list(document: Document) -> tuple[Element, ...]:
    """The longest list of siblings."""
    return max((document.elements, *(e.children for top in document.elements for e in top.walk())), key=len)


def with_list(document: Document, siblings: tuple[Element, ...]) -> tuple[Element, ...]:
    """The document's elements with other siblings for the longest list."""
    longest = longest_list(document)

    def put(element: Element) -> Element:
        return element.containing(siblings if element.children is longest else map(put, element.children))

    return siblings if document.elements is longest else tuple(map(put, document.elements))


def grown(document: Document, domain: Domain, kb: int) -> Document:
    """The document with its longest list repeated, with variation, until the text has about `kb` KB."""
    longest = longest_list(document)
    outside = len(document.text) - len(domain.write(longest))
    rounds = max(1, round((kb * 1024 - max(0, outside)) / len(domain.write(longest))))
    siblings = tuple(_varied(element, document, k, top=True) if k else element for k in range(rounds) for element in longest)
    return read_document(document.name, domain.write(with_list(document, siblings)), domain)


def _varied(element: Element, document: Document, number: int, *, top: bool) -> Element:
    """The element with `number` added to its numbers and behind its words, and on the top level to its key."""
    kind = document.kind_of(element)

    def other(name: str, value: Value) -> Value:
        field = kind.type_of(name)
        if isinstance(field, Ordinal) or isinstance(value, bool):
            return value
        if isinstance(value, int | Decimal):
            return value + number
        worded = isinstance(field, Text) or (top and name in kind.key) or name == "value"
        return f"{value} {WORDS[number % len(WORDS)]} {number}" if isinstance(value, str) and worded and value else value

    fields = {name: other(name, value) for name, value in element.fields.items()}
    children = (_varied(child, document, number, top=False) for child in element.children)
    return Element(element.kind, fields, tuple(children), element.line)


def candidates(document: Document, domain: Domain) -> Iterator[tuple[str, str]]:
    """The case and the text of every candidate that is compared with the document."""
    rng = random.Random(5)
    lines = document.text.split("\n")
    said = [k for k, line in enumerate(lines) if any(char in DIGITS for char in line)]
    siblings = list(longest_list(document))
    yield "identical", document.text
    yield "one change", _falsified(lines, [said[len(said) // 2]])
    yield "20 changes", _falsified(lines, rng.sample(said, min(20, len(said))))
    yield "10 %", _falsified(lines, rng.sample(said, len(said) // 10))
    rng.shuffle(siblings)
    yield "shuffled", domain.write(with_list(document, tuple(siblings)))
    strangers = tuple(_stranger(element, document, rng) for element in siblings)
    yield "unrelated", domain.write(with_list(document, strangers))


def _falsified(lines: Sequence[str], places: Sequence[int]) -> str:
    """The lines with another digit in each of these."""
    changed = list(lines)
    for k in places:
        at = max(place for place, char in enumerate(lines[k]) if char in DIGITS)
        changed[k] = f"{lines[k][:at]}{(int(lines[k][at]) + 3) % 10}{lines[k][at + 1 :]}"
    return "\n".join(changed)


def _stranger(element: Element, document: Document, rng: random.Random) -> Element:
    """An element of the same kind that has nothing to do with this one."""
    kind = document.kind_of(element)

    def other(name: str, value: Value) -> Value:
        field = kind.type_of(name)
        if isinstance(field, Ordinal) or isinstance(value, bool):
            return value
        if isinstance(value, int | Decimal):
            return type(value)(rng.randrange(10**6))
        worded = isinstance(field, Text) or name in kind.key or name == "value"
        return (
            " ".join(rng.choices(WORDS, k=rng.randint(2, 9))) + f" {rng.randrange(10**6)}" if isinstance(value, str) and worded else value
        )

    fields = {name: other(name, value) for name, value in element.fields.items()}
    return Element(element.kind, fields, tuple(_stranger(child, document, rng) for child in element.children), element.line)


def all_pairs_ms(left: Document, right: Document) -> float:
    """What every line with every line costs with difflib, measured on some of them."""
    ours, theirs = left.text.splitlines(), right.text.splitlines()
    rng = random.Random(1)
    some = [(rng.choice(ours), rng.choice(theirs)) for _ in range(500)]
    spent = cpu_ms(lambda: [SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in some], 3)
    return spent * len(ours) * len(theirs) / len(some)


def line_lists_ms(left: Document, right: Document) -> float:
    """What one SequenceMatcher over both lists of lines costs."""
    ours, theirs = left.text.splitlines(), right.text.splitlines()
    return cpu_ms(lambda: SequenceMatcher(None, ours, theirs).get_matching_blocks(), 1)


def measured(domain: Domain, kb: int, *, cases: Sequence[str] = CASES, peers: bool = True, lists: bool = True) -> Timing:
    """The figures of these cases for one size; without `peers` the product's alone, without `lists` not the second peer's."""
    document = grown(seed_document(domain), domain, kb)
    repeats = 5 if kb <= 64 else 3 if kb <= 256 else 1
    compared: dict[str, float] = {}
    pairs: dict[str, float] = {}
    lines = None
    for case, text in candidates(document, domain):
        if case not in cases:
            continue
        other = replace(document, text=text, elements=domain.read(text, document.name))
        compared[case] = cpu_ms(partial(_compare_afresh, document, other), repeats)
        if peers:
            pairs[case] = all_pairs_ms(document, other)
        if case == "one change" and peers and lists:
            lines = line_lists_ms(document, other)
    read = cpu_ms(partial(domain.read, document.text, document.name), repeats)
    return Timing(len(document.text) / 1024, read, compared, pairs, lines)


def _compare_afresh(document: Document, other: Document) -> None:
    """A candidate is always new: nothing that an earlier comparison worked out for it may help."""
    compare_documents([(document, replace(other))])


def print_table(domain: Domain, sizes: Sequence[int]) -> None:
    """For each size a line of times and one of how many times longer the first peer takes; then the exponents."""
    print(f"\n{domain.name:<14}{'read':>10}" + "".join(f"{case:>14}" for case in CASES) + f"{'lines':>10}")
    timings: list[Timing] = []
    for kb in sizes:
        lists = not timings or (timings[-1].lines is not None and timings[-1].lines < PEER_LIMIT_MS)
        timing = measured(domain, kb, lists=lists)
        timings.append(timing)
        lines = "–" if timing.lines is None else f"{timing.lines:,.0f}"
        times = "".join(f"{timing.compare[case]:>14,.1f}" for case in CASES)
        print(f"{timing.kb:8,.0f} KB ms{timing.read:>10,.1f}{times}{lines:>10}")
        ratios = (f"{timing.pairs[case] / max(timing.compare[case], MIN_MS):,.0f}" for case in CASES)
        print(f"{'':8} difflib ×".ljust(24) + "".join(f"{ratio:>14}" for ratio in ratios), flush=True)
    if len(timings) > 1:
        slopes = [exponent([(t.kb, t.read) for t in timings]), *(exponent([(t.kb, t.compare[case]) for t in timings]) for case in CASES)]
        print(f"{'exponent':<14}{slopes[0]:>10.2f}" + "".join(f"{slope:>14.2f}" for slope in slopes[1:]), flush=True)


def main() -> None:
    """Print a table for each domain."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("domains", nargs="*", default=DOMAINS)
    parser.add_argument("--to", type=int, default=SIZES_KB[-1], metavar="KB", help="the largest size")
    chosen = parser.parse_args()
    for name in chosen.domains:
        print_table(registry.get(name), [kb for kb in SIZES_KB if kb <= chosen.to])


if __name__ == "__main__":
    main()
