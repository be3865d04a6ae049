"""How long a comparison takes, beside difflib's SequenceMatcher on the same lines, in one run.

Documents are the seeds of the environments, brought to about 16 KB. Times are the best of several, in milliseconds of
CPU, after reading; `all pairs` is what a scorer costs that compares every line with every line by difflib.

Run it: python benchmarks/compare.py [DOMAIN…]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import partial

from delegate_audit.core.compare import compare_documents
from delegate_audit.core.document import Document
from delegate_audit.corpus import Environment, environments
from delegate_audit.domains import registry
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.reading import read_document
from delegate_audit.faults.elements import CATALOGUE, targets

SIZE = 16_384
REPEATS = 7
PAIRS = 40_000


def best_ms(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """CPU milliseconds of the quickest of several runs."""
    times = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * min(times)


def sized(name: str, text: str, domain_name: str) -> Document:
    """The document with its longest list of elements repeated or cut until the text has about 16 KB."""
    domain = registry.get(domain_name)
    document = read_document(name, text, domain)
    elements = list(document.elements)
    while len(domain.write(tuple(elements))) < SIZE:
        elements += document.elements
    while len(elements) > 1 and len(domain.write(tuple(elements))) > 1.2 * SIZE:
        elements.pop()
    return read_document(name, domain.write(tuple(elements)), domain)


def one_word(document: Document) -> Document:
    """One word in the middle changed."""
    words = document.text.split(" ")
    place = next(k for k in range(len(words) // 2, len(words)) if words[k].strip("\n,.").isalpha())
    words[place] = words[place].replace(words[place].strip("\n,."), "changedword")
    return _again(document, " ".join(words))


def every_tenth(document: Document) -> Document:
    """A number, date or name altered in every tenth element."""
    rng, current, domain = random.Random(1), document, _domain(document)
    for path in targets(document)[::10]:
        for fault in ("alter_number", "alter_date", "alter_name"):
            struck = CATALOGUE[fault](current, path, rng)
            if struck is not None:
                current = Document(document.name, document.text, struck.elements, document.kinds, document.insignificant)
                break
    return _again(document, domain.write(current.elements))


def shuffled(document: Document) -> Document:
    """The top-level elements in another order."""
    elements = list(document.elements)
    random.Random(1).shuffle(elements)
    return _again(document, _domain(document).write(tuple(elements)))


def _domain(document: Document) -> Domain:
    return next(d for d in registry.all_domains() if d.claims(document.name))


def _again(document: Document, text: str) -> Document:
    return read_document(document.name, text, _domain(document))


def all_pairs_ms(left: Document, right: Document) -> float:
    """What all pairs of lines cost with difflib, measured on some of them."""
    ours, theirs = left.text.splitlines(), right.text.splitlines()
    total = len(ours) * len(theirs)
    rng = random.Random(1)
    some = [(rng.choice(ours), rng.choice(theirs)) for _ in range(min(total, PAIRS // 20))]
    return best_ms(lambda: [SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in some], 3) * total / len(some)


HEAD = ("domain", "KB", "elements", "read", "equal", "1 word", "10 %", "shuffled", "difflib", "ratio")
WIDTHS = (12, 6, 9, 7, 7, 7, 7, 9, 9, 8)


def row(cells: Sequence[str]) -> str:
    """One line of the table."""
    return " ".join(f"{cell:>{width}}" for cell, width in zip(cells, WIDTHS, strict=True))


def measured(environment: Environment) -> str:
    """The row of one domain."""
    domain = registry.get(environment.domain)
    name, text = next((n, t) for n, t in environment.seed.items() if domain.claims(n))
    document = sized(name, text, environment.domain)
    word = one_word(document)
    others = (document, word, every_tenth(document), shuffled(document))
    times = [best_ms(partial(compare_documents, [(document, other)])) for other in others]
    read = best_ms(partial(read_document, document.name, document.text, domain))
    pairs = all_pairs_ms(document, word)
    count = sum(1 for top in document.elements for _ in top.walk())
    figures = [f"{ms:.1f}" for ms in (read, *times)]
    return row((domain.name, f"{len(document.text) / 1024:.1f}", str(count), *figures, f"{pairs:.0f}", f"{pairs / times[1]:.0f}"))


def main(names: list[str]) -> None:
    """Print a table, a line for each domain; `ratio` is difflib's time over ours for one changed word."""
    print(row(HEAD))
    for environment in environments(domains=names or None):
        print(measured(environment))


if __name__ == "__main__":
    main(sys.argv[1:])
