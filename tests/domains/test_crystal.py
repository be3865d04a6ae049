"""What a crystal structure says, core and mmCIF, with gemmi as the oracle for values and rows."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.crystal import check
from delegate_audit.domains.reading import compare
from delegate_audit.domains.science.crystal import DOMAIN

ROOT = Path(__file__).parents[2]
SEEDS = sorted((ROOT / "corpora/science/crystal").glob("*/seed/*.cif"))
BLOCK = """data_salt
_cell_length_a 5.640(2)
_cell_volume 179.4
_chemical_name_mineral 'rock salt'
_exptl_special_details
;
 Grown in a glass,
 in 3 weeks.
;
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
Na1 0 0.10(1)
Cl1 0.5 0.20(1)
Cl2 0.5 0.30(1)
Cl3 0.5 0.40(1)
Cl4 0.5 0.60(1)
"""
WEIGHT = 11
HEADS = {10, 11}
"""Tags of a loop but its last: what follows them is another loop."""


def read(text):
    return DOMAIN.read(text, "x.cif")


def walked(text):
    return [element for top in read(text) for element in top.walk()]


def compared(after, before=BLOCK):
    return compare({"x.cif": before}, {"x.cif": after}, DOMAIN)


def test_a_block_has_items_texts_and_loops_of_rows():
    (block,) = read(BLOCK)
    length, volume, name, text, loop = block.children
    assert dict(length.fields) == {"tag": "_cell_length_a", "value": Decimal("5.640"), "uncertainty": "2"}
    assert (volume.fields["value"], name.fields["value"]) == (Decimal("179.4"), "rock salt")
    assert text.fields["text"] == " Grown in a glass,\n in 3 weeks."
    assert dict(loop.children[1].fields) == {
        "_atom_site_label": "Cl1", "_atom_site_fract_x": Decimal("0.5"), "_atom_site_fract_y": "0.20(1)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("'rock salt'", '"rock salt"'),
        ("_cell_volume 179.4", "_cell_volume\n179.4"),
        ("_cell_volume 179.4", "_cell_volume  '179.4'"),
        (" Grown in a glass,\n in 3", " Grown in\n a glass, in 3"),
        ("Cl1 0.5 0.20(1)\nCl2", "Cl1\n0.5   0.20(1)\n#\nCl2"),
        ("Cl1 0.5 0.20(1)\nCl2", "Cl1 0.5 0.20(1) Cl2"),
        ("_cell_length_a 5.640(2)\n_cell_volume 179.4\n", "_cell_volume 179.4\n_cell_length_a 5.640(2)\n"),
        ("179.4", "179.40"),
    ],
)
def test_what_means_the_same_costs_nothing(before, after):
    assert before in BLOCK
    comparison = compared(BLOCK.replace(before, after, 1))
    assert comparison.score == 1
    assert comparison.findings


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("5.640(2)", "5.640(3)", "uncertainty"),
        ("5.640(2)", "5.64(2)", None),
        ("0.30(1)", "0.30(2)", "_atom_site_fract_y"),
        ("Cl2 0.5", "Cl2 0.6", "_atom_site_fract_x"),
        ("_atom_site_fract_y", "_atom_site_fract_z", "columns"),
        ("loop_\n", "", "unopened"),
        ("_salt", "_sylvite", "name"),
    ],
)
def test_one_change_is_one_finding(before, after, field):
    comparison = compared(BLOCK.replace(before, after, 1))
    assert [finding.field for finding in comparison.findings if finding.severity is not Severity.LAYOUT] == ([field] if field else [])
    assert comparison.score == pytest.approx(1 - 1 / WEIGHT) if field else comparison.score == 1


@pytest.mark.parametrize("k", range(len(BLOCK.splitlines())))
def test_one_damaged_line_costs_what_it_damages(k):
    lines = BLOCK.splitlines()
    comparison = compared("\n".join([*lines[:k], "~~~~", *lines[k + 1 :]]) + "\n")
    assert (0 if k in HEADS else 1 - 4.1 / WEIGHT) <= comparison.score < 1


def test_a_row_with_a_value_too_many_or_too_few_is_one_row():
    for before, after in (("0.5 0.30(1)", "0.30(1)"), ("0.5 0.30(1)", "0.5 0.30(1) 7")):
        assert compared(BLOCK.replace(before, after)).score == pytest.approx(1 - 1 / WEIGHT)


def test_frames_and_what_is_left_over():
    text = "data_d\nsave_a\n_x 1\nsave_\n_y 2\nsave_b\n_z 3\n_lone\nsome words\n"
    (block,) = read(text)
    assert [(child.kind, len(child.children)) for child in block.children[:3]] == [("frame", 1), ("item", 0), ("frame", 0)]
    assert [element.fields["text"] for element in walked(text) if element.kind == UNREADABLE] == ["_lone\nsome words"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name)
def test_gemmi_reads_the_same(path):
    cif = pytest.importorskip("gemmi").cif
    text = path.read_text(encoding="utf-8")
    theirs, ours = cif.read_string(text), [top for top in read(text) if top.kind == "block"]
    assert [block.name for block in theirs] == [block.fields["name"] for block in ours]
    for block, other in zip(ours, theirs, strict=True):
        loops = [item.loop for item in other if item.loop is not None]
        assert [loop.tags for loop in loops] == [list(child.fields["columns"]) for child in block.children if child.kind == "loop"]
        rows = [row for child in block.children if child.kind == "loop" for row in child.children]
        values = [list(map(cif.as_string, loop.values)) for loop in loops]
        assert [str(value) for row in rows for value in row.fields.values()] == [
            (raw if raw in "?." else value)
            for loop, texts in zip(loops, values, strict=True)
            for raw, value in zip(loop.values, texts, strict=True)
        ]
        for child in (child for child in block.children if child.kind == "item"):
            stated = f"{child.fields['value']}" + (f"({child.fields['uncertainty']})" if "uncertainty" in child.fields else "")
            assert stated == (cif.as_string(other.find_value(child.fields["tag"])) or "?")


def test_seeds_agree_with_themselves_and_the_check_sees_where_they_do_not():
    text = SEEDS[0].read_text(encoding="utf-8")
    assert check({"x.cif": text}) == []
    for before, after in (
        ("145.70(4)", "145.07(4)"), ("1.369", "1.396"), ("60.06", "60.08"), ("0.5957(2)", "0.5975(2)"),
        ("N1 H1B .", "N1 H1C ."), ("3.5874", "3.5784"), ("1.342(1) no", "1.324(1) no"),
    ):  # fmt: skip
        assert before in text
        assert check({"x.cif": text.replace(before, after, 1)}), before
