"""What holds in a graph drawn with care: every end of an edge is declared, nothing is drawn twice, shares add up to a whole."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.domains.code.graphviz import DOMAIN

WHOLE_PERCENT = 100


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for every statement that breaks a rule."""
    return [f"{name}: {problem}" for name, text in files.items() if DOMAIN.claims(name) for problem in _problems(DOMAIN.read(text, name))]


def _problems(elements: tuple[Element, ...]) -> Iterator[str]:
    found = [element for top in elements for element in top.walk()]
    nodes = Counter(str(element.fields["name"]) for element in found if element.kind == "node")
    edges = Counter((str(element.fields["tail"]), str(element.fields["head"])) for element in found if element.kind == "edge")
    yield from (f"node {name} is declared {count} times" for name, count in nodes.items() if count > 1)
    yield from (f"edge {tail} -> {head} is drawn {count} times" for (tail, head), count in edges.items() if count > 1)
    for tail, head in edges:
        for end in (tail, head):
            names = end.strip("{}").split() if end.startswith("{") else [end]
            yield from (f"edge {tail} -> {head}: {name} is no node" for name in names if name not in nodes)
    yield from _shares(found)


def _shares(found: list[Element]) -> Iterator[str]:
    """Where edges that leave a node say their `share` in per cent, all of them together are the whole."""
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for element in found:
        if element.kind == "edge" and isinstance(share := element.fields.get("share"), int | Decimal):
            shares[str(element.fields["tail"])] += Decimal(share)
    yield from (f"the shares that leave {tail} add up to {total}" for tail, total in shares.items() if total != WHOLE_PERCENT)
