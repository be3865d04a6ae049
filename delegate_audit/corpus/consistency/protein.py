"""What must be true in a model of peptides: numbers run, chains spell their sequences, residues hang together, bridges are as long as said.

Connections go both ways between atoms that are there; occupancies of alternates add up to 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from math import dist

from delegate_audit.core.element import Element
from delegate_audit.corpus.consistency.located import Problems, in_documents
from delegate_audit.domains.science.protein import DOMAIN

PEPTIDE_BOND, LONGEST_BOND = (1.25, 1.45), 2.4
_BRIDGE_CHAIN, _BRIDGE_NUMBER, _BRIDGE_LENGTH = (9, 23), ((11, 15), (25, 29)), slice(67, 72)
"""Columns of a disulfide record, counted from the seventh of the line."""


def check(files: Mapping[str, str]) -> list[str]:
    """One sentence for everything in the models that does not agree, with file and line."""
    return in_documents(files, DOMAIN, _problems)


def _problems(tops: tuple[Element, ...]) -> Problems:
    elements = [element for top in tops for element in top.walk()]
    found = [*_serials(elements), *_sequences(tops), *_chains(tops), *_bonds(elements), *_bridges(tops)]
    return [(element.line, problem) for element, problem in found]


def _point(atom: Element) -> tuple[float, ...]:
    return tuple(float(str(atom.fields[axis])) for axis in "xyz")


def _serials(elements: list[Element]) -> Iterator[tuple[Element, str]]:
    numbered = [element for element in elements if element.kind in {"atom", "end_of_chain"}]
    for place, element in enumerate(numbered, 1):
        if str(element.fields.get("serial")) != str(place):
            yield element, f"number {element.fields.get('serial')} is the {place}th"


def _sequences(tops: tuple[Element, ...]) -> Iterator[tuple[Element, str]]:
    spelled: dict[object, list[object]] = defaultdict(list)
    for top in tops:
        if top.kind == "chain":
            spelled[top.fields["chain"]] += [residue.fields["residue"] for residue in top.children if residue.kind == "residue"]
    for sequence in (top for top in tops if top.kind == "sequence"):
        residues = str(sequence.fields["residues"]).split()
        if spelled[sequence.fields["chain"]] != residues or str(sequence.fields["count"]) != str(len(residues)):
            yield sequence, f"chain {sequence.fields['chain']} does not spell it"


def _chains(tops: tuple[Element, ...]) -> Iterator[tuple[Element, str]]:
    for chain in (top for top in tops if top.kind == "chain"):
        residues = [residue for residue in chain.children if residue.kind == "residue"]
        for one, other in pairwise(residues):
            ends = [_atom(one, "C"), _atom(other, "N")]
            if all(ends) and not PEPTIDE_BOND[0] <= dist(*(_point(end) for end in ends if end)) <= PEPTIDE_BOND[1]:
                yield other, f"residue {other.fields['number']} does not hang on the one before"
        for residue in residues:
            shares: dict[object, Decimal] = defaultdict(Decimal)
            for atom in residue.children:
                shares[atom.fields["name"]] += Decimal(str(atom.fields["occupancy"])) if "alternate" in atom.fields else 1
            yield from ((residue, f"{name} is there {share} times") for name, share in shares.items() if share != 1)


def _atom(residue: Element, name: str) -> Element | None:
    return next((atom for atom in residue.children if str(atom.fields.get("name")).strip() == name), None)


def _bonds(elements: list[Element]) -> Iterator[tuple[Element, str]]:
    atoms = {str(element.fields["serial"]): element for element in elements if element.kind == "atom"}
    bonds = [(e, str(e.fields["atom"]), end) for e in elements if e.kind == "connection" for end in str(e.fields["to"]).split()]
    for element, start, end in bonds:
        if start not in atoms or end not in atoms or (end, start) not in {(a, b) for _, a, b in bonds}:
            yield element, f"{start} and {end} are not both bound to each other"
        elif dist(_point(atoms[start]), _point(atoms[end])) > LONGEST_BOND:
            yield element, f"{start} and {end} are too far apart"


def _bridges(tops: tuple[Element, ...]) -> Iterator[tuple[Element, str]]:
    where = {
        (c.fields["chain"], str(r.fields.get("number"))): r for c in tops if c.kind == "chain" for r in c.children if r.kind == "residue"
    }
    for bridge in (top for top in tops if top.fields.get("name") == "SSBOND"):
        text = str(bridge.fields["text"])
        ends = [where.get((text[k], text[slice(*number)].strip())) for k, number in zip(_BRIDGE_CHAIN, _BRIDGE_NUMBER, strict=True)]
        atoms = [_atom(residue, "SG") if residue else None for residue in ends]
        if not all(atoms) or f"{dist(*(_point(atom) for atom in atoms if atom)):.2f}" != text[_BRIDGE_LENGTH].strip():
            yield bridge, "the bridge is not there, or not as long"
