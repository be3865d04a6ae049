"""What Wavefront objects and materials mean, whoever exported them."""

from decimal import Decimal
from pathlib import Path

import pytest

from delegate_audit.core.element import UNREADABLE
from delegate_audit.core.finding import Severity
from delegate_audit.corpus.consistency.obj3d import check
from delegate_audit.domains.creative.obj3d import DOMAIN
from delegate_audit.domains.reading import compare

ROOT = Path(__file__).parents[2]
SEED = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "corpora/creative/obj3d").glob("*/seed/*")}
SAMPLE = (ROOT / "tests/laws/samples/every_syntax.obj").read_text()
WEDGE = """mtllib wedge.mtl

o wedge
# cut from pine
usemtl pine
v 0.00 0.00 0.00
v 1.50 0.00 0.00
v 0.00 1.00 0.00
vn 0.0 0.0 1.0
f 1//1 2//1 3//1

o peg
v 2.00 0.00 0.00
l 1 -1
"""


def elements(text, name="x.obj"):
    return [element for top in DOMAIN.read(text, name) for element in top.walk()]


def compared(before, after):
    return compare({"x.obj": before}, {"x.obj": after}, DOMAIN)


def test_an_object_holds_what_follows_it():
    library, wedge, peg = DOMAIN.read(WEDGE, "x.obj")
    assert (library.fields["name"], wedge.fields["name"], peg.fields["name"]) == ("wedge.mtl", "wedge", "peg")
    assert [child.kind for child in wedge.children] == ["comment", "use", *["vertex"] * 3, "normal", "face"]
    assert wedge.children[3].fields["x"] == Decimal("1.50")
    assert wedge.children[-1].fields["corners"] == "1//1 2//1 3//1"


def test_every_statement_is_read():
    kinds = {element.kind for element in elements(SAMPLE)}
    assert kinds == {kind.name for kind in DOMAIN.kinds} - {"material", "colour", "number", "map"}
    coloured = next(element for element in elements(SAMPLE) if "red" in element.fields)
    assert [str(coloured.fields[name]) for name in ("x", "y", "z", "red", "green", "blue")] == ["1e-3", "-.5", "+2.", "1", "0.25", "0"]
    groups = [element for element in elements(SAMPLE) if element.kind == "group"]
    assert [(group.fields.get("name"), len(group.children)) for group in groups] == [("left hinge", 6), (None, 1)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("v 1.50 0.00", "v   1.5\t0"),
        ("1//1 2//1 3//1", "1//1 2//1 \\\n  3//1"),
        ("# cut", "#cut"),
        ("\n\no peg", "\no peg"),
        ("v 2.00", "  v 2"),
    ],
)
def test_what_means_the_same_is_layout(before, after):
    comparison = compared(WEDGE, WEDGE.replace(before, after))
    assert comparison.score == 1
    assert comparison.findings
    assert {finding.severity for finding in comparison.findings} <= {Severity.LAYOUT, Severity.FACT}


@pytest.mark.parametrize(
    ("before", "after", "kind", "field"),
    [
        ("v 1.50", "v 1.05", "vertex", "x"),
        ("1//1 2//1 3//1", "1//1 3//1 2//1", "face", "corners"),
        ("usemtl pine", "usemtl oak", "use", "name"),
        ("vn 0.0", "vn 0.1", "normal", "x"),
        ("o peg", "o pegs", "object", "name"),
    ],
)
def test_a_changed_fact_costs_its_line(before, after, kind, field):
    comparison = compared(WEDGE, WEDGE.replace(before, after))
    assert comparison.score == pytest.approx(1 - 1 / len(elements(WEDGE)))
    assert [(finding.kind, finding.field) for finding in comparison.findings] == [(kind, field)]


@pytest.mark.parametrize("k", [k for k, line in enumerate(WEDGE.splitlines()) if line])
def test_one_damaged_line_costs_itself(k):
    lines = WEDGE.splitlines()
    damaged = "\n".join([*lines[:k], "~~~~", *lines[k + 1 :]]) + "\n"
    assert sum(element.kind == UNREADABLE for element in elements(damaged)) == 1
    assert compared(WEDGE, damaged).score >= (0.6 if lines[k].startswith("o") else 0.8)


def test_a_material_holds_its_colours():
    text = "newmtl oak\nKd 0.5 .4 0.3\nd 0.5\nmap_Kd -s 1 1 1 oak planks.png\n"
    (oak,) = DOMAIN.read(text, "x.mtl")
    assert [child.kind for child in oak.children] == ["colour", "number", "map"]
    assert oak.children[2].fields["file"] == "-s 1 1 1 oak planks.png"
    assert DOMAIN.write((oak,)) == text


def test_the_seed_agrees_with_itself_and_the_check_sees_where_it_does_not():
    assert check(SEED) == []
    for name, before, after in (
        ("cabin.obj", "f -8 -7 -6 -5", "f -9 -7 -6 -500"), ("cabin.obj", "usemtl slate", "usemtl slates"), ("cabin.obj", "36.40", "36.04"),
        ("cabin.obj", "v 23.00 8.00 15.00", "v 23.00 8.50 15.00"), ("cabin.mtl", "newmtl clay", "newmtl lead"),
        ("cabin.obj", "cabin.mtl", "c.mtl"),
    ):  # fmt: skip
        assert before in SEED[name]
        assert check({**SEED, name: SEED[name].replace(before, after, 1)}), before
