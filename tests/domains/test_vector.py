"""Drawings as people and programs write them, what a change in one costs, and lxml as the oracle for what stands where."""

from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from delegate_audit.corpus.consistency.vector import check
from delegate_audit.domains.creative.vector import DOMAIN
from delegate_audit.domains.reading import compare

SEED = (Path(__file__).parents[2] / "corpora/creative/vector/library_plan/seed/ground_floor.svg").read_text(encoding="utf-8")
SAMPLE = (Path(__file__).parents[1] / "laws/samples/every_syntax.svg").read_text(encoding="utf-8")
NAME = "ground_floor.svg"


def kinds(text, kind):
    return [element for top in DOMAIN.read(text, NAME) for element in top.walk() if element.kind == kind]


def compared(text, other):
    return compare({NAME: text}, {NAME: other}, DOMAIN)


def commands(d):
    (path,) = kinds(f'<svg><path d="{d}"/></svg>', "path")
    return [" ".join(str(value) for value in command.fields.values()) for command in path.children]


@pytest.mark.parametrize(
    ("d", "told"),
    [
        ("M10-20L.5.5", ["M 10 -20", "L .5 .5"]),
        ("m1 1 2 2,3 3z", ["m 1 1", "l 2 2", "l 3 3", "z"]),
        ("M0,0h1 2v-3", ["M 0 0", "h 1", "h 2", "v -3"]),
        ("M0 0a1 1 0 0110 10 1 1 0 11 5-5", ["M 0 0", "a 1 1 0 0 1 10 10", "a 1 1 0 1 1 5 -5"]),
        ("M0 0C1 2 3 4 5 6S1 2 3 4Q1 2 3 4T5 6", ["M 0 0", "C 1 2 3 4 5 6", "S 1 2 3 4", "Q 1 2 3 4", "T 5 6"]),
        ("M 1e-3 2 L 5 h 3 zz", ["M 1e-3 2", "L 5", "h 3", "z", "z"]),
        ("sky M 0 0 L x", ["sky", "M 0 0", "L x"]),
    ],
)
def test_a_path_is_its_commands(d, told):
    assert commands(d) == told


def test_a_path_with_references_in_it_comes_back():
    elements = DOMAIN.read('<svg>\n  <path d="M 0 0\n L 1 &lt;&#38; L 2 2"/>\n</svg>\n', NAME)
    assert [command.fields.get("text") for command in elements[0].children[0].children] == [None, "L 1 <&", None]
    assert DOMAIN.read(DOMAIN.write(elements), NAME) == elements


def test_styles_are_properties_and_words_keep_their_places():
    office = next(shape for shape in kinds(SEED, "shape") if shape.fields.get("@id") == "lift")
    assert office.fields["@style/stroke-dasharray"] == "1 1"
    assert office.fields["@x"] == Decimal(280)
    label = next(label for label in kinds(SEED, "label") if label.fields.get("@y") == 28 and label.fields["@x"] == 108)
    assert [child.fields["text"] for child in label.children] == ["Way out; ", "dashed", " by daylight only"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("M 150 70 H 172 A 8 8 0 0 1 180 78 V 104", "M150,70H172A8,8,0,0,1,180,78V104.0"),
        ("M 95 95 L 169 120 L 169 146", "M 95 95 L 169 120 169 146"),
        ('x="40" y="50" width="150"', 'x="40.0" y="50" width="150"'),
        ('points="40,165 28,172', 'points="40 165,28 172'),
        ("fill:#f3ead7", "fill:#F3EAD7"),
        ("stroke:#1d1d1b;stroke-width:0.5", " stroke : #1d1d1b; stroke-width : 0.5; "),
        ("translate(40 240)", "translate(40, 240.0)"),
    ],
)
def test_another_spelling_costs_nothing(before, after):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert comparison.score == 1
    assert comparison.findings
    assert all(finding.cost == 0 for finding in comparison.findings)


@pytest.mark.parametrize(
    ("before", "after", "kind", "field"),
    [
        ("L 169 146 L 185 165", "L 169 164 L 185 165", "command", "y"),
        ('x="270" y="182"', 'x="207" y="182"', "shape", "@x"),
        ("fill:#d2d2d2", "fill:#d3d3d3", "shape", "@style/fill"),
        ('href="#call_point" x="198"', 'href="#first_aid" x="198"', "shape", "@href"),
        (">Children<", ">Kids<", "label", "text"),
        ("translate(40 240)", "translate(40 204)", "group", "@transform"),
    ],
)
def test_a_false_fact_costs_one_element_and_is_named(before, after, kind, field):
    assert before in SEED
    comparison = compared(SEED, SEED.replace(before, after, 1))
    assert 0.98 < comparison.score < 1
    assert [(finding.kind, finding.field) for finding in comparison.findings if finding.cost] == [(kind, field)]


def test_a_lost_point_of_a_curve_is_one_command():
    comparison = compared(SEED, SEED.replace(" L 200 170 L 185 204", " L 185 204", 1))
    assert [(finding.change.value, finding.kind) for finding in comparison.findings if finding.cost] == [("deleted", "command")]


def test_entities_of_a_document_type_are_kept_as_they_are_written():
    text = '<!DOCTYPE svg [ <!ENTITY ns "http://www.w3.org/2000/svg"> ]>\n<svg xmlns="&ns;">\n  <rect x="1"/>\n</svg>\n'
    assert DOMAIN.write(DOMAIN.read(text, NAME)) == text


@pytest.mark.parametrize("text", [SEED, SAMPLE])
def test_lxml_finds_the_same_elements_before_and_after_writing(text):
    def told(source):
        root = etree.fromstring(source.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
        elements = root.iter(etree.Element)
        return sorted(f"{e.tag} {sorted(set(e.attrib) - {'d'})} {' '.join((e.text or '').split())}" for e in elements)

    assert told(text) == told(DOMAIN.write(DOMAIN.read(text, NAME)))


def test_the_seed_is_consistent_and_mistakes_are_found():
    assert check({NAME: SEED}) == []
    mistakes = {
        "2 elements are called": ('id="ex_hall"', 'id="ex_stack"'),
        "nothing is called": ('href="#first_aid" x="270"', 'href="#aid" x="270"'),
        "beside the sheet": ("H 280 V 110", "H 2800 V 110"),
        "are drawn, not": ("extinguisher (4)", "extinguisher (5)"),
    }
    for problem, (before, after) in mistakes.items():
        assert before in SEED, problem
        assert any(problem in line for line in check({NAME: SEED.replace(before, after, 1)})), problem
