"""What must be true in a program: every register and gate is declared once and before its use, no index outside its register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from delegate_audit.core.element import Element, Value
from delegate_audit.core.workspace import Workspace
from delegate_audit.domains.code.quantum import DOMAIN

STANDARD = set("x y z h s sdg t tdg id rx ry rz cx cy cz ch ccx swap cswap crz cu1 cu3 u1 u2 u3 U CX p cp".split())  # noqa: SIM905
_OPERAND = re.compile(r"([A-Za-z_]\w*)(?:\[(\d+)\])?")


def check(files: Workspace) -> list[str]:
    """One sentence for everything in the programs that does not agree, with file and line."""
    return [
        f"{name}:{line}: {problem}"
        for name, text in files.items()
        if DOMAIN.claims(name)
        for line, problem in _problems(DOMAIN.read(text, name))
    ]


def _problems(elements: tuple[Element, ...]) -> Iterator[tuple[int, str]]:
    sizes: dict[Value, Value] = {}
    gates: set[Value] = set(STANDARD)
    for element in (found for top in elements for found in top.walk()):
        fields, named = element.fields, element.fields.get("name")
        if element.kind in {"rejected", "unreadable"}:
            yield element.line, "the format refuses it"
        elif element.kind in {"register", "gate"} and (named in sizes or named in gates):
            yield element.line, f"{element.kind} {named} is declared twice"
        elif element.kind == "register":
            sizes[named] = fields.get("size", Decimal(1))
        elif element.kind == "gate":
            gates.add(named)
        elif element.kind == "operation" and fields["gate"] not in gates:
            yield element.line, f"gate {fields['gate']} is not defined above"
    for top in elements:
        if top.kind in {"operation", "measure", "barrier", "reset"}:
            yield from _outside(top, sizes)


def _outside(element: Element, sizes: dict[Value, Value]) -> Iterator[tuple[int, str]]:
    """Operands that are no register, or none of its bits."""
    for part in ("qubits", "target"):
        for name, place in _OPERAND.findall(str(element.fields.get(part, ""))):
            size = sizes.get(name)
            if size is None or (place and isinstance(size, Decimal) and int(place) >= size):
                yield element.line, f"{name}{f'[{place}]' if place else ''} is not declared"
