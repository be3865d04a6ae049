"""What a structure-data file means, in both versions and in every dialect, with RDKit as the oracle for what a record says."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.corpus.consistency.molecule import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.molecule import DOMAIN

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/science/molecule").glob("*/seed/*.sdf"))
SAMPLE = ROOT / "tests/laws/samples/every_syntax.sdf"
WATER = """Water
  TEST

  3  2  0  0  0  0            999 V2000
    0.0000    0.0000    0.0000 O   0  0
    0.9600    0.0000    0.0000 H   0  0
   -0.2400    0.9300   -0.1000 H   0  0
  1  2  1  0
  1  3  1  0
M  CHG  1   1  -1
M  END
>  <ID>  (1)
17.50

> <NOTE>
wet, at
room temperature

$$$$
"""
TWO = WATER + WATER.replace("Water", "Steam")


def read(text):
    return DOMAIN.read(text, "x.sdf")


def compared(before, after):
    return compare({"x.sdf": before}, {"x.sdf": after}, DOMAIN)


def test_a_molecule_has_what_its_lines_say():
    (water,) = read(WATER)
    assert (water.fields["title"], water.fields["program"], water.fields["remark"]) == ("Water", "  TEST", None)
    kinds = [child.kind for child in water.children]
    assert kinds == ["counts", "atom", "atom", "atom", "bond", "bond", "property", "property", "data", "data"]
    atom, bond, charge, number, note = (water.children[k].fields for k in (3, 5, 6, 8, 9))
    assert (atom["symbol"], atom["y"], str(atom["z"])) == ("H", Decimal("0.93"), "-0.1000")
    assert (bond["a"], bond["b"], bond["order"]) == (1, 3, 1)
    assert (charge["name"], charge["value"].split()) == ("CHG", ["1", "1", "-1"])
    assert (number["name"], number["value"], number["after"]) == ("ID", Decimal("17.5"), "(1)")
    assert note["text"] == "wet, at\nroom temperature"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (">  <ID>  (1)", "> <ID> (1)"),
        ("17.50", "17.5"),
        ("  TEST\n\n", "  TEST\n\n\n"),
        ("17.50\n\n", "17.50\n\n\n"),
        (" 1   1  -1", " 1 1 -1"),
    ],
)
def test_what_means_the_same_costs_nothing(before, after):
    comparison = compared(TWO, TWO.replace(before, after))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        ("0.9600", "0.9601", {("atom", "x")}),
        ("  1  3  1  0", "  2  3  1  0", {("bond", "a")}),
        ("  1  3  1  0", "  1  3  2  0", {("bond", "order")}),
        (" 1   1  -1", " 1   1   1", {("property", "value")}),
        ("17.50", "17.05", {("data", "value")}),
        ("wet, at", "wet, below", {("data", "text")}),
        ("Water", "Wine", {("molecule", "title")}),
    ],
)
def test_a_changed_fact_costs_its_element(before, after, fields):
    comparison = compared(TWO, TWO.replace(before, after, 1))
    assert 1 - 1.01 / 20.2 <= comparison.score < 1
    assert {(finding.kind, finding.field) for finding in comparison.findings} == fields


@pytest.mark.parametrize("k", range(len(WATER.splitlines())))
def test_one_damaged_or_lost_line_costs_what_it_damages(k):
    lines = TWO.splitlines()
    for damaged in ([*lines[:k], "~~~~", *lines[k + 1 :]], [*lines[:k], *lines[k + 1 :]]):
        text = "\n".join(damaged) + "\n"
        assert compared(TWO, text).score >= 1 - 4 / 20.2, text
        assert sum(element.kind == UNREADABLE for top in read(text) for element in top.walk()) <= 3
        assert DOMAIN.read(DOMAIN.write(read(text)), "x.sdf") == read(text)


def test_the_words_of_v3000_and_records_without_titles_or_versions():
    charged, sodium, wedge = read(SAMPLE.read_text())
    assert sodium.fields["title"] is None
    assert [child.kind for child in sodium.children] == ["counts", "atom", "property"]
    atoms = [child.fields for child in wedge.children if child.kind == "atom"]
    assert [(atom["index"], atom["symbol"], str(atom["y"])) for atom in atoms] == [
        (1, "C", "-1.25e-1"),
        (2, "[N,O]", "2.5"),
        (3, "R#", "0"),
    ]
    assert [(bond.fields["a"], bond.fields["b"]) for bond in wedge.children if bond.kind == "bond"] == [(1, 2), (2, 3)]
    assert UNREADABLE not in {element.kind for top in (charged, sodium, wedge) for element in top.walk()}


def test_a_single_molecule_needs_no_end():
    text = WATER.partition(">")[0]
    assert read(text)[0].fields.get("end") is None
    assert DOMAIN.write(read(text)) == text


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name)
def test_rdkit_reads_the_same(path):
    rdkit = pytest.importorskip("rdkit.Chem")
    supplier = rdkit.SDMolSupplier()
    supplier.SetData(DOMAIN.write(read(path.read_text(encoding="utf-8"))), removeHs=False)
    for ours, theirs in zip(read(path.read_text(encoding="utf-8")), supplier, strict=True):
        assert theirs.GetProp("_Name") == ours.fields["title"]
        atoms = [child.fields for child in ours.children if child.kind == "atom"]
        assert [atom["symbol"] for atom in atoms] == [atom.GetSymbol() for atom in theirs.GetAtoms()]
        places = [tuple(theirs.GetConformer().GetAtomPosition(k)) for k in range(len(atoms))]
        assert places == [tuple(float(atom[axis]) for axis in "xyz") for atom in atoms]
        bonds = {frozenset((int(b.fields["a"]) - 1, int(b.fields["b"]) - 1)) for b in ours.children if b.kind == "bond"}
        assert bonds == {frozenset((bond.GetBeginAtomIdx(), bond.GetEndAtomIdx())) for bond in theirs.GetBonds()}
        data = {d.fields["name"]: str(d.fields.get("value", d.fields.get("text"))) for d in ours.children if d.kind == "data"}
        assert data == {name: theirs.GetProp(name) for name in theirs.GetPropNames()}


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.sdf": text}) == []
    for before, after in (
        ("121-33-5", "121-33-6"), ("C8H8O3", "C8H8O2"), ("136.24", "136.42"), (" 10 11  1  0", " 10 12  1  0"),
        (" 11 11  0", " 11 10  0"), ("\nB1\n", "\nA1\n"),
    ):  # fmt: skip
        assert check({"x.sdf": text.replace(before, after, 1)}), before
