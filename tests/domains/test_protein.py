"""What a file of the protein data bank means, in every dialect, with gemmi as the oracle for chains, residues and atoms."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.corpus.consistency.protein import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.protein import DOMAIN

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/science/protein").glob("*/seed/*.pdb"))
SAMPLE = ROOT / "tests/laws/samples/every_syntax.pdb"
LINES = """TITLE     TWO RESIDUES
REMARK   2 BUILT BY HAND
ATOM      1  N   GLY A   1       1.000   2.000  -3.000  1.00 10.00           N
ATOM      2  CA  GLY A   1       2.458   2.000  -3.000  1.00 11.50           C
ATOM      3  C   GLY A   1       3.009   3.420  -3.000  1.00 12.00           C
ATOM      4  N   SER A   2       4.332   3.536  -3.000  1.00 13.00           N
ATOM      5  CA  SER A   2       5.332   3.636  -3.000  1.00 14.00           C
TER       6      SER A   2
HETATM    7 ZN    ZN A 101       9.000   9.000   9.000  1.00 20.00          ZN2+
CONECT    7    1
END
"""
WEIGHT = 5 + 5 + 3 + 1


def walked(text):
    return [element for top in DOMAIN.read(text, "x.pdb") for element in top.walk()]


def compared(before, after):
    return compare({"x.pdb": before}, {"x.pdb": after}, DOMAIN)


def test_atoms_lie_in_residues_and_residues_in_chains():
    title, remark, chain, connection, end = DOMAIN.read(LINES, "x.pdb")
    assert (title.fields["name"], remark.fields["text"], end.fields["name"]) == ("TITLE", "BUILT BY HAND", "END")
    assert (connection.fields["atom"], connection.fields["to"].split()) == (7, ["1"])
    assert [child.kind for child in chain.children] == ["residue", "residue", "end_of_chain", "residue"]
    assert [(r.fields["residue"], r.fields["number"], len(r.children)) for r in chain.children if r.kind == "residue"] == [
        ("GLY", 1, 3), ("SER", 2, 2), ("ZN", 101, 1),
    ]  # fmt: skip
    atom = chain.children[0].children[1].fields
    assert {name: str(value) for name, value in atom.items()} == {
        "record": "ATOM", "serial": "2", "name": " CA ", "x": "2.458", "y": "2.000", "z": "-3.000", "occupancy": "1.00",
        "b_factor": "11.50", "element": "C",
    }  # fmt: skip
    assert chain.children[3].children[0].fields["x"] == Decimal(9)


def test_models_alternates_insertions_and_odd_names():
    text = SAMPLE.read_text()
    tops = DOMAIN.read(text, "x.pdb")
    chains = [(top.fields["chain"], len(top.children)) for top in tops if top.kind == "chain"]
    assert chains == [("A", 6), ("", 1), ("B", 2)]
    model = [top.kind for top in tops].index("model")
    first = [(r.fields["residue"], str(r.fields["number"]), r.fields.get("insertion")) for r in tops[model + 1].children[:2]]
    assert first == [("GLY", "1", None), ("SER", "1", "A")]
    atoms = {str(e.fields["serial"]): e.fields for e in tops[model + 1].walk() if e.kind == "atom"}
    assert [atoms[k]["name"] for k in ("6", "8", "10", "12")] == [" OG ", "HG11", "CA  ", "CB  "]
    assert (atoms["3"]["residue"], atoms["7"]["alternate"], atoms["7"]["charge"]) == ("GLU", "B", "1-")
    assert UNREADABLE not in {element.kind for element in walked(text)}
    assert DOMAIN.write(DOMAIN.read(text, "x.pdb")) == text


@pytest.mark.parametrize("after", [LINES.replace("\n", "   \n"), LINES.replace("\n", "\r\n"), LINES.replace("BUILT BY", "BUILT  BY")])
def test_what_means_the_same_costs_nothing(after):
    comparison = compared(LINES, after)
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "kind", "field"),
    [
        ("2.458", "2.548", "atom", "x"),
        ("11.50", "15.10", "atom", "b_factor"),
        (" CA  GLY", " CB  GLY", "atom", "name"),
        ("CA  GLY", "CA  GLU", "atom", "residue"),
        ("CA  GLY A", "CA  GLY B", "atom", "chain"),
        ("ZN2+", "ZN1+", "atom", "charge"),
        ("    4  N", "    9  N", "atom", "serial"),
        ("CONECT    7    1", "CONECT    7    2", "connection", "to"),
        ("BUILT BY", "DRAWN BY", "remark", "text"),
    ],
)
def test_a_changed_fact_costs_its_line(before, after, kind, field):
    comparison = compared(LINES, LINES.replace(before, after, 1))
    assert 1 - 1.01 / WEIGHT <= comparison.score < 1
    assert [(finding.kind, finding.field) for finding in comparison.findings] == [(kind, field)]


@pytest.mark.parametrize("k", range(len(LINES.splitlines())))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = LINES.splitlines()
    damaged = "\n".join([*lines[:k], "~~~~", *lines[k + 1 :]]) + "\n"
    assert sum(element.kind == UNREADABLE for element in walked(damaged)) == 1
    assert compared(LINES, damaged).score >= 1 - 3.1 / (WEIGHT + 1)


@pytest.mark.parametrize("path", [*SEEDS, SAMPLE], ids=lambda p: p.name)
def test_gemmi_sees_the_same_atoms(path):
    gemmi = pytest.importorskip("gemmi")
    theirs = [
        (residue.name, residue.seqid.num, atom.name, atom.altloc.strip("\x00"), round(atom.pos.x, 3), round(atom.occ, 2), atom.charge)
        for text in [DOMAIN.write(DOMAIN.read(path.read_text(encoding="utf-8"), path.name))]
        for model in gemmi.read_pdb_string(text)
        for chain in model
        for residue in chain
        for atom in residue
    ]
    ours = [
        (
            atom.fields.get("residue", residue.fields["residue"]), int(residue.fields["number"]), atom.fields["name"].strip(),
            atom.fields.get("alternate", ""), float(atom.fields["x"]), float(atom.fields.get("occupancy", 1)),
            int(str(atom.fields.get("charge", "0+"))[::-1]),
        )
        for residue in walked(path.read_text(encoding="utf-8"))
        if residue.kind == "residue"
        for atom in residue.children
        if atom.kind == "atom"
    ]  # fmt: skip
    assert sorted(theirs) == sorted(ours)


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.pdb": text}) == []
    for before, after in (
        ("CYS TYR ILE", "CYS TYR LEU"), ("ATOM      2", "ATOM      3"), ("CONECT    6   50", "CONECT    6   51"),
        ("2.06\n", "2.60\n"), ("  0.62 1", "  0.52 1"), ("9.037", "9.337"),
    ):  # fmt: skip
        assert before in text
        assert check({"x.pdb": text.replace(before, after, 1)}), before
