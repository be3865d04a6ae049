"""What holds in a netlist that runs: names used once, no node hanging in the air, models and subcircuits there, with as many nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import in_documents
from delegate_audit.domains.science.circuit import DOMAIN

PARTS = {"resistor", "capacitor", "inductor", "component"}
NEEDS_MODEL = "DQJMS"
GROUND = "0"


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the netlists that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    every = [element for top in tops for element in top.walk()]
    blocks = {_low(e, "name"): e for e in every if e.kind == "subckt"}
    models = {_low(e, "name") for e in every if e.kind == "model"}
    for ports, elements in ((set[str](), tops), *((set(_ports(e)), e.children) for e in blocks.values())):
        yield from _circuit(elements, ports, blocks, models)


def _circuit(elements: tuple[Element, ...], ports: set[str], blocks: Mapping[str, Element], models: set[str]) -> Iterator[tuple[int, str]]:
    parts = [element for element in elements if element.kind in PARTS]
    yield from ((0, f"{name} stands there {n} times") for name, n in Counter(_low(e, "name") for e in parts).items() if n > 1)
    nodes = Counter(node for part in parts for node in _low(part, "nodes").split())
    yield from ((0, f"node {node} has one end only") for node, n in nodes.items() if n < 2 and node not in {*ports, GROUND})
    for part in parts:
        name, value = _low(part, "name"), _low(part, "value").split()
        if name[0].upper() in NEEDS_MODEL and (not value or value[0] not in models):
            yield part.line, f"{name} has no model"
        if name[0] == "x" and value[0] not in blocks:
            yield part.line, f"{value[0]} is no subcircuit"
        elif name[0] == "x" and len(_low(part, "nodes").split()) != len(_ports(blocks[value[0]])):
            yield part.line, f"{name} gives {value[0]} another number of nodes than it has"


def _ports(block: Element) -> list[str]:
    return _low(block, "ports").partition("params:")[0].split()


def _low(element: Element, field: str) -> str:
    return str(element.fields.get(field) or "").lower()
