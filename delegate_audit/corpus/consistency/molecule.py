"""What must be true in a collection of molecules: counts right, bonds between atoms that are there, formula and weight of what is drawn.

Registry numbers have their check digit; titles and codes occur once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from delegate_audit.core.element import Element
from delegate_audit.domains.science.molecule import DOMAIN

WEIGHTS = {
    "H": "1.008",
    "D": "2.014",
    "C": "12.011",
    "N": "14.007",
    "O": "15.999",
    "S": "32.067",
    "P": "30.974",
    "Cl": "35.453",
    "F": "18.998",
}
WEIGHT_TOLERANCE = Decimal("0.02")
_PART = re.compile(r"([A-Z][a-z]?)(\d*)")
_REGISTERED = re.compile(r"(\d{2,7})-(\d\d)-(\d)")


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the molecules that does not agree, with file and line."""
    found: list[str] = []
    for name, text in files.items():
        if DOMAIN.claims(name):
            molecules = DOMAIN.read(text, name)
            problems = [(molecule, problem) for molecule in molecules for problem in _problems(molecule)]
            found.extend(f"{name}:{molecule.line}: {molecule.fields.get('title')} {problem}" for molecule, problem in problems)
            titles = Counter(str(molecule.fields.get("title")) for molecule in molecules)
            codes = Counter(_data(molecule).get("CODE", "") for molecule in molecules)
            found.extend(f"{name}: {said!r} is there {count} times" for said, count in (titles + codes).items() if count > 1 and said)
    return found


def _data(molecule: Element) -> dict[str, str]:
    """The data of one word by name."""
    return {str(e.fields["name"]): str(e.fields.get("value", "")) for e in molecule.children if e.kind == "data"}


def _problems(molecule: Element) -> Iterator[str]:
    atoms = [element for element in molecule.children if element.kind == "atom"]
    bonds = [element for element in molecule.children if element.kind == "bond"]
    for counts in (element for element in molecule.children if element.kind in {"counts", "size"}):
        said, there = tuple(int(str(counts.fields[name])) for name in ("atoms", "bonds")), (len(atoms), len(bonds))
        if said not in (there, *([(0, 0)] if str(counts.fields.get("more")).endswith("V3000") else [])):
            yield f"has {there[0]} atoms and {there[1]} bonds, not {said[0]} and {said[1]}"
    for bond in bonds:
        if not all(1 <= int(str(bond.fields[end])) <= len(atoms) for end in "ab") or bond.fields["a"] == bond.fields["b"]:
            yield f"has no bond from {bond.fields['a']} to {bond.fields['b']}"
    data = _data(molecule)
    formula = {symbol: int(count or 1) for symbol, count in _PART.findall(data.get("FORMULA", ""))}
    drawn = Counter(str(atom.fields["symbol"]) for atom in atoms if atom.fields["symbol"] != "H")
    if formula and drawn != Counter({symbol: count for symbol, count in formula.items() if symbol not in "HD"}):
        yield f"is not {data['FORMULA']} as it is drawn"
    weight = sum(Decimal(WEIGHTS[symbol]) * count for symbol, count in formula.items())
    if formula and "MW" in data and abs(weight - Decimal(data["MW"])) > WEIGHT_TOLERANCE:
        yield f"weighs {weight}, not {data['MW']}"
    if registered := _REGISTERED.fullmatch(data.get("CAS", "")):
        digits = (registered[1] + registered[2])[::-1]
        if sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10 != int(registered[3]):
            yield f"has a registry number with a wrong check digit, {data['CAS']}"
