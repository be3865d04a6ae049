"""Protein data bank files: chains of residues of atoms, and records. Fragile: a column slips, an atom turns up in another residue.

An atom lies in its residue and chain, and says so itself only where it stands among others. ` CA ` is a carbon, `CA  ` is calcium.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from delegate_audit.core.element import REJECTED, UNREADABLE, Element, Value
from delegate_audit.core.kind import Exact, FieldType, Kind, Ordinal, Text
from delegate_audit.domains.contract import Domain
from delegate_audit.domains.readers.blocks import lines_of
from delegate_audit.domains.readers.grammar import Grammar, Rule
from delegate_audit.domains.readers.values import NUMBER, WORDS

PLACE: dict[str, FieldType] = {"chain": Exact(), "residue": Exact(), "number": NUMBER, "insertion": Exact()}
FACTS: dict[str, FieldType] = dict.fromkeys(("record", "name", "alternate", "segment", "element", "charge"), Exact())
ATOM: dict[str, FieldType] = {"serial": Ordinal(), **PLACE, **FACTS}
KINDS = (
    Kind("chain", {"chain": Exact()}, ("chain",)),
    Kind("residue", {name: PLACE[name] for name in ("residue", "number", "insertion")}, ("number", "insertion")),
    Kind("atom", {**ATOM, **dict.fromkeys(("x", "y", "z", "occupancy", "b_factor"), NUMBER)}, ("name", "alternate")),
    Kind("anisotropy", {**ATOM, "values": WORDS}, ("name", "alternate")),
    Kind("end_of_chain", {"serial": Ordinal(), **PLACE}),
    Kind("model", {"serial": Ordinal()}),
    Kind("remark", {"number": NUMBER, "text": Text()}),
    Kind("helix", {"serial": NUMBER, "name": Exact(), "start": WORDS, "end": WORDS, "class": NUMBER, "comment": Text(), "length": NUMBER}),
    Kind("strand", {"serial": NUMBER, "sheet": Exact(), "of": NUMBER, "start": WORDS, "end": WORDS, "sense": NUMBER, "bond": WORDS}),
    Kind("sequence", {"serial": NUMBER, "chain": Exact(), "count": NUMBER, "residues": WORDS}),
    Kind("connection", {"atom": NUMBER, "to": WORDS}),
    Kind("record", {"name": Exact(), "text": Text()}),
)
ATOMS = {"atom", "anisotropy"}


def _sound(stated: dict[str, Value]) -> dict[str, Value] | None:
    numbers = isinstance(stated.get("serial", 0), int) and not isinstance(stated.get("number"), str)
    return stated if numbers and stated.get("record", "ATOM") in {"ATOM", "HETATM"} else None


WHERE = "{residue:>3} {chain:1}{number:>4}{insertion:1}"
WHO, REST = f"{{serial:>5}} {{name:4}}{{alternate:1}}{WHERE}", "{segment:<4}{element:>2}{charge:2}"
RULES = (
    Rule("atom", f"{{record:<6}}{WHO}   {{x:>8}}{{y:>8}}{{z:>8}}{{occupancy:>6}}{{b_factor:>6}}      {REST}", _sound, columns=True),
    Rule("anisotropy", f"ANISOU{WHO} {{values:42}}  {REST}", _sound, columns=True),
    Rule("end_of_chain", f"TER   {{serial:>5}}      {WHERE}", _sound, columns=True),
    Rule("model", "MODEL     {serial:>4}", _sound, columns=True),
    Rule("remark", r"REMARK {number:>3}[ {text:.*\S}]", _sound, columns=True),
    Rule("helix", "HELIX  {serial:>3} {name:>3} {start:11} {end:11}{class:>2}{comment:30} {length:>5}", columns=True),
    Rule("strand", r"SHEET  {serial:>3} {sheet:>3}{of:>2} {start:10} {end:10}{sense:>2}[{bond: .*\S}]", columns=True),
    Rule("sequence", r"SEQRES {serial:>3} {chain:1} {count:>4}  [{residues:\S.*}]", columns=True),
    Rule("connection", r"CONECT{atom:>5}[{to:[ \d]*\d}]", columns=True),
    Rule("record", r"{name:(?!ATOM|HETATM|ANISOU)[A-Z][A-Z\d]{2,5}}[{text:.*\S}]", columns=True),
)
FORMAT = Grammar(KINDS, RULES)


def _owners(elements: list[Element], own: list[dict[str, Value] | None], staying: str) -> Iterator[dict[str, Value] | None]:
    """What each lies in: what it says itself, but what stands among others does not end what they lie in."""
    here = None
    for element, mine, after in zip(elements, own, [*own[1:], None], strict=False):
        here = here if here and element.kind != "model" and (after == here or element.kind in {UNREADABLE, staying}) else mine
        yield here


def _gathered(kind: str, elements: list[Element], owners: Iterable[dict[str, Value] | None]) -> Iterator[Element]:
    """The elements in those that they lie in, which say for them what is the same for all."""
    for owner, group in groupby(zip(owners, elements, strict=True), itemgetter(0)):
        held = [element for _, element in group]
        if owner is None:
            yield from held
        else:
            yield Element(kind, {n: v for n, v in owner.items() if v is not None}, tuple(_within(owner, e) for e in held), held[0].line)


def _within(owner: Mapping[str, Value], element: Element) -> Element:
    if element.kind not in {*ATOMS, "residue"}:
        return element
    stated = {**dict.fromkeys(owner, ""), **element.fields}
    own = {name: value for name, value in stated.items() if name not in owner or value != (owner[name] or "")}
    return Element(element.kind, own, element.children, element.line)


def read(text: str, _filename: str) -> tuple[Element, ...]:
    """Records in their order; a line that cannot be read, or an atom of elsewhere, does not end the residue that it stands in."""
    stated = [(FORMAT.parse(line.rstrip()), line.rstrip(), number) for number, line in enumerate(lines_of(text), 1) if line.strip()]
    lines = [Element(found[0].kind if found else UNREADABLE, found[1] if found else {"text": line}, line=k) for found, line, k in stated]
    places = [{name: line.fields.get(name) for name in PLACE} if line.kind in ATOMS else None for line in lines]
    residues = list(_gathered("residue", lines, _owners(lines, places, UNREADABLE)))
    letters = [{"chain": residue.fields.get("chain", "")} if residue.kind == "residue" else None for residue in residues]
    return tuple(_gathered("chain", residues, _owners(residues, letters, "end_of_chain")))


def _lines(element: Element, place: Mapping[str, Value]) -> Iterator[str]:
    within = {**place, **element.fields}
    if element.kind not in {"chain", "residue", REJECTED}:
        yield FORMAT.text(element.kind, within if element.kind in ATOMS else element.fields)
    for child in element.children:
        yield from _lines(child, within)


def write(elements: tuple[Element, ...]) -> str:
    """A line for every record."""
    return "".join(f"{line.rstrip()}\n" for element in elements for line in _lines(element, {}))


DOMAIN = Domain("protein", "Protein data bank files", "science", ("*.pdb", "*.ent"), KINDS, read, write)
